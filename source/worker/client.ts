/** The owner's side of the store worker: starts the thread and speaks to it. */
import { debuglog } from 'node:util';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../domain/contract/calls.js';
import type { Cursor, Delta } from '../domain/contract/rows.js';
import type { CallOptions, StoreClient, StoreMetrics } from '../domain/contract/store-client.js';
import { FlowdeckError, type SerialisedError } from '../domain/errors.js';
import type { Origin } from '../domain/vocabulary.js';
import type { StartTimer } from './close-wait.js';
import { MetricsRecorder } from './metrics.js';
import type { CommandCall, EmbeddingOptions, QueryCall, TestCall } from './protocol.js';
import { StoreThread } from './store-thread.js';

export interface StoreWorkerOptions {
  readonly databasePath: string;
  readonly actor: string;
  readonly sessionId: string | null;
  readonly origin: Origin;
  /** Make the database where there is none; otherwise a missing one is an error. */
  readonly create?: boolean;
  /** How vectors are made; the cockpit works off the queue in the background unless told otherwise. */
  readonly embedding?: EmbeddingOptions;
  /** The built thread; by default beside the bundle that holds this module. */
  readonly threadUrl?: URL;
  /** Counts on where an earlier worker stopped. */
  readonly metrics?: MetricsRecorder;
  /** For tests of the time limit of `close`. */
  readonly startTimer?: StartTimer;
  /** Takes lines for the log; by default they are printed when NODE_DEBUG names flowdeck. */
  readonly log?: (line: string) => void;
}

/**
 * Starts a thread that opens the database, and returns at once: calls may be made before it is open.
 * An idle store does not keep the process alive; close it all the same, so that its end is orderly.
 */
export function startStoreWorker(options: StoreWorkerOptions): StoreClient {
  const thread = new StoreThread({
    data: {
      databasePath: options.databasePath,
      create: options.create ?? false,
      actor: options.actor,
      sessionId: options.sessionId,
      origin: options.origin,
      embedding: options.embedding ?? { background: options.origin === 'cockpit' },
    },
    threadUrl: options.threadUrl ?? new URL('./store-worker.js', import.meta.url),
    metrics: options.metrics ?? new MetricsRecorder(),
    startTimer: options.startTimer ?? startTimer,
    log: options.log ?? debuglog('flowdeck'),
  });
  const client = new WorkerClient(thread);
  dropped.register(client, thread);
  return client;
}

/** Test builds only: a fault or raw SQL, in the queue like any command. */
export function sendTestCall(client: StoreClient, call: TestCall): Promise<unknown> {
  if (!FLOWDECK_TEST_BUILD || !(client instanceof WorkerClient)) {
    throw new FlowdeckError('store.invalid_argument', 'Only a test build takes test calls.');
  }
  return WorkerClient.send(client, call);
}

/** A client that nobody holds any more and nobody waits for was never closed. */
const dropped = new FinalizationRegistry<StoreThread>((thread) => thread.abandon());

/** The handle that owners hold. It knows the thread, never the other way round, so that a dropped one is noticed. */
class WorkerClient implements StoreClient {
  readonly #thread: StoreThread;

  constructor(thread: StoreThread) {
    this.#thread = thread;
  }

  static send(client: WorkerClient, call: TestCall): Promise<unknown> {
    return client.#thread.call(call, {}, client);
  }

  ready(signal?: AbortSignal): Promise<void> {
    return this.#thread.ready(signal, this);
  }

  // The thread answers a call by its name, so the answer has the type that belongs to the name.
  command<K extends CommandName>(
    name: K,
    input: CommandInput<K>,
    options: CallOptions = {},
  ): Promise<CommandOutput<K>> {
    const call = { kind: 'command', name, input } as unknown as CommandCall;
    return this.#thread.call(call, options, this) as Promise<CommandOutput<K>>;
  }

  query<K extends QueryName>(
    name: K,
    input: QueryInput<K>,
    options: CallOptions = {},
  ): Promise<QueryOutput<K>> {
    const call = { kind: 'query', name, input } as unknown as QueryCall;
    return this.#thread.call(call, options, this) as Promise<QueryOutput<K>>;
  }

  subscribe(cursor: Cursor, listener: (delta: Delta) => void): () => void {
    return this.#thread.subscribe(cursor, listener, this);
  }

  onFailure(listener: (error: SerialisedError) => void): () => void {
    return this.#thread.onFailure(listener);
  }

  metrics(): StoreMetrics {
    return this.#thread.metrics();
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

const startTimer: StartTimer = (callback, milliseconds) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};
