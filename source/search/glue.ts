/** Several words run together, as in `fixlogintok`. */

/** How many characters words run together may have, and how long their seams are looked for. */
const maximumGlued = 40;
const maximumSteps = 2000;

export interface GluedWord {
  /** How many of its first characters were typed. */
  readonly length: number;
  /** The number of the word in the text. */
  readonly index: number;
}

export interface GluedMatch {
  readonly score: number;
  readonly chunks: readonly GluedWord[];
}

/** The words of a text in order. */
export interface WordList {
  readonly count: number;
  readonly at: (index: number) => string;
}

/** Each word by its beginning; words of the text may be left out in between. */
export function matchGlued(token: string, words: WordList): GluedMatch | null {
  if (token.length < 3 || token.length > maximumGlued) return null;
  const chunks = glue(token, 0, words, 0, { steps: maximumSteps });
  if (chunks === null || chunks.length < 2) return null;
  const size = token.length / chunks.length;
  // By initials alone everything could be meant: those must be neighbours.
  if (size < 2 && !chunks.every(({ index }, at) => index === (chunks[0]?.index ?? 0) + at)) {
    return null;
  }
  return { score: 0.4 + 0.25 * Math.min(1, size / 6), chunks };
}

function glue(
  token: string,
  from: number,
  words: WordList,
  first: number,
  budget: { steps: number },
): GluedWord[] | null {
  if (from === token.length) return [];
  for (let index = first; index < words.count; index += 1) {
    const word = words.at(index);
    if ((budget.steps -= 1) < 0) return null;
    let length = 0;
    while (
      from + length < token.length &&
      length < word.length &&
      word.charCodeAt(length) === token.charCodeAt(from + length)
    ) {
      length += 1;
    }
    for (let taken = length; taken > 0 && taken >= length - 2; taken -= 1) {
      const rest = glue(token, from + taken, words, index + 1, budget);
      if (rest !== null) return [{ length: taken, index }, ...rest];
    }
  }
  return null;
}
