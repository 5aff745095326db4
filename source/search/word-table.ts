/** The different words of many texts, to be looked through at once for each that is typed. */
import { characterMask, type TextWord } from './fold.js';
import { matchWord } from './word-match.js';

export interface WordFound {
  /** The number of the word in the table. */
  readonly word: number;
  /** As of `matchWord`. */
  readonly score: number;
}

export class WordTable {
  readonly words: string[] = [];
  readonly parts: number[] = [];
  readonly #masks: number[] = [];
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.words.length;
  }

  /** The number of the word; it is added where it is new. */
  add({ word, parts }: Pick<TextWord, 'word' | 'parts'>): number {
    const key = parts === 1 ? word : `${word} ${parts}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.words.length;
    this.words.push(word);
    this.parts.push(parts);
    this.#masks.push(characterMask(word));
    this.#numbers.set(key, number);
    return number;
  }

  /** The number of a word without parts; -1 where it is not there. */
  numberOf(word: string): number {
    return this.#numbers.get(word) ?? -1;
  }

  /** Every word that the token matches, in the order of the table. */
  find(token: string): WordFound[] {
    const mask = characterMask(token);
    // A slip puts in at most one character that the word has not.
    const slips = token.length >= 4;
    const masks = this.#masks;
    const found: WordFound[] = [];
    for (let number = 0; number < masks.length; number += 1) {
      const missing = mask & ~(masks[number] ?? 0);
      if (missing !== 0 && (!slips || (missing & (missing - 1)) !== 0)) continue;
      const score = matchWord(token, this.words[number] ?? '', this.parts[number] ?? 1);
      if (score > 0) found.push({ word: number, score });
    }
    return found;
  }
}
