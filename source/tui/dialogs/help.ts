/** The keys, narrowed by what is typed; the selected one can be carried out from here. */
import { displayWidth, truncate } from '../../platform/terminal-text.js';
import type { Glyphs } from '../glyphs.js';
import type { Size } from '../layout.js';
import type { Line } from '../line.js';
import { highlight, lineText, searchWords, span } from '../spans.js';
import type { HelpDialog } from '../state/cockpit-state.js';
import { helpItems, type HelpItem } from '../state/help-list.js';
import { keyContext } from '../state/key-context.js';
import { framed, padLine, type Box } from './box.js';
import { fieldLine } from './field.js';
import type { DialogView } from './view.js';

const widestHelp = 104;
const widestKeys = 18;
/** Of a row, where that is less. */
const keysShare = 0.4;

/** How many lines of the list are shown at once: all but the frame and the field. */
export function helpRows(size: Size): number {
  return Math.max(1, size.rows - (size.rows < 16 ? 4 : 7));
}

export function helpBox(dialog: HelpDialog, view: DialogView): Box {
  const { size, glyphs } = view;
  const columns = Math.min(widestHelp, size.columns - 2);
  const width = columns - 4;
  const context = keyContext({ ...view.state, dialog: null }, view);
  const items = helpItems(dialog.active, dialog.field.text, context, dialog.ascii);
  const position = Math.min(dialog.position, Math.max(0, items.length - 1));
  const rows = helpRows(size);
  const shown = listLines(items, position, { width, rows, glyphs, search: dialog.field.text });
  const selected = items[position];
  const foot =
    selected === undefined
      ? 'Esc close'
      : `${selected.refusal ?? 'Enter do it'}  Esc close  ${position + 1} of ${items.length}`;
  const field = fieldLine(dialog.field, 'type to find a key', width);
  const lines = Array.from({ length: rows }, (_, index) => shown[index] ?? []);
  return framed('Keys', foot, [field, ...lines], columns, size, glyphs);
}

interface ListOptions {
  readonly width: number;
  readonly rows: number;
  readonly glyphs: Glyphs;
  readonly search: string;
}

/** The rows around the selected one; under their sections' names as long as nothing narrows them. */
function listLines(items: readonly HelpItem[], position: number, options: ListOptions): Line[] {
  const words = searchWords(options.search);
  if (items.length === 0) return [[], [span('No key has these words.', 'muted')]];
  const lines: Line[] = [];
  let selectedAt = 0;
  items.forEach((item, index) => {
    if (words.length === 0 && item.section !== items[index - 1]?.section) {
      if (index > 0) lines.push([]);
      lines.push([span(item.section, 'heading')]);
    }
    if (index === position) selectedAt = lines.length;
    lines.push(itemLine(item, index === position, words, options));
  });
  const middle = selectedAt - Math.floor(options.rows / 2);
  const top = Math.max(0, Math.min(middle, lines.length - options.rows));
  return lines.slice(top, top + options.rows);
}

function itemLine(
  { keys, help, refusal }: HelpItem,
  isSelected: boolean,
  words: readonly string[],
  { width, glyphs }: ListOptions,
): Line {
  const keysWidth = Math.min(widestKeys, Math.floor(width * keysShare));
  const shownKeys = truncate(keys, keysWidth - 2, glyphs.ellipsis);
  const gap = ' '.repeat(Math.max(1, keysWidth - displayWidth(shownKeys)));
  const text = truncate(help, width - keysWidth - 2, glyphs.ellipsis);
  const isDim = refusal !== null;
  const line: Line = [
    span('  '),
    ...highlight(shownKeys, words, isDim ? 'muted' : 'key'),
    span(gap),
    ...highlight(text, words, isDim ? 'muted' : undefined),
  ];
  return isSelected ? [span(lineText(padLine(line, width)), 'selected')] : line;
}
