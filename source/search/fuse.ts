/** One ranking from what words found and what meaning found. */

export interface Scored {
  readonly id: number;
  readonly score: number;
}

export interface Fused extends Scored {
  readonly byWords: boolean;
  readonly byMeaning: boolean;
}

/** The share of the meaning; the rest is the words'. */
export const meaningShare = 0.7;

/**
 * A convex combination after each list was divided by its best score. What only one list knows of is taken at that
 * list's word: an entry without a vector must not sink, and neither must one without a common word.
 *
 * @param words scores of the words' arms, merged; above 0
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
  const byWords = new Map(words.map(({ id, score }) => [id, score / bestWord]));
  const byMeaning = new Map(meaning.map(({ id, score }) => [id, score / bestMeaning]));
  const ids = new Set([...byWords.keys(), ...byMeaning.keys()]);
  return [...ids].map((id) => {
    const word = byWords.get(id);
    const alike = byMeaning.get(id);
    const score =
      meaning.length === 0 || (alike === undefined && !hasVector(id))
        ? (word ?? 0)
        : (1 - meaningShare) * (word ?? 0) + meaningShare * (alike ?? 0);
    return { id, score, byWords: word !== undefined, byMeaning: alike !== undefined };
  });
}
