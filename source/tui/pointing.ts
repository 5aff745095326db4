/** What lies under a cell of the screen: pure, from where everything is. */
import type { Layout, Rectangle } from './layout.js';
import type { PaneName } from './panes/pane.js';

export interface Cell {
  readonly column: number;
  readonly row: number;
}

export type Target =
  /** A place in the box of what is open, from its left upper corner; or beside that box. */
  | { readonly type: 'dialog'; readonly line: number; readonly column: number }
  | { readonly type: 'outside' }
  | { readonly type: 'notice' }
  /** `line` counts from 0 below the title; null on the title itself. */
  | { readonly type: 'pane'; readonly name: PaneName; readonly line: number | null }
  | { readonly type: 'detail' }
  | { readonly type: 'nothing' };

/** What lies over the panes; null for what is not shown. */
export interface Covers {
  readonly dialog: Rectangle | null;
  readonly notice: Rectangle | null;
  /** What is only read. */
  readonly connection: Rectangle | null;
}

export function targetAt(cell: Cell, layout: Layout, covers: Covers): Target {
  const { dialog, notice, connection } = covers;
  if (dialog && holds(dialog, cell)) {
    return { type: 'dialog', line: cell.row - dialog.y, column: cell.column - dialog.x };
  }
  if (notice && holds(notice, cell)) return { type: 'notice' };
  if (dialog) return { type: 'outside' };
  if (connection && holds(connection, cell)) return { type: 'nothing' };
  if (layout.detail && holds(layout.detail, cell)) return { type: 'detail' };
  const panes = Object.entries(layout.panes) as [PaneName, Rectangle][];
  const pane = panes.find(([, rectangle]) => holds(rectangle, cell));
  if (!pane) return { type: 'nothing' };
  const [name, { y }] = pane;
  return { type: 'pane', name, line: cell.row === y ? null : cell.row - y - 1 };
}

function holds({ x, y, columns, rows }: Rectangle, { column, row }: Cell): boolean {
  return column >= x && column < x + columns && row >= y && row < y + rows;
}
