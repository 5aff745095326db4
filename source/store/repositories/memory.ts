/** What was learnt: entries as they are listed and shown. */
import type { MemoryDetail, MemoryRow } from '../../domain/contract/rows.js';
import type { NormalisedMemory } from '../../domain/memory-entry.js';
import type {
  MemorySeverity,
  MemoryStatus,
  MemoryTrack,
  MemoryType,
} from '../../domain/vocabulary.js';
import type { Reader, SqlRow, Transaction } from '../types.js';
import { optionalTextOf, textOf } from './fields.js';
import { conditionsOn } from './memory-conditions.js';

export interface MemoryFilter {
  readonly type?: MemoryType;
  readonly track?: string;
  readonly module?: string;
  readonly severity?: string;
}

/** As `toMemoryRow` reads them, of `memory m`. */
export const memoryRowColumns = `m.id, m.key, m.entry_type, m.track, m.title, m.summary, m.tags, m.module,
  m.severity, m.problem_type, m.component, m.status, m.refs, m.created_at, m.last_verified, m.version`;

/** Null where the same content is there already. */
export async function insertMemory(
  transaction: Transaction,
  entry: NormalisedMemory,
  now: string,
): Promise<number | null> {
  const [row] = await transaction.all<{ id: number }>(
    `INSERT INTO memory (entry_type, track, title, content, summary, hash, module, severity,
       problem_type, component, tags, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (hash) DO NOTHING RETURNING id`,
    [
      entry.type,
      entry.track,
      entry.title,
      entry.content,
      entry.summary,
      entry.hash,
      entry.module,
      entry.severity,
      entry.problemType,
      entry.component,
      JSON.stringify(entry.tags),
      now,
    ],
  );
  return row?.id ?? null;
}

export async function findMemoryByHash(reader: Reader, hash: string): Promise<MemoryRow | null> {
  const row = await reader.get(`SELECT ${memoryRowColumns} FROM memory m WHERE m.hash = ?`, [hash]);
  return row && toMemoryRow(row);
}

/** Newest first. */
export async function listMemory(
  reader: Reader,
  filter: MemoryFilter,
  limit?: number,
): Promise<MemoryRow[]> {
  const { sql, args } = conditionsOn(filter);
  const rows = await reader.all(
    `SELECT ${memoryRowColumns} FROM memory m WHERE ${sql}
     ORDER BY m.created_at DESC, m.id DESC LIMIT ?`,
    [...args, limit ?? -1],
  );
  return rows.map(toMemoryRow);
}

export async function findMemory(reader: Reader, id: number): Promise<MemoryDetail | null> {
  const row = await reader.get(
    `SELECT ${memoryRowColumns}, m.content, m.related, m.extra FROM memory m WHERE m.id = ?`,
    [id],
  );
  if (row === null) return null;
  return {
    row: toMemoryRow(row),
    content: textOf(row.content),
    related: JSON.parse(textOf(row.related)) as string[],
    extra: JSON.parse(textOf(row.extra)) as Record<string, unknown>,
  };
}

export function toMemoryRow(row: SqlRow): MemoryRow {
  return {
    id: Number(row.id),
    key: optionalTextOf(row.key),
    type: textOf(row.entry_type) as MemoryType,
    track: textOf(row.track) as MemoryTrack,
    title: textOf(row.title),
    summary: textOf(row.summary),
    tags: JSON.parse(textOf(row.tags)) as string[],
    module: optionalTextOf(row.module),
    severity: optionalTextOf(row.severity) as MemorySeverity | null,
    problemType: optionalTextOf(row.problem_type),
    component: optionalTextOf(row.component),
    status: textOf(row.status) as MemoryStatus,
    references: Number(row.refs),
    createdAt: textOf(row.created_at),
    lastVerified: optionalTextOf(row.last_verified),
    version: Number(row.version),
  };
}
