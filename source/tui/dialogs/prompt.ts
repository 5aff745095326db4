/** Something to type: in a box over the last rows, a search in place of the footer. */
import type { Line } from '../line.js';
import { clean, cutLine, lineWidth, span } from '../spans.js';
import type { Prompt } from '../state/cockpit-state.js';
import { filterCandidates, filterMistake } from '../state/filter-typing.js';
import { atBottom, dialogColumns, framed, padLine, type Box } from './box.js';
import { fieldLine } from './field.js';
import type { DialogView } from './view.js';

export function promptBox(dialog: Prompt, view: DialogView): Box {
  const { size, glyphs } = view;
  if (dialog.intent.type === 'search') return searchBox(dialog, view);
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
function searchBox(dialog: Prompt, view: DialogView): Box {
  const { size } = view;
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
  const below: Line = [...title, ...field, ...shown];
  const help = filterHelp(dialog, view, columns);
  const lines = help === null ? [below] : [help, below];
  const y = Math.max(0, size.rows - lines.length);
  return { rectangle: { x: 0, y, columns, rows: lines.length }, lines };
}

/** A line of its own for what is wrong with a filter, else for what Tab puts in; null where there is neither. */
function filterHelp(dialog: Prompt, view: DialogView, columns: number): Line | null {
  const { state, data, models, size, glyphs } = view;
  if (data === null || size.rows < 12) return null;
  const mistake = filterMistake(state, dialog, data, models);
  if (mistake !== null) {
    const line: Line = [span(' ! ', 'levelError'), span(clean(mistake.message), 'levelError')];
    return padLine(cutLine(line, columns, glyphs.ellipsis), columns);
  }
  const candidates = filterCandidates(state, dialog, data, models);
  const [best] = candidates;
  if (!best) return null;
  const rest = candidates.slice(1, 24).map(({ label }): Line => [span('  '), span(clean(label))]);
  const help: Line = best.help === '' ? [] : [span(` ${clean(best.help)}`, 'muted')];
  const line: Line = [
    span(' Tab ', 'key'),
    span(clean(best.label), 'emphasis'),
    ...help,
    ...rest.flat(),
  ];
  return padLine(cutLine(line, columns, glyphs.ellipsis), columns);
}
