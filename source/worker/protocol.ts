/**
 * What client and thread say to each other: typed calls by name, never SQL, in plain JSON.
 * Durations are milliseconds.
 */
import type { CommandInput, CommandName, QueryInput, QueryName } from '../domain/contract/calls.js';
import type { Cursor, Delta, MeaningStatus } from '../domain/contract/rows.js';
import type { Progress } from '../domain/contract/store-client.js';
import type { SerialisedError } from '../domain/errors.js';
import type { Origin } from '../domain/vocabulary.js';
import type { Environment } from '../platform/environment.js';
import type { MessagePort } from 'node:worker_threads';

/** How the thread makes vectors. */
export interface EmbeddingOptions {
  /** What names the model's place; the process's own environment without it. */
  readonly environment?: Environment;
  /** Whether to work off the entries that wait for a vector while nothing is asked. */
  readonly background: boolean;
  /** How long nothing must have been asked before that; a second otherwise. */
  readonly quietMilliseconds?: number;
  /** The load of the machine for each processor above which it is put off; 1.5 otherwise. */
  readonly maximumLoad?: number;
  /** How long the model's process may have nothing to do before it is ended. */
  readonly idleMilliseconds?: number;
}

/** Given to the thread when it starts. */
export interface ThreadData {
  readonly databasePath: string;
  readonly create: boolean;
  readonly actor: string;
  readonly sessionId: string | null;
  readonly origin: Origin;
  readonly embedding: EmbeddingOptions;
  /** The memory of `Control`. */
  readonly control: SharedArrayBuffer;
  /** Wakes an idle thread for closing, past whatever waits in the queue. */
  readonly closePort: MessagePort;
}

export type CommandCall = {
  readonly [K in CommandName]: {
    readonly kind: 'command';
    readonly name: K;
    readonly input: CommandInput<K>;
  };
}[CommandName];

export type EmbedCall = Extract<CommandCall, { name: 'memory.embed' }>;

export type QueryCall = {
  readonly [K in QueryName]: {
    readonly kind: 'query';
    readonly name: K;
    readonly input: QueryInput<K>;
  };
}[QueryName];

/** Faults and raw SQL, for tests only. A gate is the memory that `gate.ts` describes. */
export type TestCall =
  | { readonly kind: 'test'; readonly name: 'test.pause'; readonly gate: SharedArrayBuffer }
  | { readonly kind: 'test'; readonly name: 'test.panic' }
  | {
      readonly kind: 'test';
      readonly name: 'test.sql';
      readonly mode: 'read' | 'write';
      readonly sql: string;
      readonly args?: readonly (string | number | null)[];
      /** Where to stop after the statement and before the answer. */
      readonly gate?: SharedArrayBuffer;
    };

/** A search whose text's meaning was made, or could not be: within the thread only. */
export interface MeaningCall {
  readonly kind: 'meaning';
  readonly name: 'search';
  readonly input: QueryInput<'search'>;
  readonly status: MeaningStatus;
}

export type StoreCall = CommandCall | QueryCall | MeaningCall | TestCall;

export interface CallMessage {
  readonly kind: 'call';
  readonly ticket: number;
  readonly slot: number;
  readonly call: StoreCall;
}

export type ToThread =
  | CallMessage
  | { readonly kind: 'subscribe'; readonly subscription: number; readonly cursor: Cursor }
  | { readonly kind: 'unsubscribe'; readonly subscription: number };

/** What a call ended with; `milliseconds` is the time it ran, waiting not counted. */
export type CallOutcome =
  | {
      readonly kind: 'result';
      readonly ticket: number;
      readonly value: unknown;
      readonly milliseconds: number;
    }
  | {
      readonly kind: 'error';
      readonly ticket: number;
      readonly error: SerialisedError;
      readonly milliseconds: number;
    };

export type FromThread =
  | { readonly kind: 'ready' }
  | CallOutcome
  | { readonly kind: 'progress'; readonly ticket: number; readonly progress: Progress }
  | {
      readonly kind: 'delta';
      readonly subscription: number;
      readonly delta: Delta;
      /** How long after its commit the newest outside change was seen; null where none was. */
      readonly lagMilliseconds: number | null;
    }
  /** A look at the feed failed; the next one tries again. */
  | { readonly kind: 'feed-error'; readonly error: SerialisedError }
  /** The store could not be opened, or cannot be read any more; the thread ends. */
  | { readonly kind: 'failed'; readonly error: SerialisedError }
  /** The connection is closed; the thread ends. */
  | { readonly kind: 'closed' };
