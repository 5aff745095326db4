/** The settings of a connection: none survives a new one, so each is applied and read back every time. */
import type { Client } from '@libsql/client/sqlite3';
import { FlowdeckError } from '../domain/errors.js';

/** The connection's own wait for a lock; longer waits are the queue's, which can be told to stop. */
export const busyTimeoutMilliseconds = 250;

const settings: Readonly<Record<string, number>> = {
  foreign_keys: 1,
  /** NORMAL: in WAL a power cut may cost the last commits, never the file; a killed process costs none. */
  synchronous: 1,
  cache_size: -8000,
  /** Continuous writers hinder the checkpoint, and the log would keep the size it once had. */
  journal_size_limit: 16 * 1024 * 1024,
  /** A database from elsewhere must not run functions with side effects from its triggers. */
  trusted_schema: 0,
};

/** @throws FlowdeckError `store.cannot_open` when a setting does not hold; the library's errors as they are */
export async function applySettings(
  client: Client,
  file: string,
  busyTimeout: number,
): Promise<void> {
  const wanted = Object.entries({ busy_timeout: busyTimeout, ...settings });
  const assignments = wanted.map(([name, value]) => `PRAGMA ${name} = ${value};`);
  await client.executeMultiple(assignments.join('\n'));
  for (const [name, value] of wanted) {
    const actual = await readPragma(client, name);
    if (actual !== value) throw unsettable(file, name, String(actual));
  }
}

/** Sets write-ahead logging unless it is on: setting it needs a lock which no timeout waits for. */
export async function ensureWriteAheadLog(client: Client, file: string): Promise<void> {
  if ((await readPragma(client, 'journal_mode')) === 'wal') return;
  await client.execute('PRAGMA journal_mode = WAL');
  const mode = await readPragma(client, 'journal_mode');
  if (mode !== 'wal') throw unsettable(file, 'journal_mode', String(mode));
}

export async function readPragma(client: Client, name: string): Promise<string | number> {
  const { rows } = await client.execute(`PRAGMA ${name}`);
  const value = rows[0]?.[0];
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`PRAGMA ${name} has no value`);
}

function unsettable(file: string, name: string, actual: string): FlowdeckError {
  return new FlowdeckError(
    'store.cannot_open',
    `The database ${file} keeps ${name} at ${actual}: its file system may not be suited for databases.`,
  );
}
