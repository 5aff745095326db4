/** A part of the detail's text; its badge says how far down it is. */
import type { Line, PaneView } from '../../line.js';
import { highlight, span } from '../../spans.js';
import type { ViewContext } from '../pane.js';
import { loading, messageLines, paneView } from '../view-parts.js';
import type { DetailModel } from './model.js';
import { settleDetail, type DetailState } from './state.js';

export function viewDetail(model: DetailModel, state: DetailState, context: ViewContext): PaneView {
  const { size, glyphs } = context;
  if (model.key === null || model.loading) {
    const message =
      model.key === null ? [span('Nothing is selected.', 'muted')] : loading('it', glyphs);
    const lines = messageLines(message, size);
    return paneView({ title: model.title, badge: '', lines }, size, glyphs);
  }
  const document = model.lines(size.columns, glyphs);
  const settled = settleDetail(state, model, size);
  const { top, match } = settled;
  const words = settled.search.trim() === '' ? [] : [settled.search.trim().toLowerCase()];
  const lines = document
    .slice(top, top + Math.max(0, size.rows))
    .map((line) => (words.length === 0 ? line : highlightLine(line, words)));
  const selectedLine = match !== null && match >= top ? match - top : null;
  // One line more than fits tells whether this is the end.
  const atEnd = document.known(top + size.rows + 1) <= top + size.rows;
  const badge = badgeOf(settled, atEnd, document.complete ? document.length : null, size.rows);
  return paneView({ title: model.title, badge, lines, selectedLine }, size, glyphs);
}

function highlightLine(line: Line, words: readonly string[]): Line {
  return line.flatMap((each) => highlight(each.text, words, each.role));
}

function badgeOf(
  { top, search, match }: DetailState,
  atEnd: boolean,
  length: number | null,
  rows: number,
): string {
  if (search !== '') return match === null ? `/${search} not found` : `/${search}`;
  if (top === 0) return atEnd ? '' : 'top';
  if (atEnd) return 'end';
  return length === null
    ? `line ${top + 1}`
    : `${Math.round((top / Math.max(1, length - rows)) * 100)}%`;
}
