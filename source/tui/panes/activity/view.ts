/** Events, one a row: time, actor, what and to what, particulars. The actor goes first where there is little room. */
import { displayWidth, truncate } from '../../../platform/terminal-text.js';
import type { Line, PaneView } from '../../line.js';
import { highlight, searchWords, span } from '../../spans.js';
import { clock } from '../clock.js';
import { actorText, kindOf, levelRoles, particularsText, sentenceText } from '../event-text.js';
import { visibleRows } from '../list-behaviour.js';
import type { ViewContext } from '../pane.js';
import { messageLines, noneFound, paneView } from '../view-parts.js';
import type { ActivityItem, ActivityModel } from './model.js';
import type { ActivityState } from './state.js';

const actorWidth = 10;
const actorFrom = 44;
/** The store hands on this many; beyond it the count is a lower bound. */
const mostKnown = 500;

export function viewActivity(
  model: ActivityModel,
  state: ActivityState,
  context: ViewContext,
): PaneView {
  const { size, glyphs } = context;
  const found = model.list.found(state.search);
  const { rows, selectedLine, edges } = visibleRows(state, found, size.rows);
  const parts = { title: 'Activity', badge: badgeOf(model, state, found.rows.length) };
  if (rows.length === 0) {
    const message =
      model.list.rows.length === 0
        ? [span('What people and agents do appears here.', 'muted')]
        : noneFound('event');
    return paneView({ ...parts, lines: messageLines(message, size) }, size, glyphs);
  }
  const words = searchWords(state.search);
  const lines = rows.map((item) => eventLine(item, words, context));
  return paneView({ ...parts, lines, selectedLine, edges }, size, glyphs);
}

function badgeOf(model: ActivityModel, state: ActivityState, shown: number): string {
  if (state.search !== '') return `/${state.search} ${shown}`;
  if (state.following) return '';
  const fresh = model.newerThan(state.seen);
  if (fresh === 0) return '';
  return `${fresh}${fresh >= mostKnown ? '+' : ''} new`;
}

function eventLine(
  { event, count }: ActivityItem,
  words: readonly string[],
  { size, glyphs, now }: ViewContext,
): Line {
  const role = levelRoles[kindOf(event).level];
  const actor = size.columns >= actorFrom ? `${actorText(event)} ` : '';
  const time = clock(event.timestamp, now);
  const repeated = count > 1 ? ` (${count} times)` : '';
  const rest = particularsText(event);
  const particulars = rest === '' ? '' : `: ${rest}`;
  const room = Math.max(0, size.columns - time.length - 1);
  const shownActor = truncate(actor, actorWidth + 1, `${glyphs.ellipsis} `);
  const sentence = `${shownActor}${sentenceText(event)}${repeated}`;
  const cut = truncate(sentence, room, glyphs.ellipsis);
  if (cut !== sentence) return [span(`${time} `, 'muted'), ...highlight(cut, words, role)];
  const split = shownActor.length;
  const left = room - displayWidth(cut);
  return [
    span(`${time} `, 'muted'),
    ...highlight(cut.slice(0, split), words, 'muted'),
    ...highlight(cut.slice(split), words, role),
    ...highlight(truncate(particulars, left, glyphs.ellipsis), words),
  ];
}
