import { FlowdeckError } from '../domain/errors.js';
import { deferred, type Deferred } from './deferred.js';
import type { MetricsRecorder } from './metrics.js';

/** Starts a timer and returns the way to stop it. */
export type StartTimer = (callback: () => void, milliseconds: number) => () => void;

/** How long `close` waits for the running command. */
export const closePatience = 5000;

interface Wait extends Deferred {
  readonly stopTimer: () => void;
}

/** The wait for the end of a thread: shared by all who close, and bounded. */
export class CloseWait {
  #startedAt = 0;
  #overdue = false;
  #outcome: Promise<void> | null = null;
  #current: Wait | null = null;

  constructor(
    private readonly startTimer: StartTimer,
    private readonly metrics: MetricsRecorder,
    private readonly log: (line: string) => void,
  ) {}

  begin(): void {
    this.#startedAt = performance.now();
  }

  /** Everybody who asks meanwhile shares one wait; after one that ran over, the next is a new one. */
  wait(): Promise<void> {
    if (this.#outcome) return this.#outcome;
    if (this.#current) return this.#current.promise;
    const stopTimer = this.startTimer(() => this.#runOver(), closePatience);
    this.#current = { ...deferred(), stopTimer };
    return this.#current.promise;
  }

  succeed(): void {
    const milliseconds = performance.now() - this.#startedAt;
    this.metrics.closeMilliseconds = milliseconds;
    if (this.#overdue) this.log(`The store closed late, after ${Math.round(milliseconds)} ms.`);
    this.#outcome = Promise.resolve();
    this.#end((wait) => wait.resolve());
  }

  fail(error: FlowdeckError): void {
    this.#end((wait) => wait.reject(error));
  }

  #runOver(): void {
    this.#overdue = true;
    this.metrics.closeTimeouts++;
    this.metrics.error('store.close_timeout');
    this.#end((wait) =>
      wait.reject(
        new FlowdeckError(
          'store.close_timeout',
          `The store did not close within ${closePatience / 1000} s: a command still runs.`,
        ),
      ),
    );
  }

  #end(settle: (wait: Wait) => void): void {
    const current = this.#current;
    if (!current) return;
    this.#current = null;
    current.stopTimer();
    settle(current);
  }
}
