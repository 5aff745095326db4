/** Epics and tasks as texts: titles, specs and Done summaries, found by their words. */
import type { Reader, SqlRow } from '../types.js';
import { bindList } from './json-list.js';
import { allPacked } from './packed.js';

/** The columns that say what a document is about. */
export const tellingDocumentColumns = ['title', 'key'] as const;

export async function findDocumentsByWords(
  reader: Reader,
  expression: string,
  limit: number,
): Promise<number[]> {
  const rows = await reader.all<{ id: number }>(
    `SELECT rowid AS id FROM document_fts WHERE document_fts MATCH ?
     ORDER BY bm25(document_fts, 10, 3, 1, 10), rowid DESC LIMIT ?`,
    [expression, limit],
  );
  return rows.map(({ id }) => id);
}

export async function findDocumentsByParts(
  reader: Reader,
  expression: string,
  limit: number,
): Promise<number[]> {
  const rows = await reader.all<{ id: number }>(
    `SELECT rowid AS id FROM document_parts WHERE document_parts MATCH ?
     ORDER BY rowid DESC LIMIT ?`,
    [expression, limit],
  );
  return rows.map(({ id }) => id);
}

/** Last changed first. */
export async function listRecentDocuments(reader: Reader, limit: number): Promise<number[]> {
  const rows = await reader.all<{ id: number }>(
    'SELECT id FROM documents ORDER BY id DESC LIMIT ?',
    [limit],
  );
  return rows.map(({ id }) => id);
}

export interface DocumentText {
  /** Its number as a document; another one after every change. */
  readonly number: number;
  readonly kind: 'epic' | 'task';
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Its beginning. */
  readonly body: string;
  readonly updatedAt: string;
}

export async function readDocuments(
  reader: Reader,
  numbers: readonly number[],
  characters: number,
): Promise<DocumentText[]> {
  return allPacked<DocumentText & SqlRow>(
    reader,
    `SELECT d.id AS number, d.kind, d.entity_id AS id, coalesce(e.title, t.title) AS title,
       substr(coalesce(r.summary, ''), 1, ?1) AS summary,
       substr(coalesce(e.body, t.body), 1, ?1) AS body,
       coalesce(e.updated_at, t.updated_at) AS updatedAt
     FROM documents d
     LEFT JOIN epics e ON d.kind = 'epic' AND e.id = d.entity_id
     LEFT JOIN tasks t ON d.kind = 'task' AND t.id = d.entity_id
     LEFT JOIN runtime_state r ON d.kind = 'task' AND r.task_id = d.entity_id
     WHERE d.id IN (SELECT value FROM json_each(?2)) AND coalesce(e.title, t.title) IS NOT NULL`,
    ['number', 'kind', 'id', 'title', 'summary', 'body', 'updatedAt'],
    [characters, bindList(numbers)],
  );
}

/** What a document is known by: its id and title. */
export interface DocumentLine {
  readonly id: number;
  readonly line: string;
}

/** Documents with a number above that one. */
export async function listDocumentLines(reader: Reader, after: number): Promise<DocumentLine[]> {
  return allPacked<DocumentLine & SqlRow>(
    reader,
    `SELECT d.id, concat_ws(' ', coalesce(e.title, t.title), d.entity_id) AS line
     FROM documents d
     LEFT JOIN epics e ON d.kind = 'epic' AND e.id = d.entity_id
     LEFT JOIN tasks t ON d.kind = 'task' AND t.id = d.entity_id
     WHERE d.id > ? ORDER BY d.id`,
    ['id', 'line'],
    [after],
  );
}

/** The highest number of a document; it rises with every change. */
export async function documentRevision(reader: Reader): Promise<number> {
  const row = await reader.get<{ revision: number }>(
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'documents'), 0) AS revision",
  );
  return row?.revision ?? 0;
}

/** Every word with the number of documents that have it. */
export async function listDocumentWords(
  reader: Reader,
): Promise<(readonly [word: string, count: number])[]> {
  const rows = await allPacked<{ term: string; doc: number }>(
    reader,
    'SELECT term, doc FROM document_vocabulary',
    ['term', 'doc'],
  );
  return rows.map(({ term, doc }) => [term, doc] as const);
}
