/** The only way to a database: whoever needs one opens it here. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LocalDatabase } from './database.js';
import { fileSystemError } from './errors.js';
import { migrations as allMigrations, type Migration } from './migrations/index.js';

export interface OpenOptions {
  /** Make the file and its directories where there are none. */
  readonly create?: boolean;
  /** Only look: nothing is made, upgraded or waited for. */
  readonly readOnly?: boolean;
  /** For tests: another history of the schema. */
  readonly migrations?: readonly Migration[];
  /** For tests: how long a busy database is tried again, in milliseconds; 15 s otherwise. */
  readonly busyLimitMilliseconds?: number;
  /** For tests: how long one attempt waits, in milliseconds; 250 otherwise. */
  readonly busyTimeoutMilliseconds?: number;
}

/**
 * Opens a flowdeck database, upgrading an older one; an empty file becomes a new database.
 *
 * @param file its path, absolute or relative to the working directory
 * @throws FlowdeckError `store.cannot_open`, `store.not_a_database`, `store.newer_schema`, `store.read_only`,
 * `store.corrupt`, `store.disk_full`, `store.busy`; with `readOnly` also `store.schema_changed`
 */
export async function openDatabase(
  file: string,
  options: OpenOptions = {},
): Promise<LocalDatabase> {
  const { create = false, migrations = allMigrations, ...settings } = options;
  const absolute = path.resolve(file);
  if (create) {
    await mkdir(path.dirname(absolute), { recursive: true }).catch((error: unknown) => {
      throw fileSystemError(error, absolute);
    });
  }
  const database = new LocalDatabase(absolute, {
    migrations,
    ...(options.readOnly && { busyLimitMilliseconds: 0 }),
    ...settings,
  });
  await database.open({ create });
  return database;
}
