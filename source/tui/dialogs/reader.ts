/** A text to scroll through. */
import type { Glyphs } from '../glyphs.js';
import type { Size } from '../layout.js';
import type { Line } from '../line.js';
import { readerLines, readerTitle, type ReaderText } from '../reader.js';
import type { Dialog } from '../state/cockpit-state.js';
import { framed, type Box } from './box.js';
import type { DialogView } from './view.js';

const widestReader = 104;

/** The lines of a text for this screen, and how many of them are shown at once. */
export function readerPage(
  text: ReaderText,
  size: Size,
  glyphs: Glyphs,
): { readonly lines: readonly Line[]; readonly rows: number } {
  const width = readerColumns(size) - 4;
  const lines = readerLines(text, { width, glyphs });
  return { lines, rows: Math.max(1, Math.min(lines.length, size.rows - 6)) };
}

export function readerBox(
  dialog: Extract<Dialog, { type: 'reader' }>,
  { size, glyphs }: DialogView,
): Box {
  const columns = readerColumns(size);
  const { lines, rows } = readerPage(dialog.text, size, glyphs);
  const top = Math.min(dialog.top, Math.max(0, lines.length - rows));
  const more = lines.length > rows;
  const place = more ? `${top + 1}-${top + rows} of ${lines.length}  j/k scroll  ` : '';
  const shown = lines.slice(top, top + rows);
  return framed(readerTitle(dialog.text), `${place}Esc close`, shown, columns, size, glyphs);
}

function readerColumns(size: Size): number {
  return Math.min(widestReader, size.columns - 2);
}
