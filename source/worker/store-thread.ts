import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { Cursor, Delta } from '../domain/contract/rows.js';
import type { CallOptions, StoreMetrics, StoreState } from '../domain/contract/store-client.js';
import {
  deserialiseError,
  FlowdeckError,
  serialiseError,
  type SerialisedError,
} from '../domain/errors.js';
import { CallTable } from './call-table.js';
import { CloseWait, type StartTimer } from './close-wait.js';
import { Control } from './control.js';
import { endLifetime, watchLifetime, type Closable } from './lifetime.js';
import { MetricsRecorder } from './metrics.js';
import type { FromThread, StoreCall, ThreadData, ToThread } from './protocol.js';
import { Readiness } from './readiness.js';

export interface StoreThreadOptions {
  readonly data: Omit<ThreadData, 'control' | 'closePort'>;
  readonly threadUrl: URL;
  readonly metrics: MetricsRecorder;
  readonly startTimer: StartTimer;
  readonly log: (line: string) => void;
}

/** One thread and everything the owner's side knows of it. `StoreClient`s are thin handles on it. */
export class StoreThread implements Closable {
  readonly #options: StoreThreadOptions;
  readonly #worker: Worker;
  readonly #closePort: MessagePort;
  readonly #control = new Control();
  readonly #metrics: MetricsRecorder;
  readonly #calls: CallTable;
  readonly #readiness = new Readiness();
  readonly #closing: CloseWait;
  readonly #subscriptions = new Map<number, { listener: (delta: Delta) => void; owner: object }>();
  readonly #failureListeners = new Set<(error: SerialisedError) => void>();
  #lastSubscription = 0;
  #state: StoreState = 'RUNNING';
  #failure: SerialisedError | null = null;

  constructor(options: StoreThreadOptions) {
    this.#options = options;
    this.#metrics = options.metrics;
    this.#calls = new CallTable(this.#control, this.#metrics, () => this.#updateHold());
    this.#closing = new CloseWait(options.startTimer, this.#metrics, options.log);
    const { port1, port2 } = new MessageChannel();
    this.#closePort = port1;
    port1.unref();
    const data: ThreadData = {
      ...options.data,
      control: this.#control.memory,
      closePort: port2,
    };
    this.#worker = new Worker(options.threadUrl, {
      name: 'flowdeck-store',
      workerData: data,
      transferList: [port2],
      execArgv: [],
      // Nothing that the thread prints may reach the screen. Reading it would keep the process alive.
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', (message: FromThread) => this.#receive(message));
    this.#worker.on('messageerror', (error) => this.#crash(error));
    this.#worker.on('error', (error) => this.#crash(error));
    this.#worker.on('exit', (code) => this.#exited(code));
    watchLifetime(this);
  }

  get state(): StoreState {
    return this.#state;
  }

  ready(signal: AbortSignal | undefined, owner: object): Promise<void> {
    if (this.#state === 'RUNNING') return this.#readiness.wait(signal, owner);
    return Promise.reject(
      this.#failure ? deserialiseError(this.#failure) : this.#refusal('“ready” was not answered'),
    );
  }

  call(call: StoreCall, options: CallOptions, owner: object): Promise<unknown> {
    if (this.#state !== 'RUNNING') {
      return this.#calls.refuse(this.#refusal(`“${call.name}” was not taken`));
    }
    const answer = this.#calls.add(
      call.name,
      owner,
      options,
      this.#readiness.ready,
      (ticket, slot) => this.#post({ kind: 'call', ticket, slot, call }),
    );
    this.#updateHold();
    return answer;
  }

