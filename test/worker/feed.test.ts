import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cursor, Delta, EventRow } from '../../source/domain/contract/rows.js';
import type { SerialisedError } from '../../source/domain/errors.js';
import { FlowdeckError } from '../../source/domain/errors.js';
import { deltaInterval, failurePatience, Feed } from '../../source/worker/feed.js';
import type { FromThread } from '../../source/worker/protocol.js';

/** A database of events, in memory: outside commits move its data version, own ones do not. */
class FakeSource {
  version = 1;
  queries = 0;
  limit = 1000;
  failure: FlowdeckError | null = null;
  readonly #events: EventRow[] = [];

  get event(): number {
    return this.#events.length;
  }

  commit(outside = true): void {
    this.#events.push(event(this.event + 1));
    if (outside) this.version++;
  }

  refresh(): Promise<void> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve();
  }

  dataVersion(): Promise<number> {
    return Promise.resolve(this.version);
  }

  changes(cursor: Cursor): Promise<Delta | null> {
    this.queries++;
    const reload = cursor.databaseId !== 'database';
    if (!reload && cursor.event === this.event) return Promise.resolve(null);
    if (reload) return Promise.resolve(delta([], at(this.event), true));
    const events = this.#events.slice(cursor.event, cursor.event + this.limit);
    return Promise.resolve(delta(events, at(events.at(-1)?.id ?? 0), false));
  }
}

let source: FakeSource;
let feed: Feed;
let posted: FromThread[];
let broken: SerialisedError[];

beforeEach(() => {
  vi.useFakeTimers();
  source = new FakeSource();
  posted = [];
  broken = [];
  feed = new Feed({
    source,
    post: (message) => posted.push(message),
    onDue: () => undefined,
    onBroken: (error) => broken.push(error),
    now: () => Date.now(),
  });
});
afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

/** What the dispatcher does between two commands. */
async function turn(): Promise<void> {
  while (feed.due()) await feed.look();
}

async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await turn();
}

function told(subscription = 1): number[] {
  return posted.flatMap((message) =>
    message.kind === 'delta' && message.subscription === subscription
      ? message.delta.events.map(({ id }) => id)
      : [],
  );
}

test('a new subscriber is told at once what came after its cursor', async () => {
  source.commit();
  source.commit();
  feed.subscribe(1, at(1));
  await turn();
  expect(told()).toEqual([2]);
});

test('a hint without a commit costs no query', async () => {
  feed.subscribe(1, at(0));
  await turn();
  const { queries } = source;
  for (let index = 0; index < 10; index++) {
    feed.hint();
    await turn();
  }
  expect(source.queries).toBe(queries);
});

test('commands of our own are looked up although the data version stands still', async () => {
  feed.subscribe(1, at(0));
  await turn();
  source.commit(false);
  feed.touched();
  await turn();
  expect(told()).toEqual([1]);
});

test('the first of many changes is told at once, the rest gathered, each once and in order', async () => {
  feed.subscribe(1, at(0));
  await turn();
  for (let millisecond = 0; millisecond < 2000; millisecond += 5) {
    source.commit();
    feed.hint();
    await pass(5);
  }
  await pass(deltaInterval);
  expect(told()).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
  const deltas = posted.filter((message) => message.kind === 'delta');
  expect(deltas.length).toBeGreaterThanOrEqual(15);
  expect(deltas.length).toBeLessThanOrEqual(18);
  expect(deltas[0]?.delta.events.map(({ id }) => id)).toEqual([1]);
});

test('a change that came too early is told when its time has come, without another hint', async () => {
  feed.subscribe(1, at(0));
  await turn();
  source.commit();
  feed.hint();
  await turn();
  source.commit();
  feed.hint();
  await turn();
  expect(told()).toEqual([1]);
  await pass(deltaInterval);
  expect(told()).toEqual([1, 2]);
});

