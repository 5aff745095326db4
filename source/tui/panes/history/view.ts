/** Actions, one a row: when, whether it stands, what was done, and why it cannot be taken back where it cannot. */
import type { HistoryEntry } from '../../../domain/contract/triage-calls.js';
import { truncate } from '../../../platform/terminal-text.js';
import type { Line, PaneView } from '../../line.js';
import { clean, highlight, lineWidth, searchWords, span } from '../../spans.js';
import { clock } from '../clock.js';
import { listBadge, visibleRows } from '../list-behaviour.js';
import type { ViewContext } from '../pane.js';
import { invitation, loading, messageLines, noneFound, paneView } from '../view-parts.js';
import type { HistoryModel } from './model.js';
import type { HistoryState } from './state.js';

export function viewHistory(
  model: HistoryModel,
  state: HistoryState,
  context: ViewContext,
): PaneView {
  const { size, glyphs } = context;
  const all = model.list.rows.length;
  const found = model.list.found(state.search);
  const { rows, selectedLine } = visibleRows(state, found, size.rows);
  const parts = { title: 'History', badge: listBadge(state, found, all) };
  if (rows.length === 0) {
    const message = model.unread
      ? loading('what was done', glyphs)
      : all === 0
        ? invitation('What you do here can be taken back with', 'u', 'and is listed here.')
        : noneFound('action');
    return paneView({ ...parts, lines: messageLines(message, size) }, size, glyphs);
  }
  const words = searchWords(state.search);
  const lines = rows.map((entry) => entryLine(entry, words, context));
  return paneView({ ...parts, lines, selectedLine }, size, glyphs);
}

/** What was taken back is dim with the mark of skipped things; what cannot be changed any more says why. */
function entryLine(
  entry: HistoryEntry,
  words: readonly string[],
  { size, glyphs, now }: ViewContext,
): Line {
  const undone = entry.state === 'undone';
  const mark = undone
    ? glyphs.status.skipped
    : entry.refusal === null
      ? ' '
      : glyphs.status.blocked;
  const front: Line = [
    span(`${clock(entry.at, now).padStart(5)} `, 'muted'),
    span(`${mark} `, entry.refusal === null ? 'muted' : 'levelWarning'),
  ];
  const room = size.columns - lineWidth(front);
  const label = truncate(clean(entry.label), room, glyphs.ellipsis);
  const after = undone ? '  undone' : '';
  const why = entry.refusal === null ? after : `${after}  ${clean(entry.refusal)}`;
  return [
    ...front,
    ...highlight(label, words, undone ? 'muted' : undefined),
    ...highlight(why, words, 'muted'),
  ];
}
