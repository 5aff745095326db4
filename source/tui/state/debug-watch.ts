/** Keeps the figures of the open overlay current, once a second, and nothing while it is closed. */
import type { DebugFigures } from '../debug-text.js';
import type { Cockpit } from './cockpit.js';

export const figuresEvery = 1_000;

export class DebugWatch {
  readonly #cockpit: Cockpit;
  readonly #figures: () => DebugFigures;
  #timer: NodeJS.Timeout | null = null;

  constructor(cockpit: Cockpit, figures: () => DebugFigures) {
    this.#cockpit = cockpit;
    this.#figures = figures;
  }

  open(): void {
    const { state } = this.#cockpit;
    const text = { type: 'debug', figures: this.#figures() } as const;
    this.#cockpit.change({ state: { ...state, dialog: { type: 'reader', text, top: 0 } } });
  }

  /** Starts and stops with the overlay; to be called after every change. */
  adjust(): void {
    if (this.#isOpen() === (this.#timer !== null)) return;
    if (this.#timer) {
      this.stop();
      return;
    }
    this.#timer = setInterval(() => this.#refresh(), figuresEvery);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #isOpen(): boolean {
    const { dialog } = this.#cockpit.state;
    return dialog?.type === 'reader' && dialog.text.type === 'debug';
  }

  #refresh(): void {
    const { state } = this.#cockpit;
    const { dialog } = state;
    if (dialog?.type !== 'reader' || dialog.text.type !== 'debug') return;
    const text = { type: 'debug', figures: this.#figures() } as const;
    this.#cockpit.change({ state: { ...state, dialog: { ...dialog, text } } });
  }
}
