import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../source/memory/embedder.js';
import { embeddedText, embedPending } from '../../source/memory/embedding-queue.js';
import { createVectorIndex } from '../../source/memory/vectors.js';
import { FlowdeckError } from '../../source/domain/errors.js';
import { migrations } from '../../source/store/migrations/index.js';
import type { Database } from '../../source/store/types.js';
import { failure, useFiles } from '../store/support/files.js';
import { runtimeProblem, useEmbedders } from './support/embedders.js';

const files = useFiles();
const embedders = useEmbedders();
const index = createVectorIndex();

const notes = [
  'Auth: refresh token rotation',
  'libSQL schema migration',
  'Stripe invoice refunds',
  'Kubernetes helm charts',
  'A deadlock between two worker threads',
];

async function open(contents: readonly string[] = notes): Promise<Database> {
  const database = await files.open(files.file());
  for (const content of contents) await add(database, content);
  return database;
}

async function add(database: Database, content: string, type = 'pitfall'): Promise<void> {
  await database.write((transaction) =>
    transaction.run(
      `INSERT INTO memory (entry_type, title, content, created_at)
       VALUES (?, ?, ?, '2024-05-01T00:00:00.000Z')`,
      [type, content.slice(0, 80), content],
    ),
  );
}

async function find(database: Database, embedder: Embedder, text: string): Promise<string[]> {
  const [vector] = await embedder.embed([text]);
  if (!vector) throw new Error('There is no vector.');
  return database.read(async (reader) => {
    const hits = await index.nearest(reader, { model: embedder.modelId, vector, limit: 2 });
    const rows = await reader.all<{ id: number; content: string }>(
      'SELECT id, content FROM memory',
    );
    const contents = new Map(rows.map(({ id, content }) => [id, content]));
    return hits.map(({ id }) => contents.get(id) ?? '');
  });
}

async function all(database: Database, embedder: Embedder, batch = 3) {
  const sum = { embedded: 0, refused: 0, rounds: 0 };
  for (;;) {
    const { embedded, refused, pending } = await embedPending(database, embedder, { batch });
    sum.embedded += embedded;
    sum.refused += refused;
    sum.rounds += 1;
    if (pending === 0) return sum;
  }
}

/** An embedder without a model: what it is told to do, it does. */
function scripted(work: (text: string) => Promise<Float32Array>, modelId = 'scripted'): Embedder {
  return {
    modelId,
    dimensions: 384,
    embed: (texts) => Promise.all(texts.map(work)),
    state: () => 'ready',
    failure: () => null,
    processId: () => null,
    close: () => Promise.resolve(),
  };
}

const flat = (): Promise<Float32Array> => Promise.resolve(new Float32Array(384).fill(1));

describe.skipIf(runtimeProblem !== null)('from text to nearest entry, on a real model', () => {
  it('the entry of the same concept is the nearest', async () => {
    const database = await open();
    const embedder = embedders.start();
    expect(await all(database, embedder)).toEqual({ embedded: 5, refused: 0, rounds: 2 });
    const expected: [string, string][] = [
      ['login', notes[0] ?? ''],
      ['sqlite tables', notes[1] ?? ''],
      ['billing', notes[2] ?? ''],
      ['kubernets', notes[3] ?? ''],
      ['mutex', notes[4] ?? ''],
    ];
    for (const [query, nearest] of expected) {
      expect([query, (await find(database, embedder, query))[0]]).toEqual([query, nearest]);
    }
  });

  it('an entry of 1 MB is embedded by its beginning', async () => {
    const database = await open([`Billing of invoices\n${'lorem ipsum '.repeat(90_000)}`]);
    const embedder = embedders.start();
    expect(await all(database, embedder)).toMatchObject({ embedded: 1 });
    expect((await find(database, embedder, 'payment'))[0]).toContain('Billing');
  });

  it('a changed text is embedded again, and only that', async () => {
    const database = await open();
    const embedder = embedders.start();
    await all(database, embedder);
    await database.write((transaction) =>
      transaction.run("UPDATE memory SET content = 'Kubernetes pods', title = '' WHERE id = 1"),
    );
    await database.write((transaction) => transaction.run('UPDATE memory SET refs = refs + 1'));
    expect(await all(database, embedder)).toMatchObject({ embedded: 1 });
    expect(await find(database, embedder, 'cluster')).toContain('Kubernetes pods');
    expect((await find(database, embedder, 'login'))[0]).not.toBe('Kubernetes pods');
  });

  it('another model makes its own vectors, which are never compared with those of the first', async () => {
    const database = await open();
    const first = embedders.start();
    await all(database, first);
    const modelDirectory = await embedders.makeModel({ seed: 2 });
    const second = embedders.start({ modelDirectory, modelId: 'tiny-2' });
    expect(await find(database, second, 'login')).toEqual([]);
    expect(await all(database, second)).toMatchObject({ embedded: 5 });
    expect((await find(database, second, 'login'))[0]).toBe(notes[0]);
    expect((await find(database, first, 'login'))[0]).toBe(notes[0]);
    // Neither undoes the work of the other.
    expect(await all(database, first)).toMatchObject({ embedded: 0 });
    expect(await all(database, second)).toMatchObject({ embedded: 0 });
  });

  it('nothing is lost when the process dies in the middle', async () => {
    const database = await open(Array.from({ length: 40 }, (_, number) => `Note ${number}`));
    const embedder = embedders.start();
    await embedPending(database, embedder, { batch: 1 });
    const rest = all(database, embedder, 13);
    process.kill(embedder.processId() ?? 0, 'SIGKILL');
    expect(await rest).toMatchObject({ embedded: 39, refused: 0 });
  });
});

