import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelStatus } from '../../source/memory/model/index.js';
import { embedMemory, embedStep, Meaning } from '../../source/service/embedding.js';
import type { Database } from '../../source/store/types.js';
import {
  cosine,
  packageDirectory,
  runtimeProblem,
  useEmbedders,
} from '../memory/support/embedders.js';
import { failure, useFiles } from '../store/support/files.js';

const files = useFiles();
const embedders = useEmbedders();
const opened: Meaning[] = [];
afterEach(async () => {
  for (const meaning of opened.splice(0)) await meaning.close();
});

interface Fixture {
  readonly meaning: Meaning;
  status: ModelStatus;
  /** Milliseconds. */
  now: number;
}

function ready(directory: string, modelId = 'tiny-1'): ModelStatus {
  return { state: 'ready', directory, modelId, packageDirectory: packageDirectory() };
}

function fixture(status: ModelStatus, patienceMilliseconds?: number): Fixture {
  const made: Fixture = {
    status,
    now: 0,
    meaning: new Meaning({
      environment: {},
      entry: embedders.entry(),
      find: () => made.status,
      now: () => made.now,
      ...(patienceMilliseconds !== undefined && { patienceMilliseconds }),
    }),
  };
  opened.push(made.meaning);
  return made;
}

const missing: ModelStatus = {
  state: 'missing',
  reason: 'The model is not installed',
  hint: 'Install it.',
};

async function filled(count: number): Promise<Database> {
  const database = await files.open(files.file());
  await database.write(async (transaction) => {
    for (let number = 1; number <= count; number += 1) {
      await transaction.run(
        `INSERT INTO memory (entry_type, content, created_at) VALUES ('pitfall', ?, 'x')`,
        [`Entry ${number}`],
      );
    }
  });
  return database;
}

describe('without a model', () => {
  it('a query has no meaning, and the reason is told', async () => {
    const { meaning } = fixture(missing);
    expect(await meaning.ofQuery('login')).toEqual({
      vector: null,
      status: { state: 'off', reason: 'The model is not installed' },
    });
  });

  it('entries wait', async () => {
    const { meaning } = fixture(missing);
    const database = await filled(1);
    expect(await embedStep(database, meaning, 4, new AbortController().signal)).toBe('unavailable');
    const { code, message } = await failure(embedMemory(database, meaning, {}));
    expect(code).toBe('embedding.unavailable');
    expect(message).toContain('The model is not installed');
  });
});

describe.skipIf(runtimeProblem !== null)('with a model', () => {
  it('a query has a vector of that model', async () => {
    const { meaning } = fixture(ready(embedders.model()));
    const { vector, status } = await meaning.ofQuery('  login ');
    expect(status).toEqual({ state: 'on', reason: null });
    expect(vector?.model).toBe('tiny-1');
    expect(Array.isArray(vector?.values)).toBe(true);
    expect(vector?.values).toHaveLength(384);
  });

  it('a query without a letter has none, and one of 10 kB has', async () => {
    const { meaning } = fixture(ready(embedders.model()));
    for (const text of ['', '  ', '"*" - ( ', '\u{1F600}']) {
      expect(await meaning.ofQuery(text)).toEqual({
        vector: null,
        status: { state: 'on', reason: null },
      });
    }
    expect((await meaning.ofQuery('login '.repeat(2000))).vector?.values).toHaveLength(384);
    expect((await meaning.ofQuery('日本語')).vector?.values).toHaveLength(384);
  });

  it('BGE gets its instruction in front of a query, another model does not', async () => {
    const bge = await fixture(ready(embedders.model(), 'bge-small-en-v1.5-0')).meaning.ofQuery(
      'db',
    );
    const other = await fixture(ready(embedders.model())).meaning.ofQuery('db');
    const [plain, instructed] = await embedders
      .start()
      .embed(['db', 'Represent this sentence for searching relevant passages: db']);
    expect(cosine(other.vector?.values ?? [], plain ?? [])).toBeCloseTo(1, 5);
    expect(cosine(bge.vector?.values ?? [], instructed ?? [])).toBeCloseTo(1, 5);
    expect(cosine(plain ?? [], instructed ?? [])).toBeLessThan(0.99);
  });

  it('a query does not wait for ever for a model that is being loaded', async () => {
    const { meaning } = fixture(ready(embedders.model()), 0);
    expect(await meaning.ofQuery('login')).toEqual({
      vector: null,
      status: { state: 'loading', reason: 'the model is being loaded' },
    });
  });

  it('a query that is not wanted any more is dropped', async () => {
    const { meaning } = fixture(ready(embedders.model()));
    const abort = new AbortController();
    const query = failure(meaning.ofQuery('login', abort.signal));
    abort.abort();
    expect((await query).code).toBe('embedding.cancelled');
  });

  it('one that came, went or was changed is noticed', async () => {
    const made = fixture(missing);
    expect((await made.meaning.ofQuery('login')).status.state).toBe('off');
    made.status = ready(embedders.model());
    made.now += 5000;
    expect((await made.meaning.ofQuery('login')).vector?.model).toBe('tiny-1');
    made.status = ready(await embedders.makeModel({ seed: 2 }), 'tiny-2');
    made.now += 5000;
    expect((await made.meaning.ofQuery('login')).vector?.model).toBe('tiny-2');
    made.status = missing;
    made.now += 5000;
    expect((await made.meaning.ofQuery('login')).status.state).toBe('off');
  });

  it('one that fails is told, and tried again after a while', async () => {
    const made = fixture(ready(path.join(embedders.model(), 'nowhere')));
    const first = await made.meaning.ofQuery('login');
    expect(first.vector).toBeNull();
    expect(first.status.state).toBe('failed');
    expect(first.status.reason).toMatch(/^The model in .* could not be loaded: .*[^.]$/);
    const again = await made.meaning.embedder();
    expect(again.status).toEqual(first.status);
    made.now += 61_000;
    expect((await made.meaning.embedder()).status.state).toBe('on');
  });

  it('entries are embedded up to the limit, and then the rest', async () => {
    const { meaning } = fixture(ready(embedders.model()));
    const database = await filled(20);
    const progress: number[] = [];
    const report = { model: 'tiny-1', refused: 0 };
    expect(await embedMemory(database, meaning, { limit: 3 })).toEqual({
      ...report,
      embedded: 3,
      pending: 17,
    });
    expect(
      await embedMemory(database, meaning, {}, { onProgress: ({ done }) => progress.push(done) }),
    ).toEqual({ ...report, embedded: 17, pending: 0 });
    expect(progress).toEqual([8, 16, 17]);
    expect(await embedMemory(database, meaning, { limit: 0 })).toMatchObject({ embedded: 0 });
  });

  it('small steps lead to the same', async () => {
    const { meaning } = fixture(ready(embedders.model()));
    const database = await filled(10);
    const { signal } = new AbortController();
    const steps: string[] = [];
    while (steps.at(-1) !== 'done') steps.push(await embedStep(database, meaning, 4, signal));
    expect(steps).toEqual(['more', 'more', 'done']);
  });
});
