/** A list to choose from: what is typed, the rows that it leaves, and what is known of the one under the cursor. */
import { displayWidth, truncate } from '../../platform/terminal-text.js';
import type { Glyphs } from '../glyphs.js';
import type { Size } from '../layout.js';
import type { Line, Span } from '../line.js';
import { applyRanges, clean, cutLine, lineText, lineWidth, span, wrapSpans } from '../spans.js';
import {
  isLooking,
  matchedPositions,
  nothingText,
  pickerRows,
  type Picker,
  type PickerItem,
} from '../state/picker.js';
import { listWindow, settleList } from '../widgets/list.js';
import { framed, padLine, type Box } from './box.js';
import { fieldLine } from './field.js';
import type { DialogView } from './view.js';

export interface PickerLayout {
  readonly columns: number;
  /** Rows of the list. */
  readonly height: number;
  /** Cells of the list, without the details beside it. */
  readonly listColumns: number;
  /** Cells of the details on the right; 0 where they are below the list. */
  readonly aboutColumns: number;
  /** Lines of details below the list. */
  readonly aboutRows: number;
}

const widest = 118;
const tallest = 24;
/** Rows that details beside the list need. */
const lowest = 8;
/** From this width on the details have a place of their own. */
const besideFrom = 90;
const roomyRows = 16;
/** Narrower screens have no cells to spare beside the box. */
const roomyColumns = 60;

/** As high as all of its rows, whatever is typed: a box that jumps is hard to read. */
export function pickerLayout(size: Size, { items, found, typed }: Picker): PickerLayout {
  const columns = Math.min(widest, size.columns - (size.columns < roomyColumns ? 1 : 2));
  const roomy = size.rows >= roomyRows;
  const rows = Math.min(tallest, roomy ? size.rows - 4 : size.rows - 1);
  const inside = columns - 4;
  const beside = columns >= besideFrom;
  const aboutColumns = beside ? Math.floor(inside * 0.38) : 0;
  const aboutRows = beside ? 0 : roomy ? 3 : 1;
  const room = Math.max(1, rows - 3 - aboutRows);
  const needed = Math.max(beside ? lowest : 1, items.length + (typed === null ? 0 : 1));
  return {
    columns,
    height: found === null ? Math.min(room, needed) : room,
    listColumns: beside ? inside - aboutColumns - 3 : inside,
    aboutColumns,
    aboutRows,
  };
}

export function pickerBox(picker: Picker, { size, glyphs }: DialogView): Box {
  const layout = pickerLayout(size, picker);
  const { rows, keys } = pickerRows(picker);
  const list = settleList(picker.list, keys, layout.height);
  const { start, end } = listWindow(list, keys.length, layout.height);
  const shown = rows.slice(start, end);
  const noteColumns = Math.max(0, ...shown.map(({ note = '' }) => displayWidth(clean(note))));
  const lines = shown.map((each, index) =>
    rowLine(each, start + index === list.position, { picker, layout, glyphs, noteColumns }),
  );
  if (rows.length === 0) {
    const text = isLooking(picker) ? `Looking${glyphs.ellipsis}` : nothingText(picker);
    lines.push([span(text, 'muted')]);
  }
  const item = rows[list.position] ?? null;
  const field = fieldLine(picker.field, picker.placeholder, layout.columns - 4);
  const body =
    layout.aboutColumns > 0
      ? withDetails(lines, item, layout, glyphs)
      : [...filled(lines, layout.height), ...belowLines(item, layout, glyphs)];
  const place = rows.length === 0 ? '0' : `${list.position + 1}`;
  const ticks = picker.several === null ? '' : 'Space tick  ';
  const foot = `${place}/${rows.length}  ${ticks}Enter ok  Esc cancel`;
  return framed(picker.title, foot, [field, ...body], layout.columns, size, glyphs);
}

/** The frame and the field lie above the list. */
const listStart = 2;

/** The key of the row in a place of the box, from its left upper corner; null where there is none. */
export function pickerKeyAt(
  picker: Picker,
  size: Size,
  { line, column }: { readonly line: number; readonly column: number },
): string | null {
  const { height, listColumns } = pickerLayout(size, picker);
  const { keys } = pickerRows(picker);
  const { start, end } = listWindow(settleList(picker.list, keys, height), keys.length, height);
  const position = start + line - listStart;
  const isInside = column >= 2 && column < 2 + listColumns;
  return isInside && position >= start && position < end ? (keys[position] ?? null) : null;
}

