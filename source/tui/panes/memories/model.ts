/** What the memory pane shows: the answer to the query, or the latest entries. */
import type { MeaningStatus, MemoryRow, SearchHit } from '../../../domain/contract/rows.js';
import type { ProjectData, SearchScope } from '../../state/project-data.js';
import { RowList } from '../row-list.js';

export interface MemoryItem {
  readonly key: string;
  /** Null for an epic or a task. */
  readonly row: MemoryRow | null;
  /** How the query found it; null where nothing was asked. */
  readonly hit: SearchHit | null;
}

export interface MemoryModel {
  readonly query: string;
  readonly scope: SearchScope;
  /** Whether the query still waits for its answer. */
  readonly searching: boolean;
  readonly list: RowList<MemoryItem>;
  /** Entries in all; epics and tasks in all where those are searched. */
  readonly total: number;
  /** Null while it is not known whether the hits are by meaning too. */
  readonly meaning: MeaningStatus | null;
  /** Whether the entries there are were not read yet. */
  readonly unread: boolean;
}

interface Slices {
  readonly memory: ProjectData['memory'];
  readonly total: number;
  readonly model: MemoryModel;
}

let last: Slices | null = null;

export function selectMemory({ memory, totals }: ProjectData): MemoryModel {
  const { epics, tasks } = totals;
  const total =
    memory.scope === 'project'
      ? epics.open + epics.done + epics.archived + tasks.total
      : Math.max(totals.memory, memory.entries.length);
  const unchanged =
    last !== null &&
    last.total === total &&
    last.memory.entries === memory.entries &&
    last.memory.hits === memory.hits &&
    last.memory.query === memory.query &&
    last.memory.scope === memory.scope &&
    last.memory.meaning === memory.meaning;
  if (last === null || !unchanged) last = { memory, total, model: buildModel(memory, total) };
  return last.model;
}

function buildModel(memory: ProjectData['memory'], total: number): MemoryModel {
  const { entries, hits, query, scope = 'memory', meaning = null } = memory;
  const asked = query.trim() !== '' || scope === 'project';
  const items: readonly MemoryItem[] = !asked
    ? entries.map((row) => ({ key: String(row.id), row, hit: null }))
    : (hits ?? (scope === 'memory' ? entries : [])).map(toItem);
  return {
    query,
    scope,
    searching: asked && hits === null,
    list: new RowList(items, ({ key }) => key),
    total,
    meaning,
    unread: !asked && items.length === 0 && total > 0,
  };
}

function toItem(found: SearchHit | MemoryRow): MemoryItem {
  if (!('arms' in found)) return { key: String(found.id), row: found, hit: null };
  const { id, row } = found;
  return { key: id, row, hit: found };
}
