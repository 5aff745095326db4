import type { SerialisedError } from '../errors.js';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from './calls.js';
import type { Cursor, Delta } from './rows.js';

/** How far a long command has come. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

export interface CallOptions {
  /** Cancels a command that still waits; one that runs is never interrupted. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export type StoreState = 'RUNNING' | 'CLOSING' | 'CLOSED' | 'DEAD';

export interface DurationFigures {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** The worker's figures for the debug overlay; durations in milliseconds. */
export interface StoreMetrics {
  readonly state: StoreState;
  readonly queueDepth: number;
  readonly overloads: number;
  readonly durations: Readonly<Record<string, DurationFigures>>;
  readonly errors: Readonly<Record<string, number>>;
  readonly closeMilliseconds: number | null;
  readonly closeTimeouts: number;
  readonly uncleanCloses: number;
  readonly crashes: number;
  /** How long after its commit the last outside change was seen. */
  readonly feedLagMilliseconds: number | null;
}

/**
 * The one interface through which screens read and write, whatever carries it (a worker thread, HTTP).
 * Every rejection is a FlowdeckError.
 */
export interface StoreClient {
  /** Resolves when the store is open; may be awaited any number of times and never loses a failure. */
  ready(signal?: AbortSignal): Promise<void>;
  command<K extends CommandName>(
    name: K,
    input: CommandInput<K>,
    options?: CallOptions,
  ): Promise<CommandOutput<K>>;
  query<K extends QueryName>(
    name: K,
    input: QueryInput<K>,
    options?: CallOptions,
  ): Promise<QueryOutput<K>>;
  /** Posts a delta whenever something after the cursor changed, own changes included. Returns the way to stop. */
  subscribe(cursor: Cursor, listener: (delta: Delta) => void): () => void;
  /** Called when the store dies, with the reason. Returns the way to stop. */
  onFailure(listener: (error: SerialisedError) => void): () => void;
  metrics(): StoreMetrics;
  /** Idempotent; resolves once the connection is closed, rejects with `store.close_timeout` after 5 s. */
  close(): Promise<void>;
}
