/** A store whose owner can reopen it after a death, with the same listeners. It never restarts by itself. */
import type { Cursor, Delta } from '../domain/contract/rows.js';
import type { StoreClient } from '../domain/contract/store-client.js';
import { FlowdeckError, type SerialisedError } from '../domain/errors.js';
import { startStoreWorker, type StoreWorkerOptions } from './client.js';
import { MetricsRecorder } from './metrics.js';

export interface SupervisedStore extends StoreClient {
  /**
   * Starts a fresh worker where the present one is dead, and resolves when it is open; listeners go on from the last
   * delta they had. Nothing happens while the store lives.
   * @throws FlowdeckError as opening does; `store.closed` after `close`
   */
  reopen(): Promise<void>;
}

interface Subscription {
  cursor: Cursor;
  readonly listener: (delta: Delta) => void;
  stop: () => void;
}

/**
 * Starts a store worker that can be reopened.
 * @param startWorker how a worker is started; another way is for tests
 */
export function openSupervisedStore(
  options: StoreWorkerOptions,
  startWorker: (options: StoreWorkerOptions) => StoreClient = startStoreWorker,
): SupervisedStore {
  const metrics = options.metrics ?? new MetricsRecorder();
  const subscriptions = new Set<Subscription>();
  const failureListeners = new Set<(error: SerialisedError) => void>();
  let failure: SerialisedError | null = null;
  let closed = false;
  let client = start();

  function start(): StoreClient {
    failure = null;
    const started = startWorker({ ...options, metrics });
    started.onFailure((error) => {
      failure = error;
      for (const listener of [...failureListeners]) listener(error);
    });
    return started;
  }

  function attach(subscription: Subscription): void {
    subscription.stop = client.subscribe(subscription.cursor, (delta) => {
      subscription.cursor = delta.cursor;
      subscription.listener(delta);
    });
  }

  return {
    ready: (signal) => client.ready(signal),
    command: (name, input, callOptions) => client.command(name, input, callOptions),
    query: (name, input, callOptions) => client.query(name, input, callOptions),
    metrics: () => client.metrics(),
    subscribe(cursor, listener) {
      const subscription: Subscription = { cursor, listener, stop: () => undefined };
      subscriptions.add(subscription);
      attach(subscription);
      return () => {
        subscriptions.delete(subscription);
        subscription.stop();
      };
    },
    onFailure(listener) {
      const entry = (error: SerialisedError) => listener(error);
      failureListeners.add(entry);
      const reason = failure;
      if (reason) queueMicrotask(() => failureListeners.has(entry) && entry(reason));
      return () => failureListeners.delete(entry);
    },
    reopen() {
      if (closed) {
        return Promise.reject(
          new FlowdeckError('store.closed', 'The store was closed; it is not reopened.'),
        );
      }
      if (failure) {
        client = start();
        for (const subscription of subscriptions) attach(subscription);
      }
      return client.ready();
    },
    async close() {
      closed = true;
      // A dead store has nothing left to close.
      if (!failure) await client.close();
    },
  };
}
