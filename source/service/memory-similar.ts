/** Entries that say nearly the same as a text: found by the index, then compared with it as a whole. */
import type { QueryVector } from '../domain/contract/calls.js';
import type { SimilarMemory } from '../domain/contract/memory-calls.js';
import { createVectorIndex } from '../memory/vectors.js';
import {
  countHolders,
  listIdsByWords,
  listWholeEntries,
  type StoredMemory,
} from '../store/repositories/memory-entries.js';
import type { Reader } from '../store/types.js';
import {
  comparedWords,
  likeness,
  likenessProfile,
  nearlySame,
  tellingWords,
} from './memory-likeness.js';

const searchedWords = 12;
const candidates = 40;
const maximumSimilar = 3;
/** Cosine distance up to which two texts mean the same. */
const sameMeaning = 0.1;
const commonHolders = 2000;

/** @returns at most three, the likest first */
export async function findSimilar(
  reader: Reader,
  text: { readonly content: string; readonly vector?: QueryVector },
): Promise<SimilarMemory[]> {
  const words = comparedWords(text.content);
  const profile = likenessProfile(words);
  const worded = await wordedIds(reader, tellingWords(words, searchedWords), candidates);
  const near = await nearEntries(reader, text.vector ?? null);
  const entries = await listByIds(reader, [...new Set([...worded, ...near.keys()])]);
  return entries
    .map((entry) => ({
      id: entry.id,
      title: entry.title,
      likeness: Math.max(
        likeness(profile, likenessProfile(comparedWords(entry.content))),
        near.get(entry.id) ?? 0,
      ),
    }))
    .filter((entry) => entry.likeness >= nearlySame)
    .sort((left, right) => right.likeness - left.likeness || left.id - right.id)
    .slice(0, maximumSimilar);
}

/** Entries whose vector is so near that they mean the same, with how near they are from 0 to 1. */
async function nearEntries(
  reader: Reader,
  query: QueryVector | null,
): Promise<ReadonlyMap<number, number>> {
  if (query === null) return new Map();
  const hits = await createVectorIndex().nearest(reader, {
    model: query.model,
    vector: Float32Array.from(query.values),
    limit: maximumSimilar,
  });
  return new Map(
    hits
      .filter(({ distance }) => distance <= sameMeaning)
      .map(({ id, distance }) => [id, 1 - distance]),
  );
}

/**
 * Entries with any of the words, those with most and rarest of them first. Words that many entries hold tell little and
 * cost most: in a large memory they are left out, unless there are no others.
 */
export async function wordedIds(
  reader: Reader,
  words: readonly string[],
  limit: number,
): Promise<readonly number[]> {
  const holders = await countHolders(reader, words);
  const held = words.filter((word) => holders.has(word));
  const rare = held.filter((word) => (holders.get(word) ?? 0) <= commonHolders);
  const found = await listIdsByWords(reader, rare.length > 0 ? rare : held, limit);
  return found.map(({ id }) => id);
}

export async function listByIds(reader: Reader, ids: readonly number[]): Promise<StoredMemory[]> {
  if (ids.length === 0) return [];
  return listWholeEntries(reader, { ids }, { now: '' });
}
