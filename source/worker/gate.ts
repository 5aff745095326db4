/**
 * Where a test holds the thread: the thread says that it has arrived and blocks, as inside a statement,
 * until the test says how it goes on. Two cells: arrived (0, 1) and the order (0 wait, else below).
 */
export const gateOrders = { proceed: 1, panic: 2 } as const;
export type GateOrder = keyof typeof gateOrders;

/** The test's side of a gate. */
export class Gate {
  readonly memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  readonly #cells = new Int32Array(this.memory);

  get reached(): boolean {
    return Atomics.load(this.#cells, 0) === 1;
  }

  open(order: GateOrder = 'proceed'): void {
    Atomics.store(this.#cells, 1, gateOrders[order]);
    Atomics.notify(this.#cells, 1);
  }
}

/** The thread's side: blocks until the gate opens. Ends the thread when told to, by an uncaught error. */
export async function passGate(memory: SharedArrayBuffer): Promise<void> {
  const cells = new Int32Array(memory);
  Atomics.store(cells, 0, 1);
  Atomics.notify(cells, 0);
  Atomics.wait(cells, 1, 0);
  if (Atomics.load(cells, 1) === gateOrders.panic) await panic();
}

/** Throws outside every handler, as a defect would, and never returns. */
export function panic(): Promise<never> {
  return new Promise(() => {
    setImmediate(() => {
      throw new Error('The thread was told to panic.');
    });
  });
}
