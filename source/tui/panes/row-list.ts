/** Rows with their keys, and the part of them that a search finds. */
import { searchWords } from '../spans.js';

export interface Found<Row> {
  readonly rows: readonly Row[];
  readonly keys: readonly string[];
}

/** Rows never change; the answer to the last search is kept, so that a key press does not search again. */
export class RowList<Row> implements Found<Row> {
  readonly rows: readonly Row[];
  readonly keys: readonly string[];
  readonly #textOf: (row: Row) => string;
  #texts: readonly string[] | null = null;
  #search = '';
  #found: Found<Row> = this;

  /** @param textOf what a search looks at */
  constructor(
    rows: readonly Row[],
    keyOf: (row: Row) => string,
    textOf: (row: Row) => string = keyOf,
  ) {
    this.rows = rows;
    this.keys = rows.map(keyOf);
    this.#textOf = textOf;
  }

  /** The rows that hold every word of the search; all of them without one. */
  found(search: string): Found<Row> {
    if (search === this.#search) return this.#found;
    this.#search = search;
    this.#found = this.#find(searchWords(search));
    return this.#found;
  }

  #find(words: readonly string[]): Found<Row> {
    if (words.length === 0) return this;
    const texts = (this.#texts ??= this.rows.map((row) => this.#textOf(row).toLowerCase()));
    const rows: Row[] = [];
    const keys: string[] = [];
    this.rows.forEach((row, index) => {
      const text = texts[index] ?? '';
      if (!words.every((word) => text.includes(word))) return;
      rows.push(row);
      keys.push(this.keys[index] ?? '');
    });
    return { rows, keys };
  }
}
