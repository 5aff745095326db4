/** Parts that the views of several panes are made of. */
import { sanitise, truncate, displayWidth } from '../../platform/terminal-text.js';
import type { Glyphs } from '../glyphs.js';
import type { Edges, Line, PaneSize, PaneView } from '../line.js';
import { cutLine, span, trimEnd, wrapSpans } from '../spans.js';

/** Fewer cells than this leave no title readable: other columns go first. */
export const titleFloor = 12;

interface ViewParts {
  readonly title: string;
  readonly badge: string;
  readonly lines: readonly Line[];
  readonly selectedLine?: number | null;
  readonly edges?: Edges;
}

const noEdges: Edges = new Map();

/** A view within its size: no line too many or too wide, title and badge fit side by side. */
export function paneView(parts: ViewParts, size: PaneSize, glyphs: Glyphs): PaneView {
  const lines = parts.lines
    .slice(0, Math.max(0, size.rows))
    .map((line) => trimEnd(cutLine(line, size.columns, glyphs.ellipsis)));
  const selectedLine = parts.selectedLine ?? null;
  return {
    ...headOf(parts.title, parts.badge, size.columns, glyphs.ellipsis),
    lines,
    selectedLine: selectedLine !== null && selectedLine < lines.length ? selectedLine : null,
    edges: parts.edges ?? noEdges,
  };
}

/** The title goes before the badge where both do not fit; the badge keeps up to half. */
function headOf(
  title: string,
  badge: string,
  columns: number,
  ellipsis: string,
): { title: string; badge: string } {
  const cutBadge = truncate(sanitise(badge), Math.floor(columns / 2), ellipsis);
  const badgeWidth = displayWidth(cutBadge);
  const room = columns - (badgeWidth === 0 ? 0 : badgeWidth + 1);
  return { title: truncate(sanitise(title), room, ellipsis), badge: cutBadge };
}

/** A sentence for a pane that has nothing to show. */
export function messageLines(message: Line, size: PaneSize): readonly Line[] {
  return wrapSpans(message, size.columns);
}

/** A sentence that names a key: `before`, the key, `after`. */
export function invitation(before: string, key: string, after: string): Line {
  return [span(`${before} `, 'muted'), span(key, 'key'), span(` ${after}`, 'muted')];
}

/** For a search that hides every row. */
export function noneFound(what: string): Line {
  return invitation(`No ${what} has these words. Press`, 'Esc', 'to see them all.');
}

export function loading(what: string, glyphs: Glyphs): Line {
  return [span(`Reading ${what}${glyphs.ellipsis}`, 'muted')];
}
