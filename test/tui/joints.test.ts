import { describe, expect, it } from 'vitest';
import { asciiGlyphs, unicodeGlyphs } from '../../source/tui/glyphs.js';
import { jointsOf } from '../../source/tui/joints.js';
import { viewing } from './viewing.js';
import { layOut, type Layout, type Rectangle } from '../../source/tui/layout.js';
import { screens } from '../../source/tui/panes/pane.js';

function layoutOf(columns: number, rows: number, detailOpen = false): Layout {
  const layout = layOut({ columns, rows }, viewing('epics', detailOpen));
  if (!layout) throw new Error('too small');
  return layout;
}

/** The bare frames of a layout: the first columns and the title lines. */
function drawn(layout: Layout, glyphs = unicodeGlyphs): string[][] {
  const { columns, rows } = layout.size;
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  const put = (x: number, y: number, text: string): void => {
    const row = cells[y];
    if (row) row[x] = text;
  };
  const all: Rectangle[] = [
    ...Object.values(layout.panes),
    ...(layout.detail ? [layout.detail] : []),
  ];
  for (const own of all) {
    const joints = jointsOf(layout, own, glyphs);
    const last = own.x + own.columns - (joints.reachesRight ? 0 : 1);
    for (let x = own.x; x < last; x += 1) put(x, own.y, glyphs.frame.horizontal);
    joints.edge.forEach((glyph, row) => put(own.x, own.y + row, glyph));
  }
  return cells;
}

/** Which sides each character has a line to: above, right, below, left. */
const sides: Readonly<Record<string, string>> = {
  '│': 'ad',
  '─': 'rl',
  '╭': 'rd',
  '╰': 'ar',
  '╯': 'al',
  '├': 'ard',
  '┤': 'adl',
  '┬': 'rdl',
  '┴': 'arl',
  '┼': 'ardl',
};

/** Cells whose line does not go on in the cell beside or below it, or the other way round. */
function loose(cells: readonly string[][]): string[] {
  const wrong: string[] = [];
  cells.forEach((row, y) =>
    row.forEach((cell, x) => {
      const here = sides[cell] ?? '';
      const below = sides[cells[y + 1]?.[x] ?? ''] ?? '';
      const next = sides[row[x + 1] ?? ''] ?? '';
      // Borders stay open above the footer.
      const open = y === cells.length - 2 && cell === '│';
      if (here.includes('d') !== below.includes('a') && !open) wrong.push(`${x},${y} below`);
      // The right end of a title line is the end of the screen.
      if (next !== '' && here.includes('r') !== next.includes('l')) wrong.push(`${x},${y} right`);
      if (next === '' && here.includes('r') && x < row.length - 2) wrong.push(`${x},${y} end`);
    }),
  );
  return wrong;
}

describe('the joints of the frames', () => {
  it('leave no line loose, for every size, focus and detail', () => {
    const wrong: string[] = [];
    for (const columns of [60, 99, 100, 121, 200]) {
      for (let rows = 16; rows <= 60; rows += 1) {
        for (const focus of screens.main) {
          for (const open of [false, true]) {
            const layout = layOut({ columns, rows }, viewing(focus, open));
            const faults = layout ? loose(drawn(layout)) : ['nothing'];
            wrong.push(...faults.map((fault) => `${columns}x${rows} ${focus} ${open}: ${fault}`));
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('stay out of the last column', () => {
    for (const row of drawn(layoutOf(120, 40))) expect(row.at(-1)).toBe(' ');
  });

  it('are plain in ASCII', () => {
    for (const row of drawn(layoutOf(120, 40), asciiGlyphs))
      expect(row.join('')).toMatch(/^[ |+-]*$/);
  });
});
