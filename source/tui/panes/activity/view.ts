/** Events, one a row: time, actor, what and to what, particulars. The actor goes first where there is little room. */
import { displayWidth, truncate } from '../../../platform/terminal-text.js';
import type { Line, PaneView } from '../../line.js';
import { highlight, searchWords, span } from '../../spans.js';
import { clock } from '../clock.js';
import { actorText, kindOf, levelRoles, particularsText, sentenceText } from '../event-text.js';
import { listBadge, queryOf, visibleRows } from '../list-behaviour.js';
import type { Found } from '../row-list.js';
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
  const empty =
    model.list.rows.length === 0
      ? [span('What people and agents do appears here.', 'muted')]
      : noneFound('event');
  return viewEvents(model, state, context, { title: 'Activity', empty, withActor: true });
}

interface EventsOptions {
  readonly title: string;
  /** What is said where there is no row. */
  readonly empty: Line;
  /** Whether each row tells whose event it is, where there is room. */
  readonly withActor: boolean;
}

/** Events, one a row, newest first. */
export function viewEvents(
  model: ActivityModel,
  state: ActivityState,
  context: ViewContext,
  { title, empty, withActor }: EventsOptions,
): PaneView {
  const { size, glyphs } = context;
  const found = model.list.found(queryOf(state));
  const { rows, selectedLine, edges } = visibleRows(state, found, size.rows);
  const parts = { title, badge: badgeOf(model, state, found) };
  if (rows.length === 0) {
    return paneView({ ...parts, lines: messageLines(empty, size) }, size, glyphs);
  }
  const words = searchWords(state.search);
  const actorShown = withActor && size.columns >= actorFrom;
  const lines = rows.map((item) => eventLine(item, words, actorShown, context));
  return paneView({ ...parts, lines, selectedLine, edges }, size, glyphs);
}

function badgeOf(model: ActivityModel, state: ActivityState, found: Found<ActivityItem>): string {
  if (state.search !== '') return listBadge(state, found, model.list.rows.length);
  if (state.following) return '';
  const fresh = model.newerThan(state.seen);
  if (fresh === 0) return '';
  return `${fresh}${fresh >= mostKnown ? '+' : ''} new`;
}

function eventLine(
  { event, count }: ActivityItem,
  words: readonly string[],
  actorShown: boolean,
  { size, glyphs, now }: ViewContext,
): Line {
  const role = levelRoles[kindOf(event).level];
  const actor = actorShown ? `${actorText(event)} ` : '';
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
