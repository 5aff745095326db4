import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Progress } from '../domain/contract/store-client.js';
import { FlowdeckError, serialiseError } from '../domain/errors.js';
import type { Control } from './control.js';
import type { CallMessage, FromThread, StoreCall } from './protocol.js';

export interface DispatcherParts {
  readonly control: Control;
  /** Goes over to the file that is now at the path, where it was replaced, and says so by `replaced`. */
  readonly refresh: () => Promise<void>;
  readonly execute: (call: StoreCall, onProgress: (progress: Progress) => void) => Promise<unknown>;
  readonly feed: {
    /** Whether it is time to look for changes. */
    due(): boolean;
    /** Looks once. Never rejects for what is wrong with the database. */
    look(): Promise<void>;
    /** A command of our own may have changed something. */
    touched(): void;
  };
  readonly post: (message: FromThread) => void;
  /** Nothing is to be done at present. */
  readonly onRest?: () => void;
  /** Called once, when the owner wants to close and nothing runs. */
  readonly finish: () => Promise<void>;
}

interface QueuedCall extends CallMessage {
  /** Which file was open when the call came. */
  readonly file: number;
}

/**
 * The thread's side of the queue: one call at a time, first in first out, and between two calls a look at the feed
 * when one is due, so that neither starves the other. The closing flag is read before everything that it starts.
 */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #queue: QueuedCall[] = [];
  /** Counts the files that were at the path. */
  #file = 0;
  #started = false;
  #turning = false;
  #finished = false;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** Calls may come before the database is open; they wait until `start`. */
  enqueue(message: CallMessage): void {
    this.#queue.push({ ...message, file: this.#file });
    this.wake();
  }

  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Another file has taken the place of the one that was open. */
  replaced(): void {
    this.#file++;
  }

  /** Nothing more is begun. */
  stop(): void {
    this.#finished = true;
  }

  /** Something is to be done: a call, a look, or closing. Costs nothing where all of it is under way. */
  wake(): void {
    if (!this.#started || this.#turning || this.#finished) return;
    this.#turning = true;
    void this.#turn();
  }

  async #turn(): Promise<void> {
    const { control, feed } = this.#parts;
    while (!control.closing && !this.#finished) {
      const message = this.#next();
      if (message) await this.#run(message);
      // Read anew: the flag may have been set while the call ran.
      const look = !isClosing(control) && feed.due();
      if (look) await feed.look();
      if (!message && !look) break;
      // The library frees its statements only between turns of the event loop, and messages arrive only there.
      await nextTurn();
    }
    this.#turning = false;
    if (this.#finished) return;
    if (!isClosing(control)) {
      this.#parts.onRest?.();
      return;
    }
    this.#finished = true;
    await this.#parts.finish();
  }

  /** The next call that its caller has not withdrawn; from now on it is not to be withdrawn any more. */
  #next(): QueuedCall | undefined {
    for (;;) {
      const message = this.#queue.shift();
      if (!message || this.#parts.control.claim(message.slot, message.ticket)) return message;
    }
  }

  async #run({ ticket, call, file }: QueuedCall): Promise<void> {
    const { refresh, execute, feed, post } = this.#parts;
    const startedAt = performance.now();
    const milliseconds = () => performance.now() - startedAt;
    const fail = (error: unknown) =>
      post({
        kind: 'error',
        ticket,
        error: serialiseError(error),
        milliseconds: milliseconds(),
      });
    try {
      await refresh();
      if (call.kind === 'command' && file !== this.#file) throw replacedError(call.name);
      const value = await execute(
        call,
        paced((progress) => post({ kind: 'progress', ticket, progress })),
      );
      try {
        post({ kind: 'result', ticket, value, milliseconds: milliseconds() });
      } catch (cause) {
        throw new FlowdeckError(
          'internal.unexpected',
          `The answer of “${call.name}” is not plain JSON.`,
          { cause },
        );
      }
    } catch (error) {
      fail(error);
    }
    if (call.kind === 'command' || call.kind === 'test') feed.touched();
  }
}

function isClosing(control: Control): boolean {
  return control.closing;
}

/** A command was meant for what its sender saw, and that is gone; a query asks for what is there. */
function replacedError(name: string): FlowdeckError {
  return new FlowdeckError(
    'store.replaced',
    `The database file was replaced before “${name}” ran; nothing was changed.`,
  );
}

/** The shortest time between two reports of the same stage, in milliseconds. */
const progressPace = 50;

/** Lets through what a person can follow: every new stage, its end, and some steps between. */
function paced(report: (progress: Progress) => void): (progress: Progress) => void {
  let stage = '';
  let reportedAt = -Infinity;
  return (progress) => {
    const now = performance.now();
    const ended = progress.done >= progress.total;
    if (progress.stage === stage && !ended && now - reportedAt < progressPace) return;
    stage = progress.stage;
    reportedAt = now;
    report(progress);
  };
}
