/** How much two texts say the same, by their words and by their letters. */
import { splitWords } from '../search/fold.js';
import { stopWords } from '../search/stop-words.js';

/** Longer texts are compared by their beginnings. */
const comparedLength = 4000;

/** From here on a text is pointed out as nearly the same. */
export const nearlySame = 0.7;

/** The words of a text as they are compared, in order. */
export function comparedWords(text: string): string[] {
  return splitWords(text.slice(0, comparedLength)).map(({ word }) => word);
}

export interface LikenessProfile {
  readonly words: ReadonlySet<string>;
  readonly trigrams: ReadonlySet<string>;
}

export function likenessProfile(words: readonly string[]): LikenessProfile {
  const text = ` ${words.join(' ')} `;
  const trigrams = new Set<string>();
  for (let index = 0; index + 3 <= text.length; index += 1) {
    trigrams.add(text.slice(index, index + 3));
  }
  return { words: new Set(words), trigrams };
}

/** The greater of both overlaps (Dice), from 0 to 1: words find another order, trigrams other endings and slips. */
export function likeness(left: LikenessProfile, right: LikenessProfile): number {
  return Math.max(dice(left.words, right.words), dice(left.trigrams, right.trigrams));
}

function dice(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const total = left.size + right.size;
  if (total === 0) return 0;
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const item of small) if (large.has(item)) shared += 1;
  return (2 * shared) / total;
}

/** The words that tell a text from others: the most frequent of it, the longer ones first among equals. */
export function tellingWords(words: readonly string[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const word of words) {
    if (word.length > 1 && word.length <= 40 && !stopWords.has(word)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(
      ([left, leftCount], [right, rightCount]) =>
        rightCount - leftCount || right.length - left.length || (left < right ? -1 : 1),
    )
    .slice(0, limit)
    .map(([word]) => word);
}
