/** Vectors of memory entries: kept, counted and compared. Distances are cosine distances, from 0 (same) to 2. */
import type { Reader, SqlRow, Transaction } from '../types.js';
import { conditionsOnIds, type Conditions, type EntryTraits } from './memory-conditions.js';

export const vectorDimensions = 384;

/** Which entries may be found. All hold together; of the tags each one. */
export interface VectorFilter extends EntryTraits {
  /** An entry that is not to be found: the one that others are compared with. */
  readonly except?: number;
}

export interface VectorQuery {
  /** The name of the model that made the vector. */
  readonly model: string;
  readonly vector: Float32Array;
  readonly limit: number;
  readonly filter?: VectorFilter;
}

export interface VectorHit {
  readonly id: number;
  readonly distance: number;
}

export interface StoredVector {
  readonly memoryId: number;
  readonly model: string;
  readonly vector: Float32Array;
  /** Of the text that was embedded. */
  readonly textHash: string;
}

/** The view is bound, not its buffer, which may hold more. */
export function bindVector(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

const modelId = '(SELECT id FROM embedding_models WHERE name = ?)';

/** Makes the model known, and remembers that it is used. */
export async function noteModel(
  transaction: Transaction,
  name: string,
  now: string,
): Promise<number> {
  const row = await transaction.get<{ id: number }>(
    `INSERT INTO embedding_models (name, used_at) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET used_at = excluded.used_at RETURNING id`,
    [name, now],
  );
  return Number(row?.id);
}

/** Whether there is another model that was not used since then. */
export async function hasUnusedModels(
  reader: Reader,
  kept: string,
  before: string,
): Promise<boolean> {
  const row = await reader.get('SELECT 1 FROM embedding_models WHERE name <> ? AND used_at < ?', [
    kept,
    before,
  ]);
  return row !== null;
}

/**
 * Takes away vectors of other models that were not used since then, and a model once it has none. Returns how many
 * vectors went; fewer than `limit` when nothing is left to do.
 */
export async function dropUnusedVectors(
  transaction: Transaction,
  {
    kept,
    before,
    limit,
  }: { readonly kept: string; readonly before: string; readonly limit: number },
): Promise<number> {
  const unused = 'FROM embedding_models WHERE name <> ? AND used_at < ?';
  const rows = await transaction.all(
    `DELETE FROM memory_vectors WHERE id IN (
       SELECT id FROM memory_vectors WHERE model_id IN (SELECT id ${unused}) LIMIT ?) RETURNING id`,
    [kept, before, limit],
  );
  if (rows.length < limit) await transaction.run(`DELETE ${unused}`, [kept, before]);
  return rows.length;
}

export async function insertVector(
  transaction: Transaction,
  { memoryId, model, vector, textHash }: StoredVector,
): Promise<void> {
  const row = await transaction.get<{ id: number }>(
    `INSERT INTO memory_vectors (memory_id, model_id, text_hash, embedding)
     VALUES (?, ${modelId}, ?, ?)
     ON CONFLICT (memory_id, model_id) DO UPDATE SET
       text_hash = excluded.text_hash, embedding = excluded.embedding
     RETURNING id`,
    [memoryId, model, textHash, bindVector(vector)],
  );
  await transaction.run(
    `INSERT INTO memory_vector_bits (vector_id, memory_id, model_id, bits)
     VALUES (?, ?, ${modelId}, vector1bit(?))
     ON CONFLICT (vector_id) DO UPDATE SET bits = excluded.bits`,
    [Number(row?.id), memoryId, model, bindVector(vector)],
  );
}

/** The vectors of an entry, of one model or of all. */
export async function deleteVectors(
  transaction: Transaction,
  memoryId: number,
  model?: string,
): Promise<void> {
  await transaction.run(
    `DELETE FROM memory_vectors WHERE memory_id = ?1
       AND (?2 IS NULL OR model_id = (SELECT id FROM embedding_models WHERE name = ?2))`,
    [memoryId, model ?? null],
  );
}

export async function findVector(
  reader: Reader,
  memoryId: number,
  model: string,
): Promise<Float32Array | null> {
  const row = await reader.get(
    `SELECT embedding FROM memory_vectors WHERE memory_id = ? AND model_id = ${modelId}`,
    [memoryId, model],
  );
  return row?.embedding instanceof ArrayBuffer ? new Float32Array(row.embedding) : null;
}

export interface PendingText {
  readonly memoryId: number;
  readonly revision: number;
  readonly title: string;
  /** Its beginning, as far as `characters` goes. */
  readonly content: string;
  /** JSON. */
  readonly tags: string;
  /** Of the text that its present vector was made from; null where it has none. */
  readonly textHash: string | null;
}

const mark = 'coalesce((SELECT embedded_revision FROM embedding_models WHERE name = ?), 0)';

/** Entries whose text the model has not seen in its present form, the longest waiting first. */
export function listPendingTexts(
  reader: Reader,
  model: string,
  { limit, characters }: { readonly limit: number; readonly characters: number },
): Promise<PendingText[]> {
  return reader.all<PendingText & SqlRow>(
    `SELECT t.memory_id AS memoryId, t.revision, m.title, substr(m.content, 1, ?) AS content,
       m.tags, v.text_hash AS textHash
     FROM memory_texts t JOIN memory m ON m.id = t.memory_id
     LEFT JOIN memory_vectors v ON v.memory_id = t.memory_id AND v.model_id = ${modelId}
     WHERE t.revision > ${mark} ORDER BY t.revision LIMIT ?`,
    [characters, model, model, limit],
  );
}

export async function countPendingTexts(reader: Reader, model: string): Promise<number> {
  const row = await reader.get<{ count: number }>(
    `SELECT count(*) AS count FROM memory_texts WHERE revision > ${mark}`,
    [model],
  );
  return row?.count ?? 0;
}

/** Whether the entry's text is still the one of that revision. */
export async function isRevision(
  reader: Reader,
  memoryId: number,
  revision: number,
): Promise<boolean> {
  const row = await reader.get('SELECT 1 FROM memory_texts WHERE memory_id = ? AND revision = ?', [
    memoryId,
    revision,
  ]);
  return row !== null;
}

/** All texts up to that revision have been seen to; the mark never goes back. */
export async function advanceMark(
  transaction: Transaction,
  model: string,
  revision: number,
): Promise<void> {
  await transaction.run(
    `UPDATE embedding_models SET embedded_revision = max(embedded_revision, ?) WHERE name = ?`,
    [revision, model],
  );
}

/** How many vectors of the model there are, counted no further than `atMost`. */
export async function countVectors(reader: Reader, model: string, atMost: number): Promise<number> {
  const row = await reader.get<{ count: number }>(
    `SELECT count(*) AS count FROM
       (SELECT 1 FROM memory_vector_bits WHERE model_id = ${modelId} LIMIT ?)`,
    [model, atMost],
  );
  return row?.count ?? 0;
}

/** The nearest entries, each vector compared. Equal distances come in the order of ids. */
export function listNearest(reader: Reader, query: VectorQuery): Promise<VectorHit[]> {
  const { sql, args } = conditionsOf('v.memory_id', query.filter);
  return reader.all<VectorHit & SqlRow>(
    `SELECT v.memory_id AS id, vector_distance_cos(v.embedding, ?) AS distance
     FROM memory_vectors v WHERE +v.model_id = ${modelId} AND ${sql}
     ORDER BY distance, v.memory_id LIMIT ?`,
    [bindVector(query.vector), query.model, ...args, query.limit],
  );
}

/** As `listNearest`, but only the candidates nearest by the signs of the dimensions are compared in full. */
export function listNearestByBits(
  reader: Reader,
  query: VectorQuery,
  candidates: number,
): Promise<VectorHit[]> {
  const { sql, args } = conditionsOf('b.memory_id', query.filter);
  const vector = bindVector(query.vector);
  return reader.all<VectorHit & SqlRow>(
    `WITH candidates AS MATERIALIZED (
       SELECT b.vector_id FROM memory_vector_bits b WHERE b.model_id = ${modelId} AND ${sql}
       ORDER BY vector_distance_cos(b.bits, vector1bit(?)) LIMIT ?)
     SELECT v.memory_id AS id, vector_distance_cos(v.embedding, ?) AS distance
     FROM candidates JOIN memory_vectors v ON v.id = candidates.vector_id
     ORDER BY distance, v.memory_id LIMIT ?`,
    [query.model, ...args, vector, candidates, vector, query.limit],
  );
}

/**
 * Makes the library's own index, which a remote server needs and a local file is better off without: an insertion
 * takes milliseconds under the write lock, and of two equal vectors one vanishes with the other. Its neighbours are
 * kept in a byte a dimension: whole numbers take 84 kB an entry, fewer neighbours or bits lose what is near.
 */
export async function createNativeIndex(transaction: Transaction): Promise<void> {
  await transaction.run(
    `CREATE INDEX IF NOT EXISTS memory_vectors_native
     ON memory_vectors (libsql_vector_idx(
       embedding, 'metric=cosine', 'compress_neighbors=float8', 'max_neighbors=50'))`,
  );
}

/**
 * Those of the index's nearest rows that fit; it knows neither models nor filters, so there may be fewer than asked for.
 *
 * @param rows how many the index is asked for, at least 1: with 0 the library breaks the heap
 */
export function listNearestNative(
  reader: Reader,
  query: VectorQuery,
  rows: number,
): Promise<VectorHit[]> {
  const { sql, args } = conditionsOf('v.memory_id', query.filter);
  const vector = bindVector(query.vector);
  return reader.all<VectorHit & SqlRow>(
    `SELECT v.memory_id AS id, vector_distance_cos(v.embedding, ?) AS distance
     FROM vector_top_k('memory_vectors_native', ?, ?) AS nearest
     JOIN memory_vectors v ON v.id = nearest.id
     WHERE v.model_id = ${modelId} AND ${sql} ORDER BY distance, v.memory_id LIMIT ?`,
    [vector, vector, Math.max(1, rows), query.model, ...args, query.limit],
  );
}

function conditionsOf(column: string, { except, ...traits }: VectorFilter = {}): Conditions {
  const conditions = conditionsOnIds(column, traits);
  conditions.add(`${column} <> ?`, except);
  return conditions;
}
