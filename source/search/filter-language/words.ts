/** The free words of a filter: all must be found in a row, each fuzzily, but what is quoted just as it is. */
import { foldText } from '../fold.js';
import { fuzzyTokens } from '../fuzzy.js';
import type { FilterWord } from './parse.js';
import type { RowLines } from './row-lines.js';

export interface WordMatcher {
  /** Of a row by its number: in (0, 1.2]; 0 where a word is not found; 1 where nothing is looked for. */
  readonly score: (row: number) => number;
  readonly tokens: readonly string[];
  /** Folded. */
  readonly literals: readonly string[];
}

/** What is typed in one piece, such as a path or an id, is worth more where it stands so. */
const literalBonus = 0.1;
const lengthBonus = 0.02;
const usualLength = 40;

export function matchWords<Row extends object>(
  words: readonly FilterWord[],
  lines: RowLines<Row>,
): WordMatcher {
  const without = words.filter(({ negated }) => negated).map(({ text }) => foldText(text));
  const wanted = words.filter(({ negated }) => !negated);
  const quoted = wanted.filter((word) => word.quoted).map(({ text }) => foldText(text));
  const typed = wanted.filter((word) => !word.quoted).map(({ text }) => text);
  const tokens = [...new Set(fuzzyTokens(typed.join(' ')))];
  const parts = typed.filter((text) => /[^\p{L}\p{N}]/u.test(text)).map(foldText);
  if (words.length === 0) return { score: () => 1, tokens, literals: quoted };
  const matchers = tokens.map((token) => lines.matcher(token));
  const isPlain = quoted.length === 0 && without.length === 0 && parts.length === 0;
  const score = (number: number): number => {
    let sum = 0;
    for (const matcher of matchers) {
      const own = matcher(number);
      if (own === 0) return 0;
      sum += own;
    }
    const found = matchers.length === 0 ? 1 : sum / matchers.length;
    const folded = lines.folded(number);
    if (isPlain) return found + lengthBonus / (1 + folded.length / usualLength);
    if (quoted.some((text) => !folded.includes(text))) return 0;
    if (without.some((text) => folded.includes(text))) return 0;
    const whole = parts.filter((part) => folded.includes(part)).length;
    return (
      found +
      (parts.length === 0 ? 0 : (literalBonus * whole) / parts.length) +
      lengthBonus / (1 + folded.length / usualLength)
    );
  };
  return { score, tokens, literals: quoted };
}
