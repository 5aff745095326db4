/** What is searched for: the words of a query, each with what it may stand for and how much it tells. */
import { foldText, splitWords } from './fold.js';
import { stopWords } from './stop-words.js';
import type { Synonyms } from './synonyms.js';
import type { Vocabulary } from './vocabulary.js';
import { isGuess } from './word-match.js';

/** A word of the texts that a typed one stands for. */
export interface Alternative {
  /** In (0, 1]: how surely it is meant. */
  readonly weight: number;
  /** `fuzzy` for parts of words and slips. */
  readonly arm: 'words' | 'fuzzy';
}

export interface QueryTerm {
  readonly typed: string;
  /** Being typed: every word that begins so is meant. */
  readonly prefix: boolean;
  readonly alternatives: ReadonlyMap<string, Alternative>;
  /** How much the word tells: rare words more than common ones. */
  readonly importance: number;
  /** In about how many texts some alternative stands. */
  readonly count: number;
}

export interface SearchQuery {
  readonly terms: readonly QueryTerm[];
  /** Parts to be found just as they were typed, folded: paths, and scripts without blanks between words. */
  readonly literals: readonly string[];
}

/** What is pasted beyond that is not looked at. */
const maximumLength = 2000;
const maximumTerms = 10;
const maximumAlternatives = 24;
const longestPhrase = 3;
/** From these many words on, those that say nothing are left out. */
const longQuery = 2;

const weights = {
  typed: 1,
  stem: 0.85,
  prefix: 0.78,
  beginning: 0.62,
  synonym: 0.62,
  partOfPhrase: 0.55,
  partOfSynonym: 0.5,
} as const;

const scriptWithoutBlanks = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]/;

/** @returns no terms and no literals where the text has no letter, digit or other sign to look for */
export function analyseQuery(
  text: string,
  vocabulary: Vocabulary,
  synonyms: Synonyms,
): SearchQuery {
  const short = text.slice(0, maximumLength);
  const words = splitWords(short).map(({ word }) => word);
  const parts = short.split(/\s+/u).filter((part) => part !== '');
  const literals = parts
    .filter((part) => /[^\p{L}\p{N}]/u.test(trimmed(part)) || scriptWithoutBlanks.test(part))
    .map((part) => foldText(trimmed(part)))
    .filter((part) => part !== '' && (part.length >= 2 || words.length === 0))
    .slice(0, maximumTerms);
  const endsOpen = /[\p{L}\p{N}\p{M}]$/u.test(short);
  const units = withoutStopWords(joinPhrases(words, synonyms));
  const terms: QueryTerm[] = [];
  const seen = new Set<string>();
  units.forEach((unit, index) => {
    if (seen.has(unit)) return;
    seen.add(unit);
    const isLast = endsOpen && index === units.length - 1;
    terms.push(termOf(unit, isLast, vocabulary, synonyms));
  });
  const kept =
    terms.length <= maximumTerms
      ? terms
      : [...terms].sort((left, right) => right.importance - left.importance).slice(0, maximumTerms);
  return { terms: kept, literals: [...new Set(literals)] };
}

