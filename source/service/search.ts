/** One search over memory entries, epics and tasks: by words, by what looks like them, and by meaning. */
import type { QueryInput, QueryVector } from '../domain/contract/calls.js';
import type { MemoryHit, MemoryRow, SearchArm, SearchHit } from '../domain/contract/rows.js';
import { createVectorIndex } from '../memory/vectors.js';
import { excerptOf } from '../search/excerpt.js';
import { likeEnough, fuse, type Scored } from '../search/fuse.js';
import { fuzzyMatch } from '../search/fuzzy.js';
import type { SearchQuery } from '../search/query.js';
import { joinRanges, rangesIn } from '../search/rank.js';
import {
  documentRevision,
  findDocumentsByParts,
  findDocumentsByWords,
  listDocumentLines,
  listDocumentWords,
  listRecentDocuments,
  readDocuments,
  tellingDocumentColumns,
  type DocumentText,
} from '../store/repositories/documents.js';
import {
  filterMemory,
  filterVectors,
  findMemoryByParts,
  findMemoryByWords,
  isFiltering,
  listMemoryLines,
  listMemoryWords,
  listRecentMemory,
  memoryRevision,
  readMemoryTexts,
  tellingMemoryColumns,
  type SearchFilter,
} from '../store/repositories/full-text.js';
import type { Reader } from '../store/types.js';
import type { QueryScope } from './context.js';
import type { QueryHandlers } from './handlers.js';
import { searchFilterOf } from './search-filter.js';
import { currentSynonyms } from './search-synonyms.js';
import { WordSearch, type FoundText } from './search-words.js';

const defaultHits = 20;
/** Entries near in meaning that are looked at, before the limit. */
const meaningCandidates = 200;
/** How much of a text its words are taken from when it changed. */
const learntLength = 20_000;

interface MemoryText extends FoundText {
  readonly row: MemoryRow;
}

interface ProjectText extends FoundText {
  readonly document: DocumentText;
}

const memoryWords = new WordSearch<MemoryText, SearchFilter>({
  source: {
    revision: memoryRevision,
    words: listMemoryWords,
    lines: listMemoryLines,
    texts: async (reader, ids) =>
      (await readMemoryEntries(reader, ids, learntLength)).map(({ text }) =>
        [text.title, text.about, text.content].join('\n'),
      ),
  },
  telling: tellingMemoryColumns,
  byWords: findMemoryByWords,
  byParts: findMemoryByParts,
  isChoosing: isFiltering,
  chosen: (reader, ids, filter) =>
    isFiltering(filter) ? filterMemory(reader, ids, filter) : Promise.resolve(new Set(ids)),
  read: readMemoryEntries,
});

const projectWords = new WordSearch<ProjectText, null>({
  source: {
    revision: documentRevision,
    words: listDocumentWords,
    lines: listDocumentLines,
    texts: async (reader, ids) =>
      (await readProjectTexts(reader, ids, learntLength)).map(({ text }) =>
        [text.title, text.about, text.content].join('\n'),
      ),
  },
  telling: tellingDocumentColumns,
  byWords: (reader, expression, _, limit) => findDocumentsByWords(reader, expression, limit),
  byParts: (reader, expression, _, limit) => findDocumentsByParts(reader, expression, limit),
  isChoosing: () => false,
  chosen: (_, ids) => Promise.resolve(new Set(ids)),
  read: readProjectTexts,
});

const vectors = createVectorIndex();

export const searchQueries: QueryHandlers<'search' | 'memory.search'> = {
  async search(scope, input) {
    const { scope: where, limit = defaultHits, vector } = input;
    const hits = [
      ...(where === 'project' ? [] : await searchMemory(scope, input)),
      ...(where === 'memory' ? [] : await searchProject(scope, input)),
    ];
    return {
      hits: shownOf(hits, limit),
      meaning: { state: vector && where !== 'project' ? 'on' : 'off', reason: null },
    };
  },

  async 'memory.search'(scope, { text, limit = defaultHits, vector, ...filter }) {
    const input = { text, limit, filter, scope: 'memory', ...(vector && { vector }) } as const;
    return shownOf(await searchMemory(scope, input), limit).flatMap((hit) => {
      const { row, score, arms, excerpt, matches, titleMatches } = hit;
      if (row === null) return [];
      const arm = arms[0] ?? 'words';
      return [{ row, score, arm, excerpt, matches, titleMatches } satisfies MemoryHit];
    });
  },
};

/** A hit and what decides between hits of equal scores: how often it was of use, then how new it is. */
interface Ranked {
  readonly score: number;
  readonly references: number;
  readonly time: string;
  readonly number: number;
  /** Finding what to show of it costs more than ranking it. */
  readonly show: () => SearchHit;
}

function shownOf(found: readonly Ranked[], limit: number): SearchHit[] {
  return [...found]
    .sort(byRank)
    .slice(0, limit)
    .map(({ show }) => show());
}

/** Scores closer than this are equal. */
const scoreStep = 1 / 200;

function byRank(left: Ranked, right: Ranked): number {
  return (
    Math.round(right.score / scoreStep) - Math.round(left.score / scoreStep) ||
    right.references - left.references ||
    (left.time < right.time ? 1 : left.time > right.time ? -1 : 0) ||
    right.number - left.number
  );
}

