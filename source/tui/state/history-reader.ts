/** Reads what can be taken back, while that is looked at: once it is shown, and again after everything that happens. */
import type { Cockpit } from './cockpit.js';
import type { QueryFunction } from './load.js';

export interface HistoryReaderOptions {
  readonly cockpit: Cockpit;
  readonly query: QueryFunction;
  readonly onError: (error: unknown) => void;
}

const mostActions = 200;

export class HistoryReader {
  readonly #options: HistoryReaderOptions;
  /** The last event when it was read. */
  #readAt: number | null = null;
  #reading = false;
  #stopped = false;

  constructor(options: HistoryReaderOptions) {
    this.#options = options;
  }

  /** To be called after every change. */
  kick(): void {
    const wanted = this.#wanted();
    if (this.#reading || this.#stopped || wanted === null || wanted === this.#readAt) return;
    this.#reading = true;
    this.#readAt = wanted;
    void this.#read()
      .catch((error: unknown) => {
        if (!this.#stopped) this.#options.onError(error);
      })
      .finally(() => {
        this.#reading = false;
        this.kick();
      });
  }

  stop(): void {
    this.#stopped = true;
  }

  #wanted(): number | null {
    const { state, data } = this.#options.cockpit;
    const shown = state.screen === 'history' && state.connection.type === 'live';
    return shown && data !== null ? data.cursor.event : null;
  }

  async #read(): Promise<void> {
    const { cockpit, query } = this.#options;
    const history = await query('history.list', { origin: 'cockpit', limit: mostActions });
    if (this.#stopped || cockpit.data === null) return;
    cockpit.change({ data: { ...cockpit.data, history } });
  }
}
