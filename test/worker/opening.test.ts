import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { FlowdeckError, type SerialisedError } from '../../source/domain/errors.js';
import { Readiness } from '../../source/worker/readiness.js';
import { Bench, codeOf, read } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.set();
});
afterEach(() => bench.end());

test('readiness may be awaited any number of times, by several, and later', async () => {
  const store = bench.start();
  await Promise.all([store.ready(), store.ready()]);
  await store.ready();
});

test('commands may be sent before the store is open', async () => {
  const store = bench.start();
  expect(await read(store, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

describe('an opening that fails', () => {
  test('is told every time it is asked for, and what was queued is dead', async () => {
    await mkdir(bench.databasePath);
    const failures: SerialisedError[] = [];
    const store = bench.start();
    store.onFailure((error) => failures.push(error));
    const queued = [codeOf(store.query('totals', {})), codeOf(store.query('totals', {}))];
    await expect(store.ready()).rejects.toMatchObject({ code: 'store.cannot_open' });
    await expect(store.ready()).rejects.toMatchObject({ code: 'store.cannot_open' });
    expect(await Promise.all(queued)).toEqual(['store.dead', 'store.dead']);
    expect(failures).toMatchObject([{ code: 'store.cannot_open' }]);
    expect(store.metrics()).toMatchObject({ state: 'DEAD', queueDepth: 0, crashes: 0 });
  });

  test('makes every later command and closing fail as dead, naming the reason', async () => {
    await writeFile(bench.databasePath, 'This is a letter, not a database. '.repeat(200));
    const store = bench.start();
    expect(await codeOf(store.ready())).toBe('store.not_a_database');
    const error: unknown = await store.query('totals', {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'store.dead',
      details: { reason: 'store.not_a_database' },
    });
    expect(await codeOf(store.close())).toBe('store.dead');
  });

  test('that nobody asks about is no unhandled rejection', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    onTestFinished(() => void process.off('unhandledRejection', unhandled));
    new Readiness().fail(new FlowdeckError('store.cannot_open', 'It does not open.'));
    await nextTurn();
    await nextTurn();
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('tells a listener that comes later too', async () => {
    await mkdir(bench.databasePath);
    const store = bench.start();
    await codeOf(store.ready());
    const error = await new Promise<SerialisedError>((resolve) => store.onFailure(resolve));
    expect(error.code).toBe('store.cannot_open');
  });

  test('does not make a database where none is asked for', async () => {
    const store = bench.start({ create: false });
    expect(await codeOf(store.ready())).toBe('store.cannot_open');
  });

  test('is a crash when the thread itself cannot start', async () => {
    const missing = pathToFileURL(path.join(bench.directory, 'missing.js'));
    const store = bench.start({ threadUrl: missing });
    expect(await codeOf(store.ready())).toBe('store.dead');
    expect(store.metrics()).toMatchObject({ state: 'DEAD', crashes: 1 });
  });
});

describe('a wait for readiness that is cancelled', () => {
  test('ends at once and leaves the other waits alone', async () => {
    const store = bench.start();
    const controller = new AbortController();
    const cancelled = codeOf(store.ready(controller.signal));
    const other = store.ready();
    controller.abort();
    expect(await cancelled).toBe('store.cancelled');
    await other;
    expect(await codeOf(store.ready(AbortSignal.abort()))).toBe('store.cancelled');
  });

  test('does not hide the failure from those who ask later', async () => {
    await mkdir(bench.databasePath);
    const store = bench.start();
    const controller = new AbortController();
    const cancelled = codeOf(store.ready(controller.signal));
    controller.abort();
    expect(await cancelled).toBe('store.cancelled');
    expect(await codeOf(store.ready())).toBe('store.cannot_open');
  });
});