describe('the queue', () => {
  it('holds an entry the moment it is there, and old ones after an upgrade', async () => {
    const file = files.file();
    const older = await files.open(file, { create: true, migrations: migrations.slice(0, 1) });
    for (const content of notes) await add(older, content);
    await older.close();
    const database = await files.open(file, {});
    await add(database, 'After the upgrade');
    expect(await all(database, scripted(flat))).toMatchObject({ embedded: 6 });
  });

  it('does not forget a new entry that takes the place of a deleted one', async () => {
    const database = await open();
    const embedder = scripted(flat);
    await all(database, embedder);
    await database.write((transaction) => transaction.run('DELETE FROM memory WHERE id = 5'));
    await add(database, 'The newest');
    expect(await all(database, embedder)).toMatchObject({ embedded: 1 });
  });

  it('takes a text that is what it was for done', async () => {
    const database = await open();
    let asked = 0;
    const embedder = scripted(() => {
      asked += 1;
      return flat();
    });
    await all(database, embedder);
    for (const content of ['changed', notes[0] ?? '']) {
      await database.write((transaction) =>
        transaction.run('UPDATE memory SET content = ? WHERE id = 1', [content]),
      );
    }
    expect(await all(database, embedder)).toMatchObject({ embedded: 0 });
    expect(asked).toBe(notes.length);
  });

  it('leaves out a text that the model refuses, and what it meant before', async () => {
    const database = await open();
    await all(database, scripted(flat));
    await database.write((transaction) =>
      transaction.run("UPDATE memory SET content = content || ' changed'"),
    );
    const picky = scripted((text) =>
      text.includes('Stripe')
        ? Promise.reject(new FlowdeckError('embedding.text_refused', 'No.'))
        : flat(),
    );
    expect(await all(database, picky)).toMatchObject({ embedded: 4, refused: 1 });
    const rows = await database.read((reader) =>
      reader.all('SELECT memory_id FROM memory_vectors ORDER BY memory_id'),
    );
    expect(rows.map((row) => row['memory_id'])).toEqual([1, 2, 4, 5]);
  });

  it('stays as it is when the model fails', async () => {
    const database = await open();
    const broken = scripted(() =>
      Promise.reject(new FlowdeckError('embedding.model_failed', 'It cannot be loaded.')),
    );
    expect((await failure(embedPending(database, broken, { batch: 3 }))).code).toBe(
      'embedding.model_failed',
    );
    expect(await all(database, scripted(flat))).toMatchObject({ embedded: 5 });
  });

  it('never keeps the vector of a text that changed while it was made', async () => {
    const database = await open(['The older text']);
    const slow = scripted(async (text) => {
      if (text.includes('older')) {
        await database.write((transaction) =>
          transaction.run("UPDATE memory SET content = 'The newer text', title = ''"),
        );
        await all(database, scripted(flat, 'slow'));
      }
      return new Float32Array(384).fill(-1);
    }, 'slow');
    expect(await embedPending(database, slow, { batch: 1 })).toEqual({
      embedded: 0,
      refused: 0,
      pending: 0,
    });
    const vector = new Float32Array(384).fill(1);
    const [hit] = await database.read((reader) =>
      index.nearest(reader, { model: 'slow', vector, limit: 1 }),
    );
    expect(hit?.distance).toBeCloseTo(0, 5);
  });

  it('is worked off by two at once without harm', async () => {
    const database = await open(Array.from({ length: 20 }, (_, number) => `Note ${number}`));
    await Promise.all([all(database, scripted(flat), 3), all(database, scripted(flat), 7)]);
    const [row] = await database.read((reader) =>
      reader.all(
        `SELECT (SELECT count(*) FROM memory_vectors) AS vectors,
                (SELECT count(*) FROM memory_vector_bits) AS bits,
                (SELECT count(*) FROM events) AS events`,
      ),
    );
    expect(row).toEqual({ vectors: 20, bits: 20, events: 0 });
  });
});

describe('what is embedded', () => {
  it('is the text, its title unless it begins with it, and tags that it does not name', () => {
    const tags = JSON.stringify(['auth', 'db']);
    const content = 'Refresh the token for auth';
    expect(embeddedText({ title: 'Refresh the tok…', content, tags })).toBe(`db\n${content}`);
    expect(embeddedText({ title: 'Tokens', content, tags: '[]' })).toBe(`Tokens\n${content}`);
    expect(embeddedText({ title: '', content, tags: '[]' })).toBe(content);
  });
});
