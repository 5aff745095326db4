/** Tables: aligned in columns while they fit the width, otherwise one block of `header: cell` lines a row. */
import type { Tokens } from 'marked';
import type { Glyphs } from './glyphs.js';
import type { Line, Span } from './line.js';
import { inlineSpans } from './markdown-inline.js';
import { lineText, lineWidth, span, trimEnd, wrapSpans } from './spans.js';

interface TableOptions {
  readonly width: number;
  readonly glyphs: Glyphs;
}

type Alignment = 'center' | 'left' | 'right' | null;

export function tableLines(table: Tokens.Table, options: TableOptions): Line[] {
  const header = table.header.map((cell) => cellSpans(cell, true));
  const rows = table.rows.map((row) => row.map((cell) => cellSpans(cell, false)));
  const widths = header.map((cell, column) =>
    Math.max(lineWidth(cell), ...rows.map((row) => lineWidth(row[column] ?? []))),
  );
  const gaps = Math.max(0, widths.length - 1) * 3;
  const total = widths.reduce((sum, width) => sum + width, gaps);
  return total <= options.width
    ? alignedLines(header, rows, widths, table.align, options)
    : rowBlocks(header, rows, options);
}

function cellSpans(cell: Tokens.TableCell, header: boolean): Line {
  const spans = inlineSpans(cell.tokens, header ? 'emphasis' : undefined);
  return spans.map((each) => (each.text === '\n' ? { ...each, text: ' ' } : each));
}

function alignedLines(
  header: readonly Line[],
  rows: readonly (readonly Line[])[],
  widths: readonly number[],
  alignment: readonly Alignment[],
  { glyphs }: TableOptions,
): Line[] {
  const { vertical, horizontal, cross } = glyphs.lane;
  const draw = (cells: readonly Line[]): Line => {
    const spans = widths.flatMap((width, column): Span[] => {
      const cell = cells[column] ?? [];
      const padded = align(cell, width, alignment[column] ?? null);
      return column === 0 ? padded : [span(` ${vertical} `, 'muted'), ...padded];
    });
    return trimEnd(spans);
  };
  const rule = widths
    .map((width) => horizontal.repeat(width))
    .join(`${horizontal}${cross}${horizontal}`);
  return [draw(header), [span(rule, 'muted')], ...rows.map(draw)];
}

function align(cell: Line, width: number, alignment: Alignment): Span[] {
  const free = Math.max(0, width - lineWidth(cell));
  const before = alignment === 'right' ? free : alignment === 'center' ? Math.floor(free / 2) : 0;
  return [span(' '.repeat(before)), ...cell, span(' '.repeat(free - before))].filter(
    (each) => each.text !== '',
  );
}

function rowBlocks(
  header: readonly Line[],
  rows: readonly (readonly Line[])[],
  { width }: TableOptions,
): Line[] {
  const blocks = rows.map((row) =>
    row.flatMap((cell, column): Line[] => {
      if (lineText(cell).trim() === '') return [];
      const name = lineText(header[column] ?? []).trim();
      const label = name === '' ? [] : [span(`${name}: `, 'muted')];
      return wrapSpans([...label, ...cell], width);
    }),
  );
  return blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block]));
}
