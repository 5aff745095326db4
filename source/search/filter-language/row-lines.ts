/**
 * The texts of rows cut into words once, so that a key press weighs the different words and then only looks numbers up.
 * Rows keep their identity while they do not change: what is known of a row is found again by it.
 */
import { characterMask, foldText, splitWords } from '../fold.js';
import { matchGlued } from '../glue.js';
import { NumberLists } from '../number-lists.js';
import { matchWord } from '../word-match.js';
import { WordTable } from '../word-table.js';

/** Up to so many rows it does not matter that some are gone. */
const fewRows = 20_000;
const wornFactor = 4;
/** Of a longer text only the beginning is looked at. */
const maximumLength = 2000;

export class RowLines<Row extends object> {
  readonly #lineOf: (row: Row) => string;
  readonly #table = new WordTable();
  readonly #numbers = new WeakMap<Row, number>();
  /** By row: numbers of words in the table. */
  readonly #words = new NumberLists();
  readonly #folded: string[] = [];
  readonly #masks: number[] = [];
  /** As the masks, of the first characters of the words. */
  readonly #initials: number[] = [];
  readonly #numbersOfLists = new WeakMap<readonly Row[], Uint32Array>();
  #asked = 0;

  constructor(lineOf: (row: Row) => string) {
    this.#lineOf = lineOf;
  }

  /** Weighs a token against a row by its number: in (0, 1], 0 where it is not met. */
  matcher(token: string): (row: number) => number {
    if (!/[\p{L}\p{N}]/u.test(token)) {
      return (row) => (this.folded(row).includes(token) ? 0.7 : 0);
    }
    const mask = characterMask(token);
    const initial = characterMask(token.charAt(0));
    const { words: texts, parts } = this.#table;
    let scores = new Float64Array(0);
    const scoreOf = (word: number): number => {
      const score = matchWord(token, texts[word] ?? '', parts[word] ?? 1);
      if (word >= scores.length) {
        const more = new Float64Array(Math.max(texts.length, 2 * word)).fill(unknown);
        more.set(scores);
        scores = more;
      }
      scores[word] = score;
      return score;
    };
    return (row) => {
      const { numbers: words, starts } = this.#words;
      const start = starts[row] ?? 0;
      const end = starts[row + 1] ?? 0;
      let best = 0;
      for (let index = start; index < end; index += 1) {
        const word = words[index] ?? 0;
        let score = scores[word] ?? unknown;
        if (score === unknown) score = scoreOf(word);
        if (score > best) best = score;
      }
      if (best > 0 || token.length < 3) return best;
      if ((mask & ~(this.#masks[row] ?? 0)) !== 0) return 0;
      if ((initial & (this.#initials[row] ?? 0)) === 0) return 0;
      const at = (index: number): string => texts[words[start + index] ?? 0] ?? '';
      return matchGlued(token, { count: end - start, at })?.score ?? 0;
    };
  }

  /** The text of a row by its number. */
  folded(row: number): string {
    return this.#folded[row] ?? '';
  }

  /** Whether most of what it knows must be of rows that are gone, by what was asked for since the last time. */
  isWorn(): boolean {
    const asked = this.#asked;
    this.#asked = 0;
    return asked > 0 && this.#folded.length > Math.max(fewRows, wornFactor * asked);
  }

  /** The numbers of the rows of a list; a list that changed is another one. */
  numbersOf(rows: readonly Row[]): Uint32Array {
    const known = this.#numbersOfLists.get(rows);
    if (known?.length === rows.length) {
      this.#asked += rows.length;
      return known;
    }
    const numbers = Uint32Array.from(rows, (row) => this.numberOf(row));
    this.#numbersOfLists.set(rows, numbers);
    return numbers;
  }

  numberOf(row: Row): number {
    this.#asked += 1;
    return this.#numbers.get(row) ?? this.#add(row);
  }

  #add(row: Row): number {
    const number = this.#folded.length;
    const text = this.#lineOf(row).slice(0, maximumLength);
    let [mask, initials] = [0, 0];
    const words = splitWords(text).map((word) => {
      mask |= characterMask(word.word);
      initials |= characterMask(word.word.charAt(0));
      return this.#table.add(word);
    });
    this.#words.add(words);
    this.#folded.push(foldText(text));
    this.#masks.push(mask);
    this.#initials.push(initials);
    this.#numbers.set(row, number);
    return number;
  }
}

const unknown = -1;
