/** Where borders meet: what stands at the start of a pane's title line, and where its neighbours' lines reach it. */
import type { Glyphs } from './glyphs.js';
import type { Layout, Rectangle } from './layout.js';

export interface Joints {
  /** What stands in the pane's first column, by its rows; the title line is row 0. */
  readonly edge: readonly string[];
  /** Whether the title line runs on into the border of a pane on the right. */
  readonly reachesRight: boolean;
}

const up = 1;
const right = 2;
const down = 4;
const left = 8;

/** The joints of one of the layout's rectangles. */
export function jointsOf({ panes, detail }: Layout, own: Rectangle, { frame }: Glyphs): Joints {
  const others = [...Object.values(panes), ...(detail ? [detail] : [])].filter(
    (other) => other !== own,
  );
  const inColumn = others.filter(({ x }) => x === own.x);
  const above = inColumn.some(({ y, rows }) => y + rows === own.y);
  const below = inColumn.some(({ y }) => y === own.y + own.rows);
  const reaching = new Set(
    others.filter(({ x, columns }) => x + columns === own.x).map(({ y }) => y),
  );
  const edge = Array.from({ length: own.rows }, (_, row) => {
    const arms =
      (row > 0 || above ? up : 0) |
      (row === 0 ? right : 0) |
      (row < own.rows - 1 || below ? down : 0) |
      (reaching.has(own.y + row) ? left : 0);
    return frame.joints[arms] ?? frame.vertical;
  });
  return { edge, reachesRight: others.some(({ x }) => x === own.x + own.columns) };
}
