import { FlowdeckError } from '../domain/errors.js';
import { retryWhileBusy } from './busy.js';
import { Connection } from './connection.js';
import { isBusy, openError } from './errors.js';
import { kindOfFile } from './file-identity.js';
import { latestVersion, migrate, readFileState } from './migrate.js';
import type { Migration } from './migrations/index.js';
import { ensureWriteAheadLog } from './pragmas.js';
import { cancelledError, closingError, FifoQueue } from './queue.js';
import type { CallOptions, Database, Reader, Transaction } from './types.js';
import type { Client } from '@libsql/client/sqlite3';

export interface DatabaseSettings {
  readonly migrations: readonly Migration[];
  /** Nothing is written: an older schema is refused rather than upgraded. */
  readonly readOnly?: boolean | undefined;
  readonly busyLimitMilliseconds?: number | undefined;
  readonly busyTimeoutMilliseconds?: number | undefined;
}

/** A file of this machine behind a queue: one connection, one unit of work at a time. */
export class LocalDatabase implements Database {
  readonly path: string;
  readonly #connection: Connection;
  readonly #queue = new FifoQueue();
  readonly #settings: DatabaseSettings;
  readonly #schema: number;
  #identity = { databaseId: '', generation: 0 };
  #closed: Promise<void> | null = null;

  constructor(path: string, settings: DatabaseSettings) {
    this.path = path;
    this.#connection = new Connection(path, settings.busyTimeoutMilliseconds);
    this.#settings = settings;
    this.#schema = latestVersion(settings.migrations);
  }

  get identity(): { readonly databaseId: string; readonly generation: number } {
    return this.#identity;
  }

  /** Opens the file at the path, brings it to the current schema and reads who it is. */
  async open({ create }: { readonly create: boolean }): Promise<void> {
    this.#connection.discard();
    const kind = kindOfFile(this.path);
    if (kind === 'other' || (kind === 'none' && !create)) throw openError(this.path);
    try {
      await this.#retry(() => this.#establish());
    } catch (error) {
      this.#connection.discard();
      throw error;
    }
  }

  read<Result>(
    work: (reader: Reader) => Promise<Result>,
    { signal }: CallOptions = {},
  ): Promise<Result> {
    return this.#inTurn(
      () =>
        this.#connection.read(async (reader) => {
          await this.#checkSchema(reader);
          return work(reader);
        }),
      signal,
    );
  }

  write<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    { signal }: CallOptions = {},
  ): Promise<Result> {
    return this.#inTurn(
      () =>
        this.#connection.write(async (transaction) => {
          await this.#checkSchema(transaction);
          return work(transaction);
        }),
      signal,
    );
  }

  /** Runs work outside any transaction, in turn: for `maintenance.ts` only. */
  maintain<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    return this.#inTurn(() => this.#connection.direct(work));
  }

  async dataVersion(): Promise<number | null> {
    return this.#queue.run(async () => {
      try {
        return await this.#connection.dataVersion();
      } catch (error) {
        if (isBusy(error)) return null;
        throw error;
      }
    });
  }

  replaced(): Promise<boolean> {
    return Promise.resolve(this.#connection.replaced());
  }

  reopen(): Promise<void> {
    return this.#queue.run(() => this.open({ create: false }));
  }

  close(): Promise<void> {
    this.#closed ??= this.#queue.close().then(() => this.#connection.close());
    return this.#closed;
  }

  #inTurn<Result>(attempt: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return this.#queue.run(() => this.#retry(attempt, signal), signal);
  }

  #retry<Result>(attempt: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    let attempts = 0;
    return retryWhileBusy(attempt, {
      limitMilliseconds: this.#settings.busyLimitMilliseconds,
      stop: [this.#queue.closing, signal],
      check: () => {
        // The first attempt of what runs already is made in any case.
        if (attempts++ === 0) return;
        if (this.#queue.closing.aborted) throw closingError();
        if (signal?.aborted) throw cancelledError();
      },
    });
  }

  async #establish(): Promise<void> {
    const connection = this.#connection;
    await connection.open();
    // Another program's file is refused before anything is written to it.
    const { version } = await connection.direct((client) =>
      readFileState(client, this.path, this.#schema),
    );
    if (this.#settings.readOnly) {
      // Whoever is in the middle of upgrading it goes on undisturbed.
      if (version !== this.#schema) throw schemaError(this.path, version, this.#schema);
      await connection.direct((client) => client.execute('PRAGMA query_only = ON'));
    } else await connection.direct((client) => ensureWriteAheadLog(client, this.path));
    if (version !== this.#schema) await migrate(connection, this.#settings.migrations);
    this.#identity = await connection.read((reader) => readIdentity(reader, this.path));
  }

  async #checkSchema(reader: Reader): Promise<void> {
    const row = await reader.get<{ user_version: number }>(
      'SELECT user_version FROM pragma_user_version',
    );
    if (row?.user_version === this.#schema) return;
    throw schemaError(this.path, row?.user_version, this.#schema);
  }
}

function schemaError(path: string, found: number | undefined, wanted: number): FlowdeckError {
  return new FlowdeckError(
    'store.schema_changed',
    `The database ${path} has schema ${found ?? 'none'} now, not ${wanted}.`,
  );
}

async function readIdentity(
  reader: Reader,
  path: string,
): Promise<{ databaseId: string; generation: number }> {
  const rows = await reader.all<{ key: string; value: string }>(
    "SELECT key, value FROM meta WHERE key IN ('database_id', 'generation')",
  );
  const values = new Map(rows.map(({ key, value }) => [key, value]));
  const databaseId = values.get('database_id');
  const generation = Number(values.get('generation'));
  if (!databaseId || !Number.isSafeInteger(generation)) {
    throw new FlowdeckError('store.corrupt', `The database ${path} does not say which one it is.`);
  }
  return { databaseId, generation };
}