async function searchMemory(scope: QueryScope, input: QueryInput<'search'>): Promise<Ranked[]> {
  const { reader } = scope;
  const { text, limit = defaultHits, vector } = input;
  const filter = await searchFilterOf(input.filter);
  if (isEmpty(text)) {
    const ids = await listRecentMemory(reader, filter, limit);
    return (await readMemoryEntries(reader, ids, 1000)).map((found) => recent(memoryHit(found)));
  }
  const { query, hits } = await memoryWords.search(scope, text, filter, currentSynonyms());
  const alike = vector ? await searchMeaning(reader, vector, filter, hits.length === 0) : [];
  const byId = new Map(hits.map((hit) => [hit.text.id, hit]));
  const without = alike.filter(({ id }) => !byId.has(id)).map(({ id }) => id);
  const texts = new Map<number, MemoryText>();
  for (const { text: found } of hits) texts.set(found.id, found);
  for (const found of await readMemoryEntries(reader, without, 6000)) texts.set(found.id, found);
  const known =
    vector && alike.length > 0
      ? await filterVectors(reader, [...byId.keys()], vector.model)
      : new Set<number>();
  const words = hits.map(({ text: { id }, score }) => ({ id, score }));
  const fused =
    alike.length === 0
      ? words.map((each) => ({ ...each, byMeaning: false }))
      : fuse(words, alike, (id) => known.has(id));
  return fused.flatMap(({ id, score, byMeaning }) => {
    const found = texts.get(id);
    if (!found) return [];
    const arms = [...(byId.get(id)?.arms ?? []), ...(byMeaning ? (['meaning'] as const) : [])];
    return [memoryHit(found, { text, query, score, arms })];
  });
}

async function searchProject(scope: QueryScope, input: QueryInput<'search'>): Promise<Ranked[]> {
  const { reader } = scope;
  const { text, limit = defaultHits } = input;
  if (isEmpty(text)) {
    const ids = await listRecentDocuments(reader, limit);
    return (await readProjectTexts(reader, ids, 1000)).map((found) => recent(projectHit(found)));
  }
  const { query, hits } = await projectWords.search(scope, text, null, currentSynonyms());
  return hits.map(({ text: found, score, arms }) =>
    projectHit(found, { text, query, score, arms }),
  );
}

async function searchMeaning(
  reader: Reader,
  { model, values }: QueryVector,
  filter: SearchFilter,
  alone: boolean,
): Promise<Scored[]> {
  const near = await vectors.nearest(reader, {
    model,
    vector: Float32Array.from(values),
    limit: meaningCandidates,
    filter,
  });
  return likeEnough(
    near.map(({ id, distance }) => ({ id, score: 1 - distance })),
    model,
    alone,
  );
}

interface Reason {
  /** As it was typed. */
  readonly text: string;
  readonly query: SearchQuery;
  readonly score: number;
  readonly arms: readonly SearchArm[];
}

function memoryHit({ row, text }: MemoryText, reason?: Reason): Ranked {
  return {
    score: reason?.score ?? 0,
    references: row.references,
    time: row.createdAt,
    number: row.id,
    show: () => ({
      ...shown(text.title, text.content, row.summary, reason),
      kind: 'memory',
      id: String(row.id),
      row,
    }),
  };
}

function projectHit({ document, text }: ProjectText, reason?: Reason): Ranked {
  const { kind, id, updatedAt, number } = document;
  return {
    score: reason?.score ?? 0,
    references: 0,
    time: updatedAt,
    number,
    show: () => ({ ...shown(text.title, text.content, '', reason), kind, id, row: null }),
  };
}

/** What an answer shows of a text, with what matched. */
function shown(
  title: string,
  content: string,
  summary: string,
  reason: Reason | undefined,
): Pick<SearchHit, 'title' | 'score' | 'arms' | 'excerpt' | 'matches' | 'titleMatches'> {
  const beginning = summary || firstLine(content);
  if (reason === undefined) {
    return { title, score: 0, arms: [], excerpt: beginning, matches: [], titleMatches: [] };
  }
  const { query, score, arms } = reason;
  const inTitle = rangesIn(query, title).ranges;
  const letters = arms.includes('fuzzy') ? (fuzzyMatch(reason.text, title)?.positions ?? []) : [];
  return {
    title,
    score,
    arms,
    titleMatches: joinRanges([...inTitle, ...letters.map((at) => [at, at + 1] as const)]),
    ...(excerptOf(content, query) ?? { excerpt: beginning, matches: [] }),
  };
}

function recent(ranked: Ranked): Ranked {
  // By time alone.
  return { ...ranked, references: 0 };
}

function firstLine(text: string): string {
  return (text.trimStart().split(/[\r\n]/, 1)[0] ?? '').slice(0, 160);
}

function isEmpty(text: string): boolean {
  return !/[\p{L}\p{N}\p{S}\p{Co}]/u.test(text.replace(/[\^`~+=<>|$¨´]/gu, ''));
}

async function readMemoryEntries(
  reader: Reader,
  ids: readonly number[],
  characters: number,
): Promise<MemoryText[]> {
  if (ids.length === 0) return [];
  return (await readMemoryTexts(reader, ids, characters)).map(({ row, content }) => ({
    id: row.id,
    row,
    text: {
      title: row.title,
      about: [...row.tags, row.module, row.component, row.problemType, row.key]
        .filter((word) => word !== null)
        .join(' '),
      content: content.startsWith(row.summary.slice(0, 60))
        ? content
        : `${row.summary}\n${content}`,
    },
  }));
}

async function readProjectTexts(
  reader: Reader,
  numbers: readonly number[],
  characters: number,
): Promise<ProjectText[]> {
  if (numbers.length === 0) return [];
  return (await readDocuments(reader, numbers, characters)).map((document) => ({
    id: document.number,
    document,
    text: {
      title: document.title,
      about: document.id,
      content: document.summary === '' ? document.body : `${document.summary}\n\n${document.body}`,
    },
  }));
}
