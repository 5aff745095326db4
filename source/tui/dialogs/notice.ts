/** Sentences over the panes: notices and failures. */
import { displayWidth } from '../../platform/terminal-text.js';
import type { Glyphs } from '../glyphs.js';
import type { Size } from '../layout.js';
import type { Line } from '../line.js';
import { clean, cutLine, wrapSpans } from '../spans.js';
import type { Notice } from '../state/cockpit-state.js';
import { padLine, type Box } from './box.js';

/** A notice just above the footer, as high as its text needs. */
export function noticeBox(notice: Notice, size: Size, glyphs: Glyphs): Box {
  const role = notice.level === 'error' ? 'levelError' : 'emphasis';
  const mark = notice.level === 'error' ? '! ' : `${glyphs.bullet} `;
  const columns = size.columns - 1;
  const width = columns - displayWidth(mark) - 1;
  const wrapped = wrapSpans([{ text: notice.text, role }], width);
  const shown = wrapped.slice(0, Math.max(1, Math.floor(size.rows / 3)));
  const last = shown.at(-1);
  if (last && shown.length < wrapped.length) {
    const cut = cutLine(last, width - displayWidth(glyphs.ellipsis) - 1, '');
    shown[shown.length - 1] = [...cut, { text: ` ${glyphs.ellipsis}`, role }];
  }
  const lines = shown.map((line, index) =>
    padLine([{ text: index === 0 ? mark : ' '.repeat(mark.length), role }, ...line], columns),
  );
  const y = Math.max(0, size.rows - 1 - lines.length);
  return { rectangle: { x: 0, y, columns, rows: lines.length }, lines };
}

/** Where the store's death is told: the screen behind it stays as it was. */
export function failureLines(message: string, hint: string, width: number): Line[] {
  return [
    ...wrapSpans([{ text: clean(message), role: 'levelError' }], width),
    [],
    ...wrapSpans([{ text: hint }], width),
  ];
}
