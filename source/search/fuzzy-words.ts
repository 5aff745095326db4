/** Finds texts by words that are misspelt or only part of a word: what the exact index misses. */
import { editDistance } from './distance.js';
import { wordsOf } from './words.js';

/**
 * How well every word of the query is met by some word of the text: 1 for all exact, less for parts and slips.
 * @returns 0 where one of them is not met at all
 */
export function fuzzyScore(query: readonly string[], text: string): number {
  if (query.length === 0) return 0;
  const words = wordsOf(text);
  let sum = 0;
  for (const term of query) {
    const best = words.reduce((score, word) => Math.max(score, wordScore(term, word)), 0);
    if (best === 0) return 0;
    sum += best;
  }
  return sum / query.length;
}

/** A slip or two are forgiven in words that are long enough to still be recognised. */
function wordScore(term: string, word: string): number {
  if (word === term) return 1;
  if (word.startsWith(term)) return 0.9;
  if (term.length >= 2 && word.includes(term)) return 0.8;
  const slips = term.length >= 8 ? 2 : term.length >= 4 ? 1 : 0;
  if (slips === 0) return 0;
  const whole = editDistance(term, word, slips);
  if (whole <= slips) return 0.7 - 0.1 * whole;
  // The word may be longer than what was typed of it so far.
  const beginning = editDistance(term, word.slice(0, term.length), slips);
  return beginning <= slips ? 0.5 - 0.1 * beginning : 0;
}
