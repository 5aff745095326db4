/**
 * What views produce: lines of styled spans, already stripped of control characters and cut to their width.
 * Colours are chosen by the theme when a line is painted; a view names only the role of a span.
 */
import type { StyleRole } from './theme.js';

export interface Span {
  readonly text: string;
  readonly role?: StyleRole;
}

export type Line = readonly Span[];

/** What the edge of a row says besides being a border. */
export type Edge = 'marked' | 'unread';
/** By the index of the line. */
export type Edges = ReadonlyMap<number, Edge>;

/** What a pane shows inside its frame. `lines` has at most as many entries as the pane has rows. */
export interface PaneView {
  readonly title: string;
  /** Right end of the title bar: counts, filter, position. */
  readonly badge: string;
  readonly lines: readonly Line[];
  /** The index in `lines` that is drawn as the cursor's row over the full width; null without one. */
  readonly selectedLine: number | null;
  readonly edges: Edges;
}

export interface PaneSize {
  /** Cells inside the frame. */
  readonly columns: number;
  readonly rows: number;
}
