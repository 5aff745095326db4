/** Entries of the memory as they are managed: whole, changed, removed, chosen by their fields. */
import type { MemoryDetail, MemoryRow } from '../../domain/contract/rows.js';
import type {
  MemorySeverity,
  MemoryStatus,
  MemoryTrack,
  MemoryType,
} from '../../domain/vocabulary.js';
import type { Reader, SqlRow, Transaction } from '../types.js';
import { insertRows } from './bulk.js';
import {
  columnList,
  decodeFields,
  encodeFields,
  json,
  number,
  optionalNumber,
  optionalText,
  text,
  textOf,
  type FieldValues,
} from './fields.js';
import { bindList } from './json-list.js';
import { conditionsOn, type Conditions } from './memory-conditions.js';

/** All that is kept of an entry, its id and version apart. */
export const memoryFields = {
  key: optionalText('key'),
  type: text<MemoryType>('entry_type'),
  track: text<MemoryTrack>('track'),
  title: text('title'),
  content: text('content'),
  summary: text('summary'),
  hash: optionalText('hash'),
  module: optionalText('module'),
  severity: optionalText('severity'),
  problemType: optionalText('problem_type'),
  component: optionalText('component'),
  tags: json<readonly string[]>('tags', []),
  status: text<MemoryStatus>('status'),
  related: json<readonly string[]>('related', []),
  extra: json<Readonly<Record<string, unknown>>>('extra', {}),
  sourceId: optionalNumber('source_id'),
  vanishedAt: optionalText('vanished_at'),
  createdAt: text('created_at'),
  lastVerified: optionalText('last_verified'),
  references: number('refs'),
};

export type MemoryValues = FieldValues<typeof memoryFields>;
export interface StoredMemory extends MemoryValues {
  readonly id: number;
  readonly version: number;
}

const columns = `m.id, m.version, ${columnList(memoryFields, 'm')}`;
/** Lists never carry contents. */
const rowColumns = columns.replace('m.content', `'' AS content`);

export interface EntryFilter {
  readonly type?: MemoryType;
  readonly track?: string;
  readonly module?: string;
  readonly severity?: string;
  readonly problemType?: string;
  readonly status?: string;
  readonly anyTag?: readonly string[];
  readonly everyTag?: readonly string[];
  readonly stale?: boolean;
  /** Never referred to, and not verified since that time. */
  readonly unusedSince?: string;
  readonly ids?: readonly number[];
}

export interface EntryListing {
  /** For staleness. */
  readonly now: string;
  readonly limit?: number;
  readonly order?: 'newest' | 'oldest';
  readonly afterId?: number;
}

export async function findEntry(reader: Reader, id: number): Promise<StoredMemory | null> {
  const row = await reader.get(`SELECT ${columns} FROM memory m WHERE m.id = ?`, [id]);
  return row && toStored(row);
}

/** Entries without their texts. */
export async function listEntries(
  reader: Reader,
  filter: EntryFilter,
  listing: EntryListing,
): Promise<MemoryRow[]> {
  const rows = await select(reader, rowColumns, filter, listing);
  return rows.map((row) => toRow(toStored(row)));
}

export async function listWholeEntries(
  reader: Reader,
  filter: EntryFilter,
  listing: EntryListing,
): Promise<StoredMemory[]> {
  return (await select(reader, columns, filter, listing)).map(toStored);
}

async function select(
  reader: Reader,
  selected: string,
  filter: EntryFilter,
  { now, limit, order = 'newest', afterId }: EntryListing,
): Promise<SqlRow[]> {
  const { sql, args } = conditionsOf(filter, now);
  const direction = order === 'newest' ? 'DESC' : 'ASC';
  const after = afterId === undefined ? '' : 'AND m.id > ?';
  const sorting = afterId === undefined ? `m.created_at ${direction}, m.id ${direction}` : 'm.id';
  return reader.all(
    `SELECT ${selected} FROM memory m WHERE ${sql} ${after} ORDER BY ${sorting} LIMIT ?`,
    [...args, ...(afterId === undefined ? [] : [afterId]), limit ?? -1],
  );
}

