/** How many commands may wait besides the one that runs. */
export const queueCapacity = 128;

/** One more than may wait: the running command keeps its slot until its answer has arrived. */
const slotCount = queueCapacity + 1;

const closingIndex = 0;
const finishedIndex = 1;
const firstSlot = 2;

/**
 * The memory that client and thread share, so that two questions have one answer at once and without a message:
 * shall the thread close, and has a waiting command been started or withdrawn?
 *
 * A command holds a slot with its ticket in it (a positive number, never used twice). The thread starts it by
 * making the ticket negative, the client withdraws it by making it zero; whoever comes first wins.
 */
export class Control {
  readonly #cells: Int32Array;

  constructor(
    readonly memory = new SharedArrayBuffer((firstSlot + slotCount) * Int32Array.BYTES_PER_ELEMENT),
  ) {
    this.#cells = new Int32Array(memory);
  }

  /** Client: gives a new command its slot. */
  enter(ticket: number): number {
    const slot = this.#cells.indexOf(0, firstSlot);
    if (slot === -1) throw new RangeError('More commands are under way than there are slots.');
    Atomics.store(this.#cells, slot, ticket);
    return slot;
  }

  /** Client: takes a command back; false when the thread has started it. */
  withdraw(slot: number, ticket: number): boolean {
    return Atomics.compareExchange(this.#cells, slot, ticket, 0) === ticket;
  }

  /** Client: frees the slot of a command whose answer has arrived. */
  release(slot: number): void {
    Atomics.store(this.#cells, slot, 0);
  }

  /** How many commands wait right now. */
  waiting(): number {
    let count = 0;
    for (let slot = firstSlot; slot < this.#cells.length; slot++) {
      if (Atomics.load(this.#cells, slot) > 0) count++;
    }
    return count;
  }

  /** Thread: starts a command; false when the client has withdrawn it. */
  claim(slot: number, ticket: number): boolean {
    return Atomics.compareExchange(this.#cells, slot, ticket, -ticket) === ticket;
  }

  /** Client: nothing more is to be started. */
  requestClose(): void {
    Atomics.store(this.#cells, closingIndex, 1);
  }

  get closing(): boolean {
    return Atomics.load(this.#cells, closingIndex) === 1;
  }

  /** Thread: no statement runs any more, nor ever will. */
  finish(): void {
    Atomics.store(this.#cells, finishedIndex, 1);
    Atomics.notify(this.#cells, finishedIndex);
  }

  /** Client: blocks until the thread has finished; false when it has not within the time. */
  waitUntilFinished(milliseconds: number): boolean {
    return Atomics.wait(this.#cells, finishedIndex, 0, milliseconds) !== 'timed-out';
  }
}
