/** The words that the texts hold, with in how many each stands: what a query's words are held against. */
import { stemOf } from './stems.js';
import { WordTable, type WordFound } from './word-table.js';

export class Vocabulary {
  readonly #table = new WordTable();
  readonly #counts: number[] = [];
  readonly #stems = new Map<string, number[]>();
  #texts = 0;

  /** How many texts there are. */
  get texts(): number {
    return this.#texts;
  }

  get size(): number {
    return this.#table.size;
  }

  /** Adds texts that hold these words: `count` texts each word. */
  add(words: Iterable<readonly [word: string, count: number]>, texts: number): void {
    this.#texts += texts;
    for (const [word, count] of words) {
      const before = this.#table.size;
      const number = this.#table.add({ word, parts: 1 });
      this.#counts[number] = (this.#counts[number] ?? 0) + count;
      if (number < before) continue;
      const stem = stemOf(word);
      const alike = this.#stems.get(stem);
      if (alike) alike.push(number);
      else this.#stems.set(stem, [number]);
    }
  }

  has(word: string): boolean {
    return this.#table.numberOf(word) >= 0;
  }

  /** In how many texts the word stands. */
  countOf(word: string): number {
    const number = this.#table.numberOf(word);
    return number < 0 ? 0 : (this.#counts[number] ?? 0);
  }

  /** The words with the same stem, the word itself left out. */
  alike(word: string): string[] {
    const numbers = this.#stems.get(stemOf(word)) ?? [];
    return numbers.flatMap((number) => {
      const other = this.#table.words[number] ?? '';
      return other === word || other === '' ? [] : [other];
    });
  }

  /** The words that a typed one may stand for: begun, a part of them, with a slip. */
  similar(word: string): { readonly word: string; readonly score: number }[] {
    return this.#table.find(word).map(({ word: number, score }: WordFound) => ({
      word: this.#table.words[number] ?? '',
      score,
    }));
  }
}