function conditionsOf(filter: EntryFilter, now: string): Conditions {
  const conditions = conditionsOn({ ...filter, now });
  conditions.add(
    'EXISTS (SELECT 1 FROM json_each(m.tags) tag JOIN json_each(?) wanted ON tag.value = wanted.value)',
    filter.anyTag && bindList(filter.anyTag),
  );
  conditions.add(
    `NOT EXISTS (SELECT 1 FROM json_each(?) wanted
       WHERE wanted.value NOT IN (SELECT value FROM json_each(m.tags)))`,
    filter.everyTag && bindList(filter.everyTag),
  );
  conditions.add('m.id IN (SELECT value FROM json_each(?))', filter.ids && bindList(filter.ids));
  conditions.add(
    'm.refs = 0 AND julianday(coalesce(m.last_verified, m.created_at)) < julianday(?)',
    filter.unusedSince,
  );
  return conditions;
}

/** Ids of the entries whose key is the name or ends with it behind a slash. */
export async function listIdsByKey(reader: Reader, name: string): Promise<number[]> {
  const rows = await reader.all<{ id: number; exact: number }>(
    `SELECT m.id, m.key = ?1 AS exact FROM memory m
     WHERE m.key = ?1 OR substr(m.key, -length(?1) - 1) = '/' || ?1 ORDER BY m.id`,
    [name],
  );
  const exact = rows.filter((row) => row.exact === 1);
  return (exact.length > 0 ? exact : rows).map(({ id }) => id);
}

/** The ids and keys by which entries can be named. */
export async function listNames(
  reader: Reader,
): Promise<{ readonly id: number; readonly key: string | null }[]> {
  return reader.all<{ id: number; key: string | null }>('SELECT id, key FROM memory');
}

/** How many entries there are of each type, how often they were referred to, and how many are stale. */
export async function countEntries(
  reader: Reader,
  now: string,
): Promise<{
  readonly types: readonly { type: string; count: number; references: number }[];
  readonly stale: number;
}> {
  const types = await reader.all<{ type: string; count: number; references: number }>(
    `SELECT entry_type AS type, count(*) AS count, sum(refs) AS "references"
     FROM memory GROUP BY entry_type`,
  );
  const { sql, args } = conditionsOf({ stale: true }, now);
  const stale = await reader.get<{ count: number }>(
    `SELECT count(*) AS count FROM memory m WHERE ${sql}`,
    args,
  );
  return { types, stale: stale?.count ?? 0 };
}

/** @returns the new version; null where the entry is gone */
export async function updateEntry(
  transaction: Transaction,
  id: number,
  patch: Partial<MemoryValues>,
): Promise<number | null> {
  const { columns: names, values } = encodeFields(memoryFields, patch);
  const [row] = await transaction.all<{ version: number }>(
    `UPDATE memory SET version = version + 1${names.map((name) => `, ${name} = ?`).join('')}
     WHERE id = ? RETURNING version`,
    [...values, id],
  );
  return row?.version ?? null;
}

/** The counter rises without a version: it is no change of what the entry says. */
export async function countReferences(
  transaction: Transaction,
  ids: readonly number[],
): Promise<void> {
  await transaction.run(
    'UPDATE memory SET refs = refs + 1 WHERE id IN (SELECT value FROM json_each(?))',
    [bindList(ids)],
  );
}

export async function deleteEntries(
  transaction: Transaction,
  ids: readonly number[],
): Promise<void> {
  await transaction.run('DELETE FROM memory WHERE id IN (SELECT value FROM json_each(?))', [
    bindList(ids),
  ]);
}

/** Inserts entries as they are given; ids follow each other. @returns the ids in their order */
export async function insertEntries(
  transaction: Transaction,
  entries: readonly MemoryValues[],
): Promise<number[]> {
  const [first] = entries;
  if (!first) return [];
  const before = await transaction.get<{ id: number }>(
    `SELECT max(coalesce((SELECT max(id) FROM memory), 0),
       coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'memory'), 0)) AS id`,
  );
  const { columns: names } = encodeFields(memoryFields, first);
  const start = (before?.id ?? 0) + 1;
  await insertRows(
    transaction,
    'memory',
    ['id', ...names],
    entries.map((entry, index) => [start + index, ...encodeFields(memoryFields, entry).values]),
  );
  return entries.map((_, index) => start + index);
}

/** Makes an entry again under the id that it had. */
export async function restoreEntry(
  transaction: Transaction,
  id: number,
  values: Partial<MemoryValues>,
): Promise<void> {
  const { columns: names, values: cells } = encodeFields(memoryFields, values);
  await insertRows(transaction, 'memory', ['id', ...names], [[id, ...cells]]);
}

