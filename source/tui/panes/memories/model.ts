/** What the memory pane shows: the answer to the query, or the latest entries. */
import type { MemoryHit, MemoryRow } from '../../../domain/contract/rows.js';
import type { ProjectData } from '../../state/project-data.js';
import { RowList } from '../row-list.js';

export interface MemoryItem {
  readonly row: MemoryRow;
  /** How the query found it; null where nothing was asked. */
  readonly hit: MemoryHit | null;
}

export interface MemoryModel {
  readonly query: string;
  /** Whether the query still waits for its answer. */
  readonly searching: boolean;
  readonly list: RowList<MemoryItem>;
  /** Entries in all. */
  readonly total: number;
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
  const total = Math.max(totals.memory, memory.entries.length);
  const unchanged =
    last !== null &&
    last.total === total &&
    last.memory.entries === memory.entries &&
    last.memory.hits === memory.hits &&
    last.memory.query === memory.query;
  if (last === null || !unchanged) last = { memory, total, model: buildModel(memory, total) };
  return last.model;
}

function buildModel({ entries, hits, query }: ProjectData['memory'], total: number): MemoryModel {
  const asked = query.trim() !== '';
  const items: readonly MemoryItem[] =
    asked && hits !== null
      ? hits.map((hit) => ({ row: hit.row, hit }))
      : entries.map((row) => ({ row, hit: null }));
  return {
    query,
    searching: asked && hits === null,
    list: new RowList(items, ({ row }) => String(row.id)),
    total,
    unread: !asked && items.length === 0 && total > 0,
  };
}
