/** The words of memory entries: which entries have some, which words there are, and what to show of what was found. */
import type { MemoryRow } from '../../domain/contract/rows.js';
import type { Reader, SqlRow } from '../types.js';
import { textOf } from './fields.js';
import { bindList } from './json-list.js';
import { memoryRowColumns, toMemoryRow } from './memory.js';
import { allPacked } from './packed.js';
import { conditionsOn, conditionsOnIds, type EntryTraits } from './memory-conditions.js';

/** Which entries may be found. */
export type SearchFilter = EntryTraits;

/** How much a word counts where too many entries have it: title, tags, summary, content, and four more. */
const weights = '10, 6, 2, 1, 4, 4, 4, 4';

/** The columns that say what an entry is about. */
export const tellingMemoryColumns = ['title', 'tags', 'module'] as const;

/** The ids of entries that match an expression of whole words, the best first. */
export async function findMemoryByWords(
  reader: Reader,
  expression: string,
  filter: SearchFilter,
  limit: number,
): Promise<number[]> {
  const { sql, args } = conditionsOnIds('memory_fts.rowid', filter);
  const rows = await reader.all<{ id: number }>(
    `SELECT rowid AS id FROM memory_fts WHERE memory_fts MATCH ? AND ${sql}
     ORDER BY bm25(memory_fts, ${weights}), rowid DESC LIMIT ?`,
    [expression, ...args, limit],
  );
  return rows.map(({ id }) => id);
}

/** The ids of entries that match an expression of parts of words, the newest first. */
export async function findMemoryByParts(
  reader: Reader,
  expression: string,
  filter: SearchFilter,
  limit: number,
): Promise<number[]> {
  const { sql, args } = conditionsOnIds('memory_parts.rowid', filter);
  const rows = await reader.all<{ id: number }>(
    `SELECT rowid AS id FROM memory_parts WHERE memory_parts MATCH ? AND ${sql}
     ORDER BY rowid DESC LIMIT ?`,
    [expression, ...args, limit],
  );
  return rows.map(({ id }) => id);
}

/** Those of the entries that the filter lets through. */
export async function filterMemory(
  reader: Reader,
  ids: readonly number[],
  filter: SearchFilter,
): Promise<Set<number>> {
  const { sql, args } = conditionsOnIds('m.id', filter);
  const rows = await reader.all<{ id: number }>(
    `SELECT m.id FROM memory m WHERE m.id IN (SELECT value FROM json_each(?)) AND ${sql}`,
    [bindList(ids), ...args],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Newest first. */
export async function listRecentMemory(
  reader: Reader,
  filter: SearchFilter,
  limit: number,
): Promise<number[]> {
  const { sql, args } = conditionsOnIds('m.id', filter);
  const rows = await reader.all<{ id: number }>(
    `SELECT m.id FROM memory m WHERE ${sql} ORDER BY m.created_at DESC, m.id DESC LIMIT ?`,
    [...args, limit],
  );
  return rows.map(({ id }) => id);
}

export interface MemoryText {
  readonly row: MemoryRow;
  /** Its beginning, as far as `characters` goes. */
  readonly content: string;
}

const textColumns = [...memoryRowColumns.replaceAll('m.', '').split(/,\s*/), 'content'];

export async function readMemoryTexts(
  reader: Reader,
  ids: readonly number[],
  characters: number,
): Promise<MemoryText[]> {
  const rows = await allPacked(
    reader,
    `SELECT ${memoryRowColumns}, substr(m.content, 1, ?) AS content
     FROM memory m WHERE m.id IN (SELECT value FROM json_each(?))`,
    textColumns,
    [characters, bindList(ids)],
  );
  return rows.map((row) => ({ row: toMemoryRow(row), content: textOf(row.content) }));
}

/** What an entry is known by: everything but its content. */
export interface MemoryLine {
  readonly id: number;
  readonly line: string;
}

/** The entries that changed after a revision, or all of them, in the order of their changes. */
export async function listMemoryLines(reader: Reader, after: number): Promise<MemoryLine[]> {
  return allPacked<MemoryLine & SqlRow>(
    reader,
    `SELECT m.id, concat_ws(' ', m.title, m.id, m.key, m.module, m.component, m.problem_type,
       (SELECT group_concat(value, ' ') FROM json_each(m.tags)),
       CASE WHEN m.summary <> m.title THEN substr(m.summary, 1, 200) END) AS line
     FROM memory_texts t JOIN memory m ON m.id = t.memory_id
     WHERE t.revision > ? ORDER BY t.revision`,
    ['id', 'line'],
    [after],
  );
}

/** The number of the last change of an entry's text; it never falls. */
export async function memoryRevision(reader: Reader): Promise<number> {
  const row = await reader.get<{ revision: number }>(
    'SELECT coalesce(max(revision), 0) AS revision FROM memory_texts',
  );
  return row?.revision ?? 0;
}

/** Every word with the number of entries that have it. */
export async function listMemoryWords(
  reader: Reader,
): Promise<(readonly [word: string, count: number])[]> {
  const rows = await allPacked<{ term: string; doc: number }>(
    reader,
    'SELECT term, doc FROM memory_vocabulary',
    ['term', 'doc'],
  );
  return rows.map(({ term, doc }) => [term, doc] as const);
}

/** The ids that the model has a vector for. */
export async function filterVectors(
  reader: Reader,
  ids: readonly number[],
  model: string,
): Promise<Set<number>> {
  const rows = await reader.all<{ id: number }>(
    `SELECT memory_id AS id FROM memory_vectors
     WHERE memory_id IN (SELECT value FROM json_each(?))
       AND model_id = (SELECT id FROM embedding_models WHERE name = ?)`,
    [bindList(ids), model],
  );
  return new Set(rows.map(({ id }) => id));
}

export function isFiltering(filter: SearchFilter): boolean {
  return !conditionsOn(filter).isEmpty;
}
