import { createClient, type Client } from '@libsql/client/sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach } from 'vitest';
import { openDatabase, type OpenOptions } from '../../../source/store/open.js';

type Opened = Awaited<ReturnType<typeof openDatabase>>;

/** Directories, databases and connections that are gone when the test ends. */
export function useFiles() {
  const endings: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  const directory = (): string => {
    const made = mkdtempSync(path.join(tmpdir(), 'flowdeck-store-'));
    endings.push(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  return {
    directory,
    onEnd: (end: () => Promise<void> | void) => void endings.push(end),
    /** The path of a database that does not exist yet. */
    file: (name = 'flowdeck.db'): string => path.join(directory(), name),
    open: async (file: string, options: OpenOptions = { create: true }): Promise<Opened> => {
      const database = await openDatabase(file, options);
      endings.push(() => database.close());
      return database;
    },
    /** A connection of somebody else, with none of the store's precautions. */
    raw: (file: string): Client => {
      const client = createClient({ url: pathToFileURL(file).href, concurrency: 1 });
      endings.push(() => client.close());
      return client;
    },
  };
}

/** What the promise rejected with, as code and message; fails when it resolved. */
export async function failure(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string }> {
  const error: unknown = await promise.then(
    () => new Error('resolved'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('rejected with no error');
  return { code: 'code' in error ? String(error.code) : error.name, message: error.message };
}

export const insertSetting = 'INSERT INTO configuration (key, value) VALUES (?, ?)';

/** The keys of the configuration table, seen from outside. */
export async function settingsIn(client: Client): Promise<string[]> {
  const { rows } = await client.execute('SELECT key FROM configuration ORDER BY key');
  return rows.map((row) => row['key'] as string);
}
