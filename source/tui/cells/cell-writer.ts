import type { Size } from '../layout.js';
import { difference } from './difference.js';
import { Grid } from './grid.js';
import { Painter } from './painter.js';

/** Turns what a renderer writes into what differs from the screen that the terminal shows already. */
export class CellWriter {
  #shown: Grid;
  #wanted: Grid;
  readonly #painter: Painter;
  readonly #modes: string[] = [];

  /** For a terminal of that size whose screen is empty. */
  constructor({ columns, rows }: Size) {
    this.#shown = new Grid(columns, rows);
    this.#wanted = new Grid(columns, rows);
    this.#painter = new Painter(this.#wanted, (mode) => this.#modes.push(mode));
  }

  /** Begins anew: the terminal has that size now, an empty screen and its cursor at the upper left. */
  reset({ columns, rows }: Size): void {
    this.#shown = new Grid(columns, rows);
    this.#wanted = new Grid(columns, rows);
    this.#painter.reset(this.#wanted);
  }

  draw(data: string): void {
    this.#painter.write(data);
  }

  /** What to send since the last time; empty where the screen looks the same. */
  changes(): string {
    return this.#modes.splice(0).join('') + difference(this.#shown, this.#wanted);
  }
}
