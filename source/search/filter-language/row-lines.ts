/**
 * The texts of rows cut into words once, so that a key press weighs the different words and then only looks numbers up.
 * Rows keep their identity while they do not change: what is known of a row is kept as long as the row is.
 */
import { characterMask, foldText, splitWords } from '../fold.js';
import { matchGlued } from '../glue.js';
import { matchWord } from '../word-match.js';
import { WordTable } from '../word-table.js';

interface RowLine {
  readonly folded: string;
  /** Numbers of words in the table. */
  readonly words: readonly number[];
  readonly mask: number;
}

/** More different words than this come from rows that are gone. */
const maximumWords = 200_000;
/** Of a longer text only the beginning is looked at. */
const maximumLength = 2000;

export class RowLines<Row extends object> {
  readonly #lineOf: (row: Row) => string;
  #table = new WordTable();
  #lines = new WeakMap<Row, RowLine>();

  constructor(lineOf: (row: Row) => string) {
    this.#lineOf = lineOf;
  }

  /** A matcher for one token, good until the next is asked for. */
  matcher(token: string): (row: Row) => number {
    if (this.#table.size > maximumWords) {
      this.#table = new WordTable();
      this.#lines = new WeakMap();
    }
    const isWord = /[\p{L}\p{N}]/u.test(token);
    const mask = isWord ? characterMask(token) : 0;
    const table = this.#table;
    let scores = unknownScores(table.size + 1024);
    const scoreOf = (word: number): number => {
      if (word >= scores.length) {
        const more = unknownScores(2 * word);
        more.set(scores);
        scores = more;
      }
      const known = scores[word] ?? 0;
      if (known >= 0) return known;
      const score = matchWord(token, table.words[word] ?? '', table.parts[word] ?? 1);
      scores[word] = score;
      return score;
    };
    return (row) => {
      const line = this.#of(row);
      if (!isWord) return line.folded.includes(token) ? 0.7 : 0;
      let best = 0;
      for (const word of line.words) {
        const score = scoreOf(word);
        if (score > best) best = score;
      }
      if (best > 0 || token.length < 3 || (mask & ~line.mask) !== 0) return best;
      const words = line.words.map((word) => table.words[word] ?? '');
      return matchGlued(token, words)?.score ?? 0;
    };
  }

  folded(row: Row): string {
    return this.#of(row).folded;
  }

  #of(row: Row): RowLine {
    const known = this.#lines.get(row);
    if (known) return known;
    const text = this.#lineOf(row).slice(0, maximumLength);
    let mask = 0;
    const words = splitWords(text).map((word) => {
      mask |= characterMask(word.word);
      return this.#table.add(word);
    });
    const line = { folded: foldText(text), words, mask };
    this.#lines.set(row, line);
    return line;
  }
}

function unknownScores(size: number): Float64Array {
  return new Float64Array(size).fill(-1);
}
