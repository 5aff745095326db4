import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeTinyModel } from '../../scripts/tiny-model.js';
import type { StoreClient } from '../../source/domain/contract/store-client.js';
import type { EmbeddingOptions } from '../../source/worker/protocol.js';
import { runtimeProblem } from '../memory/support/embedders.js';
import { Bench, codeOf, read, until } from './support.js';

let bench: Bench;
beforeEach(async () => (bench = await Bench.set()));
afterEach(() => bench.end());

const entries = [
  'Refresh the login token before it expires',
  'The database schema migration takes a lock',
  'Refund an invoice only once',
];

async function open(embedding: Partial<EmbeddingOptions> = {}): Promise<StoreClient> {
  const modelDirectory = path.join(bench.directory, 'model');
  await writeTinyModel(modelDirectory);
  return bench.open({
    embedding: {
      environment: { HOME: bench.directory, FLOWDECK_MODEL_DIR: modelDirectory },
      background: false,
      ...embedding,
    },
  });
}

async function add(store: StoreClient, contents: readonly string[] = entries): Promise<void> {
  for (const content of contents) await store.command('memory.add', { type: 'pitfall', content });
}

async function vectors(store: StoreClient): Promise<number> {
  const [row] = await read(store, 'SELECT count(*) AS count FROM memory_vectors');
  return Number(row?.['count']);
}

function byMeaning(store: StoreClient, text: string) {
  return store.query('search', { text, scope: 'memory', meaning: true });
}

describe.skipIf(runtimeProblem !== null)('with a model', () => {
  test('entries are embedded in the background, and found by what they mean', async () => {
    const store = await open({ background: true, quietMilliseconds: 1, maximumLoad: Infinity });
    await add(store);
    await expect.poll(() => vectors(store), { timeout: 30_000, interval: 50 }).toBe(entries.length);
    const answer = await byMeaning(store, 'sign-in credential');
    expect(answer.meaning).toEqual({ state: 'on', reason: null });
    expect(answer.hits[0]?.row?.summary).toBe(entries[0]);
    expect(answer.hits[0]?.arms).toEqual(['meaning']);
  });

  test('a command embeds on demand, beside the queue, and tells how far it is', async () => {
    const store = await open();
    await add(store);
    const stages: string[] = [];
    const done = await store.command(
      'memory.embed',
      {},
      { onProgress: ({ stage }) => stages.push(stage) },
    );
    expect(done).toMatchObject({ embedded: 3, refused: 0, pending: 0 });
    expect(done.model).toMatch(/^custom-/);
    expect(stages).toContain('embedding');
    expect(await store.command('memory.embed', {})).toMatchObject({ embedded: 0, pending: 0 });
  });

  test('other calls go on while the model is being loaded for a search', async () => {
    const store = await open();
    await add(store);
    const order: string[] = [];
    const search = byMeaning(store, 'money').then(() => order.push('search'));
    const totals = store.query('totals', {}).then(() => order.push('totals'));
    await Promise.all([search, totals]);
    expect(order).toEqual(['totals', 'search']);
  });

  test('of searches in a row only the newest is answered', async () => {
    const store = await open();
    await add(store);
    const codes = ['s', 'si', 'sig', 'sign'].map((text) => codeOf(byMeaning(store, text)));
    expect(await Promise.all(codes)).toEqual([
      'store.cancelled',
      'store.cancelled',
      'store.cancelled',
      'resolved',
    ]);
  });

  test('closing while the model works is not delayed, and leaves no process', async () => {
    const store = await open();
    await add(
      store,
      Array.from({ length: 200 }, (_, index) => `Entry number ${index}`),
    );
    const embedding = codeOf(store.command('memory.embed', {}));
    await expect.poll(() => vectors(store), { timeout: 30_000 }).toBeGreaterThan(0);
    await store.close();
    expect(['store.closing', 'resolved']).toContain(await embedding);
    expect(store.metrics().state).toBe('CLOSED');
  });

  test('a model that is taken away turns meaning off, and the search works on', async () => {
    const store = await open();
    await add(store);
    await store.command('memory.embed', {});
    rmSync(path.join(bench.directory, 'model'), { recursive: true });
    await expect
      .poll(async () => (await byMeaning(store, 'login')).meaning.state, { timeout: 20_000 })
      .toBe('off');
    const { hits } = await byMeaning(store, 'login');
    expect(hits[0]?.row?.summary).toBe(entries[0]);
  });
});

describe('without a model', () => {
  test('a search says in one clause that meaning is off, and finds words', async () => {
    const store = await bench.open({
      embedding: { background: true, quietMilliseconds: 1, environment: { HOME: bench.directory } },
    });
    await add(store);
    const answer = await byMeaning(store, 'login');
    expect(answer.meaning.state).toBe('off');
    expect(answer.meaning.reason).toMatch(/^The model is not installed/);
    expect(answer.hits[0]?.row?.summary).toBe(entries[0]);
    expect(await codeOf(store.command('memory.embed', {}))).toBe('embedding.unavailable');
  });

  test('a search that is made before the store is open is answered', async () => {
    const store = bench.start({
      embedding: { background: false, environment: { HOME: bench.directory } },
    });
    const answer = byMeaning(store, 'login');
    await until(() => store.metrics().queueDepth === 0, 'the search is begun');
    expect((await answer).hits).toEqual([]);
  });
});
