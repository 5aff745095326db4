/** A screen as cells: what stands in each, and how it looks. */
import { plain, type Style } from './style.js';

export const blank = ' ';
/** The cells behind the first of a character that takes several. */
export const continued = '';

export class Grid {
  readonly columns: number;
  readonly rows: number;
  /** Row after row: a whole character, `blank` or `continued`. */
  readonly texts: string[];
  readonly styles: Style[];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.texts = Array.from({ length: columns * rows }, () => blank);
    this.styles = Array.from({ length: columns * rows }, () => plain);
  }

  /** Writes a character of so many cells, all within the row. What it covers in part becomes blank. */
  put(index: number, text: string, width: number, style: Style): void {
    this.#split(index);
    this.#split(index + width);
    this.texts[index] = text;
    this.styles[index] = style;
    for (let cell = index + 1; cell < index + width; cell += 1) {
      this.texts[cell] = continued;
      this.styles[cell] = style;
    }
  }

  /** Joins what takes no cell of its own to the character before it. */
  join(index: number, text: string): void {
    let head = index;
    while (head > 0 && this.texts[head] === continued) head -= 1;
    this.texts[head] = (this.texts[head] ?? blank) + text;
  }

  erase(from: number, to: number): void {
    this.#split(from);
    this.#split(to);
    this.texts.fill(blank, from, to);
    this.styles.fill(plain, from, to);
  }

  /** Moves everything up by a row, as output below the last one does. */
  scroll(): void {
    this.texts.copyWithin(0, this.columns);
    this.styles.copyWithin(0, this.columns);
    this.erase((this.rows - 1) * this.columns, this.rows * this.columns);
  }

  copy(from: Grid, first: number, last: number): void {
    for (let index = first; index < last; index += 1) {
      this.texts[index] = from.texts[index] ?? blank;
      this.styles[index] = from.styles[index] ?? plain;
    }
  }

  /** Takes away a character that reaches over a border between cells. */
  #split(border: number): void {
    if (border >= this.texts.length || this.texts[border] !== continued) return;
    for (let cell = border; this.texts[cell] === continued; cell += 1) this.#empty(cell);
    for (let cell = border - 1; cell >= 0; cell -= 1) {
      const wasHead = this.texts[cell] !== continued;
      this.#empty(cell);
      if (wasHead) return;
    }
  }

  #empty(cell: number): void {
    this.texts[cell] = blank;
    this.styles[cell] = plain;
  }
}
