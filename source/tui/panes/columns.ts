/** Rows of a flexible title between fixed columns: which of them there is room for, and how a row is put together. */
import type { Line, Span } from '../line.js';
import { lineWidth, mergeSpans, span, trimEnd } from '../spans.js';

export interface Column<Name extends string> {
  readonly name: Name;
  readonly width: number;
}

export interface ColumnLayout<Name extends string> {
  readonly shown: ReadonlySet<Name>;
  /** What is left for the title. */
  readonly titleWidth: number;
}

export interface Cell {
  readonly spans: Line;
  readonly width: number;
  readonly align?: 'left' | 'right';
}

const gap = 1;

/**
 * Leaves columns out until the title has its floor, the first of `columns` first. Columns without width are never
 * shown.
 */
export function chooseColumns<Name extends string>(
  columns: readonly Column<Name>[],
  available: number,
  floor: number,
): ColumnLayout<Name> {
  const shown = new Set(columns.filter((column) => column.width > 0).map((column) => column.name));
  const widthOf = new Map(columns.map((column) => [column.name, column.width]));
  const taken = (): number =>
    [...shown].reduce((sum, name) => sum + (widthOf.get(name) ?? 0) + gap, 0);
  for (const { name } of columns) {
    if (available - taken() >= floor) break;
    shown.delete(name);
  }
  return { shown, titleWidth: Math.max(0, available - taken()) };
}

/** Cells side by side, a space between them; empty ones at the end, and blanks there, are left out. */
export function joinCells(cells: readonly Cell[]): Line {
  const spans: Span[] = [];
  cells.forEach((cell, index) => {
    if (index > 0) spans.push(span(' '.repeat(gap)));
    const free = span(' '.repeat(Math.max(0, cell.width - lineWidth(cell.spans))));
    if (cell.align === 'right') spans.push(free, ...cell.spans);
    else spans.push(...cell.spans, free);
  });
  return trimEnd(mergeSpans(spans));
}
