/**
 * Asks the store what is typed into the memory's search box: first by words, whose answer comes at once, then by
 * meaning, whose answer comes when the model has it. An answer to an older text is dropped.
 */
import { FlowdeckError } from '../../domain/errors.js';
import { splitFilters } from '../../search/filter-language/index.js';
import type { Cockpit } from './cockpit.js';
import type { QueryFunction } from './load.js';
import { withMemory } from './merge.js';
import type { SearchScope } from './project-data.js';

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
    this.#text = text;
    if (cockpit.data === null) return;
    const { hits } = cockpit.data.memory;
    const kept = this.#isEmpty() ? null : hits;
    const memory = { query: text.trim(), hits: kept, meaning: null };
    cockpit.change({ data: withMemory(cockpit.data, memory) });
    if (!this.#isEmpty()) this.#timer = setTimeout(() => void this.#ask(), pauseMilliseconds);
  }

  /** Searches the other of memory and project. */
  switchScope(): void {
    const { cockpit } = this.#options;
    this.stop();
    if (cockpit.data === null) return;
    const scope: SearchScope = this.#scope() === 'memory' ? 'project' : 'memory';
    cockpit.change({ data: withMemory(cockpit.data, { scope, hits: null, meaning: null }) });
    if (!this.#isEmpty()) void this.#ask();
  }

  /** What is searched changed: what is looked for may be found elsewhere. */
  repeat(): void {
    if (this.#isEmpty()) return;
    this.stop();
    void this.#ask();
  }

  stop(): void {
    this.#turn += 1;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** The newest entries need no search; the newest epics and tasks do. */
  #isEmpty(): boolean {
    return this.#text.trim() === '' && this.#scope() === 'memory';
  }

  #scope(): SearchScope {
    return this.#options.cockpit.data?.memory.scope ?? 'memory';
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    const { query, onError } = this.#options;
    const scope = this.#scope();
    const { words, expression } = splitFilters(this.#text, 'memory');
    const input = { text: words, scope, limit: hitLimit, filter: { expression } };
    try {
      const { hits } = await query('search', input);
      if (!this.#show(turn, { hits }) || scope !== 'memory' || words === '') return;
      const answer = await query('search', { ...input, meaning: true });
      const { meaning } = answer;
      this.#show(turn, meaning.state === 'on' ? { hits: answer.hits, meaning } : { meaning });
    } catch (error) {
      if (turn === this.#turn && !isCancelled(error)) onError(error);
    }
  }

  /** @returns false where another text was typed meanwhile */
  #show(turn: number, memory: Parameters<typeof withMemory>[1]): boolean {
    const { cockpit } = this.#options;
    if (turn !== this.#turn || cockpit.data === null) return false;
    cockpit.change({ data: withMemory(cockpit.data, memory) });
    return true;
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof FlowdeckError && error.code === 'store.cancelled';
}
