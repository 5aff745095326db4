import { afterEach, beforeEach, expect, test } from 'vitest';
import { queueCapacity } from '../../source/worker/control.js';
import { Helper } from './helper.js';
import { Bench, codeOf, read, until, write } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.set();
});
afterEach(() => bench.end());

test('what belongs to the connection survives from call to call', async () => {
  const store = await bench.open();
  await write(store, 'CREATE TEMP TABLE scratch (id INTEGER PRIMARY KEY, word TEXT)');
  await write(store, "INSERT INTO scratch (word) VALUES ('one'), ('two')");
  expect(await read(store, 'SELECT last_insert_rowid() AS id')).toEqual([{ id: 2 }]);
  expect(await read(store, 'SELECT word FROM scratch ORDER BY id')).toEqual([
    { word: 'one' },
    { word: 'two' },
  ]);
});

test('commands run in the order in which they were sent', async () => {
  const store = bench.start();
  const words = Array.from({ length: 20 }, (_, index) => `word ${index}`);
  const table = write(store, 'CREATE TABLE scratch (id INTEGER PRIMARY KEY, word TEXT)');
  await Promise.all([
    table,
    ...words.map((word) => write(store, 'INSERT INTO scratch (word) VALUES (?)', [word])),
  ]);
  const rows = await read(store, 'SELECT word FROM scratch ORDER BY id');
  expect(rows.map((row) => row['word'])).toEqual(words);
});

test('128 commands wait besides the one that runs; one more fails at once', async () => {
  const store = await bench.open();
  await write(store, 'CREATE TABLE scratch (number INTEGER)');
  const { gate, ended } = await bench.pause(store);
  const waiting = Array.from({ length: queueCapacity }, (_, number) =>
    write(store, 'INSERT INTO scratch VALUES (?)', [number]),
  );
  expect(store.metrics().queueDepth).toBe(queueCapacity);
  expect(store.metrics().overloads).toBe(0);

  await expect(read(store, 'SELECT 1')).rejects.toMatchObject({ code: 'store.overloaded' });
  expect(store.metrics()).toMatchObject({
    overloads: 1,
    queueDepth: queueCapacity,
    errors: { 'store.overloaded': 1 },
  });

  gate.open();
  await ended;
  await Promise.all(waiting);
  expect(await read(store, 'SELECT count(*) AS count FROM scratch')).toEqual([
    { count: queueCapacity },
  ]);
  expect(store.metrics().queueDepth).toBe(0);
});

test('before the store is open 128 commands wait and one more is too many', async () => {
  const store = bench.start();
  const waiting = Array.from({ length: queueCapacity }, () => read(store, 'SELECT 1'));
  expect(await codeOf(read(store, 'SELECT 1'))).toBe('store.overloaded');
  await Promise.all(waiting);
});

test('a waiting command that is cancelled gives its place back and never runs', async () => {
  const store = await bench.open();
  await write(store, 'CREATE TABLE scratch (number INTEGER)');
  const { gate, ended } = await bench.pause(store);
  const controller = new AbortController();
  const cancelled = store.command(
    'epic.create',
    { title: 'Never made' },
    { signal: controller.signal },
  );
  const others = Array.from({ length: queueCapacity - 1 }, (_, number) =>
    write(store, 'INSERT INTO scratch VALUES (?)', [number]),
  );
  controller.abort();
  expect(await codeOf(cancelled)).toBe('store.cancelled');
  expect(store.metrics().queueDepth).toBe(queueCapacity - 1);

  const last = write(store, 'INSERT INTO scratch VALUES (1000)');
  expect(await codeOf(read(store, 'SELECT 1'))).toBe('store.overloaded');
  gate.open();
  await Promise.all([ended, ...others, last]);
  expect(await read(store, 'SELECT count(*) AS count FROM epics')).toEqual([{ count: 0 }]);
  expect(await read(store, 'SELECT max(number) AS last FROM scratch')).toEqual([{ last: 1000 }]);
});

test('a running command is never interrupted', async () => {
  const store = await bench.open();
  const controller = new AbortController();
  const lock = await Helper.start('hold-write-lock', [bench.databasePath]);
  const command = store.command(
    'epic.create',
    { title: 'Made all the same' },
    { signal: controller.signal },
  );
  await until(() => store.metrics().queueDepth === 0, 'the command runs');
  controller.abort();
  await lock.end();
  await command;
  expect(await read(store, 'SELECT title FROM epics')).toEqual([{ title: 'Made all the same' }]);
});

test('a signal that is aborted already keeps the command from being sent', async () => {
  const store = await bench.open();
  const options = { signal: AbortSignal.abort() };
  expect(await codeOf(store.query('totals', {}, options))).toBe('store.cancelled');
  expect(store.metrics().queueDepth).toBe(0);
});

test('an input that cannot be sent is refused and leaves no trace', async () => {
  const store = await bench.open();
  const input = { title: (() => 'no text') as unknown as string };
  expect(await codeOf(store.command('epic.create', input))).toBe('store.invalid_argument');
  expect(store.metrics().queueDepth).toBe(0);
  await read(store, 'SELECT 1');
});

test('errors keep code, message and cause on their way', async () => {
  const store = await bench.open();
  const error: unknown = await write(store, 'INSERT INTO nowhere VALUES (1)').catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'FlowdeckError', cause: expect.any(Error) as Error });
  expect((error as Error).message).toMatch(/nowhere/);
});

test('metrics tell durations by kind of call and errors by code', async () => {
  const store = await bench.open();
  await read(store, 'SELECT 1');
  await read(store, 'SELECT 2');
  await write(store, 'INSERT INTO nowhere VALUES (1)').catch(() => undefined);
  const { durations, errors } = store.metrics();
  const sql = durations['test.sql'];
  expect(sql?.count).toBe(3);
  expect(sql?.p50).toBeGreaterThan(0);
  expect(sql?.p95).toBeGreaterThanOrEqual(sql?.p50 ?? Infinity);
  expect(sql?.max).toBeGreaterThanOrEqual(sql?.p95 ?? Infinity);
  expect(Object.values(errors)).toEqual([1]);
  await store.close();
  expect(store.metrics()).toMatchObject({
    state: 'CLOSED',
    closeMilliseconds: expect.any(Number) as number,
    crashes: 0,
    uncleanCloses: 0,
    closeTimeouts: 0,
  });
});

test('an idle thread takes up work that comes later', async () => {
  const store = await bench.open();
  await read(store, 'SELECT 1');
  await until(() => store.metrics().queueDepth === 0, 'the queue is empty');
  expect(await read(store, 'SELECT 2 AS two')).toEqual([{ two: 2 }]);
});
