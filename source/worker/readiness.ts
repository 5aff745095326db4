import { FlowdeckError } from '../domain/errors.js';
import { deferred } from './deferred.js';

/** Whether the store is open: asked any number of times, by anybody, and never losing a failure. */
export class Readiness {
  readonly #opened = deferred();
  #ready = false;
  /** Waits under way; each keeps its owner alive. */
  readonly #waits = new Set<{ readonly owner: object }>();

  constructor() {
    // Nobody need ask; whoever does gets the rejection all the same.
    this.#opened.promise.catch(() => undefined);
  }

  get ready(): boolean {
    return this.#ready;
  }

  succeed(): void {
    this.#ready = true;
    this.#opened.resolve();
  }

  /** Without effect once the store is open. */
  fail(error: FlowdeckError): void {
    this.#opened.reject(error);
  }

  /**
   * @param signal ends this wait only, with `store.cancelled`
   * @param owner kept alive until the answer is there
   */
  wait(signal: AbortSignal | undefined, owner: object): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = () =>
        reject(
          new FlowdeckError('store.cancelled', 'The wait for the store to open was cancelled.'),
        );
      if (signal?.aborted) {
        cancel();
        return;
      }
      signal?.addEventListener('abort', cancel, { once: true });
      const wait = { owner };
      this.#waits.add(wait);
      void this.#opened.promise.then(resolve, reject).finally(() => {
        signal?.removeEventListener('abort', cancel);
        this.#waits.delete(wait);
      });
    });
  }
}
