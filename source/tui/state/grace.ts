/**
 * What a pane goes on showing for a moment while something else is read for it: answers come within a frame or two, and
 * rows that go and come back are a flash. Where an answer takes longer, the pane says that it is reading.
 */

/** Shorter than anybody takes old rows for new ones. */
export const graceMilliseconds = 150;

export class Grace<Name, Shown> {
  readonly #onOver: () => void;
  readonly #last = new Map<Name, Shown>();
  /** Those that are reading, and whether their grace is over. */
  readonly #reading = new Map<Name, { over: boolean; readonly timer: NodeJS.Timeout }>();

  /** @param onOver a pane is to be shown as it is now */
  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  /** The pane has what it shows. */
  ready(name: Name, shown: Shown): Shown {
    this.#last.set(name, shown);
    this.#end(name);
    return shown;
  }

  /** The pane is reading: what it showed before, or `shown` where that is not to be seen any more. */
  reading(name: Name, shown: Shown, canStay: (last: Shown) => boolean): Shown {
    const last = this.#last.get(name);
    if (last === undefined || !canStay(last)) return shown;
    const known = this.#reading.get(name);
    if (known) return known.over ? shown : last;
    const started = { over: false, timer: setTimeout(() => over(), graceMilliseconds) };
    const over = (): void => {
      started.over = true;
      this.#onOver();
    };
    started.timer.unref();
    this.#reading.set(name, started);
    return last;
  }

  /** The pane is not on the screen. */
  gone(name: Name): void {
    this.#last.delete(name);
    this.#end(name);
  }

  #end(name: Name): void {
    clearTimeout(this.#reading.get(name)?.timer);
    this.#reading.delete(name);
  }
}
