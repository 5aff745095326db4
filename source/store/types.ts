/** The interface of the database to the repositories and services. Only `source/store` implements it. */

/** What may be bound: never boolean, undefined, NaN or an object, which abort the process or bind as something else. */
export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlRow = Readonly<Record<string, string | number | null | ArrayBuffer>>;

/** Runs statements inside one transaction, or outside any for reading. Arguments are always an array. */
export interface Reader {
  all<Row extends SqlRow>(sql: string, args?: readonly SqlValue[]): Promise<Row[]>;
  /** The first row, or null. */
  get<Row extends SqlRow>(sql: string, args?: readonly SqlValue[]): Promise<Row | null>;
}

export interface Transaction extends Reader {
  /** For statements without a result; whether something changed is told by `RETURNING` and `all`, never by a count. */
  run(sql: string, args?: readonly SqlValue[]): Promise<void>;
}

export interface CallOptions {
  /** Ends a call that waits for its turn or for a busy database; work that runs is never interrupted. */
  readonly signal?: AbortSignal;
}

export interface Database {
  readonly path: string;
  /** `meta`'s UUID and generation, read when the file was opened. */
  readonly identity: { readonly databaseId: string; readonly generation: number };
  /**
   * Runs `work` in turn with a consistent view; nothing else runs on the connection meanwhile. On a busy database it
   * runs again. A statement that writes is refused, and so is a call of `read` or `write` from within `work`.
   */
  read<Result>(work: (reader: Reader) => Promise<Result>, options?: CallOptions): Promise<Result>;
  /**
   * Runs `work` in turn inside one immediate transaction and commits it. On a busy database the connection is
   * replaced and the whole of `work` runs again, so it must have no effects outside the transaction.
   * @throws FlowdeckError `store.busy` after 15 s, `store.schema_changed`, `store.disk_full`, `store.read_only`, …
   */
  write<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    options?: CallOptions,
  ): Promise<Result>;
  /** Changes when another connection committed; null means "cannot tell, look". Cheap. */
  dataVersion(): Promise<number | null>;
  /** True when the file at `path` is no longer the one that was opened. */
  replaced(): Promise<boolean>;
  /** Drops the connection and opens the file that is now at `path`. */
  reopen(): Promise<void>;
  /** Ends the connection after what runs; idempotent. */
  close(): Promise<void>;
}
