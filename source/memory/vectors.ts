/**
 * Finds entries by the nearness of their vectors. Filters hold before the limit, so that a filtered search still
 * returns as many as asked for, and every hit has its distance.
 */
import { FlowdeckError } from '../domain/errors.js';
import {
  countVectors,
  deleteVectors,
  insertVector,
  listNearest,
  listNearestByBits,
  listNearestNative,
  vectorDimensions,
  type StoredVector,
  type VectorHit,
  type VectorQuery,
} from '../store/repositories/vectors.js';
import type { Reader, Transaction } from '../store/types.js';

export type { VectorFilter, VectorHit, VectorQuery } from '../store/repositories/vectors.js';

export interface VectorIndex {
  /** @throws FlowdeckError `embedding.wrong_dimension` for what is no vector of 384 numbers with a direction */
  upsert(transaction: Transaction, vector: StoredVector): Promise<void>;
  /** Without a model, the vectors of all of them. */
  remove(transaction: Transaction, memoryId: number, model?: string): Promise<void>;
  /** Nearest first, at most `limit`; entries without a vector of the model are not found. */
  nearest(reader: Reader, query: VectorQuery): Promise<VectorHit[]>;
}

const writing: Pick<VectorIndex, 'upsert' | 'remove'> = {
  async upsert(transaction, vector) {
    if (!isVector(vector.vector)) {
      throw new FlowdeckError(
        'embedding.wrong_dimension',
        `What was made for entry ${vector.memoryId} is no vector of ${vectorDimensions} numbers.`,
      );
    }
    await insertVector(transaction, vector);
  },
  remove: deleteVectors,
};

/** Up to so many vectors, comparing all is as fast as anything. */
const exactUpTo = 10_000;

/** Fewer candidates lose true neighbours: of 100,000 vectors, 200 find 0.78 of them and 800 all. */
const minimumCandidates = 800;
const candidatesPerHit = 40;

/** Compares every vector up to 10,000 of them; above, those that one bit a dimension finds nearest. */
export function createVectorIndex({ exactUpTo: exact = exactUpTo } = {}): VectorIndex {
  return {
    ...writing,
    async nearest(reader, query) {
      if (!answerable(query)) return [];
      if ((await countVectors(reader, query.model, exact + 1)) <= exact) {
        return listNearest(reader, query);
      }
      const candidates = Math.max(minimumCandidates, candidatesPerHit * query.limit);
      return listNearestByBits(reader, query, candidates);
    },
  };
}

/** Beyond so many rows of the index, comparing all that fit is the cheaper way. */
const nativeRowsAtMost = 4000;

/** The library's own index, which `createNativeIndex` makes: for a remote server, and to be compared with. */
export const nativeVectorIndex: VectorIndex = {
  ...writing,
  async nearest(reader, query) {
    if (!answerable(query)) return [];
    // The index cannot filter: it is asked for more until enough of its rows fit.
    for (let rows = query.limit; rows <= nativeRowsAtMost; rows *= 4) {
      const hits = await listNearestNative(reader, query, rows);
      if (hits.length >= query.limit) return hits;
    }
    return listNearest(reader, query);
  },
};

function answerable({ vector, limit }: VectorQuery): boolean {
  return limit >= 1 && isVector(vector);
}

/** Of the right length and with a direction: the cosine of anything else is undefined. */
export function isVector(vector: Float32Array): boolean {
  let square = 0;
  for (const value of vector) square += value * value;
  return vector.length === vectorDimensions && square > 0 && Number.isFinite(square);
}
