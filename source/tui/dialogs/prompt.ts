/** Something to type: in a box over the last rows, a search in place of the footer. */
import type { Size } from '../layout.js';
import type { Line } from '../line.js';
import { lineWidth } from '../spans.js';
import type { Prompt } from '../state/cockpit-state.js';
import { atBottom, dialogColumns, framed, padLine, type Box } from './box.js';
import { fieldLine } from './field.js';
import type { DialogView } from './view.js';

export function promptBox(dialog: Prompt, { size, glyphs }: DialogView): Box {
  if (dialog.intent.type === 'search') return searchBox(dialog, size);
  const columns = dialogColumns(size);
  const line = fieldLine(dialog.field, dialog.placeholder, columns - 4);
  // What it is about stays in sight.
  return atBottom(
    framed(dialog.title, 'Enter ok  Esc cancel', [line], columns, size, glyphs),
    size,
  );
}

/** What may be typed must be seen. */
const narrowestField = 12;

/** What a search finds is all in sight. */
function searchBox(dialog: Prompt, size: Size): Box {
  const columns = size.columns - 1;
  const title: Line = [{ text: ' ' }, { text: `${dialog.title}: `, role: 'key' }];
  const keys: Line = [
    { text: '  ' },
    { text: 'Enter', role: 'key' },
    { text: ' ok  ' },
    { text: 'Esc', role: 'key' },
    { text: ' cancel' },
  ];
  const room = columns - lineWidth(title);
  // On a narrow screen the text needs the room more than its keys do.
  const shown = room - lineWidth(keys) < narrowestField ? [] : keys;
  const width = room - lineWidth(shown);
  const field = padLine(fieldLine(dialog.field, dialog.placeholder, width), width);
  const y = Math.max(0, size.rows - 1);
  return { rectangle: { x: 0, y, columns, rows: 1 }, lines: [[...title, ...field, ...shown]] };
}
