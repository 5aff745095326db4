/** Entries that say nearly the same as a text: found by the index, then compared with it as a whole. */
import type { SimilarMemory } from '../domain/contract/memory-calls.js';
import {
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

/** @returns at most three, the likest first */
export async function findSimilar(
  reader: Reader,
  text: { readonly content: string },
): Promise<SimilarMemory[]> {
  const words = comparedWords(text.content);
  const profile = likenessProfile(words);
  const found = await listIdsByWords(reader, tellingWords(words, searchedWords), candidates);
  const entries = await listByIds(
    reader,
    found.map(({ id }) => id),
  );
  return entries
    .map((entry) => ({
      id: entry.id,
      title: entry.title,
      likeness: likeness(profile, likenessProfile(comparedWords(entry.content))),
    }))
    .filter((entry) => entry.likeness >= nearlySame)
    .sort((left, right) => right.likeness - left.likeness || left.id - right.id)
    .slice(0, maximumSimilar);
}

export async function listByIds(reader: Reader, ids: readonly number[]): Promise<StoredMemory[]> {
  if (ids.length === 0) return [];
  return listWholeEntries(reader, { ids }, { now: '' });
}
