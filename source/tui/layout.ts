/**
 * Where everything is: pure rectangles from the terminal's size.
 *
 * The rule of folding, from large to small:
 * - From 100 columns and 24 rows: two columns. Left the epics above the memory, right the tasks above the phases
 *   and the activity side by side.
 * - From 100 columns, fewer than 24 rows: memory and activity fold to their title lines; the one with the focus
 *   changes places with its neighbour (epics, phases).
 * - Fewer than 100 columns: one column, every pane at least its title line. The focused pane gets the rest; where
 *   there is much of it, a companion (for the tasks their phases, else the tasks) gets a third.
 * - An open detail takes the right column, or everything between header and footer in one column.
 * - Below 60 × 16: a notice of one line, nothing else.
 */
import type { PaneSize } from './line.js';
import { paneNames, type PaneName } from './panes/pane.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly size: Size;
  readonly header: Rectangle;
  readonly footer: Rectangle;
  /** The panes that are shown; a folded one has a single row. */
  readonly panes: Readonly<Partial<Record<PaneName, Rectangle>>>;
  readonly detail: Rectangle | null;
}

export const minimumSize: Size = { columns: 60, rows: 16 };
const wideFrom = 100;
const tallFrom = 24;
/** With this many rows to spare, one column shows a companion of the focused pane. */
const companionFrom = 14;

/** @returns null where the terminal is smaller than `minimumSize` */
export function layOut(size: Size, focus: PaneName, detailOpen: boolean): Layout | null {
  if (size.columns < minimumSize.columns || size.rows < minimumSize.rows) return null;
  const { columns, rows } = size;
  const header = { x: 0, y: 0, columns, rows: 1 };
  const footer = { x: 0, y: rows - 1, columns, rows: 1 };
  const body = { x: 0, y: 1, columns, rows: rows - 2 };
  const inside =
    columns < wideFrom ? oneColumn(body, focus, detailOpen) : twoColumns(body, focus, detailOpen);
  return { size, header, footer, ...inside };
}

/** The cells that a pane may fill: without its title line, the separator on its left and a margin on its right. */
export function paneSize(rectangle: Rectangle): PaneSize {
  return { columns: Math.max(0, rectangle.columns - 2), rows: Math.max(0, rectangle.rows - 1) };
}

type Inside = Pick<Layout, 'panes' | 'detail'>;

function twoColumns(body: Rectangle, focus: PaneName, detailOpen: boolean): Inside {
  const leftColumns = clamp(Math.round(body.columns * 0.38), 40, 72);
  const [left, right] = splitColumns(body, leftColumns);
  const low = body.rows + 2 < tallFrom;
  const [epics, memory] = splitRows(
    left,
    low ? (focus === 'memory' ? 1 : left.rows - 1) : Math.round(left.rows * 0.6),
  );
  if (detailOpen) return { panes: { epics, memory }, detail: right };

  if (low) {
    const [above, last] = splitRows(right, right.rows - 1);
    const [tasks, middle] = splitRows(above, Math.round(above.rows * 0.6));
    const [phases, activity] =
      focus === 'activity' ? splitRows({ ...middle, rows: middle.rows + 1 }, 1) : [middle, last];
    return { panes: { epics, tasks, phases, memory, activity }, detail: null };
  }
  const [tasks, below] = splitRows(right, Math.round(right.rows * 0.6));
  const [phases, activity] = splitColumns(below, clamp(Math.round(below.columns * 0.4), 28, 48));
  return { panes: { epics, tasks, phases, memory, activity }, detail: null };
}

function oneColumn(body: Rectangle, focus: PaneName, detailOpen: boolean): Inside {
  if (detailOpen) return { panes: {}, detail: body };
  const spare = body.rows - paneNames.length;
  const companion = focus === 'tasks' ? 'phases' : 'tasks';
  const companionRows = spare >= companionFrom ? Math.round(spare / 3) : 0;
  let { y } = body;
  const entries = paneNames.map((name): [PaneName, Rectangle] => {
    const extra = name === focus ? spare - companionRows : name === companion ? companionRows : 0;
    const rectangle = { x: body.x, y, columns: body.columns, rows: 1 + extra };
    y += rectangle.rows;
    return [name, rectangle];
  });
  return { panes: Object.fromEntries(entries), detail: null };
}

/**
 * Which pane lies beside the focused one in a direction: what the left and right keys go to. In one column that is
 * the one above and the one below.
 */
export function neighbour(layout: Layout, from: PaneName, side: 'left' | 'right'): PaneName | null {
  const start = layout.panes[from];
  if (!start) return null;
  const touching = paneNames.filter((name) => {
    const other = layout.panes[name];
    if (!other || name === from) return false;
    const beside =
      side === 'left' ? other.x + other.columns === start.x : other.x === start.x + start.columns;
    return beside && other.y < start.y + start.rows && start.y < other.y + other.rows;
  });
  if (touching[0] || Object.values(layout.panes).some(({ x }) => x !== start.x)) {
    return touching[0] ?? null;
  }
  return paneNames[paneNames.indexOf(from) + (side === 'left' ? -1 : 1)] ?? null;
}

function splitColumns(area: Rectangle, columns: number): [Rectangle, Rectangle] {
  return [
    { ...area, columns },
    { ...area, x: area.x + columns, columns: area.columns - columns },
  ];
}

function splitRows(area: Rectangle, rows: number): [Rectangle, Rectangle] {
  return [
    { ...area, rows },
    { ...area, y: area.y + rows, rows: area.rows - rows },
  ];
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
