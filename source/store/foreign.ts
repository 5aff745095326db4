/** Reads the database of the original program (`flowctl.db`) as plain rows; nothing is written to it. */
import { createClient, type Client } from '@libsql/client/sqlite3';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FlowdeckError } from '../domain/errors.js';
import { retryWhileBusy } from './busy.js';
import { cellText } from './cell.js';
import { openError, toStoreError } from './errors.js';
import { kindOfFile } from './file-identity.js';
import { busyTimeoutMilliseconds } from './pragmas.js';

/** The original's tables, those of its later schema included. */
export const foreignTables = [
  'epics',
  'tasks',
  'task_deps',
  'epic_deps',
  'file_ownership',
  'runtime_state',
  'file_locks',
  'heartbeats',
  'phase_progress',
  'evidence',
  'events',
  'token_usage',
  'daily_rollup',
  'monthly_rollup',
  'memory',
  'gaps',
  'pipeline_progress',
  'approvals',
  'event_store',
] as const;
export type ForeignTable = (typeof foreignTables)[number];

/** A column of a row is missing where the file's table lacks it. */
export type ForeignRow = Readonly<Record<string, string | number | null | Uint8Array>>;
export type ForeignDatabase = Readonly<Record<ForeignTable, readonly ForeignRow[]>>;

/** What a file must have to be taken for one of the original's. */
const required: Readonly<Record<string, readonly string[]>> = {
  epics: ['id', 'title', 'status'],
  tasks: ['id', 'epic_id', 'title', 'status'],
};

/**
 * Reads every known table in one consistent view; tables that are missing are empty.
 *
 * @throws FlowdeckError `store.not_a_database` when the file is none of the original's, `store.cannot_open`,
 * `store.corrupt`, `store.busy`
 */
export async function readForeignDatabase(file: string): Promise<ForeignDatabase> {
  const absolute = path.resolve(file);
  if (kindOfFile(absolute) !== 'file') throw openError(absolute);
  return retryWhileBusy(async () => {
    let client: Client | undefined;
    try {
      client = createClient({
        url: pathToFileURL(absolute).href,
        concurrency: 1,
        timeout: busyTimeoutMilliseconds,
      });
      await client.execute('PRAGMA query_only = ON');
      return await readTables(client, absolute);
    } catch (error) {
      throw toStoreError(error, absolute);
    } finally {
      client?.close();
    }
  });
}

async function readTables(client: Client, file: string): Promise<ForeignDatabase> {
  const transaction = await client.transaction('read');
  try {
    const columns = new Map<string, string[]>();
    for (const table of foreignTables) {
      const { rows } = await transaction.execute({
        sql: 'SELECT name FROM pragma_table_info(?)',
        args: [table],
      });
      columns.set(
        table,
        rows.map((row) => cellText(row['name'])),
      );
    }
    requireOriginal(columns, file);
    const tables: Partial<Record<ForeignTable, ForeignRow[]>> = {};
    for (const table of foreignTables) {
      const names = columns.get(table) ?? [];
      tables[table] = [];
      if (names.length === 0) continue;
      const { rows } = await transaction.execute(selectEverything(table, names));
      tables[table] = rows.map((row) =>
        Object.fromEntries(
          names.map((name, index) => [name, plainValue(row[2 * index], row[2 * index + 1])]),
        ),
      );
    }
    return tables as ForeignDatabase;
  } finally {
    transaction.close();
  }
}

function requireOriginal(columns: ReadonlyMap<string, readonly string[]>, file: string): void {
  for (const [table, names] of Object.entries(required)) {
    const missing = names.filter((name) => !columns.get(table)?.includes(name));
    if (missing.length === 0) continue;
    throw new FlowdeckError(
      'store.not_a_database',
      `The file ${file} is no flowctl database: its table ${table} lacks ${missing.join(', ')}.`,
    );
  }
}

/**
 * Text is read as bytes and large integers as text: bytes that are no UTF-8 would abort the process, a NUL would end
 * the text, and an integer beyond 2^53 would fail the statement.
 */
function selectEverything(table: string, names: readonly string[]): string {
  const columns = names.map((name) => {
    const column = `"${name.replaceAll('"', '""')}"`;
    return `typeof(${column}), CASE typeof(${column})
      WHEN 'text' THEN CAST(${column} AS BLOB)
      WHEN 'integer' THEN CAST(${column} AS TEXT)
      ELSE ${column} END`;
  });
  return `SELECT ${columns.join(', ')} FROM "${table}"`;
}

function plainValue(type: unknown, value: unknown): string | number | null | Uint8Array {
  if (type === 'integer') return Number(value);
  if (value instanceof ArrayBuffer) {
    return type === 'text'
      ? Buffer.from(value).toString('utf8').replaceAll('\0', '')
      : new Uint8Array(value);
  }
  return typeof value === 'number' ? value : null;
}