  subscribe(cursor: Cursor, listener: (delta: Delta) => void, owner: object): () => void {
    const subscription = ++this.#lastSubscription;
    this.#subscriptions.set(subscription, { listener, owner });
    if (this.#state === 'RUNNING') this.#post({ kind: 'subscribe', subscription, cursor });
    return () => {
      if (this.#subscriptions.delete(subscription) && this.#state === 'RUNNING') {
        this.#post({ kind: 'unsubscribe', subscription });
      }
    };
  }

  onFailure(listener: (error: SerialisedError) => void): () => void {
    const failure = this.#failure;
    if (failure) {
      // Whoever asks after the death learns of it too.
      let wanted = true;
      queueMicrotask(() => wanted && listener(failure));
      return () => (wanted = false);
    }
    // A wrapper of its own: the same function may be given twice, and each is called once.
    const entry = (error: SerialisedError) => listener(error);
    this.#failureListeners.add(entry);
    return () => this.#failureListeners.delete(entry);
  }

  metrics(): StoreMetrics {
    const depth = this.#state === 'RUNNING' ? this.#control.waiting() : 0;
    return this.#metrics.snapshot(this.#state, depth);
  }

  close(): Promise<void> {
    if (this.#state === 'DEAD') {
      return this.#calls.refuse(this.#refusal('there is nothing left to close'));
    }
    if (this.#state === 'RUNNING') {
      this.#state = 'CLOSING';
      this.#control.requestClose();
      this.#closePort.postMessage('close');
      this.#closing.begin();
      this.#readiness.fail(this.#refusal('it is not opened any more'));
      this.#calls.withdrawWaiting(() => this.#refusal('the command was not begun'));
      this.#updateHold();
    }
    return this.#closing.wait();
  }

  abandon(): void {
    if (this.#state !== 'RUNNING') return;
    this.#metrics.uncleanCloses++;
    this.#options.log('The store was left open by its owner; it is closed now.');
    this.close().catch((error: unknown) => {
      this.#options.log(`Closing the abandoned store: ${serialiseError(error).message}`);
    });
  }

  waitUntilFinished(milliseconds: number): boolean {
    return this.#control.waitUntilFinished(milliseconds);
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  /** A thread that is opening, working or closing keeps the process alive; an idle one does not. */
  #updateHold(): void {
    const busy = !this.#readiness.ready || !this.#calls.idle || this.#state === 'CLOSING';
    if (busy) this.#worker.ref();
    else this.#worker.unref();
  }

  #receive(message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        this.#readiness.succeed();
        this.#updateHold();
        break;
      case 'result':
      case 'error':
        this.#calls.settle(message);
        break;
      case 'progress':
        this.#calls.progress(message);
        break;
      case 'delta':
        if (message.lagMilliseconds !== null) {
          this.#metrics.feedLagMilliseconds = message.lagMilliseconds;
        }
        this.#subscriptions.get(message.subscription)?.listener(message.delta);
        break;
      case 'feed-error':
        this.#metrics.error(message.error.code);
        this.#options.log(`Looking for changes: ${message.error.message}`);
        break;
      case 'failed':
        this.#die(message.error);
        break;
      case 'closed':
        this.#state = 'CLOSED';
        break;
    }
  }

  #crash(error: unknown): void {
    if (this.#state === 'DEAD') return;
    this.#metrics.crashes++;
    endLifetime(this);
    const reason = serialiseError(error);
    this.#die(
      serialiseError(
        new FlowdeckError('store.dead', `The store's thread died: ${reason.message}`, {
          cause: error,
        }),
      ),
    );
  }

  #exited(code: number): void {
    if (this.#state === 'RUNNING' || this.#state === 'CLOSING') {
      this.#crash(new Error(`it ended by itself with code ${code}`));
    }
    const printed: unknown = this.#worker.stderr.setEncoding('utf8').read();
    if (typeof printed === 'string') this.#options.log(`The store's thread: ${printed.trimEnd()}`);
    endLifetime(this);
    this.#closePort.close();
    // Every call has its answer by now; one that had none would wait for ever.
    this.#calls.abandonAll(() => this.#refusal('the command has no answer'));
    if (this.#state === 'CLOSED') this.#closing.succeed();
  }

  #die(reason: SerialisedError): void {
    this.#state = 'DEAD';
    this.#failure = reason;
    this.#readiness.fail(deserialiseError(reason));
    this.#calls.abandonAll(() => this.#refusal('the command has no answer'));
    this.#closing.fail(this.#refusal('it died before it was closed'));
    this.#subscriptions.clear();
    const listeners = [...this.#failureListeners];
    this.#failureListeners.clear();
    for (const listener of listeners) listener(reason);
  }

  /** Why nothing is taken any more, by state. */
  #refusal(consequence: string): FlowdeckError {
    switch (this.#state) {
      case 'DEAD': {
        const failure = this.#failure ? deserialiseError(this.#failure) : undefined;
        return new FlowdeckError(
          'store.dead',
          `The store is dead (${failure?.message ?? 'reason unknown'}): ${consequence}.`,
          { cause: failure, ...(failure && { details: { reason: failure.code } }) },
        );
      }
      case 'CLOSED':
        return new FlowdeckError('store.closed', `The store is closed: ${consequence}.`);
      case 'RUNNING':
      case 'CLOSING':
        return new FlowdeckError('store.closing', `The store is closing: ${consequence}.`);
    }
  }
}