interface RowContext {
  readonly picker: Picker;
  readonly layout: PickerLayout;
  readonly glyphs: Glyphs;
  readonly noteColumns: number;
}

function rowLine(item: PickerItem, selected: boolean, context: RowContext): Line {
  const { picker, layout, glyphs } = context;
  const refused = item.refusal !== null;
  const front: Span[] = [span(selected ? `${glyphs.cursor} ` : '  ')];
  if (picker.several !== null) {
    const ticked = picker.several.ticked.includes(item.key);
    front.push(span(`${ticked ? glyphs.checked : glyphs.unchecked} `, refused ? 'muted' : 'key'));
  }
  if (item.mark) front.push({ ...item.mark, text: `${item.mark.text} ` });
  const note = noteText(item, context);
  const room = layout.listColumns - lineWidth(front) - (note === '' ? 0 : displayWidth(note) + 1);
  const shown = truncate(clean(item.title), room, glyphs.ellipsis);
  const positions = clean(item.title) === item.title ? matchedPositions(picker, item) : [];
  const title = marked(shown, positions, refused ? 'muted' : undefined);
  const why = item.refusal !== null ? [span(`  ${clean(item.refusal)}`, 'muted')] : [];
  const middle = padLine(cutLine([...title, ...why], room, glyphs.ellipsis), room);
  const line = [...front, ...middle, ...(note === '' ? [] : [span(` ${note}`, 'muted')])];
  return selected ? [span(lineText(padLine(line, layout.listColumns)), 'selected')] : line;
}

/** Notes stand in a column of their own at the right, and leave the title most of a narrow row. */
function noteText(item: PickerItem, { layout, glyphs, noteColumns }: RowContext): string {
  const width = Math.min(noteColumns, Math.floor(layout.listColumns * 0.4));
  return width === 0
    ? ''
    : padStart(truncate(clean(item.note ?? ''), width, glyphs.ellipsis), width);
}

function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** A title with what the typed text meets marked. Cleaning moves places, so an unclean title goes unmarked. */
function marked(title: string, positions: readonly number[], role: 'muted' | undefined): Line {
  const ranges: [number, number][] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last?.[1] === position) last[1] = position + 1;
    else ranges.push([position, position + 1]);
  }
  return applyRanges(title, ranges, role);
}

function filled(lines: readonly Line[], height: number): Line[] {
  return Array.from({ length: height }, (_, index) => lines[index] ?? []);
}

function withDetails(
  lines: readonly Line[],
  item: PickerItem | null,
  layout: PickerLayout,
  glyphs: Glyphs,
): Line[] {
  const about = item === null ? [] : aboutLines(item, layout.aboutColumns);
  return filled(lines, layout.height).map((line, index): Line => [
    ...padLine(line, layout.listColumns),
    span(` ${glyphs.frame.vertical} `, 'border'),
    ...(about[index] ?? []),
  ]);
}

/** The title in full, why it cannot be chosen, and what else is known. */
function aboutLines(item: PickerItem, width: number): Line[] {
  return [
    ...wrapSpans([span(clean(item.title), 'emphasis')], width),
    ...(item.refusal === null
      ? []
      : [[], ...wrapSpans([span(clean(item.refusal), 'levelWarning')], width)]),
    ...item.about.flatMap((text): Line[] => [[], ...wrapSpans([span(clean(text))], width)]),
  ];
}

/** Where there is little room, the reason or the first that is known. */
function belowLines(
  item: PickerItem | null,
  { aboutRows, columns }: PickerLayout,
  glyphs: Glyphs,
): Line[] {
  if (item === null) return filled([], aboutRows);
  const width = columns - 4;
  const texts =
    item.refusal === null
      ? wrapSpans([span(item.about.map(clean).join(' '), 'muted')], width)
      : wrapSpans([span(clean(item.refusal), 'levelWarning')], width);
  const shown = texts.slice(0, aboutRows);
  const last = shown.at(-1);
  if (last !== undefined && texts.length > shown.length) {
    shown[shown.length - 1] = [...cutLine(last, width - 2, ''), span(` ${glyphs.ellipsis}`)];
  }
  return filled(shown, aboutRows);
}
