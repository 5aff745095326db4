import { describe, expect, test } from 'vitest';
import { createVectorIndex } from '../../source/memory/vectors.js';
import { noteModel } from '../../source/store/repositories/vectors.js';
import { openBench, type Bench } from './support/service.js';

const model = 'test-model';

/** A direction in the plane of the first two dimensions. */
function direction(degrees: number): Float32Array {
  const vector = new Float32Array(384);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

/** Entries without a word in common, each with a vector. */
async function fill({ service, database }: Bench, degrees: readonly number[]): Promise<void> {
  const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo'];
  for (const [index, angle] of degrees.entries()) {
    const content = (words[index] ?? '').repeat(3);
    const { id } = await service.command('memory.add', { type: 'pitfall', content });
    await database.write(async (transaction) => {
      await noteModel(transaction, model, '2026-01-01T00:00:00.000Z');
      const stored = { memoryId: id, model, vector: direction(angle), textHash: 'x' };
      await createVectorIndex().upsert(transaction, stored);
    });
  }
}

describe('vectors that are there', () => {
  test('relate entries without a word in common, the nearest first', async () => {
    const bench = await openBench();
    await fill(bench, [0, 40, 15, 90]);
    const related = await bench.service.query('memory.related', { id: 1 });
    expect(related.map(({ row, reasons }) => [row.id, reasons])).toEqual([
      [3, ['meaning']],
      [2, ['meaning']],
    ]);
  });

  test('point out an entry that means the same, where the caller knows the meaning', async () => {
    const bench = await openBench();
    await fill(bench, [0, 40]);
    const add = (content: string, vector?: { model: string; values: number[] }) =>
      bench.service.command('memory.add', { type: 'pitfall', content, ...(vector && { vector }) });
    const near = { model, values: Array.from(direction(5)) };
    expect((await add('foxtrot', near)).similar).toMatchObject([{ id: 1 }]);
    expect((await add('golf')).similar).toEqual([]);
    // Vectors of different models are never compared, and what is none is no error.
    expect((await add('hotel', { ...near, model: 'another' })).similar).toEqual([]);
    expect((await add('india', { model, values: [1, 2] })).similar).toEqual([]);
  });
});