/** Without the punctuation of a sentence around it. */
function trimmed(part: string): string {
  return part.replace(/^["'([{<]+/, '').replace(/["')\]}>.,;:!?]+$/, '');
}

/** Runs of words that mean one thing become one unit. */
function joinPhrases(words: readonly string[], synonyms: Synonyms): string[] {
  const units: string[] = [];
  for (let index = 0; index < words.length;) {
    let length = Math.min(longestPhrase, words.length - index);
    while (length > 1 && !synonyms.has(words.slice(index, index + length).join(' '))) length -= 1;
    units.push(words.slice(index, index + length).join(' '));
    index += length;
  }
  return units;
}

function withoutStopWords(units: readonly string[]): readonly string[] {
  if (units.length < longQuery) return units;
  const telling = units.filter((unit) => !stopWords.has(unit));
  return telling.length > 0 ? telling : units;
}

function termOf(
  typed: string,
  isLast: boolean,
  vocabulary: Vocabulary,
  synonyms: Synonyms,
): QueryTerm {
  const found = new Map<string, Alternative>();
  const offer = (word: string, weight: number, arm: Alternative['arm']): void => {
    if (!typed.includes(' ') && word !== typed && !vocabulary.has(word)) return;
    if (weight > (found.get(word)?.weight ?? 0)) found.set(word, { weight, arm });
  };
  const offerWithStem = (word: string, weight: number): void => {
    offer(word, weight, 'words');
    for (const alike of vocabulary.alike(word)) offer(alike, weight * weights.stem, 'words');
  };
  const parts = typed.split(' ');
  if (parts.length > 1) {
    for (const part of parts) if (!stopWords.has(part)) offer(part, weights.partOfPhrase, 'words');
  } else {
    if (vocabulary.has(typed)) offer(typed, weights.typed, 'words');
    for (const alike of vocabulary.alike(typed)) offer(alike, weights.stem, 'words');
  }
  const known = found.size > 0;
  for (const other of synonyms.get(typed) ?? []) {
    const words = other
      .split(' ')
      .filter((word, _, all) => all.length === 1 || !stopWords.has(word));
    const weight = other.includes(' ') ? weights.partOfSynonym : weights.synonym;
    for (const word of words) offerWithStem(word, weight);
  }
  const begun = parts.length === 1 ? offerSimilar(typed, isLast, known, vocabulary, offer) : 0;

  const best = [...found]
    .sort(([left, a], [right, b]) => {
      return b.weight - a.weight || vocabulary.countOf(right) - vocabulary.countOf(left);
    })
    .slice(0, maximumAlternatives);
  const telling = best.filter(([, { weight }]) => weight >= 0.6);
  const meant = (telling.length > 0 ? telling : best).reduce(
    (sum, [word]) => sum + vocabulary.countOf(word),
    0,
  );
  const count = isLast ? Math.max(meant, begun) : meant;
  return {
    typed,
    prefix: isLast && parts.length === 1,
    alternatives: new Map(best),
    importance: importanceOf(best.length === 0 ? null : meant, vocabulary.texts),
    count,
  };
}

/**
 * A word that the texts know is only widened to those that begin with it; an unknown one to what it may be.
 * @returns in how many texts a word stands that begins so
 */
function offerSimilar(
  typed: string,
  isLast: boolean,
  known: boolean,
  vocabulary: Vocabulary,
  offer: (word: string, weight: number, arm: Alternative['arm']) => void,
): number {
  if (typed.length < 2) return 0;
  const begins = isLast ? weights.prefix : weights.beginning;
  const wide = typed.length >= 3 || isLast;
  const found = vocabulary.similar(typed).filter(({ word }) => word !== typed);
  // Parts and slips are worth looking at only where they are the best there is.
  const clean = found.some(({ word, score }) => !isGuess(score) && word.startsWith(typed));
  for (const { word, score } of found) {
    if (word.startsWith(typed)) {
      if (wide) offer(word, begins, isLast ? 'words' : 'fuzzy');
    } else if (!known && typed.length >= 3 && (!clean || !isGuess(score))) {
      const isDigits = /^\d+$/.test(typed);
      if (!isDigits) offer(word, score * 0.95, 'fuzzy');
    }
  }
  return found.reduce(
    (sum, { word }) => (word.startsWith(typed) ? sum + vocabulary.countOf(word) : sum),
    vocabulary.countOf(typed),
  );
}

/** A word that stands nowhere tells that the texts are about something else, though less surely than a rare one. */
function importanceOf(count: number | null, texts: number): number {
  const most = Math.log(1 + (texts + 0.5) / 0.5);
  if (count === null) return 0.7 * most;
  const bounded = Math.min(count, texts);
  return Math.max(0.1 * most, Math.log(1 + (texts - bounded + 0.5) / (bounded + 0.5)));
}