test('what an answer had no room for is asked for again', async () => {
  source.limit = 3;
  for (let index = 0; index < 8; index++) source.commit();
  feed.subscribe(1, at(0));
  await turn();
  expect(told()).toEqual([1, 2, 3]);
  await pass(deltaInterval);
  await pass(deltaInterval);
  expect(told()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  // The end is asked for once; then there is nothing to do until something happens.
  await pass(deltaInterval);
  const { queries } = source;
  await pass(10 * deltaInterval);
  expect(source.queries).toBe(queries);
});

test('every subscriber has its own cursor, and equal ones share a query', async () => {
  source.commit();
  feed.subscribe(1, at(0));
  feed.subscribe(2, at(1));
  await turn();
  expect([told(1), told(2)]).toEqual([[1], []]);
  await pass(deltaInterval);
  const { queries } = source;
  source.commit();
  feed.hint();
  await turn();
  expect([told(1), told(2)]).toEqual([[1, 2], [2]]);
  expect(source.queries).toBe(queries + 1);
  await pass(deltaInterval);
  feed.unsubscribe(1);
  source.commit();
  feed.hint();
  await pass(deltaInterval);
  expect([told(1), told(2)]).toEqual([
    [1, 2],
    [2, 3],
  ]);
});

test('a replaced file is a reload for everybody, whatever the cursors say', async () => {
  feed.subscribe(1, at(0));
  feed.subscribe(2, at(0));
  await turn();
  feed.reloaded();
  await pass(deltaInterval);
  const reloads = posted.flatMap((message) =>
    message.kind === 'delta' && message.delta.reload ? [message.subscription] : [],
  );
  expect(reloads).toEqual([1, 2]);
});

test('the lag is that of outside changes only', async () => {
  feed.subscribe(1, at(0));
  await turn();
  source.commit(false);
  feed.touched();
  await turn();
  await pass(deltaInterval);
  source.commit();
  vi.advanceTimersByTime(80);
  feed.hint();
  await turn();
  await pass(deltaInterval);
  const lags = posted.flatMap((message) =>
    message.kind === 'delta' ? [message.lagMilliseconds] : [],
  );
  expect(lags).toEqual([null, 80]);
});

describe('looks that fail', () => {
  test('are told, tried again, and lose nothing', async () => {
    feed.subscribe(1, at(0));
    await turn();
    source.failure = new FlowdeckError('store.replaced', 'The file is away.');
    source.commit();
    feed.hint();
    await turn();
    expect(posted).toMatchObject([{ kind: 'feed-error', error: { code: 'store.replaced' } }]);
    source.failure = null;
    await pass(deltaInterval);
    expect(told()).toEqual([1]);
    expect(broken).toEqual([]);
  });

  test('for too long give the store up', async () => {
    feed.subscribe(1, at(0));
    source.failure = new FlowdeckError('store.corrupt', 'A page is damaged.');
    for (let waited = 0; waited <= failurePatience + 2 * deltaInterval; waited += deltaInterval) {
      await pass(deltaInterval);
    }
    expect(broken).toMatchObject([{ code: 'store.corrupt' }]);
    expect(feed.due()).toBe(false);
    const { length } = posted;
    expect(length).toBeLessThan(failurePatience / deltaInterval + 4);
  });

  test('because the database is busy never do', async () => {
    feed.subscribe(1, at(0));
    source.failure = new FlowdeckError('store.busy', 'Somebody writes.');
    for (let waited = 0; waited <= 2 * failurePatience; waited += deltaInterval) {
      await pass(deltaInterval);
    }
    expect(broken).toEqual([]);
  });
});

function at(event: number): Cursor {
  return { databaseId: 'database', generation: 1, event, token: 0, heartbeat: '' };
}

function event(id: number): EventRow {
  return {
    id,
    timestamp: new Date().toISOString(),
    kind: 'note_logged',
    entityKind: 'task',
    entityId: 'fn-1.1',
    epicId: null,
    taskId: null,
    actor: null,
    sessionId: null,
    origin: 'command',
    commandId: String(id),
    version: null,
    fields: [],
    payload: {},
    undoes: null,
  };
}

function delta(events: EventRow[], cursor: Cursor, reload: boolean): Delta {
  return {
    cursor,
    reload,
    events,
    epics: [],
    tasks: [],
    removedEpics: [],
    removedTasks: [],
    totals: null,
    memoryChanged: false,
  };
}
