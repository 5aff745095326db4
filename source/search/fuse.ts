/** One ranking from what words found and what meaning found. */

export interface Scored {
  readonly id: number;
  readonly score: number;
}

export interface Fused extends Scored {
  readonly byWords: boolean;
  readonly byMeaning: boolean;
}

/**
 * The share of the meaning; the rest is the words'. Words that meet all of the query are seldom wrong, words that meet
 * little of it seldom right: so the meaning's share falls as the best of the words rises.
 *
 * @param bestWord the best score of the words before it was made 1, in [0, 1]
 */
export function meaningShare(bestWord: number): number {
  return Math.max(0.05, Math.min(0.7, 0.95 - 1.1 * bestWord));
}

/** What only the words could find stands just behind what both have found. */
const alone = 0.98;

/**
 * A convex combination after each list was divided by its best score. What only one list knows of is taken at that
 * list's word: an entry without a vector must not sink, and neither must one without a common word.
 *
 * @param words scores of the words' arms, merged; in (0, 1]
 * @param meaning similarities, above 0, of everything that is alike enough
 * @param hasVector whether an entry that the meaning did not find could have been found by it
 */
export function fuse(
  words: readonly Scored[],
  meaning: readonly Scored[],
  hasVector: (id: number) => boolean = () => true,
): Fused[] {
  const bestWord = Math.max(...words.map(({ score }) => score), Number.MIN_VALUE);
  const bestMeaning = Math.max(...meaning.map(({ score }) => score), Number.MIN_VALUE);
  const share = meaningShare(words.length === 0 ? 0 : bestWord);
  const byWords = new Map(words.map(({ id, score }) => [id, score / bestWord]));
  const byMeaning = new Map(meaning.map(({ id, score }) => [id, score / bestMeaning]));
  const ids = new Set([...byWords.keys(), ...byMeaning.keys()]);
  return [...ids].map((id) => {
    const word = byWords.get(id);
    const alike = byMeaning.get(id);
    const score =
      meaning.length === 0 || (alike === undefined && !hasVector(id))
        ? (word ?? 0) * (meaning.length === 0 ? 1 : alone)
        : (1 - share) * (word ?? 0) + share * (alike ?? 0);
    return { id, score, byWords: word !== undefined, byMeaning: alike !== undefined };
  });
}

/** Below this no two texts are about the same, whatever the model. */
const leastSimilarity = 0.4;
/** Where no word was found either, what is not surer than this is noise: queries without an answer reach as far. */
const leastAlone = 0.6;
/** Models that find every two texts somewhat alike. */
const leastByModel: readonly (readonly [prefix: string, similarity: number, alone: number])[] = [
  ['bge', 0.58, 0.65],
];
const anyModel = ['', leastSimilarity, leastAlone] as const;
/** How near to the best the others must be. */
const shareOfBest = 0.8;

/**
 * What is alike enough to be shown: above what the model finds in any two texts, and not far behind the best.
 * @param alone whether words found nothing
 */
export function likeEnough(similar: readonly Scored[], model: string, alone = false): Scored[] {
  const [, beside, without] = leastByModel.find(([prefix]) => model.startsWith(prefix)) ?? anyModel;
  const best = Math.max(...similar.map(({ score }) => score), 0);
  const least = alone ? without : beside;
  return similar.filter(({ score }) => score >= Math.max(least, shareOfBest * best));
}
