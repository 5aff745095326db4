import { describe, expect, it } from 'vitest';
import {
  layOut,
  neighbour,
  paneSize,
  type Layout,
  type Rectangle,
} from '../../source/tui/layout.js';
import { screens } from '../../source/tui/panes/pane.js';
import { viewing } from './viewing.js';

function rectanglesOf(layout: Layout): Rectangle[] {
  const { header, footer, panes, detail } = layout;
  return [header, footer, ...Object.values(panes), detail].filter((each) => each !== null);
}

/** What is wrong with how the rectangles share the screen; empty when each cell belongs to exactly one. */
function faults(layout: Layout): string {
  const { columns, rows } = layout.size;
  const all = rectanglesOf(layout);
  const outside = all.some(
    ({ x, y, columns: width, rows: height }) =>
      x < 0 || y < 0 || width < 1 || height < 1 || x + width > columns || y + height > rows,
  );
  const overlapping = all.some((one, index) =>
    all.slice(index + 1).some((other) => overlap(one, other)),
  );
  const covered = all.reduce((sum, rectangle) => sum + rectangle.columns * rectangle.rows, 0);
  return [outside && 'outside', overlapping && 'overlap', covered < columns * rows && 'gap']
    .filter(Boolean)
    .join();
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.columns &&
    other.x < one.x + one.columns &&
    one.y < other.y + other.rows &&
    other.y < one.y + one.rows
  );
}

describe('the layout', () => {
  it('covers every cell once, for every size, focus and detail', () => {
    const wrong: string[] = [];
    for (let columns = 40; columns <= 220; columns += 1) {
      for (let rows = 10; rows <= 70; rows += 1) {
        for (const focus of screens.main) {
          for (const open of [false, true]) {
            const layout = layOut({ columns, rows }, viewing(focus, open));
            const fault = layout ? faults(layout) : 'nothing';
            if (fault !== '') wrong.push(`${columns}x${rows} ${focus} ${open}: ${fault}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('gives the focused pane room, whatever the size', () => {
    for (const columns of [40, 60, 80, 99, 100, 120, 200]) {
      for (const rows of [10, 16, 20, 23, 24, 40, 60]) {
        for (const focus of screens.main) {
          const rectangle = layOut({ columns, rows }, viewing(focus, false))?.panes[focus];
          expect(
            rectangle && paneSize(rectangle).rows,
            `${focus} ${columns}x${rows}`,
          ).toBeGreaterThanOrEqual(4);
        }
      }
    }
  });

  it('keeps the title of every pane in one column', () => {
    const layout = layOut({ columns: 60, rows: 16 }, viewing('memory', false));
    expect(layout?.panes).toMatchObject({
      epics: { y: 1, rows: 1 },
      tasks: { y: 2, rows: 1 },
      phases: { y: 3, rows: 1 },
      memory: { y: 4, rows: 10 },
      activity: { y: 14, rows: 1 },
    });
  });

  it('folds memory and activity where two columns are low', () => {
    const panes = layOut({ columns: 120, rows: 20 }, viewing('tasks', false))?.panes;
    expect(panes?.memory?.rows).toBe(1);
    expect(panes?.activity?.rows).toBe(1);
    expect(layOut({ columns: 120, rows: 20 }, viewing('activity', false))?.panes.phases?.rows).toBe(
      1,
    );
    expect(layOut({ columns: 120, rows: 20 }, viewing('memory', false))?.panes.epics?.rows).toBe(1);
  });

  it('gives the detail the right column, or everything in one column', () => {
    const wide = layOut({ columns: 120, rows: 40 }, viewing('tasks', true));
    expect(Object.keys(wide?.panes ?? {})).toEqual(['epics', 'memory']);
    expect(layOut({ columns: 80, rows: 24 }, viewing('tasks', true))).toMatchObject({
      panes: {},
      detail: { x: 0, y: 1, columns: 80, rows: 22 },
    });
  });

  it('shows one thing at a time, and no header, where there is little room', () => {
    for (const size of [
      { columns: 40, rows: 10 },
      { columns: 59, rows: 40 },
      { columns: 200, rows: 15 },
    ]) {
      const body = { x: 0, y: 0, columns: size.columns, rows: size.rows - 1 };
      expect(layOut(size, viewing('phases', false))).toMatchObject({
        header: null,
        panes: { phases: body },
        detail: null,
      });
      expect(layOut(size, viewing('phases', true))).toMatchObject({ panes: {}, detail: body });
    }
  });

  it('gives a zoomed pane, or the detail, the whole room', () => {
    const body = { x: 0, y: 1, columns: 120, rows: 38 };
    const zoomed = { zoomed: true };
    const size = { columns: 120, rows: 40 };
    expect(layOut(size, viewing('tasks', false, zoomed))?.panes).toEqual({ tasks: body });
    expect(layOut(size, viewing('tasks', true, zoomed))).toMatchObject({ panes: {}, detail: body });
  });

  it('gives up below 40 x 10', () => {
    expect(layOut({ columns: 39, rows: 10 }, viewing('epics', false))).toBeNull();
    expect(layOut({ columns: 40, rows: 9 }, viewing('epics', false))).toBeNull();
    expect(layOut({ columns: 40, rows: 10 }, viewing('epics', false))).not.toBeNull();
  });

  it('knows the pane beside another', () => {
    const layout = layOut({ columns: 120, rows: 40 }, viewing('epics', false));
    expect(layout && neighbour(layout, 'epics', 'right')).toBe('tasks');
    expect(layout && neighbour(layout, 'tasks', 'left')).toBe('epics');
    expect(layout && neighbour(layout, 'phases', 'right')).toBe('activity');
    expect(layout && neighbour(layout, 'activity', 'right')).toBeNull();
  });

  it('leads up and down where there is one column', () => {
    const layout = layOut({ columns: 80, rows: 24 }, viewing('phases', false));
    expect(layout && neighbour(layout, 'phases', 'left')).toBe('tasks');
    expect(layout && neighbour(layout, 'phases', 'right')).toBe('memory');
    expect(layout && neighbour(layout, 'epics', 'left')).toBeNull();
    expect(layout && neighbour(layout, 'activity', 'right')).toBeNull();
  });

  it('leads along the panes where only one of them is shown', () => {
    const layout = layOut({ columns: 40, rows: 10 }, viewing('phases', false));
    expect(layout && neighbour(layout, 'phases', 'left')).toBe('tasks');
    expect(layout && neighbour(layout, 'phases', 'right')).toBe('memory');
  });
});
