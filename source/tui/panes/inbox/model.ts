/** What the inbox shows: everything that needs a person now. */
import type { InboxItem } from '../../../domain/contract/coordination-calls.js';
import { shortId } from '../../../domain/ids.js';
import type { InboxKind } from '../../../domain/vocabulary.js';
import { clean } from '../../spans.js';
import type { ProjectData } from '../../state/project-data.js';
import { RowList } from '../row-list.js';

export interface InboxModel {
  readonly list: RowList<InboxItem>;
  /** False until it was read. */
  readonly read: boolean;
  /** Why it could not be read; null where it was. */
  readonly failure: string | null;
  readonly idWidth: number;
}

/** The kinds in a word each, as they stand in a row. */
export const kindWords: Readonly<Record<InboxKind, string>> = {
  failed: 'failed',
  blocked: 'blocked',
  stale: 'stale',
  conflict: 'conflict',
  finding: 'finding',
  approval: 'approval',
  hint: 'finished?',
  closable: 'closable',
};

const longestId = 12;

let last: { inbox: readonly InboxItem[] | null; failure: string | null; model: InboxModel } | null =
  null;

export function selectInbox({ coordination }: ProjectData): InboxModel {
  const { inbox } = coordination;
  const failure = coordination.failures.inbox ?? null;
  if (last?.inbox !== inbox || last.failure !== failure) {
    last = { inbox, failure, model: buildModel(inbox, failure) };
  }
  return last.model;
}

export function keyOf({ key }: InboxItem): string {
  return key;
}

export function searchTextOf(item: InboxItem): string {
  const { taskId, epicId, title, detail, actor } = item;
  return [kindWords[item.kind], taskId ?? epicId ?? '', title, detail, actor ?? ''].join(' ');
}

/** The task or epic it is about, as short as it is unique. */
export function subjectText({ taskId, epicId }: InboxItem): string {
  return clean(shortId(taskId ?? epicId ?? '')).slice(0, longestId);
}

/** A conflict is called by its tasks. */
export function titleText(item: InboxItem): string {
  if (item.kind === 'conflict') return item.taskIds.map((id) => clean(shortId(id))).join(', ');
  return clean(item.title) || subjectText(item);
}

function buildModel(inbox: readonly InboxItem[] | null, failure: string | null): InboxModel {
  const items = inbox ?? [];
  return {
    list: new RowList(items, keyOf, searchTextOf, { kind: 'inbox', rowOf: (row) => row }),
    read: inbox !== null,
    failure,
    idWidth: items.reduce((width, item) => Math.max(width, subjectText(item).length), 0),
  };
}
