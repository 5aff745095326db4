/**
 * Where everything is: pure rectangles from the terminal's size.
 *
 * The rule of folding on the main screen, from large to small:
 * - From 100 columns and 24 rows: two columns. Left the epics above the memory, right the tasks above the phases
 *   and the activity side by side.
 * - From 100 columns, fewer than 24 rows: memory and activity fold to their title lines; the one with the focus
 *   changes places with its neighbour (epics, phases).
 * - Fewer than 100 columns: one column, every pane at least its title line. The focused pane gets the rest; where
 *   there is much of it, a companion (for the tasks their phases, else the tasks) gets a third.
 * - An open detail takes the right column, or everything between header and footer in one column.
 * - Below 60 × 16, down to 40 × 10: one thing at a time, the focused pane or the detail, and no header.
 * - Smaller still: a notice of one line, nothing else.
 *
 * The other screens show their panes side by side where there is room, the first one taking the larger part, else
 * one above the other. A zoomed pane has the whole room on any screen.
 */
import type { PaneSize } from './line.js';
import { screens, type PaneName, type ScreenName } from './panes/pane.js';

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
  /** Null where there is no row to spare for it. */
  readonly header: Rectangle | null;
  readonly footer: Rectangle;
  /** The panes that are shown; a folded one has a single row. */
  readonly panes: Readonly<Partial<Record<PaneName, Rectangle>>>;
  readonly detail: Rectangle | null;
}

/** What is looked at, and so decides who gets the room. */
export interface Viewing {
  readonly screen: ScreenName;
  readonly focus: PaneName;
  readonly detailOpen: boolean;
  readonly zoomed: boolean;
}

/** How a screen shares its room: by the rule of folding, or between a list and what belongs to its row. */
const arrangements: Readonly<Record<ScreenName, 'folding' | 'pair'>> = {
  main: 'folding',
  history: 'pair',
  inbox: 'pair',
  agents: 'pair',
};

export const minimumSize: Size = { columns: 40, rows: 10 };
/** From here on several things are shown at once. */
const roomySize: Size = { columns: 60, rows: 16 };
const wideFrom = 100;
const tallFrom = 24;
/** With this many rows to spare, one column shows a companion of the focused pane. */
const companionFrom = 14;

/** @returns null where the terminal is smaller than `minimumSize` */
export function layOut(size: Size, viewing: Viewing): Layout | null {
  const { columns, rows } = size;
  if (columns < minimumSize.columns || rows < minimumSize.rows) return null;
  const footer = { x: 0, y: rows - 1, columns, rows: 1 };
  if (columns < roomySize.columns || rows < roomySize.rows) {
    const body = { x: 0, y: 0, columns, rows: rows - 1 };
    return { size, header: null, footer, ...alone(body, viewing) };
  }
  const header = { x: 0, y: 0, columns, rows: 1 };
  const body = { x: 0, y: 1, columns, rows: rows - 2 };
  return { size, header, footer, ...divide(body, viewing) };
}

type Inside = Pick<Layout, 'panes' | 'detail'>;

function divide(body: Rectangle, viewing: Viewing): Inside {
  const { screen, focus, detailOpen, zoomed } = viewing;
  if (zoomed) return alone(body, viewing);
  const wide = body.columns >= wideFrom;
  if (arrangements[screen] === 'pair')
    return wide ? sideBySide(body, viewing) : stacked(body, viewing);
  return wide ? twoColumns(body, focus, detailOpen) : oneColumn(body, focus, detailOpen);
}

function alone(body: Rectangle, { focus, detailOpen }: Viewing): Inside {
  return detailOpen ? { panes: {}, detail: body } : { panes: { [focus]: body }, detail: null };
}

/** The cells that a pane may fill: without its title line, the separator on its left and a margin on its right. */
export function paneSize(rectangle: Rectangle): PaneSize {
  return { columns: Math.max(0, rectangle.columns - 2), rows: Math.max(0, rectangle.rows - 1) };
}

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
  const panes = screens.main;
  const spare = body.rows - panes.length;
  const companion = focus === 'tasks' ? 'phases' : 'tasks';
  const companionRows = spare >= companionFrom ? Math.round(spare / 3) : 0;
  let { y } = body;
  const entries = panes.map((name): [PaneName, Rectangle] => {
    const extra = name === focus ? spare - companionRows : name === companion ? companionRows : 0;
    const rectangle = { x: body.x, y, columns: body.columns, rows: 1 + extra };
    y += rectangle.rows;
    return [name, rectangle];
  });
  return { panes: Object.fromEntries(entries), detail: null };
}

/** The first pane and the detail, or the pane that follows it. */
function sideBySide(body: Rectangle, { screen, detailOpen }: Viewing): Inside {
  const [first, second] = screens[screen] as readonly PaneName[];
  if (first === undefined) return { panes: {}, detail: null };
  if (!detailOpen && second === undefined) return { panes: { [first]: body }, detail: null };
  const [left, right] = splitColumns(body, Math.round(body.columns * 0.55));
  if (detailOpen || second === undefined) return { panes: { [first]: left }, detail: right };
  return { panes: { [first]: left, [second]: right }, detail: null };
}

/** The first pane above the one that follows it; the focused one has the larger part. */
function stacked(body: Rectangle, viewing: Viewing): Inside {
  const [first, second] = screens[viewing.screen] as readonly PaneName[];
  if (viewing.detailOpen || first === undefined || second === undefined)
    return alone(body, viewing);
  const share = viewing.focus === first ? 0.65 : 0.35;
  const [above, below] = splitRows(body, Math.round(body.rows * share));
  return { panes: { [first]: above, [second]: below }, detail: null };
}

/**
 * Which pane lies beside the focused one in a direction: what the left and right keys go to. In one column that is
 * the one above and the one below.
 */
export function neighbour(layout: Layout, from: PaneName, side: 'left' | 'right'): PaneName | null {
  const start = layout.panes[from];
  if (!start) return null;
  const shown = Object.keys(layout.panes) as PaneName[];
  const touching = shown.filter((name) => {
    const other = layout.panes[name];
    if (!other || name === from) return false;
    const beside =
      side === 'left' ? other.x + other.columns === start.x : other.x === start.x + start.columns;
    return beside && other.y < start.y + start.rows && start.y < other.y + other.rows;
  });
  if (touching[0] || Object.values(layout.panes).some(({ x }) => x !== start.x)) {
    return touching[0] ?? null;
  }
  const order = shown.length > 1 ? shown : panesBeside(from);
  return order[order.indexOf(from) + (side === 'left' ? -1 : 1)] ?? null;
}

/** The panes of the screen that a pane is on, in their order. */
function panesBeside(pane: PaneName): readonly PaneName[] {
  const all: readonly (readonly PaneName[])[] = Object.values(screens);
  return all.find((panes) => panes.includes(pane)) ?? [];
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
