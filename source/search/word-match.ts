/**
 * How well what was typed matches one word: whole, its beginning, a part of it, with one slip, or with letters left out.
 * The tiers are apart, so that a clean match is never outranked by a loose one.
 */

/** What a match is worth; `length` adds up to 0.05 for what covers the whole word. */
const worth = {
  whole: 1,
  beginning: 0.88,
  partBeginning: 0.8,
  inside: 0.68,
  slip: 0.62,
  slipInBeginning: 0.56,
  letters: 0.42,
} as const;

/** From these many characters on a slip is forgiven: shorter words have too many neighbours. */
const slipLength = 4;
const firstLetterSlipLength = 5;
/** Between two typed letters at most so many are left out. */
const maximumGap = 4;

/**
 * @param token what was typed, folded
 * @param word folded
 * @param parts as of `TextWord`
 * @param positions filled with the places in the word that matched, in order
 * @returns in (0, 1], or 0 for no match
 */
export function matchWord(
  token: string,
  word: string,
  parts: number,
  positions: number[] | null = null,
): number {
  if (token === '' || word === '') return 0;
  const length = 0.05 * Math.min(1, token.length / word.length);
  const at = bestOccurrence(token, word, parts);
  if (at >= 0) {
    if (positions !== null) fill(positions, at, at + token.length);
    if (at === 0) return token.length === word.length ? worth.whole : worth.beginning + length;
    const base = isPart(parts, at) ? worth.partBeginning : worth.inside;
    return token.length === 1 && base === worth.inside ? 0 : base + length;
  }
  const slip = matchWithSlip(token, word, positions);
  if (slip > 0) return slip + length;
  const letters = matchLetters(token, word, parts, positions);
  return letters > 0 ? letters + length : 0;
}

/** Whether a match of `matchWord` is a guess: a slip, or letters left out. */
export function isGuess(score: number): boolean {
  return score < worth.inside;
}

function isPart(parts: number, index: number): boolean {
  return index < 31 && (parts & (1 << index)) !== 0;
}

function fill(positions: number[], start: number, end: number): void {
  for (let index = start; index < end; index += 1) positions.push(index);
}

/** The first place where a part begins with the token, else the first place that has it. */
function bestOccurrence(token: string, word: string, parts: number): number {
  const first = word.indexOf(token);
  if (first <= 0 || isPart(parts, first)) return first;
  for (let at = word.indexOf(token, first + 1); at >= 0; at = word.indexOf(token, at + 1)) {
    if (isPart(parts, at)) return at;
  }
  return first;
}

/** One character wrong, missing, too many, or two neighbours swapped; the word may go on behind it. */
function matchWithSlip(token: string, word: string, positions: number[] | null): number {
  const size = token.length;
  if (size < slipLength - 1 || word.length < size - 1) return 0;
  let same = 0;
  while (same < size && token.charCodeAt(same) === word.charCodeAt(same)) same += 1;
  if (same === 0 && size < firstLetterSlipLength) return 0;
  const swapped =
    token[same] === word[same + 1] &&
    token[same + 1] === word[same] &&
    endsAlike(token, same + 2, word, same + 2);
  if (swapped) {
    const whole = word.length === size;
    if (size < slipLength && !whole) return 0;
    if (positions !== null) fill(positions, 0, size);
    return whole ? worth.slip : worth.slipInBeginning;
  }
  if (size < slipLength) return 0;
  for (const [skipTyped, skipWord] of skips) {
    if (!endsAlike(token, same + skipTyped, word, same + skipWord)) continue;
    const reached = size - skipTyped + skipWord;
    const whole = reached === word.length;
    // With the slip in the last character any word with the same beginning would do.
    if (!whole && same + skipTyped >= size) continue;
    if (positions !== null) {
      fill(positions, 0, same);
      fill(positions, same + skipWord, reached);
    }
    const first = same === 0 ? 0.04 : 0;
    return (whole ? worth.slip : worth.slipInBeginning) - first;
  }
  return 0;
}

/** A character missing, wrong, too many: how far to go on in what was typed and in the word. */
const skips = [
  [0, 1],
  [1, 1],
  [1, 0],
] as const;

function endsAlike(token: string, from: number, word: string, at: number): boolean {
  if (from > token.length || at > word.length) return false;
  return word.startsWith(token.slice(from), at);
}

/** The letters in order with short gaps, from the beginning of the word or of a part of it, as without its vowels. */
function matchLetters(
  token: string,
  word: string,
  parts: number,
  positions: number[] | null,
): number {
  if (token.length < 2 || token.length >= word.length) return 0;
  for (let begin = 0; begin + token.length <= word.length; begin += 1) {
    if (!isPart(parts, begin)) continue;
    // A word without its vowels may lack its first letter.
    const first = word.indexOf(token.charAt(0), begin);
    if (first < 0 || first > begin + 1) continue;
    const score = lettersFrom(token, word, first, positions);
    if (score > 0) return first === begin ? score : score - 0.04;
  }
  return 0;
}

function lettersFrom(
  token: string,
  word: string,
  first: number,
  positions: number[] | null,
): number {
  let last = first;
  for (let index = 1; index < token.length; index += 1) {
    const next = word.indexOf(token.charAt(index), last + 1);
    if (next < 0 || next - last - 1 > maximumGap) return 0;
    last = next;
  }
  const density = token.length / (last - first + 1);
  if (density < 0.34 || (token.length === 2 && last - first > 4)) return 0;
  if (positions !== null) {
    let at = first - 1;
    for (const letter of token.split('')) {
      at = word.indexOf(letter, at + 1);
      positions.push(at);
    }
  }
  return worth.letters + 0.1 * density;
}
