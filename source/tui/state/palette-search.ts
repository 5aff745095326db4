/** Asks the store what is typed into the palette; an answer to an older text is dropped. */
import { FlowdeckError } from '../../domain/errors.js';
import type { Cockpit } from './cockpit.js';
import type { QueryFunction } from './load.js';
import { hitItem } from './palette.js';

/** Fast typing asks once. */
const pauseMilliseconds = 40;
const hitLimit = 60;

export interface PaletteSearchOptions {
  readonly cockpit: Cockpit;
  /** Null while no project is open. */
  readonly query: () => QueryFunction | null;
  readonly onError: (error: unknown) => void;
}

export class PaletteSearch {
  readonly #options: PaletteSearchOptions;
  #turn = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: PaletteSearchOptions) {
    this.#options = options;
  }

  set(text: string): void {
    this.stop();
    const wanted = text.trim();
    if (wanted === '') return;
    this.#timer = setTimeout(() => void this.#ask(wanted), pauseMilliseconds);
  }

  stop(): void {
    this.#turn += 1;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #ask(text: string): Promise<void> {
    const turn = this.#turn;
    const { query, cockpit, onError } = this.#options;
    try {
      const answer = await query()?.('search', { text, scope: 'all', limit: hitLimit });
      const { dialog } = cockpit.state;
      if (!answer || turn !== this.#turn || dialog?.type !== 'picker' || dialog.found === null)
        return;
      const found = { text, items: answer.hits.map(hitItem) };
      cockpit.change({ state: { ...cockpit.state, dialog: { ...dialog, found } } });
    } catch (error) {
      const cancelled = error instanceof FlowdeckError && error.code === 'store.cancelled';
      if (turn === this.#turn && !cancelled) onError(error);
    }
  }
}
