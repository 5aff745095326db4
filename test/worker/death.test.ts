import { mkdir, rmdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoreClient } from '../../source/domain/contract/store-client.js';
import type { SerialisedError } from '../../source/domain/errors.js';
import { sendTestCall, startStoreWorker } from '../../source/worker/client.js';
import { openSupervisedStore } from '../../source/worker/supervisor.js';
import { Bench, codeOf, read, until, write } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.set();
});
afterEach(() => bench.end());

test('a panic marks the store dead', async () => {
  const store = await bench.open();
  const failures: SerialisedError[] = [];
  store.onFailure((error) => failures.push(error));
  expect(await codeOf(sendTestCall(store, { kind: 'test', name: 'test.panic' }))).toBe(
    'store.dead',
  );
  expect(store.metrics()).toMatchObject({ state: 'DEAD', crashes: 1 });
  expect(await codeOf(store.query('totals', {}))).toBe('store.dead');
  expect(await codeOf(store.ready())).toBe('store.dead');
  expect(await codeOf(store.close())).toBe('store.dead');
  expect(failures).toMatchObject([
    { code: 'store.dead', message: expect.stringMatching(/panic/) as string },
  ]);
  expect(store.metrics().crashes).toBe(1);
});

test('a thread that dies while a command runs fails that command and all that wait', async () => {
  const store = await bench.open();
  await write(store, 'CREATE TABLE scratch (number INTEGER)');
  const gate = bench.gate();
  // The row is committed, the answer never comes: nothing was acknowledged.
  const running = codeOf(
    sendTestCall(store, {
      kind: 'test',
      name: 'test.sql',
      mode: 'write',
      sql: 'INSERT INTO scratch VALUES (1)',
      gate: gate.memory,
    }),
  );
  const waiting = [1, 2, 3].map(() => codeOf(write(store, 'INSERT INTO scratch VALUES (2)')));
  await until(() => gate.reached, 'the statement has run');
  gate.open('panic');
  expect(await running).toBe('store.dead');
  expect(await Promise.all(waiting)).toEqual(['store.dead', 'store.dead', 'store.dead']);
  expect(store.metrics()).toMatchObject({ state: 'DEAD', queueDepth: 0, crashes: 1 });

  const again = await bench.open();
  expect(await read(again, 'SELECT number FROM scratch')).toEqual([{ number: 1 }]);
});

test('a thread that dies while it closes leaves the store dead', async () => {
  const store = await bench.open();
  const { gate, ended } = await bench.pause(store);
  const command = codeOf(ended);
  const closed = codeOf(store.close());
  gate.open('panic');
  expect(await command).toBe('store.dead');
  expect(await closed).toBe('store.dead');
  expect(store.metrics()).toMatchObject({ state: 'DEAD', crashes: 1 });
});

describe('a supervised store', () => {
  test('is reopened on request only, and keeps its listeners', async () => {
    const workers: StoreClient[] = [];
    const store = bench.keep(
      openSupervisedStore(bench.options(), (options) => {
        const worker = startStoreWorker(options);
        workers.push(worker);
        return worker;
      }),
    );
    const panic = () => {
      const worker = workers.at(-1);
      if (!worker) throw new Error('No worker was started.');
      return codeOf(sendTestCall(worker, { kind: 'test', name: 'test.panic' }));
    };
    const failures: string[] = [];
    store.onFailure((error) => failures.push(error.code));
    await store.ready();
    const { cursor } = await store.query('overview', {});
    const told: string[] = [];
    store.subscribe(cursor, (delta) => told.push(...delta.events.map((event) => event.entityId)));
    const first = await store.command('epic.create', { title: 'Before' });
    await until(() => told.includes(first.id), 'the first epic is told');

    await panic();
    expect(failures).toEqual(['store.dead']);
    expect(await codeOf(store.query('totals', {}))).toBe('store.dead');

    await Promise.all([store.reopen(), store.reopen()]);
    expect(store.metrics()).toMatchObject({ state: 'RUNNING', crashes: 1 });
    const second = await store.command('epic.create', { title: 'After' });
    await until(() => told.includes(second.id), 'the second epic is told');
    expect(told).toEqual([first.id, second.id]);

    await panic();
    expect(failures).toEqual(['store.dead', 'store.dead']);
    expect(store.metrics().crashes).toBe(2);
    // A dead store has nothing left to close; a closed one is not reopened.
    await store.close();
    expect(await codeOf(store.reopen())).toBe('store.closed');
  });

  test('that could not be opened is reopened once the cause is gone', async () => {
    await mkdir(bench.databasePath);
    const store = bench.keep(openSupervisedStore(bench.options()));
    expect(await codeOf(store.ready())).toBe('store.cannot_open');
    expect(await codeOf(store.reopen())).toBe('store.cannot_open');
    await rmdir(bench.databasePath);
    await store.reopen();
    expect((await store.query('totals', {})).events).toBe(0);
  });

  test('that lives is not touched by reopening', async () => {
    const store = bench.keep(openSupervisedStore(bench.options()));
    await store.ready();
    await store.command('epic.create', { title: 'Kept' });
    await store.reopen();
    expect(store.metrics().durations['epic.create']?.count).toBe(1);
  });
});
