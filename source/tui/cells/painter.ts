/**
 * Draws on a grid what a renderer writes to a terminal: text, SGR, cursor movement, erasing. Of everything else, modes
 * are handed on and the rest is ignored.
 */
import { eachCluster } from '../../platform/cell-width.js';
import type { Grid } from './grid.js';
import { onBlank, plain, withParameters, type Style } from './style.js';

/** `CSI`, a private mark, parameters, a final byte; or another escape; or a control; or text. */
const token =
  // eslint-disable-next-line no-control-regex
  /\u001b\[([<-?]?)([0-9;:]*)([@-~])|\u001b[^[]?|[\u0000-\u001a\u001c-\u001f]|[^\u0000-\u001f]+/gy;

export class Painter {
  #grid: Grid;
  readonly #pass: (sequence: string) => void;
  #row = 0;
  /** Equal to the columns behind the last cell of a row: the next character wraps. */
  #column = 0;
  #style = plain;

  /** @param pass takes sequences that set modes, which belong to no cell */
  constructor(grid: Grid, pass: (sequence: string) => void) {
    this.#grid = grid;
    this.#pass = pass;
  }

  /** Begins anew on another grid, at its upper left. */
  reset(grid: Grid): void {
    this.#grid = grid;
    this.#row = 0;
    this.#column = 0;
    this.#style = plain;
  }

  write(data: string): void {
    for (const [text, mark, parameters = '', final] of data.matchAll(token)) {
      if (final !== undefined) this.#control(text, mark ?? '', parameters, final);
      else if (text === '\n') this.#lineFeed();
      else if (text === '\r') this.#column = 0;
      else if (text >= ' ') this.#print(text);
    }
  }

  #control(sequence: string, mark: string, parameters: string, final: string): void {
    if (mark !== '') {
      if (final === 'h' || final === 'l') this.#pass(sequence);
      return;
    }
    if (final === 'm') {
      this.#style = withParameters(this.#style, parameters);
      return;
    }
    const [first = 0, second = 0] = parameters.split(';').map(Number);
    const count = Math.max(1, first);
    const { columns } = this.#grid;
    const row = this.#row;
    const column = this.#column;
    switch (final) {
      case 'A':
        this.#move(row - count, column);
        break;
      case 'B':
        this.#move(row + count, column);
        break;
      case 'C':
        this.#move(row, column + count);
        break;
      case 'D':
        this.#move(row, Math.min(column, columns - 1) - count);
        break;
      case 'E':
        this.#move(row + count, 0);
        break;
      case 'F':
        this.#move(row - count, 0);
        break;
      case 'G':
        this.#move(row, count - 1);
        break;
      case 'H':
      case 'f':
        this.#move(count - 1, Math.max(1, second) - 1);
        break;
      case 'J':
        this.#eraseScreen(first);
        break;
      case 'K':
        this.#eraseLine(first);
        break;
    }
  }

  #move(row: number, column: number): void {
    const { rows, columns } = this.#grid;
    this.#row = Math.max(0, Math.min(rows - 1, row));
    this.#column = Math.max(0, Math.min(columns - 1, column));
  }

  #lineFeed(): void {
    this.#column = 0;
    if (this.#row < this.#grid.rows - 1) this.#row += 1;
    else this.#grid.scroll();
  }

  #print(text: string): void {
    const { columns } = this.#grid;
    eachCluster(text, (cluster, width) => {
      if (width === 0) {
        if (this.#column > 0) this.#grid.join(this.#row * columns + this.#column - 1, cluster);
        return;
      }
      if (width > columns) return;
      if (this.#column + width > columns) this.#lineFeed();
      const style: Style = cluster === ' ' ? onBlank(this.#style) : this.#style;
      this.#grid.put(this.#row * columns + this.#column, cluster, width, style);
      this.#column += width;
    });
  }

  #eraseLine(what: number): void {
    const { columns } = this.#grid;
    const start = this.#row * columns;
    const here = start + this.#column;
    if (what === 0) this.#grid.erase(here, start + columns);
    else if (what === 2) this.#grid.erase(start, start + columns);
  }

  #eraseScreen(what: number): void {
    const { columns, rows } = this.#grid;
    const here = this.#row * columns + this.#column;
    if (what === 0) this.#grid.erase(here, columns * rows);
    else if (what === 2) this.#grid.erase(0, columns * rows);
  }
}
