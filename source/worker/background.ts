/** Work that nobody waits for: done in small steps while the thread has nothing else to do, and put off under load. */
import type { StartTimer } from './close-wait.js';

export type BackgroundStep = 'more' | 'done' | 'unavailable';

export interface BackgroundParts {
  /** One small step; ends early by the signal. */
  readonly step: (signal: AbortSignal) => Promise<BackgroundStep>;
  /** Whether the machine has better things to do. */
  readonly overloaded: () => boolean;
  /** How long nothing must have been asked before a step is taken. */
  readonly quietMilliseconds: number;
  readonly startTimer: StartTimer;
  readonly onError: (error: unknown) => void;
}

/** When to look again where nothing could be done: under load, without a model, after a failure. */
const laterMilliseconds = { overloaded: 10_000, unavailable: 60_000, failed: 30_000 };

/** So often load puts a step off: a machine that is always busy gets on too, one step in a minute. */
const putOffAtMost = 6;

export class Background {
  readonly #parts: BackgroundParts;
  #stopTimer: (() => void) | null = null;
  #running: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null;
  #stopped = false;
  /** How often in a row load stood in the way. */
  #putOff = 0;

  constructor(parts: BackgroundParts) {
    this.#parts = parts;
  }

  /** Somebody asks for something: it goes first, and the quiet time begins anew. */
  interrupt(): void {
    this.#cancelTimer();
    this.#running?.abort.abort();
  }

  /** The thread has nothing to do, and something may have changed. */
  rest(): void {
    if (!this.#running && !this.#stopTimer) this.#schedule(this.#parts.quietMilliseconds);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.interrupt();
    await this.#running?.ended;
  }

  #schedule(milliseconds: number): void {
    this.#cancelTimer();
    if (this.#stopped) return;
    this.#stopTimer = this.#parts.startTimer(() => {
      this.#stopTimer = null;
      this.#run();
    }, milliseconds);
  }

  #cancelTimer(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #run(): void {
    const abort = new AbortController();
    const ended = this.#steps(abort.signal).then((next) => {
      this.#running = null;
      if (abort.signal.aborted) this.rest();
      else if (next !== null) this.#schedule(next);
    });
    this.#running = { abort, ended };
  }

  #mustWait(): boolean {
    this.#putOff = this.#parts.overloaded() ? this.#putOff + 1 : 0;
    if (this.#putOff <= putOffAtMost) return this.#putOff > 0;
    this.#putOff = 0;
    return false;
  }

  /** Goes on while there is something to do. Returns in how many milliseconds to look again; null for when told. */
  async #steps(signal: AbortSignal): Promise<number | null> {
    try {
      while (!signal.aborted) {
        if (this.#mustWait()) return laterMilliseconds.overloaded;
        const outcome = await this.#parts.step(signal);
        if (outcome === 'done') return null;
        if (outcome === 'unavailable') return laterMilliseconds.unavailable;
      }
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      this.#parts.onError(error);
      return laterMilliseconds.failed;
    }
  }
}
