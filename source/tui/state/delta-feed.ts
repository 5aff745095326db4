/** Takes deltas as they come and hands them on at most so many times a second, joined into one. */
import type { Delta } from '../../domain/contract/rows.js';
import { joinDeltas } from './merge.js';

/** Eight times a second. */
export const deltaMilliseconds = 125;

export class DeltaFeed {
  readonly #apply: (delta: Delta) => void;
  readonly #now: () => number;
  #waiting: Delta | null = null;
  #timer: NodeJS.Timeout | null = null;
  #appliedAt = Number.NEGATIVE_INFINITY;

  constructor(apply: (delta: Delta) => void, now: () => number) {
    this.#apply = apply;
    this.#now = now;
  }

  /** The first of a burst is applied at once, those that follow together. */
  push(delta: Delta): void {
    this.#waiting = this.#waiting ? joinDeltas(this.#waiting, delta) : delta;
    if (this.#timer) return;
    const due = this.#appliedAt + deltaMilliseconds - this.#now();
    if (due <= 0) this.flush();
    else this.#timer = setTimeout(() => this.flush(), due);
  }

  /** Applies what waits. To be called before an answer is merged: the answer is newer than what waits. */
  flush(): void {
    this.stop();
    const delta = this.#waiting;
    if (!delta) return;
    this.#waiting = null;
    this.#appliedAt = this.#now();
    this.#apply(delta);
  }

  /** Drops what waits. */
  clear(): void {
    this.stop();
    this.#waiting = null;
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
