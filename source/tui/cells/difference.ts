/** What to send to a terminal that shows one grid so that it shows another. */
import { blank, continued, type Grid } from './grid.js';
import { onBlank, plain, transition, type Style } from './style.js';

/** As long as the shortest movement: unchanged cells up to here may be written again. */
const movementLength = 4;

/** East Asian characters that every terminal gives two cells. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u3247\u3250-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]$/;

/**
 * The shortest changes from one grid to another of the same size, and takes the first along. The terminal's cursor may
 * be anywhere, its style is the plain one, before and after.
 * @returns empty where nothing changed
 */
export function difference(shown: Grid, wanted: Grid): string {
  const pen = new Pen(wanted.columns);
  for (let row = 0; row < wanted.rows; row += 1) drawRow(shown, wanted, row, pen);
  return pen.finish();
}

function drawRow(shown: Grid, wanted: Grid, row: number, pen: Pen): void {
  const { columns, texts } = wanted;
  const start = row * columns;
  const end = start + columns;
  if (isSameUntil(shown, wanted, start, end)) return;
  const tail = blankFrom(wanted, start, end);
  /** Up to here a terminal may have drawn more of a character than the cells it has. */
  let overdrawn = start;
  for (let index = start; index < end; index = clusterEnd(wanted, index, end)) {
    const last = clusterEnd(wanted, index, end);
    if (index >= overdrawn && isSameUntil(shown, wanted, index, last)) continue;
    if (index >= tail) {
      pen.go(row, tail - start, wanted);
      pen.eraseLine();
      break;
    }
    pen.go(row, index - start, wanted);
    const text = texts[index] ?? blank;
    const width = last - index;
    pen.write(text, width, wanted.styles[index] ?? plain);
    if (!isCertain(text, width)) overdrawn = index + 2 * text.length;
  }
  shown.copy(wanted, start, end);
}

function isSameUntil(shown: Grid, wanted: Grid, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    if (shown.texts[index] !== wanted.texts[index]) return false;
    if (shown.styles[index] !== wanted.styles[index]) return false;
  }
  return true;
}

/** Behind the last cell of the character that begins here. */
function clusterEnd({ texts }: Grid, index: number, end: number): number {
  let last = index + 1;
  while (last < end && texts[last] === continued) last += 1;
  return last;
}

/** Where the blank cells begin that a row ends with. */
function blankFrom({ texts, styles }: Grid, start: number, end: number): number {
  let index = end;
  while (index > start && texts[index - 1] === blank && styles[index - 1] === plain) index -= 1;
  return index;
}

/** Collects what is sent, and knows where the terminal's cursor is and in what style it writes. */
class Pen {
  readonly #columns: number;
  readonly #parts: string[] = [];
  #row = -1;
  /** Where it stands; null where the terminal may see it elsewhere than we. */
  #column: number | null = null;
  #style = plain;

  constructor(columns: number) {
    this.#columns = columns;
  }

  go(row: number, column: number, wanted: Grid): void {
    if (row === this.#row && column === this.#column) return;
    this.#parts.push(this.#path(row, column, wanted));
    this.#row = row;
    this.#column = column;
  }

  write(text: string, width: number, style: Style): void {
    if (!this.#looksLike(text, style)) {
      this.#parts.push(transition(this.#style, style));
      this.#style = style;
    }
    const certain = isCertain(text, width);
    if (!certain && width > 1) {
      // A terminal that gives it fewer cells must not leave old ones behind it.
      this.#parts.push(`${blank.repeat(width)}\u001b[${width}D`);
    }
    this.#parts.push(text);
    const column = (this.#column ?? 0) + width;
    // Behind the last cell the cursor waits before it wraps, which only absolute movement ends for certain.
    this.#column = certain && column < this.#columns ? column : null;
  }

  eraseLine(): void {
    this.#parts.push(transition(this.#style, plain), '\u001b[K');
    this.#style = plain;
  }

  finish(): string {
    this.#parts.push(transition(this.#style, plain));
    return this.#parts.join('');
  }

  /** Whether a character may be written without a change of style; a plain space has many. */
  #looksLike(text: string, style: Style | undefined): boolean {
    return (
      style === this.#style || (text === blank && style === plain && onBlank(this.#style) === plain)
    );
  }

  #path(row: number, column: number, wanted: Grid): string {
    const absolute = column === 0 ? `\u001b[${row + 1}H` : `\u001b[${row + 1};${column + 1}H`;
    if (row !== this.#row) {
      if (row !== this.#row + 1 || this.#row < 0) return absolute;
      return column === 0 ? '\r\n' : shorter(absolute, this.#below(column));
    }
    if (this.#column === null || column < this.#column) return `\u001b[${column + 1}G`;
    const distance = column - this.#column;
    const skipped = this.#again(row, this.#column, column, wanted);
    return skipped ?? `\u001b[${distance === 1 ? '' : distance}C`;
  }

  /** Down by a row and then along it; null where that takes knowing where the cursor is. */
  #below(column: number): string | null {
    if (this.#column === null) return null;
    const distance = column - this.#column;
    if (distance === 0) return '\u001b[B';
    if (distance > 0) return `\u001b[B\u001b[${distance}C`;
    return `\u001b[B${shorter(`\u001b[${-distance}D`, '\b'.repeat(-distance))}`;
  }

  /** The cells in between as text, where writing them again costs no more than moving over them. */
  #again(row: number, from: number, to: number, { texts, styles }: Grid): string | null {
    if (to - from > movementLength) return null;
    const start = row * this.#columns;
    let text = '';
    for (let index = start + from; index < start + to; index += 1) {
      const cell = texts[index] ?? blank;
      // Plain ASCII only: what takes several bytes or cells is dearer than movement.
      if (cell.length !== 1 || cell > '~' || !this.#looksLike(cell, styles[index])) return null;
      text += cell;
    }
    return text;
  }
}

function shorter(one: string, other: string | null): string {
  return other !== null && other.length < one.length ? other : one;
}

/** Whether every terminal gives a character as many cells as we do. */
function isCertain(text: string, width: number): boolean {
  return text.length === 1 && (width === 1 || (width === 2 && wide.test(text)));
}
