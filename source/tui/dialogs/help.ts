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
  const place = { position, top: dialog.top };
  const shown = listLines(items, place, { width, rows, glyphs, search: dialog.field.text });
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

/** A line of the list: an item by its index, the name of a section, or nothing. */
type Entry = number | string | null;

/** The rows under their sections' names as long as nothing narrows them. */
function entriesOf(items: readonly HelpItem[], search: string): readonly Entry[] {
  const isNarrowed = searchWords(search).length > 0;
  return items.flatMap((item, index): Entry[] => {
    if (isNarrowed || item.section === items[index - 1]?.section) return [index];
    return [...(index > 0 ? [null] : []), item.section, index];
  });
}

/** Lines kept in sight around the selected one while there is room for them. */
const margin = 2;

/** The first line shown: the one that was shown first before, as far as the selected one stays in sight. */
function topOf(entries: readonly Entry[], position: number, before: number, rows: number): number {
  const selectedAt = entries.indexOf(position);
  const around = Math.min(margin, Math.floor((rows - 1) / 2));
  const inSight = Math.max(selectedAt - rows + 1 + around, Math.min(before, selectedAt - around));
  return Math.max(0, Math.min(inSight, entries.length - rows));
}

/** Where the list of the help is, and what is on its lines. */
export interface HelpPlace {
  /** Of the cursor among the items. */
  readonly position: number;
  readonly top: number;
}

/** The place with the cursor on another item, or with the list scrolled as far as it goes. */
export function helpPlace(
  items: readonly HelpItem[],
  { search, rows }: { readonly search: string; readonly rows: number },
  { position, top }: HelpPlace,
  scroll = 0,
): HelpPlace {
  const entries = entriesOf(items, search);
  const at = Math.max(0, Math.min(position, items.length - 1));
  const shown = topOf(entries, at, top, rows);
  if (scroll === 0) return { position: at, top: shown };
  const wanted = Math.max(0, Math.min(shown + scroll, entries.length - rows));
  const near = entries
    .filter((entry) => typeof entry === 'number')
    .filter((entry) => topOf(entries, entry, wanted, rows) === wanted)
    .sort((left, right) => Math.abs(left - at) - Math.abs(right - at));
  return { position: near[0] ?? at, top: wanted };
}

/** The frame and the field lie above the list. */
const listStart = 2;

/** The item on a line of the box, counted from its frame; null where there is none. */
export function helpItemAt(
  items: readonly HelpItem[],
  { search, rows }: { readonly search: string; readonly rows: number },
  { position, top }: HelpPlace,
  line: number,
): number | null {
  const row = line - listStart;
  if (row < 0 || row >= rows) return null;
  const entries = entriesOf(items, search);
  const entry = entries[topOf(entries, position, top, rows) + row];
  return typeof entry === 'number' ? entry : null;
}

function listLines(
  items: readonly HelpItem[],
  { position, top }: HelpPlace,
  options: ListOptions,
): Line[] {
  const { search, rows } = options;
  if (items.length === 0) return [[], [span('No key has these words.', 'muted')]];
  const words = searchWords(search);
  const entries = entriesOf(items, search);
  const first = topOf(entries, position, top, rows);
  return entries.slice(first, first + rows).map((entry): Line => {
    if (entry === null) return [];
    if (typeof entry === 'string') return [span(entry, 'heading')];
    const item = items[entry];
    return item === undefined ? [] : itemLine(item, entry === position, words, options);
  });
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