export interface KnownEntry {
  readonly id: number;
  readonly key: string | null;
  readonly hash: string | null;
}

export async function listKnownEntries(
  reader: Reader,
  names: { readonly keys: readonly string[]; readonly hashes: readonly string[] },
): Promise<KnownEntry[]> {
  const rows = await reader.all<{ id: number; key: string | null; hash: string | null }>(
    `SELECT id, key, hash FROM memory WHERE key IN (SELECT value FROM json_each(?))
       OR hash IN (SELECT value FROM json_each(?)) ORDER BY id`,
    [bindList(names.keys), bindList(names.hashes)],
  );
  return rows.map(({ id, key, hash }) => ({ id, key, hash }));
}

/** Entries that link to a key or to an id as text. */
export async function listIdsLinkingTo(
  reader: Reader,
  names: readonly string[],
): Promise<number[]> {
  const rows = await reader.all<{ id: number }>(
    `SELECT m.id FROM memory m WHERE EXISTS (
       SELECT 1 FROM json_each(m.related) link JOIN json_each(?) name ON link.value = name.value)`,
    [bindList(names)],
  );
  return rows.map(({ id }) => id);
}

/** Who changed which fields of an entry after a version, oldest first. */
export async function listLaterChanges(
  reader: Reader,
  id: number,
  version: number,
): Promise<{ actor: string | null; fields: string[] }[]> {
  const rows = await reader.all(
    `SELECT e.actor, (SELECT json_group_array(key) FROM json_each(e.after)) AS fields
     FROM events e WHERE e.entity_kind = 'memory' AND e.entity_id = ? AND e.version > ? ORDER BY e.id`,
    [String(id), version],
  );
  return rows.map((row) => ({
    actor: typeof row.actor === 'string' ? row.actor : null,
    fields: JSON.parse(textOf(row.fields)) as string[],
  }));
}

/** The model used last of those that the entry has a vector of. */
export async function findModelOfEntry(reader: Reader, id: number): Promise<string | null> {
  const row = await reader.get<{ name: string }>(
    `SELECT e.name FROM memory_vectors v JOIN embedding_models e ON e.id = v.model_id
     WHERE v.memory_id = ? ORDER BY e.used_at DESC, e.id DESC LIMIT 1`,
    [id],
  );
  return row?.name ?? null;
}

/** How many entries hold each of the words; words that none holds are missing. */
export async function countHolders(
  reader: Reader,
  words: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.all<{ term: string; doc: number }>(
    'SELECT term, doc FROM memory_vocabulary WHERE term IN (SELECT value FROM json_each(?))',
    [bindList(words)],
  );
  return new Map(rows.map(({ term, doc }) => [term, doc]));
}

/** The full-text index's best matches of any of the words, best first. */
export async function listIdsByWords(
  reader: Reader,
  words: readonly string[],
  limit: number,
): Promise<{ id: number; rank: number }[]> {
  if (words.length === 0) return [];
  const rows = await reader.all<{ id: number; rank: number }>(
    `SELECT rowid AS id, bm25(memory_fts) AS rank FROM memory_fts WHERE memory_fts MATCH ?
     ORDER BY rank, rowid LIMIT ?`,
    [words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR '), limit],
  );
  return rows.map(({ id, rank }) => ({ id, rank: -rank }));
}

function toStored(row: SqlRow): StoredMemory {
  return { id: Number(row.id), version: Number(row.version), ...decodeFields(memoryFields, row) };
}

export function toRow(entry: StoredMemory): MemoryRow {
  return {
    id: entry.id,
    key: entry.key,
    type: entry.type,
    track: entry.track,
    title: entry.title,
    summary: entry.summary,
    tags: entry.tags,
    module: entry.module,
    severity: entry.severity as MemorySeverity | null,
    problemType: entry.problemType,
    component: entry.component,
    status: entry.status,
    references: entry.references,
    createdAt: entry.createdAt,
    lastVerified: entry.lastVerified,
    version: entry.version,
  };
}

export function toDetail(entry: StoredMemory): MemoryDetail {
  const { content, related, extra } = entry;
  return { row: toRow(entry), content, related, extra };
}
