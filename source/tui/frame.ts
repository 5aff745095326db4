/**
 * The frame around a pane: a title line above and a border on the left, joined with those of the panes around it;
 * nothing below, and nothing in the screen's last column, where some terminals lose a character.
 */
import { displayWidth, truncate } from '../platform/terminal-text.js';
import { padLine } from './dialogs/index.js';
import type { Glyphs } from './glyphs.js';
import type { Joints } from './joints.js';
import { paneSize, type Rectangle } from './layout.js';
import type { Line, PaneView, Span } from './line.js';
import { lineText } from './spans.js';

export interface FrameOptions {
  /** The key that brings the focus here; null for the detail view. */
  readonly number: number | null;
  readonly focused: boolean;
  readonly glyphs: Glyphs;
  readonly joints: Joints;
}

/** One line for each row of the rectangle, from its left edge; not filled up, but for the cursor's row. */
export function paneFrame(view: PaneView, rectangle: Rectangle, options: FrameOptions): Line[] {
  const { glyphs, focused, joints } = options;
  const size = paneSize(rectangle);
  const role = focused ? 'borderFocused' : 'border';
  const rows = Array.from({ length: size.rows }, (_, index): Line => {
    const said = view.edges.get(index);
    const edge: Span = said
      ? { text: glyphs[said], role: said }
      : { text: joints.edge[index + 1] ?? glyphs.frame.vertical, role };
    const line = view.lines[index];
    if (!line) return [edge];
    if (index !== view.selectedLine) return [edge, ...line];
    if (focused) return [edge, { text: barText(line, size.columns), role: 'selected' }];
    return [said ? edge : { text: glyphs.cursor, role: 'emphasis' }, ...line.map(emphasised)];
  });
  return [titleLine(view, rectangle.columns, options), ...rows];
}

/** The cursor's bar keeps one look over its whole width: colours on top of inverse ones would be unreadable. */
function barText(line: Line, columns: number): string {
  return lineText(padLine(line, columns));
}

function emphasised(span: Span): Span {
  return span.role === undefined || span.role === 'text' ? { ...span, role: 'emphasis' } : span;
}

function titleLine(
  view: PaneView,
  columns: number,
  { number, focused, glyphs, joints }: FrameOptions,
): Line {
  const { topLeft, horizontal } = glyphs.frame;
  const border = focused ? 'borderFocused' : 'border';
  // Joint, rule, blank, title, blank, rule, blank, badge, blank, rule; and one more up to the next pane's border.
  const badgeRoom = Math.floor(columns / 2) - 4;
  const badge = truncate(view.badge, badgeRoom, glyphs.ellipsis);
  const badgeCells = badge === '' ? 0 : displayWidth(badge) + 2;
  const mark = number === null ? '' : `${number} `;
  const room = columns - 6 - badgeCells - mark.length;
  const title = `${mark}${truncate(view.title, room, glyphs.ellipsis)}`;
  const rest = columns - 6 - displayWidth(title) - badgeCells;
  return [
    { text: (joints.edge[0] ?? topLeft) + horizontal, role: border },
    { text: ` ${title} `, role: focused ? 'titleFocused' : 'title' },
    { text: horizontal.repeat(Math.max(0, rest)), role: border },
    ...(badge === '' ? [] : [{ text: ` ${badge} ` } as const]),
    { text: horizontal.repeat(joints.reachesRight ? 2 : 1), role: border },
  ];
}
