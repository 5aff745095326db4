import { type Row, type Transaction as ClientTransaction } from '@libsql/client/sqlite3';
import { setImmediate as macrotask } from 'node:timers/promises';
import { FlowdeckError } from '../domain/errors.js';
import { isHarmless, toStoreError } from './errors.js';
import { checkStatement } from './sql.js';
import type { SqlRow, SqlValue, Transaction } from './types.js';

/** The library frees a statement only in a macrotask: 3.7 kB each pile up in a loop that never reaches one. */
const statementsBetweenMacrotasks = 100;

/** The statements of one transaction: checks what is bound and remembers a failure that ruins the transaction. */
export class TransactionStatements implements Transaction {
  readonly #transaction: ClientTransaction;
  readonly #path: string;
  readonly #readOnly: boolean;
  readonly #pace: { executed: number };
  #broken: FlowdeckError | null = null;
  #ended = false;

  /** @param pace shared by all transactions of the connection */
  constructor(
    transaction: ClientTransaction,
    path: string,
    mode: 'read' | 'write',
    pace: { executed: number },
  ) {
    this.#transaction = transaction;
    this.#path = path;
    this.#readOnly = mode === 'read';
    this.#pace = pace;
  }

  /** The failure after which nothing of this transaction can be committed, even if the caller caught it. */
  get broken(): FlowdeckError | null {
    return this.#broken;
  }

  async all<Result extends SqlRow>(sql: string, args: readonly SqlValue[] = []): Promise<Result[]> {
    // The caller names the columns that its own statement selects.
    return (await this.#execute(sql, args)) as unknown as Result[];
  }

  async get<Result extends SqlRow>(
    sql: string,
    args: readonly SqlValue[] = [],
  ): Promise<Result | null> {
    const rows = await this.all<Result>(sql, args);
    return rows[0] ?? null;
  }

  async run(sql: string, args: readonly SqlValue[] = []): Promise<void> {
    await this.#execute(sql, args);
  }

  /** Commits a write, gives up the view of a read. @throws FlowdeckError when nothing was committed */
  async end(): Promise<void> {
    this.#ended = true;
    if (this.#broken) throw this.#broken;
    try {
      if (this.#readOnly) await this.#transaction.rollback();
      else await this.#transaction.commit();
    } catch (error) {
      this.#fail(error, { always: true });
    }
  }

  /** Rolls back what is left; a connection on which that fails is of no use any more. */
  abandon(): void {
    this.#ended = true;
    try {
      this.#transaction.close();
    } catch (error) {
      this.#broken ??= toStoreError(error, this.#path);
    }
  }

  async #execute(sql: string, args: readonly SqlValue[]): Promise<Row[]> {
    const bound = checkStatement(sql, args, { readOnly: this.#readOnly });
    if (this.#ended) {
      throw new FlowdeckError(
        'internal.unexpected',
        'A statement was sent after its transaction had ended.',
      );
    }
    let rows: Row[];
    try {
      // Runs at once, so that statements sent together run in the order in which they were sent.
      ({ rows } = await this.#transaction.execute({ sql, args: bound }));
    } catch (error) {
      return this.#fail(error);
    }
    this.#pace.executed += 1;
    if (this.#pace.executed % statementsBetweenMacrotasks === 0) await macrotask();
    return rows;
  }

  #fail(thrown: unknown, { always = false } = {}): never {
    const error = toStoreError(thrown, this.#path);
    if (always || !isHarmless(thrown)) this.#broken ??= error;
    throw error;
  }
}
