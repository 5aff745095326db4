/** Draws the whole screen anew: after a resize, after the terminal belonged to somebody else, or when asked. */
import { setImmediate } from 'node:timers/promises';
import type { Suspend } from './app.js';
import type { Size } from './layout.js';
import type { TerminalOutput } from './terminal-output.js';

export interface RepainterOptions {
  readonly output: TerminalOutput;
  /** Takes the size that the terminal has now. */
  readonly onSize: (size: Size) => void;
  readonly onError: (error: unknown) => void;
}

export class Repainter {
  readonly #options: RepainterOptions;
  #suspend: Suspend | null = null;
  #running = false;
  #again = false;

  constructor(options: RepainterOptions) {
    this.#options = options;
  }

  readonly mounted = (suspend: Suspend): void => {
    this.#suspend = suspend;
    if (this.#again) this.repaint();
  };

  /** Requests while one is under way make one more. */
  readonly repaint = (): void => {
    this.#again = true;
    if (this.#running || !this.#suspend) return;
    this.#running = true;
    void this.#run(this.#suspend)
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        this.#running = false;
      });
  };

  async #run(suspend: Suspend): Promise<void> {
    const { output, onSize } = this.#options;
    while (this.#again) {
      this.#again = false;
      // Ink would compare with lines that the terminal no longer shows; suspended, it forgets them and draws nothing.
      output.silence(true);
      await suspend(async () => {
        onSize(output.measure());
        await setImmediate();
        output.silence(false);
        output.clear();
      });
    }
  }
}
