/**
 * What the bundled Ink composes its frames with. Ink takes every text of every frame apart into characters again; here a
 * row whose texts are those of the frame before keeps its string, and one of texts side by side is these texts in turn.
 */
import { widthOf } from '../../platform/cell-width.js';
import { Grid } from './grid.js';
import { Painter } from './painter.js';
import { plain, transition } from './style.js';

type Transformer = (line: string, index: number) => string;

interface Piece {
  readonly x: number;
  readonly text: string;
}

const reset = '\u001b[0m';
const styling = new RegExp(String.raw`\x1b\[[0-9;:]*m`, 'g');

/** The rows of the last frame, by what they are made of. */
let composed = new Map<string, string>();

export default class RowOutput {
  readonly #width: number;
  readonly #rows: Piece[][];

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.#width = width;
    this.#rows = Array.from({ length: height }, () => []);
  }

  write(
    x: number,
    y: number,
    text: string,
    { transformers }: { readonly transformers: readonly Transformer[] },
  ): void {
    for (const [index, line] of text.split('\n').entries()) {
      const transformed = transformers.reduce((before, apply) => apply(before, index), line);
      if (transformed !== '') this.#rows[y + index]?.push({ x, text: transformed });
    }
  }

  clip(): never {
    throw new Error('Nothing is clipped here: views cut their lines themselves.');
  }

  unclip(): void {
    // Nothing was clipped.
  }

  get(): { readonly output: string; readonly height: number } {
    const fresh = new Map<string, string>();
    const lines = this.#rows.map((pieces) => {
      const key = `${this.#width}\n${pieces.map(({ x, text }) => `${x} ${text}`).join('\n')}`;
      const line = fresh.get(key) ?? composed.get(key) ?? compose(pieces, this.#width);
      fresh.set(key, line);
      return line;
    });
    composed = fresh;
    return { output: lines.join('\n'), height: lines.length };
  }
}

/** Later pieces cover earlier ones. */
function compose(pieces: readonly Piece[], width: number): string {
  return (joined(pieces) ?? painted(pieces, width)).trimEnd();
}

/** Pieces one behind the other, with spaces between them; null where they are not. */
function joined(pieces: readonly Piece[]): string | null {
  let line = '';
  let column = 0;
  for (const { x, text } of pieces) {
    if (x < column) return null;
    // A style that is left open does not reach into the next piece.
    const closed = text.includes('\u001b') && !text.endsWith(reset) ? text + reset : text;
    line += ' '.repeat(x - column) + closed;
    column = x + cellsOf(text);
  }
  return line;
}

function painted(pieces: readonly Piece[], width: number): string {
  // What reaches over the edge is cut by the terminal, not wrapped here.
  const columns = Math.max(width, ...pieces.map(({ x, text }) => x + cellsOf(text)));
  const grid = new Grid(columns, 1);
  const painter = new Painter(grid, () => undefined);
  for (const { x, text } of pieces) painter.write(`${reset}\u001b[${x + 1}G${text}`);
  let line = '';
  let style = plain;
  grid.texts.forEach((text, column) => {
    const next = grid.styles[column] ?? plain;
    line += transition(style, next) + text;
    style = next;
  });
  return line + transition(style, plain);
}

function cellsOf(text: string): number {
  return widthOf(text.includes('\u001b') ? text.replace(styling, '') : text);
}
