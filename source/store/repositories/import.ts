/** What the importer remembers of its sources: where they lie, their files, and the values last read from them. */
import type { Reader, Transaction } from '../types.js';
import { insertRows } from './bulk.js';
import { bindList } from './json-list.js';

export type ImportedKind = 'epic' | 'task' | 'memory' | 'configuration';

export interface Source {
  readonly id: number;
  readonly path: string;
  /** The absolute path it was last read at. */
  readonly directory: string | null;
  readonly importedAt: string | null;
}

export async function findSource(reader: Reader, kind: string): Promise<Source | null> {
  const row = await reader.get<{
    id: number;
    path: string;
    directory: string | null;
    imported_at: string | null;
  }>('SELECT id, path, directory, imported_at FROM sources WHERE kind = ? ORDER BY id LIMIT 1', [
    kind,
  ]);
  return (
    row && { id: row.id, path: row.path, directory: row.directory, importedAt: row.imported_at }
  );
}

/** Inserts the source, or points the one with this id elsewhere. Returns its id. */
export async function writeSource(
  transaction: Transaction,
  source: {
    readonly id: number | null;
    readonly kind: string;
    readonly path: string;
    readonly directory: string;
    readonly importedAt: string;
  },
): Promise<number> {
  const { id, kind, path, directory, importedAt } = source;
  const [row] =
    id === null
      ? await transaction.all<{ id: number }>(
          `INSERT INTO sources (kind, path, directory, imported_at) VALUES (?, ?, ?, ?)
           RETURNING id`,
          [kind, path, directory, importedAt],
        )
      : await transaction.all<{ id: number }>(
          'UPDATE sources SET path = ?, directory = ?, imported_at = ? WHERE id = ? RETURNING id',
          [path, directory, importedAt, id],
        );
  return row?.id ?? 0;
}

/** The stored base of each entity, as the text that `writeBases` was given. */
export async function listBases(
  reader: Reader,
  sourceId: number,
  kind: ImportedKind,
): Promise<Map<string, string>> {
  const rows = await reader.all<{ entity_id: string; fields: string }>(
    'SELECT entity_id, fields FROM import_base WHERE source_id = ? AND entity_kind = ?',
    [sourceId, kind],
  );
  return new Map(rows.map((row) => [row.entity_id, row.fields]));
}

export async function writeBases(
  transaction: Transaction,
  sourceId: number,
  bases: readonly {
    readonly kind: ImportedKind;
    readonly id: string;
    readonly fields: string;
  }[],
): Promise<void> {
  await insertRows(
    transaction,
    'import_base',
    ['source_id', 'entity_kind', 'entity_id', 'fields'],
    bases.map(({ kind, id, fields }) => [sourceId, kind, id, fields]),
    'ON CONFLICT DO UPDATE SET fields = excluded.fields',
  );
}

/** Forgets entities that are neither in files nor here any more. */
export async function removeBases(
  transaction: Transaction,
  sourceId: number,
  kind: ImportedKind,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['import_base', 'import_files']) {
    await transaction.run(
      `DELETE FROM ${table} WHERE source_id = ? AND entity_kind = ?
       AND entity_id IN (SELECT value FROM json_each(?))`,
      [sourceId, kind, bindList(ids)],
    );
  }
}

export interface FileOfEntity {
  readonly path: string;
  readonly sha256: string;
  readonly kind: ImportedKind;
  readonly id: string;
}

export async function listFiles(reader: Reader, sourceId: number): Promise<FileOfEntity[]> {
  const rows = await reader.all<{
    path: string;
    sha256: string;
    entity_kind: ImportedKind;
    entity_id: string;
  }>('SELECT path, sha256, entity_kind, entity_id FROM import_files WHERE source_id = ?', [
    sourceId,
  ]);
  return rows.map((row) => ({
    path: row.path,
    sha256: row.sha256,
    kind: row.entity_kind,
    id: row.entity_id,
  }));
}

/** Makes these the files of their entities; the files of other entities stay. */
export async function replaceFilesOf(
  transaction: Transaction,
  sourceId: number,
  kind: ImportedKind,
  ids: readonly string[],
  files: readonly FileOfEntity[],
): Promise<void> {
  await transaction.run(
    `DELETE FROM import_files WHERE source_id = ? AND entity_kind = ?
     AND entity_id IN (SELECT value FROM json_each(?))`,
    [sourceId, kind, bindList(ids)],
  );
  await insertRows(
    transaction,
    'import_files',
    ['source_id', 'path', 'sha256', 'entity_kind', 'entity_id'],
    files.map((file) => [sourceId, file.path, file.sha256, file.kind, file.id]),
  );
}

const markedTables = { epic: 'epics', task: 'tasks', memory: 'memory' } as const;
const keyColumns = { epic: 'id', task: 'id', memory: 'key' } as const;
export type MarkedKind = keyof typeof markedTables;

/** Which of these rows are marked as vanished. */
export async function listVanished(
  reader: Reader,
  sourceId: number,
  kind: MarkedKind,
): Promise<Set<string>> {
  const rows = await reader.all<{ id: string }>(
    `SELECT ${keyColumns[kind]} AS id FROM ${markedTables[kind]}
     WHERE source_id = ? AND vanished_at IS NOT NULL`,
    [sourceId],
  );
  return new Set(rows.map((row) => row.id));
}

/** Marks rows whose file is gone with the time, or takes the mark away with null; their versions rise. */
export async function markVanished(
  transaction: Transaction,
  kind: MarkedKind,
  ids: readonly string[],
  vanishedAt: string | null,
): Promise<void> {
  if (ids.length === 0) return;
  await transaction.run(
    `UPDATE ${markedTables[kind]} SET vanished_at = ?, version = version + 1
     WHERE ${keyColumns[kind]} IN (SELECT value FROM json_each(?))`,
    [vanishedAt, bindList(ids)],
  );
}
