/** Words as the full-text index makes them of a text: runs of letters and digits, without case and accents. */

const wordPattern = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{M}\p{Co}]*/gu;

/** A word as the index keeps it. */
export function foldWord(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The folded words of a text, in order. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(wordPattern)].map(([word]) => foldWord(word));
}
