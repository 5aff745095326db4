/** Brings a database to the schema of this program, exactly once however many processes try at the same time. */
import type { Client, Transaction as ClientTransaction } from '@libsql/client/sqlite3';
import { open, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { FlowdeckError } from '../domain/errors.js';
import { Connection } from './connection.js';
import { toStoreError } from './errors.js';
import type { Migration } from './migrations/index.js';

/** "flwd": marks the file as a flowdeck database, for this program and for `file(1)`. */
export const applicationId = 0x666c7764;

export interface FileState {
  /** 0 for a file that holds nothing yet. */
  readonly version: number;
}

type Executor = Pick<Client | ClientTransaction, 'execute'>;

/**
 * What the file holds.
 *
 * @throws FlowdeckError `store.not_a_database` for another program's database, `store.newer_schema`
 */
export async function readFileState(
  executor: Executor,
  file: string,
  latest: number,
): Promise<FileState> {
  const { rows } = await executor.execute(
    `SELECT (SELECT application_id FROM pragma_application_id) AS application,
            (SELECT user_version FROM pragma_user_version) AS version,
            (SELECT count(*) FROM sqlite_schema) AS objects`,
  );
  const [application, version, objects] = [0, 1, 2].map((column) => Number(rows[0]?.[column]));
  if (application === 0 && version === 0 && objects === 0) return { version: 0 };
  if (application !== applicationId || version === undefined || version < 1) {
    throw new FlowdeckError(
      'store.not_a_database',
      `The file ${file} is the database of another program.`,
    );
  }
  if (version > latest) {
    throw new FlowdeckError(
      'store.newer_schema',
      `The database ${file} has schema ${version}; this flowdeck knows schema ${latest} and older.`,
      { details: { found: version, known: latest } },
    );
  }
  return { version };
}

/**
 * Runs the migrations that the file lacks, each in one transaction together with its version; a new file gets all of
 * them in one. A file that held something is first copied to `<file>.v<version>-backup`.
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<void> {
  let copied = false;
  let version: number;
  do {
    version = await connection.direct(
      (client) => step(client, connection.path, migrations, { copy: !copied }),
      { writes: true },
    );
    copied = true;
  } while (version !== latestVersion(migrations));
}

export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** One migration, or all for a new file, unless another process was faster while this one waited for the lock. Returns the version then. */
async function step(
  client: Client,
  file: string,
  migrations: readonly Migration[],
  { copy }: { readonly copy: boolean },
): Promise<number> {
  const latest = latestVersion(migrations);
  const transaction = await client.transaction('write');
  try {
    const { version } = await readFileState(transaction, file, latest);
    if (version === latest) return version;
    if (copy && version > 0) await keepCopy(file, version);
    let reached = version;
    do {
      const migration = migrations.find((one) => one.version === reached + 1);
      if (!migration) {
        throw new FlowdeckError(
          'internal.unexpected',
          `No migration leads on from schema ${reached}.`,
        );
      }
      await transaction.executeMultiple(migration.sql);
      reached = migration.version;
    } while (version === 0 && reached !== latest);
    await describeDatabase(transaction, reached, version === 0);
    await transaction.commit();
    return reached;
  } finally {
    transaction.close();
  }
}

async function describeDatabase(
  transaction: ClientTransaction,
  version: number,
  isNew: boolean,
): Promise<void> {
  await transaction.executeMultiple(
    `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version};`,
  );
  const values: Record<string, string> = { schema: String(version) };
  if (isNew) {
    values['database_id'] = crypto.randomUUID();
    values['generation'] = '1';
    values['created_at'] = new Date().toISOString();
  }
  for (const [key, value] of Object.entries(values)) {
    await transaction.execute({
      sql: 'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      args: [key, value],
    });
  }
  if (isNew) return;
  // Cursors of before the upgrade must not be continued after it.
  await transaction.execute(
    "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'generation'",
  );
}

/**
 * Copies the committed state beside the file. Called while the write lock is held, so nothing can be committed between
 * the copy and the migration; a reader of its own makes it, for a transaction cannot copy what it is in.
 */
async function keepCopy(file: string, version: number): Promise<void> {
  const partial = `${file}.v${version}-backup.partial`;
  const reader = new Connection(file);
  try {
    await rm(partial, { force: true });
    await reader.open();
    await reader.direct((client) => client.execute({ sql: 'VACUUM INTO ?', args: [partial] }));
    await flush(partial);
    await rename(partial, freeName(`${file}.v${version}-backup`));
  } catch (error) {
    await rm(partial, { force: true });
    throw toStoreError(error, file);
  } finally {
    reader.discard();
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** An earlier copy is never overwritten. */
function freeName(wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(name); number += 1) name = `${wanted}-${number}`;
  return name;
}
