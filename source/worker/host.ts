import { parentPort, workerData } from 'node:worker_threads';
import type { Progress } from '../domain/contract/store-client.js';
import { FlowdeckError, serialiseError } from '../domain/errors.js';
import { watchDatabase } from '../store/watch.js';
import { Control } from './control.js';
import { Dispatcher } from './dispatcher.js';
import { Feed, type FeedSource } from './feed.js';
import type { FromThread, StoreCall, ThreadData, ToThread } from './protocol.js';

/**
 * How long after the wish to close a running command may still wait for a busy database, in milliseconds.
 * Ordinary commands end long before.
 */
const closingGrace = 1000;

/** An open store, as the thread uses it. */
export interface Host extends FeedSource {
  execute(call: StoreCall, onProgress: (progress: Progress) => void): Promise<unknown>;
  /** Ends the connection after what runs; waiting for a busy database ends at once. Idempotent. */
  close(): Promise<void>;
}

/**
 * Makes this thread the store's: opens it, runs calls in order, posts what changed, and ends by itself once the owner
 * closes it.
 * @param open opens the store; tells by `onReopened` whenever another file took the place of the one that was open
 */
export async function hostStore(
  open: (data: ThreadData, onReopened: () => void) => Promise<Host>,
): Promise<void> {
  if (!parentPort) {
    throw new FlowdeckError('internal.unexpected', 'A store thread needs an owner.');
  }
  const port = parentPort;
  const data = workerData as ThreadData;
  const control = new Control(data.control);
  let host: Host | null = null;
  let unwatch = (): void => undefined;
  let grace: NodeJS.Timeout | undefined;

  const opened = (): Host => {
    if (!host) throw new FlowdeckError('store.closing', 'The store was not opened.');
    return host;
  };
  const post = (message: FromThread): void => port.postMessage(message);
  const feed = new Feed({
    source: {
      refresh: () => opened().refresh(),
      dataVersion: () => opened().dataVersion(),
      changes: (cursor) => opened().changes(cursor),
    },
    post,
    onDue: () => dispatcher.wake(),
    onBroken: (error) => void end({ kind: 'failed', error }),
  });
  const dispatcher = new Dispatcher({
    control,
    refresh: () => opened().refresh(),
    execute: (call, onProgress) => opened().execute(call, onProgress),
    feed,
    post,
    finish: () => end({ kind: 'closed' }),
  });

  /** Closes the connection, says so, and lets the thread end by itself: ending it by force aborts the process. */
  async function end(message: FromThread): Promise<void> {
    dispatcher.stop();
    feed.stop();
    unwatch();
    clearTimeout(grace);
    try {
      await host?.close();
      post(message);
    } catch (error) {
      post({ kind: 'failed', error: serialiseError(error) });
    }
    control.finish();
    data.closePort.close();
    port.close();
  }

  // However the thread ends, whoever blocks for its end goes on.
  process.on('exit', () => control.finish());
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'call':
        dispatcher.enqueue(message);
        break;
      case 'subscribe':
        feed.subscribe(message.subscription, message.cursor);
        break;
      case 'unsubscribe':
        feed.unsubscribe(message.subscription);
        break;
    }
  });
  data.closePort.once('message', () => {
    grace = setTimeout(() => void host?.close(), closingGrace);
    dispatcher.wake();
  });

  try {
    if (!control.closing) {
      host = await open(data, () => {
        dispatcher.replaced();
        feed.reloaded();
      });
      unwatch = watchDatabase(data.databasePath, () => feed.hint());
      post({ kind: 'ready' });
    }
    dispatcher.start();
  } catch (error) {
    // Whoever closes meanwhile gets what they want: nothing is open.
    await end(
      control.closing ? { kind: 'closed' } : { kind: 'failed', error: serialiseError(error) },
    );
  }
}
