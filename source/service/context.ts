/** Who acts, when, and through which door. */
import type { Origin } from '../domain/vocabulary.js';
import type { Database, Reader, Transaction } from '../store/types.js';

export interface ServiceContext {
  readonly actor: string;
  readonly sessionId: string | null;
  readonly origin: Origin;
  /** The time as ISO 8601 in UTC with milliseconds. */
  now(): string;
  /** A fresh id for one user action. */
  newId(): string;
  /** In [0, 1). */
  random(): number;
}

/** A context on the system's clock and random numbers; whatever is given takes precedence. */
export function defaultContext(
  given: { readonly actor: string } & Partial<ServiceContext>,
): ServiceContext {
  return {
    sessionId: null,
    origin: 'command',
    now: () => new Date().toISOString(),
    newId: () => crypto.randomUUID(),
    random: () => Math.random(),
    ...given,
  };
}

/** One user action: all that it changes is one transaction, and its events share one command id. */
export interface CommandScope {
  readonly transaction: Transaction;
  readonly actor: string;
  readonly sessionId: string | null;
  readonly origin: Origin;
  readonly commandId: string;
  /** The one time of the whole action. */
  readonly now: string;
  random(): number;
}

export interface QueryScope {
  readonly reader: Reader;
  readonly database: Pick<Database, 'path' | 'identity'>;
}
