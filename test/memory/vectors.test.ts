import { describe, expect, it } from 'vitest';
import {
  createVectorIndex,
  nativeVectorIndex,
  type VectorFilter,
  type VectorIndex,
} from '../../source/memory/vectors.js';
import {
  createNativeIndex,
  dropUnusedVectors,
  findVector,
  noteModel,
} from '../../source/store/repositories/vectors.js';
import type { Database } from '../../source/store/types.js';
import { failure, useFiles } from '../store/support/files.js';

const files = useFiles();
const model = 'model-a';
const index = createVectorIndex();

/** Numbers in [0, 1) that are the same on every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** As many vectors of length 1 around some centres. */
function clustered(count: number, clusters: number, seed = 1): Float32Array[] {
  const random = randomNumbers(seed);
  const point = (): Float32Array => Float32Array.from({ length: 384 }, () => random() - 0.5);
  const centres = Array.from({ length: clusters }, point);
  return Array.from({ length: count }, (_, number) => {
    const centre = centres[number % clusters] ?? point();
    const vector = centre.map((value) => value + 0.8 * (random() - 0.5));
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
}

const types = ['pitfall', 'convention', 'decision'];

async function filled(
  vectors: readonly Float32Array[],
  { name = model, into = index }: { name?: string; into?: VectorIndex } = {},
): Promise<Database> {
  const database = await files.open(files.file());
  await database.write(async (transaction) => {
    if (into === nativeVectorIndex) await createNativeIndex(transaction);
    await noteModel(transaction, name, '2024-05-01T00:00:00.000Z');
    for (const [number, vector] of vectors.entries()) {
      const memoryId = number + 1;
      await transaction.run(
        `INSERT INTO memory (id, entry_type, content, tags, module, created_at)
         VALUES (?, ?, ?, ?, ?, '2024-05-01T00:00:00.000Z')`,
        [
          memoryId,
          types[number % types.length] ?? '',
          `Entry ${memoryId}`,
          JSON.stringify(number % 10 === 0 ? ['rare', 'db'] : ['db']),
          number % 7 === 0 ? 'store' : null,
        ],
      );
      await into.upsert(transaction, { memoryId, model: name, vector, textHash: 'hash' });
    }
  });
  return database;
}

function nearest(
  database: Database,
  vector: Float32Array,
  {
    limit = 10,
    filter,
    name = model,
    by = index,
  }: { limit?: number; filter?: VectorFilter; name?: string; by?: VectorIndex } = {},
) {
  return database.read((reader) =>
    by.nearest(reader, { model: name, vector, limit, ...(filter && { filter }) }),
  );
}

function distance(left: Float32Array, right: Float32Array): number {
  return 1 - left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}

describe('the nearest vectors', () => {
  it('come first, with their distances', async () => {
    const vectors = clustered(300, 20);
    const database = await filled(vectors);
    const query = vectors[7] ?? new Float32Array(384);
    const hits = await nearest(database, query);
    const expected = vectors
      .map((vector, number) => ({ id: number + 1, distance: distance(query, vector) }))
      .sort((left, right) => left.distance - right.distance)
      .slice(0, 10);
    expect(hits.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    for (const [number, hit] of hits.entries()) {
      expect(hit.distance).toBeCloseTo(expected[number]?.distance ?? NaN, 4);
    }
  });

  it('are as many as asked for under every filter that so many fit', async () => {
    const vectors = clustered(300, 20);
    const database = await filled(vectors);
    const query = vectors[0] ?? new Float32Array(384);
    const filters: VectorFilter[] = [
      { type: 'decision' },
      { module: 'store' },
      { tags: ['db', 'rare'] },
      { type: 'pitfall', module: 'store' },
      { except: 1 },
    ];
    for (const by of [index, createVectorIndex({ exactUpTo: 100 })]) {
      for (const filter of filters) {
        expect(await nearest(database, query, { filter, by })).toHaveLength(10);
      }
      const decisions = await nearest(database, query, { filter: { type: 'decision' }, by });
      expect(decisions.every(({ id }) => (id - 1) % 3 === 2)).toBe(true);
      const others = await nearest(database, query, { filter: { except: 1 }, by });
      expect(others.map(({ id }) => id)).not.toContain(1);
      expect(await nearest(database, query, { filter: { tags: ['none'] }, by })).toEqual([]);
    }
  });

  it('are of the model that is asked for only', async () => {
    const vectors = clustered(20, 4);
    const database = await filled(vectors);
    const [first = new Float32Array(384)] = vectors;
    expect(await nearest(database, first, { name: 'model-b' })).toEqual([]);
    await database.write(async (transaction) => {
      await noteModel(transaction, 'model-b', '2024-05-01T00:00:00.000Z');
      const vector = first.map((value) => -value);
      await index.upsert(transaction, { memoryId: 3, model: 'model-b', vector, textHash: '' });
    });
    expect((await nearest(database, first, { name: 'model-b' })).map(({ id }) => id)).toEqual([3]);
    expect(await nearest(database, first, { limit: 100 })).toHaveLength(20);
  });

  it('are none for no limit, and for what has no direction', async () => {
    const vectors = clustered(5, 2);
    const database = await filled(vectors);
    const [first = new Float32Array(384)] = vectors;
    for (const by of [index, nativeVectorIndex]) {
      expect(await nearest(database, first, { limit: 0, by })).toEqual([]);
      expect(await nearest(database, new Float32Array(384), { by })).toEqual([]);
      expect(await nearest(database, first.subarray(0, 100), { by })).toEqual([]);
    }
  });

  it('found by one bit a dimension are those found by comparing all', async () => {
    const vectors = clustered(12_000, 200);
    const database = await filled(vectors);
    let found = 0;
    const queries = clustered(20, 200, 1).map((_, number) => vectors[number * 500]);
    for (const query of queries) {
      if (!query) throw new Error('There is no such vector.');
      const exact = await nearest(database, query, {
        by: createVectorIndex({ exactUpTo: 20_000 }),
      });
      const ids = (await nearest(database, query)).map(({ id }) => id);
      found += exact.filter(({ id }) => ids.includes(id)).length;
      expect(ids[0]).toBe(exact[0]?.id);
    }
    expect(found / (10 * queries.length)).toBeGreaterThanOrEqual(0.99);
  }, 60_000);
});

describe('the library’s own index', () => {
  it('finds the same, filtered too, behind the same calls', async () => {
    const vectors = clustered(120, 12);
    const database = await filled(vectors, { into: nativeVectorIndex });
    const query = vectors[5] ?? new Float32Array(384);
    for (const filter of [{}, { type: 'decision' }, { tags: ['rare'] }, { except: 6 }]) {
      const exact = await nearest(database, query, { filter });
      const native = await nearest(database, query, { filter, by: nativeVectorIndex });
      expect(native.map(({ id }) => id)).toEqual(exact.map(({ id }) => id));
    }
  });
});

describe('a vector', () => {
  it('is the view, not the buffer behind it', async () => {
    const [vector = new Float32Array(384)] = clustered(1, 1);
    const wide = new Float32Array(1000);
    wide.set(vector, 500);
    const database = await filled([wide.subarray(500, 884)]);
    expect(await database.read((reader) => findVector(reader, 1, model))).toEqual(vector);
    const [hit] = await nearest(database, wide.subarray(500, 884));
    expect(hit?.distance).toBeCloseTo(0, 5);
  });

  it('of another length, without a direction or without numbers is refused', async () => {
    const database = await filled(clustered(1, 1));
    const wrong = [new Float32Array(383), new Float32Array(384), new Float32Array(384).fill(NaN)];
    for (const vector of wrong) {
      const upsert = database.write((transaction) =>
        index.upsert(transaction, { memoryId: 1, model, vector, textHash: '' }),
      );
      expect((await failure(upsert)).code).toBe('embedding.wrong_dimension');
    }
  });

  it('replaces the one before it in both tables', async () => {
    const [first = new Float32Array(384), second = new Float32Array(384)] = clustered(2, 2);
    const database = await filled([first]);
    await database.write((transaction) =>
      index.upsert(transaction, { memoryId: 1, model, vector: second, textHash: 'new' }),
    );
    for (const by of [index, createVectorIndex({ exactUpTo: 0 })]) {
      const hits = await nearest(database, second, { by });
      expect(hits).toHaveLength(1);
      expect(hits[0]?.distance).toBeCloseTo(0, 5);
    }
  });

  it('goes with its entry, by itself, and with a model that nobody uses', async () => {
    const vectors = clustered(6, 2);
    const database = await filled(vectors);
    const count = async (): Promise<unknown[]> =>
      database.read((reader) =>
        reader.all(
          `SELECT (SELECT count(*) FROM memory_vectors) AS vectors,
                  (SELECT count(*) FROM memory_vector_bits) AS bits`,
        ),
      );
    await database.write((transaction) => transaction.run('DELETE FROM memory WHERE id = 1'));
    expect(await count()).toEqual([{ vectors: 5, bits: 5 }]);
    await database.write((transaction) => index.remove(transaction, 2, 'model-b'));
    expect(await count()).toEqual([{ vectors: 5, bits: 5 }]);
    await database.write((transaction) => index.remove(transaction, 2));
    expect(await count()).toEqual([{ vectors: 4, bits: 4 }]);
    const drop = (kept: string, before: string): Promise<number> =>
      database.write((transaction) => dropUnusedVectors(transaction, { kept, before, limit: 3 }));
    expect(await drop('model-b', '2024-05-01T00:00:00.000Z')).toBe(0);
    expect(await drop(model, '2025-01-01T00:00:00.000Z')).toBe(0);
    expect(await drop('model-b', '2025-01-01T00:00:00.000Z')).toBe(3);
    expect(await drop('model-b', '2025-01-01T00:00:00.000Z')).toBe(1);
    expect(await count()).toEqual([{ vectors: 0, bits: 0 }]);
    expect(await database.read((reader) => reader.all('SELECT * FROM embedding_models'))).toEqual(
      [],
    );
  });
});
