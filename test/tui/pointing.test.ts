import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, type Layout } from '../../source/tui/layout.js';
import { screens } from '../../source/tui/panes/pane.js';
import { targetAt, type Covers } from '../../source/tui/pointing.js';
import { viewing } from './viewing.js';

const bare: Covers = { dialog: null, notice: null, connection: null };
const box = { x: 10, y: 5, columns: 60, rows: 8 };

function layout(columns: number, rows: number, given = viewing('tasks', false)): Layout {
  const made = layOut({ columns, rows }, given);
  if (made === null) throw new Error('There is no room.');
  return made;
}

describe('what lies under a cell', () => {
  it('is a title, a row by its line, or nothing in header and footer', () => {
    const wide = layout(120, 40);
    expect(targetAt({ column: 3, row: 0 }, wide, bare)).toEqual({ type: 'nothing' });
    expect(targetAt({ column: 3, row: 39 }, wide, bare)).toEqual({ type: 'nothing' });
    expect(targetAt({ column: 3, row: 1 }, wide, bare)).toEqual({
      type: 'pane',
      name: 'epics',
      line: null,
    });
    expect(targetAt({ column: 119, row: 2 }, wide, bare)).toEqual({
      type: 'pane',
      name: 'tasks',
      line: 0,
    });
  });

  it('is the title alone of a folded pane, and the detail where that is open', () => {
    const narrow = layout(80, 24);
    expect(narrow.panes.memory?.rows).toBe(1);
    const row = narrow.panes.memory?.y ?? 0;
    const folded = { type: 'pane', name: 'memory', line: null };
    expect(targetAt({ column: 40, row }, narrow, bare)).toEqual(folded);
    const detail = layout(120, 40, viewing('tasks', true));
    expect(targetAt({ column: 100, row: 20 }, detail, bare)).toEqual({ type: 'detail' });
  });

  it('is what is open before what it hides, and beside it nothing of that', () => {
    const wide = layout(120, 40);
    const covers = { ...bare, dialog: box, notice: { x: 0, y: 38, columns: 119, rows: 1 } };
    const inside = { type: 'dialog', line: 2, column: 3 };
    expect(targetAt({ column: 13, row: 7 }, wide, covers)).toEqual(inside);
    expect(targetAt({ column: 70, row: 7 }, wide, covers)).toEqual({ type: 'outside' });
    expect(targetAt({ column: 70, row: 38 }, wide, covers)).toEqual({ type: 'notice' });
    const dead = { ...bare, connection: box };
    expect(targetAt({ column: 13, row: 7 }, wide, dead)).toEqual({ type: 'nothing' });
  });

  it('is one of the shown panes in every cell between header and footer', () => {
    const size = fc.record({
      columns: fc.integer({ min: 40, max: 240 }),
      rows: fc.integer({ min: 10, max: 70 }),
    });
    fc.assert(
      fc.property(
        size,
        fc.constantFrom(...screens.main),
        fc.nat(),
        fc.nat(),
        (given, focus, x, y) => {
          const made = layout(given.columns, given.rows, viewing(focus, false));
          const cell = { column: x % given.columns, row: y % given.rows };
          const target = targetAt(cell, made, bare);
          const isEdge = cell.row === made.footer.y || (made.header !== null && cell.row === 0);
          expect(target.type).toBe(isEdge ? 'nothing' : 'pane');
          if (target.type !== 'pane') return;
          const rectangle = made.panes[target.name];
          expect(target.line ?? -1).toBe(cell.row - (rectangle?.y ?? 0) - 1);
          expect(target.line ?? -1).toBeLessThan((rectangle?.rows ?? 0) - 1);
        },
      ),
    );
  });
});
