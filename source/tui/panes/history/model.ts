/** What the history shows: the actions taken in the cockpit, newest first. */
import type { HistoryEntry } from '../../../domain/contract/triage-calls.js';
import type { ProjectData } from '../../state/project-data.js';
import { RowList } from '../row-list.js';

export interface HistoryModel {
  readonly list: RowList<HistoryEntry>;
  /** Whether it was not read yet. */
  readonly unread: boolean;
}

const nothing: readonly HistoryEntry[] = [];
const models = new WeakMap<readonly HistoryEntry[], HistoryModel>();
const unread: HistoryModel = { list: listOf(nothing), unread: true };

export function selectHistory({ history }: ProjectData): HistoryModel {
  if (!history) return unread;
  let model = models.get(history);
  if (model === undefined) {
    model = { list: listOf(history), unread: false };
    models.set(history, model);
  }
  return model;
}

function listOf(entries: readonly HistoryEntry[]): RowList<HistoryEntry> {
  return new RowList(
    entries,
    ({ commandId }) => commandId,
    ({ label, refusal, actor }) => `${label} ${refusal ?? ''} ${actor ?? ''}`,
  );
}
