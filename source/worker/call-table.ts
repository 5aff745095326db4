import type { CallOptions } from '../domain/contract/store-client.js';
import { deserialiseError, FlowdeckError } from '../domain/errors.js';
import { queueCapacity, type Control } from './control.js';
import type { MetricsRecorder } from './metrics.js';
import type { CallOutcome, FromThread } from './protocol.js';

interface PendingCall {
  readonly name: string;
  readonly slot: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: FlowdeckError) => void;
  readonly onProgress: CallOptions['onProgress'];
  readonly forgetSignal: () => void;
  /** Keeps the client alive while somebody waits for its answer. */
  readonly owner: object;
}

/** The client's side of the queue: every call that has no answer yet, in the order in which they were made. */
export class CallTable {
  readonly #pending = new Map<number, PendingCall>();
  #lastTicket = 0;

  constructor(
    private readonly control: Control,
    private readonly metrics: MetricsRecorder,
    /** Called when the last call has its answer. */
    private readonly onIdle: () => void,
  ) {}

  get idle(): boolean {
    return this.#pending.size === 0;
  }

  /**
   * Makes room for a call and hands its place to `send`, which posts it.
   * @param running whether the thread is taking calls: the first one then does not count as waiting
   * @throws FlowdeckError `store.overloaded` at once when the queue is full; nobody waits for room
   */
  add(
    name: string,
    owner: object,
    options: CallOptions,
    running: boolean,
    send: (ticket: number, slot: number) => void,
  ): Promise<unknown> {
    const { signal, onProgress } = options;
    if (signal?.aborted) return this.refuse(cancelled(name));
    if (this.#pending.size >= queueCapacity + (running ? 1 : 0)) {
      this.metrics.overloads++;
      return this.refuse(
        new FlowdeckError(
          'store.overloaded',
          `${queueCapacity} commands wait already; “${name}” was not taken.`,
        ),
      );
    }
    const ticket = ++this.#lastTicket;
    const slot = this.control.enter(ticket);
    try {
      send(ticket, slot);
    } catch (error) {
      this.control.release(slot);
      return this.refuse(
        new FlowdeckError('store.invalid_argument', `The input of “${name}” is not plain JSON.`, {
          cause: error,
        }),
      );
    }
    const onAbort = () => this.#cancel(ticket);
    signal?.addEventListener('abort', onAbort, { once: true });
    return new Promise((resolve, reject) => {
      this.#pending.set(ticket, {
        name,
        slot,
        resolve,
        reject,
        onProgress,
        owner,
        forgetSignal: () => signal?.removeEventListener('abort', onAbort),
      });
    });
  }

  /** A rejection that is counted. */
  refuse(error: FlowdeckError): Promise<never> {
    this.metrics.error(error.code);
    return Promise.reject(error);
  }

  progress(message: FromThread & { kind: 'progress' }): void {
    this.#pending.get(message.ticket)?.onProgress?.(message.progress);
  }

  settle(outcome: CallOutcome): void {
    const call = this.#pending.get(outcome.ticket);
    if (!call) return;
    this.metrics.duration(call.name, outcome.milliseconds);
    if (outcome.kind === 'error') {
      this.#reject(outcome.ticket, call, deserialiseError(outcome.error));
    } else {
      this.#remove(outcome.ticket, call);
      call.resolve(outcome.value);
    }
  }

  /** Takes back every call that still waits; the running one goes on. */
  withdrawWaiting(reason: () => FlowdeckError): void {
    for (const [ticket, call] of this.#pending) {
      if (this.control.withdraw(call.slot, ticket)) this.#reject(ticket, call, reason());
    }
  }

  /** Fails every call, the running one too: nobody will answer any more. */
  abandonAll(reason: () => FlowdeckError): void {
    for (const [ticket, call] of this.#pending) this.#reject(ticket, call, reason());
  }

  #cancel(ticket: number): void {
    const call = this.#pending.get(ticket);
    if (call && this.control.withdraw(call.slot, ticket)) {
      this.#reject(ticket, call, cancelled(call.name));
    }
  }

  #reject(ticket: number, call: PendingCall, error: FlowdeckError): void {
    this.#remove(ticket, call);
    this.metrics.error(error.code);
    call.reject(error);
  }

  #remove(ticket: number, call: PendingCall): void {
    this.#pending.delete(ticket);
    this.control.release(call.slot);
    call.forgetSignal();
    if (this.idle) this.onIdle();
  }
}

function cancelled(name: string): FlowdeckError {
  return new FlowdeckError('store.cancelled', `“${name}” was cancelled before it began.`);
}
