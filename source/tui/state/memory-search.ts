/** Asks the store what is typed into the memory's search box; an answer to an older text is dropped. */
import type { Cockpit } from './cockpit.js';
import type { QueryFunction } from './load.js';
import { withMemory } from './merge.js';

/** Fast typing asks once. */
const pauseMilliseconds = 60;
const hitLimit = 100;

export interface MemorySearchOptions {
  readonly cockpit: Cockpit;
  readonly query: QueryFunction;
  readonly onError: (error: unknown) => void;
}

export class MemorySearch {
  readonly #options: MemorySearchOptions;
  #text = '';
  #turn = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: MemorySearchOptions) {
    this.#options = options;
  }

  /** The box holds another text now. */
  set(text: string): void {
    const { cockpit } = this.#options;
    this.stop();
    this.#text = text.trim();
    if (cockpit.data === null) return;
    const { hits } = cockpit.data.memory;
    const kept = this.#text === '' ? null : hits;
    cockpit.change({ data: withMemory(cockpit.data, { query: this.#text, hits: kept }) });
    if (this.#text !== '') this.#timer = setTimeout(() => void this.#ask(), pauseMilliseconds);
  }

  /** The entries changed: what is searched for may be found elsewhere. */
  repeat(): void {
    if (this.#text === '') return;
    this.stop();
    void this.#ask();
  }

  stop(): void {
    this.#turn += 1;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    const { cockpit, query, onError } = this.#options;
    try {
      const hits = await query('memory.search', { text: this.#text, limit: hitLimit });
      if (turn !== this.#turn || cockpit.data === null) return;
      cockpit.change({ data: withMemory(cockpit.data, { hits }) });
    } catch (error) {
      if (turn === this.#turn) onError(error);
    }
  }
}
