/** Dialogs as boxes of lines over the panes: prompts, questions, texts to read. */
import { displayWidth, sanitise, truncate } from '../platform/terminal-text.js';
import type { Glyphs } from './glyphs.js';
import type { Rectangle, Size } from './layout.js';
import type { Line, Span } from './line.js';
import { readerLines, readerTitle, type ReaderText } from './reader.js';
import { clean, cutLine, lineWidth, wrapSpans } from './spans.js';
import type { Dialog, Notice } from './state/cockpit-state.js';
import type { TextField } from './state/text-field.js';

/** Lines that each fill the box from edge to edge, so that nothing shines through. */
export interface Box {
  readonly rectangle: Rectangle;
  readonly lines: readonly Line[];
}

const widestReader = 104;
const widestDialog = 76;

/** The lines of a text for this screen, and how many of them are shown at once. */
export function readerPage(
  text: ReaderText,
  size: Size,
  glyphs: Glyphs,
): { readonly lines: readonly Line[]; readonly rows: number } {
  const width = Math.min(widestReader, size.columns - 2) - 4;
  const lines = readerLines(text, { width, glyphs });
  return { lines, rows: Math.max(1, Math.min(lines.length, size.rows - 6)) };
}

export function dialogBox(dialog: Dialog, size: Size, glyphs: Glyphs): Box {
  if (dialog.type === 'prompt' && dialog.intent.type === 'search') return searchBox(dialog, size);
  const widest = dialog.type === 'reader' ? widestReader : widestDialog;
  const columns = Math.min(widest, size.columns - 2);
  const inside = columns - 4;
  const { lines, foot } = contents(dialog, size, inside, glyphs);
  const title = dialog.type === 'reader' ? readerTitle(dialog.text) : dialog.title;
  const box = framed(title, foot, lines, columns, size, glyphs);
  // A prompt leaves what it is about in sight.
  return dialog.type === 'prompt' ? atBottom(box, size) : box;
}

/** Over the last rows, just above the footer. */
export function atBottom(box: Box, size: Size): Box {
  const y = Math.max(0, size.rows - 1 - box.rectangle.rows);
  return { ...box, rectangle: { ...box.rectangle, y } };
}

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

function contents(
  dialog: Dialog,
  size: Size,
  inside: number,
  glyphs: Glyphs,
): { lines: Line[]; foot: string } {
  switch (dialog.type) {
    case 'prompt':
      return {
        lines: [fieldLine(dialog.field, dialog.placeholder, inside)],
        foot: 'Enter ok  Esc cancel',
      };
    case 'confirm':
      return {
        lines: dialog.lines.flatMap((text) => wrapSpans([{ text: clean(text) }], inside)),
        foot: 'y yes  n no',
      };
    case 'reader': {
      const { lines, rows } = readerPage(dialog.text, size, glyphs);
      const top = Math.min(dialog.top, Math.max(0, lines.length - rows));
      const more = lines.length > rows;
      const place = more ? `${top + 1}-${top + rows} of ${lines.length}  j/k scroll  ` : '';
      return { lines: [...lines.slice(top, top + rows)], foot: `${place}Esc close` };
    }
  }
}

/** A search is typed in place of the footer: what it finds is all in sight. */
function searchBox(dialog: Extract<Dialog, { type: 'prompt' }>, size: Size): Box {
  const columns = size.columns - 1;
  const title: Line = [{ text: ' ' }, { text: `${dialog.title}: `, role: 'key' }];
  const keys: Line = [
    { text: '  ' },
    { text: 'Enter', role: 'key' },
    { text: ' ok  ' },
    { text: 'Esc', role: 'key' },
    { text: ' cancel' },
  ];
  const width = columns - lineWidth(title) - lineWidth(keys);
  const field = padLine(fieldLine(dialog.field, dialog.placeholder, width), width);
  const y = Math.max(0, size.rows - 1);
  return { rectangle: { x: 0, y, columns, rows: 1 }, lines: [[...title, ...field, ...keys]] };
}

/** The field's text with its cursor, moved so that the cursor is always in sight. */
export function fieldLine(field: TextField, placeholder: string, width: number): Line {
  if (field.text === '') {
    return [
      { text: ' ', role: 'selected' },
      { text: truncate(clean(placeholder), width - 2, ''), role: 'muted' },
    ];
  }
  const under = characterAt(field.text, field.cursor);
  const room = width - Math.max(1, displayWidth(clean(under)));
  const before = endFitting(field.text.slice(0, field.cursor), room);
  const after = field.text.slice(field.cursor + under.length);
  const line: Span[] = [
    { text: sanitise(before) },
    { text: sanitise(under) === '' ? ' ' : under, role: 'selected' },
    {
      text: truncate(
        sanitise(after),
        width - displayWidth(before) - Math.max(1, displayWidth(under)),
        '',
      ),
    },
  ];
  return line.filter(({ text }) => text !== '');
}

function characterAt(text: string, index: number): string {
  const [first] = new Intl.Segmenter().segment(text.slice(index));
  return first?.segment ?? '';
}

/** The longest end of a text that fits. */
function endFitting(text: string, width: number): string {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let used = 0;
  let start = characters.length;
  while (start > 0) {
    used += displayWidth(characters[start - 1] ?? '');
    if (used > width) break;
    start -= 1;
  }
  return characters.slice(start).join('');
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
