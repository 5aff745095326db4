import { availableParallelism, loadavg } from 'node:os';
import { debuglog } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { Progress } from '../domain/contract/store-client.js';
import { FlowdeckError, messageOf, serialiseError } from '../domain/errors.js';
import type { EmbeddingStep, QueryMeaning } from '../service/embedding.js';
import { watchDatabase } from '../store/watch.js';
import type { StartTimer } from './close-wait.js';
import { Background } from './background.js';
import { Control } from './control.js';
import { deferred } from './deferred.js';
import { Dispatcher } from './dispatcher.js';
import { Feed, type FeedSource } from './feed.js';
import { MeaningCalls } from './meaning-calls.js';
import { OutsideCalls } from './outside-calls.js';
import type {
  CallMessage,
  EmbedCall,
  FromThread,
  StoreCall,
  ThreadData,
  ToThread,
} from './protocol.js';

/**
 * How long after the wish to close a running command may still wait for a busy database, in milliseconds.
 * Ordinary commands end long before.
 */
const closingGrace = 1000;

/** See `EmbeddingOptions`. */
const defaultQuietMilliseconds = 1000;
const defaultMaximumLoad = 1.5;

/** An open store, as the thread uses it. */
export interface Host extends FeedSource {
  execute(call: StoreCall, onProgress: (progress: Progress) => void): Promise<unknown>;
  /** What a text means. Needs no turn in the queue. */
  ofQuery(text: string, signal: AbortSignal): Promise<QueryMeaning>;
  /** Runs beside the queue, with short turns in it. */
  embed(call: EmbedCall, onProgress: (progress: Progress) => void): Promise<unknown>;
  /** Works off a small piece of what waits for a vector. */
  embedStep(signal: AbortSignal): Promise<EmbeddingStep>;
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
  const opening = deferred();
  opening.promise.catch(() => undefined);
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
    onRest: () => background?.rest(),
  });
  const meaningCalls = new MeaningCalls({
    control,
    ofQuery: async (text, signal) => {
      await opening.promise;
      return opened().ofQuery(text, signal);
    },
    enqueue: (message) => dispatcher.enqueue(message),
    post,
  });
  const outsideCalls = new OutsideCalls({
    control,
    embed: async (call, onProgress) => {
      await opening.promise;
      return opened().embed(call, onProgress);
    },
    post,
    onEnd: () => background?.rest(),
  });
  const {
    background: worksOff,
    quietMilliseconds = defaultQuietMilliseconds,
    maximumLoad = defaultMaximumLoad,
  } = data.embedding;
  const background = worksOff
    ? new Background({
        step: (signal) => opened().embedStep(signal),
        overloaded: () => (loadavg()[0] ?? 0) / availableParallelism() > maximumLoad,
        quietMilliseconds,
        startTimer,
        onError: (error) => log(`Embedding in the background: ${messageOf(error)}`),
      })
    : null;

  /** Closes the connection, says so, and lets the thread end by itself: ending it by force aborts the process. */
  async function end(message: FromThread): Promise<void> {
    dispatcher.stop();
    feed.stop();
    unwatch();
    clearTimeout(grace);
    opening.reject(new FlowdeckError('store.closing', 'The store was not opened.'));
    meaningCalls.stop();
    try {
      await Promise.all([background?.stop(), host?.close()]);
      await outsideCalls.ended();
      post(message);
    } catch (error) {
      post({ kind: 'failed', error: serialiseError(error) });
    }
    control.finish();
    data.closePort.close();
    port.close();
  }

  function take(message: CallMessage): void {
    if (!meaningCalls.take(message) && !outsideCalls.take(message)) dispatcher.enqueue(message);
  }

  // However the thread ends, whoever blocks for its end goes on.
  process.on('exit', () => control.finish());
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'call':
        background?.interrupt();
        take(message);
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
      opening.resolve();
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

const startTimer: StartTimer = (callback, milliseconds) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

const log = debuglog('flowdeck');
