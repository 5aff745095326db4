/**
 * The ways to the nearest ten vectors beside each other: comparing all, one bit a dimension with the candidates
 * compared in full, and the library's own index. Sizes come from FLOWDECK_BENCH_VECTORS (`1000,10000,50000`); the
 * index of the library is made up to FLOWDECK_BENCH_NATIVE of them, for it takes minutes.
 */
import path from 'node:path';
import {
  createVectorIndex,
  nativeVectorIndex,
  type VectorIndex,
} from '../../source/memory/vectors.js';
import { openDatabase } from '../../source/store/open.js';
import { createNativeIndex, noteModel } from '../../source/store/repositories/vectors.js';
import type { Database, Transaction } from '../../source/store/types.js';
import { figuresOf, printTable } from './figures.js';

const model = 'bench';
const clusters = 200;
const queryCount = 50;
const limit = 10;
const batch = 500;
const types = ['pitfall', 'convention', 'decision', 'pitfall', 'convention'];

const exact = createVectorIndex({ exactUpTo: Number.MAX_SAFE_INTEGER - 1 });
const bits = createVectorIndex({ exactUpTo: 0 });

export async function vectors({ scratch }: { readonly scratch: string }): Promise<void> {
  const sizes = (process.env['FLOWDECK_BENCH_VECTORS'] ?? '1000,10000').split(',').map(Number);
  const nativeUpTo = Number(process.env['FLOWDECK_BENCH_NATIVE'] ?? '10000');
  const rows: (string | number)[][] = [];
  for (const size of sizes) {
    rows.push(...(await measure(scratch, size, { native: size <= nativeUpTo })));
  }
  printTable(
    `Nearest ${limit} of vectors of 384 numbers, ${queryCount} queries; milliseconds`,
    ['vectors', 'way', 'p50', 'p95', 'recall@10', 'p95, a fifth fits', 'insert a row', 'kB a row'],
    rows,
  );
}

async function measure(
  scratch: string,
  size: number,
  { native }: { readonly native: boolean },
): Promise<(string | number)[][]> {
  const plain = await filled(path.join(scratch, `vectors-${size}.db`), size, false);
  const ways: [string, VectorIndex, Filled][] = [
    ['all compared', exact, plain],
    ['one bit, then full', bits, plain],
  ];
  if (native) {
    const indexed = await filled(path.join(scratch, `native-${size}.db`), size, true);
    ways.push(['library’s index', nativeVectorIndex, indexed]);
  }
  const rows: (string | number)[][] = [];
  for (const [name, index, { database, insertMilliseconds, bytes }] of ways) {
    const open = await ask(database, index);
    const filtered = await ask(database, index, { type: 'decision' });
    rows.push([
      String(size),
      name,
      open.figures.p50,
      open.figures.p95,
      recall(open.found, (await ask(plain.database, exact)).found),
      filtered.figures.p95,
      insertMilliseconds / size,
      bytes / size / 1000,
    ]);
  }
  for (const database of new Set(ways.map(([, , made]) => made.database))) await database.close();
  return rows;
}

interface Filled {
  readonly database: Database;
  readonly insertMilliseconds: number;
  /** Of the vectors alone. */
  readonly bytes: number;
}

async function filled(file: string, size: number, native: boolean): Promise<Filled> {
  const database = await openDatabase(file, { create: true });
  const next = vectorSource(1);
  await database.write(async (transaction) => {
    await noteModel(transaction, model, new Date().toISOString());
    if (native) await createNativeIndex(transaction);
  });
  let insertMilliseconds = 0;
  for (let first = 1; first <= size; first += batch) {
    const ids = Array.from({ length: Math.min(batch, size - first + 1) }, (_, at) => first + at);
    await database.write((transaction) => addEntries(transaction, ids));
    const made = ids.map((memoryId) => ({ memoryId, model, vector: next(), textHash: 'x' }));
    const began = performance.now();
    await database.write(async (transaction) => {
      for (const vector of made) await exact.upsert(transaction, vector);
    });
    insertMilliseconds += performance.now() - began;
  }
  return { database, insertMilliseconds, bytes: await bytesOfVectors(database) };
}

async function addEntries(transaction: Transaction, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await transaction.run(
      `INSERT INTO memory (id, entry_type, content, created_at)
       VALUES (?, ?, ?, '2024-05-01T00:00:00.000Z')`,
      [id, types[id % types.length] ?? 'pitfall', `Entry ${id} of the benchmark`],
    );
  }
}

async function bytesOfVectors(database: Database): Promise<number> {
  const row = await database.read((reader) =>
    reader.get<{ bytes: number }>(
      `SELECT sum(pgsize) AS bytes FROM dbstat WHERE name LIKE '%vector%'`,
    ),
  );
  return row?.bytes ?? NaN;
}

async function ask(database: Database, index: VectorIndex, filter = {}) {
  const next = vectorSource(1, 7);
  const found: number[][] = [];
  const times: number[] = [];
  for (let query = 0; query < queryCount; query += 1) {
    const vector = next();
    const began = performance.now();
    const hits = await database.read((reader) =>
      index.nearest(reader, { model, vector, limit, filter }),
    );
    times.push(performance.now() - began);
    found.push(hits.map(({ id }) => id));
  }
  return { found, figures: figuresOf(times) };
}

function recall(found: readonly number[][], wanted: readonly number[][]): number {
  const both = found.map((ids, at) => ids.filter((id) => wanted[at]?.includes(id)).length);
  return both.reduce((sum, count) => sum + count, 0) / wanted.flat().length;
}

/** Vectors of length 1 around the centres that the seed makes, the same on every run. */
function vectorSource(seed: number, start = 0): () => Float32Array {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const point = (): Float32Array => Float32Array.from({ length: 384 }, random);
  const centres = Array.from({ length: clusters }, point);
  state = (state + start) >>> 0;
  return () => {
    const centre = centres[Math.floor((random() + 0.5) * clusters)] ?? point();
    const vector = centre.map((value) => value + 0.8 * random());
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
}
