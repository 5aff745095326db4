/** What belongs to an entry, or to the text of a task. */
import type { RelatedMemory } from '../domain/contract/memory-calls.js';
import { createVectorIndex } from '../memory/vectors.js';
import {
  findModelOfEntry,
  listEntries,
  listIdsByKey,
  listIdsLinkingTo,
  toRow,
  type StoredMemory,
} from '../store/repositories/memory-entries.js';
import { findVector } from '../store/repositories/vectors.js';
import type { Reader } from '../store/types.js';
import type { QueryHandlers } from './handlers.js';
import { comparedWords, tellingWords } from './memory-likeness.js';
import { requireMemory } from './memory-settings.js';
import { listByIds, wordedIds } from './memory-similar.js';
import { requireEntry } from './memory-target.js';

const defaultLimit = 10;
const searchedWords = 16;
const candidates = 60;
/** Tags in common weigh less than a link, words less than tags that few others have. */
const weights = { linked: 2, tags: 1, words: 1, meaning: 1 };
/** Cosine distance from which on two texts have nothing to do with each other. */
const farthest = 0.35;
/** Entries with nothing but a few words in common are chance. */
const leastScore = 0.15;

export const memoryRelatedQueries: QueryHandlers<'memory.related'> = {
  async 'memory.related'({ reader }, input) {
    await requireMemory(reader);
    const origin =
      'id' in input
        ? originOfEntry(await requireEntry(reader, input.id))
        : { id: null, text: input.text, tags: [], names: [], links: [] };
    const linked = await linkedIds(reader, origin);
    const tagged = await taggedIds(reader, origin.tags);
    const words = tellingWords(comparedWords(origin.text), searchedWords);
    const worded = new Set(await wordedIds(reader, words, candidates));
    const near = await nearEntries(reader, origin.id);
    const ids = new Set([...linked, ...tagged, ...worded, ...near.keys()]);
    if (origin.id !== null) ids.delete(origin.id);
    const entries = await listByIds(reader, [...ids]);
    return entries
      .map((entry) => scored(entry, { tags: origin.tags, words, linked, worded, near }))
      .filter(({ score }) => score >= leastScore)
      .sort((left, right) => right.score - left.score || right.row.id - left.row.id)
      .slice(0, input.limit ?? defaultLimit);
  },
};

interface Origin {
  readonly id: number | null;
  readonly text: string;
  readonly tags: readonly string[];
  /** By what others link to it. */
  readonly names: readonly string[];
  readonly links: readonly string[];
}

function originOfEntry(entry: StoredMemory): Origin {
  return {
    id: entry.id,
    text: `${entry.title}\n${entry.content}`,
    tags: entry.tags,
    names: [String(entry.id), `#${entry.id}`, ...(entry.key === null ? [] : [entry.key])],
    links: entry.related,
  };
}

/** In either direction; a link that leads nowhere is none. */
async function linkedIds(reader: Reader, { names, links }: Origin): Promise<ReadonlySet<number>> {
  const ids = new Set(names.length > 0 ? await listIdsLinkingTo(reader, names) : []);
  for (const link of links) {
    const number = /^#?(\d{1,15})$/.exec(link)?.[1];
    if (number !== undefined) ids.add(Number(number));
    else for (const id of await listIdsByKey(reader, link)) ids.add(id);
  }
  return ids;
}

async function taggedIds(reader: Reader, tags: readonly string[]): Promise<readonly number[]> {
  if (tags.length === 0) return [];
  const rows = await listEntries(reader, { anyTag: tags }, { now: '' });
  const shared = (row: (typeof rows)[number]): number =>
    row.tags.filter((tag) => tags.includes(tag)).length;
  return rows
    .sort((left, right) => shared(right) - shared(left))
    .slice(0, candidates)
    .map(({ id }) => id);
}

/** By the vectors that are there: 1 for the same meaning, falling to 0; none for an entry without a vector. */
async function nearEntries(
  reader: Reader,
  id: number | null,
): Promise<ReadonlyMap<number, number>> {
  const model = id === null ? null : await findModelOfEntry(reader, id);
  const vector = id === null || model === null ? null : await findVector(reader, id, model);
  if (id === null || model === null || vector === null) return new Map();
  const hits = await createVectorIndex().nearest(reader, {
    model,
    vector,
    limit: defaultLimit,
    filter: { except: id },
  });
  return new Map(
    hits
      .filter(({ distance }) => distance < farthest)
      .map((hit) => [hit.id, 1 - hit.distance / farthest]),
  );
}

function scored(
  entry: StoredMemory,
  by: {
    readonly tags: readonly string[];
    readonly words: readonly string[];
    readonly linked: ReadonlySet<number>;
    readonly worded: ReadonlySet<number>;
    readonly near: ReadonlyMap<number, number>;
  },
): RelatedMemory {
  const tags = entry.tags.filter((tag) => by.tags.includes(tag));
  const all = new Set([...entry.tags, ...by.tags]).size;
  const nearness = by.near.get(entry.id) ?? 0;
  const isLinked = by.linked.has(entry.id);
  const isWorded = by.worded.has(entry.id);
  const held = new Set(isWorded ? comparedWords(`${entry.title}\n${entry.content}`) : []);
  const common = by.words.filter((word) => held.has(word)).length;
  return {
    row: toRow(entry),
    score:
      (isLinked ? weights.linked : 0) +
      (all > 0 ? (weights.tags * tags.length) / all : 0) +
      (common > 0 ? (weights.words * common) / by.words.length : 0) +
      weights.meaning * nearness,
    reasons: [
      ...(isLinked ? (['linked'] as const) : []),
      ...(tags.length > 0 ? (['tags'] as const) : []),
      ...(common > 0 ? (['words'] as const) : []),
      ...(nearness > 0 ? (['meaning'] as const) : []),
    ],
    tags,
  };
}
