import { AsyncLocalStorage } from 'node:async_hooks';
import { FlowdeckError } from '../domain/errors.js';

interface Waiting {
  readonly start: () => void;
  readonly refuse: (error: FlowdeckError) => void;
}

/** Runs tasks one after another in the order in which they came. */
export class FifoQueue {
  readonly #waiting: Waiting[] = [];
  readonly #closing = new AbortController();
  #busy = false;
  #idle: (() => void)[] = [];
  #closed = false;
  /** Known to whatever a task calls, so that a task which waits for its own queue fails instead of hanging. */
  readonly #inside = new AsyncLocalStorage<{ running: boolean }>();

  /** Aborted when the queue begins to close: whoever runs and waits for something can stop waiting. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * Runs the task in its turn.
   *
   * @param signal takes the task out of the queue while it still waits
   * @throws FlowdeckError `store.cancelled`, `store.closing` (was waiting), `store.closed` (came too late)
   */
  run<Result>(task: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (this.#closed) {
      return Promise.reject(new FlowdeckError('store.closed', 'The store is closed.'));
    }
    if (this.#inside.getStore()?.running) return Promise.reject(nestedError());
    if (this.#closing.signal.aborted) return Promise.reject(closingError());
    if (signal?.aborted) return Promise.reject(cancelledError());
    return new Promise<Result>((resolve, reject) => {
      const cancel = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(cancelledError());
      };
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', cancel);
          this.#busy = true;
          const marker = { running: true };
          void this.#inside
            .run(marker, async () => task())
            .finally(() => {
              marker.running = false;
              this.#next();
            })
            .then(resolve, reject);
        },
        refuse: (error) => {
          signal?.removeEventListener('abort', cancel);
          reject(error);
        },
      };
      if (!this.#busy) {
        waiting.start();
        return;
      }
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(waiting);
    });
  }

  /** Refuses what waits and resolves when what runs has ended. */
  async close(): Promise<void> {
    if (this.#inside.getStore()?.running) throw nestedError();
    this.#closing.abort();
    for (const waiting of this.#waiting.splice(0)) waiting.refuse(closingError());
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve));
    this.#closed = true;
  }

  #next(): void {
    this.#busy = false;
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting.start();
      return;
    }
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

function nestedError(): FlowdeckError {
  return new FlowdeckError(
    'internal.unexpected',
    'A transaction must not wait for the queue that it runs in.',
  );
}

export function closingError(): FlowdeckError {
  return new FlowdeckError('store.closing', 'The store is closing.');
}

export function cancelledError(): FlowdeckError {
  return new FlowdeckError('store.cancelled', 'The command was cancelled before it ran.');
}
