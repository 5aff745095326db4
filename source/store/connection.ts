/**
 * The one connection to a database file. After any SQLITE_BUSY its statements stay in progress and later commits are
 * lost without an error, so a connection that met one is replaced before anything else runs on it.
 */
import { createClient, type Client } from '@libsql/client/sqlite3';
import { renameSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { FlowdeckError } from '../domain/errors.js';
import { isHarmless, toStoreError } from './errors.js';
import { fileAt, sameFile, type FileIdentity } from './file-identity.js';
import {
  applySettings,
  busyTimeoutMilliseconds,
  ensureWriteAheadLog,
  readPragma,
} from './pragmas.js';
import { TransactionStatements } from './statements.js';
import type { Reader, Transaction } from './types.js';

const logOf = (file: string): string => `${file}-wal`;

export class Connection {
  readonly path: string;
  readonly #busyTimeout: number;
  #client: Client | null = null;
  #file: FileIdentity | null = null;
  /** The write-ahead log that belongs to `#file`, once there is one. */
  #log: FileIdentity | null = null;
  #unusable = false;
  /** Counts connections: what SQLite numbers per connection is only comparable within one. */
  #number = 0;
  readonly #pace = { executed: 0 };
  #wrote = false;

  /** @param busyTimeout how long one attempt waits for a lock, in milliseconds, blocking the thread */
  constructor(path: string, busyTimeout = busyTimeoutMilliseconds) {
    this.path = path;
    this.#busyTimeout = busyTimeout;
  }

  /** Opens whatever file is at the path, or makes one; the settings hold, the contents are not looked at. */
  async open(): Promise<void> {
    const before = fileAt(this.path);
    this.discard();
    try {
      this.#setAsideForeignLog(before);
      this.#client = createClient({
        url: pathToFileURL(this.path).href,
        concurrency: 1,
        timeout: this.#busyTimeout,
      });
      this.#number += 1;
      this.#file = fileAt(this.path);
      this.#log = null;
      await applySettings(this.#client, this.path, this.#busyTimeout);
      if (this.#file === null || (before !== null && !sameFile(before, this.#file))) {
        throw this.#replacedError();
      }
      this.#unusable = false;
    } catch (error) {
      this.discard();
      throw toStoreError(error, this.path);
    }
  }

  /** Runs statements outside any transaction, for the settings and maintenance of the file only. */
  async direct<Result>(
    work: (client: Client) => Promise<Result>,
    { writes = false } = {},
  ): Promise<Result> {
    const client = await this.#usableClient();
    try {
      this.#wrote ||= writes;
      return await work(client);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** @throws FlowdeckError as `work` did, or the first failure after which nothing can be committed */
  async read<Result>(work: (reader: Reader) => Promise<Result>): Promise<Result> {
    return this.#inTransaction('read', work);
  }

  /** Runs `work` in an immediate transaction. Resolves only when it is committed to the file that is at the path. */
  async write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#inTransaction('write', work);
  }

  /** True when the file at the path is another than the one that was opened, or none. */
  replaced(): boolean {
    return !sameFile(this.#file, fileAt(this.path));
  }

  async dataVersion(): Promise<number> {
    const version = await this.direct((client) => readPragma(client, 'data_version'));
    return this.#number * 2 ** 32 + Number(version);
  }

  /** Puts what is in the write-ahead log into the file as far as that goes without waiting, and closes. */
  async close(): Promise<void> {
    const client = this.#client;
    if (client && this.#wrote && !this.#unusable && !this.replaced()) {
      // The log keeps whatever stays in it: a failure costs the next opener some reading, nothing else.
      await client
        .executeMultiple('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE);')
        .catch(() => undefined);
    }
    this.discard();
  }

  /** Lets go of the connection; files are released once the library's statements are collected. */
  discard(): void {
    this.#client?.close();
    this.#client = null;
  }

  async #inTransaction<Result>(
    mode: 'read' | 'write',
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const client = await this.#usableClient();
    if (mode === 'write' && this.replaced()) throw this.#replacedError();
    let statements: TransactionStatements;
    try {
      const transaction = await client.transaction(mode);
      statements = new TransactionStatements(transaction, this.path, mode, this.#pace);
    } catch (error) {
      throw this.#failed(error);
    }
    let result: Result;
    try {
      result = await work(statements);
      await statements.end();
    } catch (error) {
      statements.abandon();
      // What `work` throws after a failed statement may hide that failure; a busy database is tried again.
      throw statements.broken ? this.#failed(statements.broken) : error;
    }
    this.#log ??= fileAt(logOf(this.path));
    if (mode === 'write') {
      this.#wrote = true;
      if (this.replaced()) throw this.#replacedError();
    }
    return result;
  }

  async #usableClient(): Promise<Client> {
    const client = this.#client;
    if (!client) {
      throw new FlowdeckError('store.closed', `The database ${this.path} is not open.`);
    }
    if (!this.#unusable) return client;
    // A new connection goes to whatever is at the path, and would make a file where there is none.
    if (this.replaced()) throw this.#replacedError();
    client.reconnect();
    this.#number += 1;
    try {
      await applySettings(client, this.path, this.#busyTimeout);
      await ensureWriteAheadLog(client, this.path);
    } catch (error) {
      throw this.#failed(error);
    }
    if (this.replaced()) throw this.#replacedError();
    this.#unusable = false;
    return client;
  }

  /**
   * When another file was moved to the path while this connection kept the log of the one before, SQLite would replay
   * that log onto the new file. The log is of no use to anybody else: its file is gone.
   */
  #setAsideForeignLog(file: FileIdentity | null): void {
    const log = logOf(this.path);
    if (this.#log === null || sameFile(this.#file, file) || !sameFile(this.#log, fileAt(log)))
      return;
    renameSync(log, `${log}.replaced`);
    rmSync(`${this.path}-shm`, { force: true });
  }

  #failed(thrown: unknown): FlowdeckError {
    if (!isHarmless(thrown)) this.#unusable = true;
    return toStoreError(thrown, this.path);
  }

  #replacedError(): FlowdeckError {
    return new FlowdeckError(
      'store.replaced',
      `The database ${this.path} was replaced or removed.`,
    );
  }
}
