/** How well a text answers a query by its words, and where. */
import type { MatchRanges, SearchArm } from '../domain/contract/rows.js';
import { foldText, splitWords } from './fold.js';
import { matchWord } from './word-match.js';
import type { Alternative, QueryTerm, SearchQuery } from './query.js';

export interface SearchText {
  readonly title: string;
  /** Tags and other words that say what the text is about. */
  readonly about: string;
  readonly content: string;
}

export interface WordScore {
  /** In [0, 1]: the share of what the query tells that the text meets. */
  readonly score: number;
  readonly arms: readonly Exclude<SearchArm, 'meaning'>[];
}

/** How much a word counts by where it stands. */
const fieldWeights = { title: 1, about: 0.9, content: 0.78 } as const;
type Field = keyof typeof fieldWeights;
const fieldNames = Object.keys(fieldWeights) as Field[];
/** What a word in a further field adds. */
const repeated = 0.04;
/** Of longer texts the beginning is read. */
export const readLength = 6000;

/** @param characters how much of each field is looked at */
export function scoreText(
  query: SearchQuery,
  text: SearchText,
  characters = readLength,
): WordScore {
  const folded = new Map<Field, string>();
  const best = query.terms.map(() => 0);
  const arms = new Set<Alternative['arm']>();
  const met = query.terms.map((): { arm: Alternative['arm']; fields: number } | null => null);
  for (const field of fieldNames) {
    const lower = foldText(text[field].slice(0, characters));
    folded.set(field, lower);
    const inField = new Map<number, Alternative>();
    forEachWord(lower, (word) => {
      query.terms.forEach((term, index) => {
        const found = meets(term, word);
        if (found !== null && found.weight > (inField.get(index)?.weight ?? 0)) {
          inField.set(index, found);
        }
      });
    });
    for (const [index, { weight, arm }] of inField) {
      const value = weight * fieldWeights[field];
      const fields = (met[index]?.fields ?? 0) + 1;
      if (value > (best[index] ?? 0)) {
        best[index] = value;
        met[index] = { arm, fields };
      } else if (met[index]) met[index] = { ...met[index], fields };
    }
  }
  let told = 0;
  let possible = 0;
  query.terms.forEach(({ importance }, index) => {
    possible += importance;
    const found = met[index];
    if (!found) return;
    arms.add(found.arm);
    told += importance * Math.min(1, (best[index] ?? 0) + repeated * (found.fields - 1));
  });
  const most = Math.max(1, ...query.terms.map(({ importance }) => importance));
  for (const literal of query.literals) {
    const field = fieldNames.find((name) => folded.get(name)?.includes(literal));
    if (field === undefined) {
      if (query.terms.length === 0) possible += most;
      continue;
    }
    arms.add(splitWords(literal).length > 1 ? 'words' : 'fuzzy');
    possible += most;
    told += most * fieldWeights[field];
  }
  return {
    score: possible === 0 ? 0 : told / possible,
    arms: (['words', 'fuzzy'] as const).filter((arm) => arms.has(arm)),
  };
}

function meets({ typed, prefix, alternatives }: QueryTerm, word: string): Alternative | null {
  const known = alternatives.get(word);
  if (known) return known;
  return prefix && word.startsWith(typed) ? { weight: 0.78, arm: 'words' } : null;
}

/** As `splitWords`, without what only the fuzzy matcher needs. */
function forEachWord(lower: string, visit: (word: string) => void): void {
  let start = -1;
  for (let index = 0; index < lower.length; index += 1) {
    const code = lower.charCodeAt(index);
    if (code > 127) {
      for (const { word } of splitWords(lower)) visit(word);
      return;
    }
  }
  for (let index = 0; index <= lower.length; index += 1) {
    const code = index === lower.length ? 32 : lower.charCodeAt(index);
    const isWord = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (isWord && start < 0) start = index;
    if (!isWord && start >= 0) {
      visit(lower.slice(start, index));
      start = -1;
    }
  }
}

/** The places of a text that the query's words and literals match, and how many different ones do. */
export function rangesIn(
  query: SearchQuery,
  text: string,
): { readonly ranges: MatchRanges; readonly told: number } {
  const lower = foldText(text);
  const ranges: [number, number][] = [];
  const terms = new Map<QueryTerm, number>();
  for (const { word, start } of splitWords(text)) {
    for (const term of query.terms) {
      const found = meets(term, word);
      if (found === null) continue;
      terms.set(term, Math.max(terms.get(term) ?? 0, found.weight * term.importance));
      ranges.push(
        ...rangesOf(term, word, found).map(([from, to]): [number, number] => [
          start + from,
          start + to,
        ]),
      );
    }
  }
  let told = [...terms.values()].reduce((sum, value) => sum + value, 0);
  for (const literal of query.literals) {
    const at = lower.indexOf(literal);
    if (at < 0) continue;
    told += 1;
    ranges.push([at, at + literal.length]);
  }
  return { ranges: joinRanges(ranges), told };
}

/** The whole word where it stands for what was typed, else the letters that were typed of it. */
function rangesOf({ typed, prefix }: QueryTerm, word: string, { arm }: Alternative): MatchRanges {
  if (prefix && word.startsWith(typed)) return [[0, typed.length]];
  if (arm === 'words') return [[0, word.length]];
  const positions: number[] = [];
  matchWord(typed, word, 1, positions);
  return positions.length === 0 ? [[0, word.length]] : positions.map((at) => [at, at + 1] as const);
}

/** In order, and those that touch as one. */
export function joinRanges(ranges: MatchRanges): MatchRanges {
  const joined: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
