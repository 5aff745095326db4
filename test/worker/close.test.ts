import { afterEach, beforeEach, expect, test } from 'vitest';
import { closePatience, type StartTimer } from '../../source/worker/close-wait.js';
import { queueCapacity } from '../../source/worker/control.js';
import { Helper } from './helper.js';
import { Bench, codeOf, read, until, write } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.set();
});
afterEach(() => bench.end());

/** A timer that runs out when the test says so. */
function manualTimer(): { start: StartTimer; running: () => number; runOut: () => void } {
  const timers = new Map<() => void, number>();
  return {
    start: (callback, milliseconds) => {
      timers.set(callback, milliseconds);
      return () => timers.delete(callback);
    },
    running: () => timers.size,
    runOut: () => {
      for (const [callback, milliseconds] of timers) {
        expect(milliseconds).toBe(closePatience);
        timers.delete(callback);
        callback();
      }
    },
  };
}

test('a closed store takes no work', async () => {
  const store = await bench.open();
  await store.close();
  expect(store.metrics().state).toBe('CLOSED');
  expect(await codeOf(read(store, 'SELECT 1'))).toBe('store.closed');
  expect(await codeOf(store.ready())).toBe('store.closed');
});

test('closing lets the running command end, fails the waiting ones and takes no more', async () => {
  const store = await bench.open();
  await write(store, 'CREATE TABLE scratch (number INTEGER)');
  const { gate, ended } = await bench.pause(store);
  const waiting = Array.from({ length: queueCapacity }, (_, number) =>
    codeOf(write(store, 'INSERT INTO scratch VALUES (?)', [number])),
  );
  const closed = store.close();
  expect(store.metrics()).toMatchObject({ state: 'CLOSING', queueDepth: 0 });
  expect(await codeOf(read(store, 'SELECT 1'))).toBe('store.closing');
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['store.closing']));

  gate.open();
  await ended;
  await closed;
  expect(store.metrics().state).toBe('CLOSED');

  const again = await bench.open();
  expect(await read(again, 'SELECT count(*) AS count FROM scratch')).toEqual([{ count: 0 }]);
});

test('the state is CLOSED only once the connection is closed', async () => {
  const store = await bench.open();
  const { gate, ended } = await bench.pause(store);
  const closed = store.close();
  expect(store.metrics().state).toBe('CLOSING');
  gate.open();
  await ended;
  expect(store.metrics().state).toBe('CLOSING');
  await closed;
  expect(store.metrics().state).toBe('CLOSED');
});

test('closing may be asked for by several and again later', async () => {
  const store = await bench.open();
  await Promise.all([store.close(), store.close()]);
  await store.close();
  expect(store.metrics()).toMatchObject({ state: 'CLOSED', closeTimeouts: 0, uncleanCloses: 0 });
});

test('a store may be closed before it is open', async () => {
  const store = bench.start();
  const ready = codeOf(store.ready());
  const waiting = codeOf(read(store, 'SELECT 1'));
  await store.close();
  expect(await ready).toBe('store.closing');
  expect(await waiting).toBe('store.closing');
  expect(store.metrics().state).toBe('CLOSED');
});

test('closing that takes too long says so, and its late end is logged', async () => {
  const timer = manualTimer();
  const log: string[] = [];
  const store = await bench.open({ startTimer: timer.start, log: (line) => log.push(line) });
  const { gate, ended } = await bench.pause(store);
  const first = codeOf(store.close());
  const second = codeOf(store.close());
  expect(timer.running()).toBe(1);
  timer.runOut();
  expect(await first).toBe('store.close_timeout');
  expect(await second).toBe('store.close_timeout');
  expect(store.metrics()).toMatchObject({ state: 'CLOSING', closeTimeouts: 1 });
  expect(log).toEqual([]);

  const later = store.close();
  gate.open();
  await ended;
  await later;
  expect(timer.running()).toBe(0);
  expect(store.metrics()).toMatchObject({ state: 'CLOSED', closeTimeouts: 1 });
  expect(log.join('\n')).toMatch(/closed late, after \d+ ms/);
});

test('a command that waits for a busy database does not hold up closing', async () => {
  const store = await bench.open();
  await write(store, 'CREATE TABLE scratch (number INTEGER)');
  const lock = await Helper.start('hold-write-lock', [bench.databasePath]);
  try {
    const stuck = codeOf(write(store, 'INSERT INTO scratch VALUES (1)'));
    await until(() => store.metrics().queueDepth === 0, 'the command runs');
    await store.close();
    expect(await stuck).toBe('store.closing');
  } finally {
    await lock.end();
  }
});
