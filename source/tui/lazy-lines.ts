/** Lines that are produced as far as somebody looks, and kept. */
import type { Line } from './line.js';

const batchSize = 64;

export class LazyLines {
  readonly #source: Iterator<readonly Line[]>;
  readonly #lines: Line[] = [];
  #complete = false;

  constructor(source: Iterable<readonly Line[]>) {
    this.#source = source[Symbol.iterator]();
  }

  /** Whether every line is known already. */
  get complete(): boolean {
    return this.#complete;
  }

  /** The number of lines; produces them all. */
  get length(): number {
    return this.known(Infinity);
  }

  /** How many of the first `count` lines exist; produces no more than it takes to tell. */
  known(count: number): number {
    while (!this.#complete && this.#lines.length < count) {
      const next = this.#source.next();
      if (next.done === true) this.#complete = true;
      else for (const line of next.value) this.#lines.push(line);
    }
    return Math.min(count, this.#lines.length);
  }

  /** The lines [start, end), fewer where they end. */
  slice(start: number, end: number): readonly Line[] {
    this.known(end);
    return this.#lines.slice(start, end);
  }

  /** All lines in batches, for another document that holds this one. */
  *batches(): Iterable<readonly Line[]> {
    for (let at = 0; this.known(at + 1) > at; at += batchSize) {
      yield this.slice(at, at + batchSize);
    }
  }
}
