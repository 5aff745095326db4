/** Boxes of lines over the panes: their frames and places. */
import { displayWidth, truncate } from '../../platform/terminal-text.js';
import type { Glyphs } from '../glyphs.js';
import type { Rectangle, Size } from '../layout.js';
import type { Line } from '../line.js';
import { clean, cutLine, lineWidth } from '../spans.js';

/** Lines that each fill the box from edge to edge, so that nothing shines through. */
export interface Box {
  readonly rectangle: Rectangle;
  readonly lines: readonly Line[];
}

const widestDialog = 76;

/** How wide a dialog's box is on this screen, its frame included. */
export function dialogColumns(size: Size): number {
  return Math.min(widestDialog, size.columns - 2);
}

/** Over the last rows, just above the footer. */
export function atBottom(box: Box, size: Size): Box {
  const y = Math.max(0, size.rows - 1 - box.rectangle.rows);
  return { ...box, rectangle: { ...box.rectangle, y } };
}

export function framed(
  title: string,
  foot: string,
  lines: readonly Line[],
  columns: number,
  size: Size,
  glyphs: Glyphs,
): Box {
  const { frame } = glyphs;
  const inside = columns - 4;
  const rows = Math.min(size.rows, lines.length + 2);
  const body = lines
    .slice(0, Math.max(0, rows - 2))
    .map((line): Line => [
      { text: `${frame.vertical} `, role: 'borderFocused' },
      ...padLine(cutLine(line, inside, glyphs.ellipsis), inside),
      { text: ` ${frame.vertical}`, role: 'borderFocused' },
    ]);
  const top = rule(frame.topLeft, title, frame.topRight, columns, glyphs);
  const bottom = rule(frame.bottomLeft, foot, frame.bottomRight, columns, glyphs);
  return {
    rectangle: {
      x: Math.max(0, Math.floor((size.columns - columns) / 2)),
      y: Math.max(0, Math.floor((size.rows - rows) / 2)),
      columns,
      rows,
    },
    lines: [top, ...body, bottom],
  };
}

function rule(left: string, text: string, right: string, columns: number, glyphs: Glyphs): Line {
  const { horizontal } = glyphs.frame;
  const shown = truncate(clean(text), columns - 8, glyphs.ellipsis);
  const rest = columns - 2 - (shown === '' ? 0 : displayWidth(shown) + 3);
  return [
    { text: left + (shown === '' ? '' : horizontal), role: 'borderFocused' },
    ...(shown === '' ? [] : [{ text: ` ${shown} `, role: 'titleFocused' as const }]),
    { text: horizontal.repeat(Math.max(0, rest)) + right, role: 'borderFocused' },
  ];
}

export function padLine(line: Line, width: number): Line {
  const missing = width - lineWidth(line);
  return missing > 0 ? [...line, { text: ' '.repeat(missing) }] : line;
}
