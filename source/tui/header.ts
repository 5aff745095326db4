/** The first and the last line of the screen. */
import { formatAge, formatCost, formatTokens } from '../domain/format.js';
import { displayWidth, truncate } from '../platform/terminal-text.js';
import type { Glyphs } from './glyphs.js';
import type { KeyHint } from './keys.js';
import type { Line, Span } from './line.js';
import { failedCount, finishedCount, progressBar } from './panes/progress-bar.js';
import { clean, lineWidth } from './spans.js';
import type { CockpitState } from './state/cockpit-state.js';
import { failureText } from './state/failure-text.js';
import { healthText } from './state/health.js';
import type { ProjectData } from './state/project-data.js';

const gap: Span = { text: '  ' };
const shortestName = 8;

/** Project, totals, progress and the live mark. What has no room goes, the least important first. */
export function headerLine(
  data: Pick<ProjectData, 'projectName' | 'totals' | 'coordination'>,
  state: Pick<CockpitState, 'connection' | 'health' | 'lastFailure' | 'now'>,
  columns: number,
  glyphs: Glyphs,
): Line {
  const { tasks, epics, tokens, costUsd } = data.totals;
  const { byStatus } = tasks;
  const live = liveMark(state, glyphs);
  const name = clean(data.projectName);
  const waiting = data.coordination.inbox?.length ?? 0;
  const percent = tasks.total === 0 ? 0 : Math.floor((finishedCount(tasks) * 100) / tasks.total);
  // Most important first; they are shown in the order of `place`.
  const parts: { readonly place: number; readonly line: Line }[] = [
    { place: 2, line: [{ text: `${finishedCount(tasks)}/${tasks.total} done` }] },
    { place: 9, line: failedLine(state.lastFailure, glyphs) },
    { place: 8, line: waitingLine(waiting) },
    ...optional(3, byStatus.in_progress, glyphs.status.in_progress, 'running', 'statusInProgress'),
    ...optional(5, failedCount(tasks), glyphs.status.failed, 'failed', 'statusFailed'),
    ...optional(4, byStatus.blocked, glyphs.status.blocked, 'blocked', 'statusBlocked'),
    { place: 1, line: [...progressBar(tasks, 12, glyphs), { text: ` ${percent}%` }] },
    { place: 0, line: [{ text: `${epics.open} open ${epics.open === 1 ? 'epic' : 'epics'}` }] },
    { place: 6, line: tokens > 0 ? [{ text: `${formatTokens(tokens)} tokens` }] : [] },
    { place: 7, line: costUsd > 0 ? [{ text: formatCost(costUsd) }] : [] },
  ];
  const room = columns - 3 - lineWidth(live);
  let left = room - Math.min(displayWidth(name), Math.max(shortestName, Math.floor(room / 3)));
  const chosen = parts.filter(({ line }) => {
    const needed = lineWidth(line) + gap.text.length;
    if (line.length === 0 || needed > left) return false;
    left -= needed;
    return true;
  });
  const middle = chosen
    .sort((first, second) => first.place - second.place)
    .flatMap(({ line }) => [gap, ...line]);
  const shownName = truncate(name, room - lineWidth(middle), glyphs.ellipsis);
  const used = displayWidth(shownName) + lineWidth(middle);
  return [
    { text: ' ' },
    { text: shownName, role: 'heading' },
    ...middle,
    { text: ' '.repeat(Math.max(1, room - used + 1)) },
    ...live,
  ];
}

/** The keys that work now, as many as fit; how to get help is always among them. */
export function footerLine(hints: readonly KeyHint[], columns: number): Line {
  const help = hints.find(({ key }) => key === '?');
  const helpLine = help ? hintLine(help) : [];
  let left = columns - 2 - lineWidth(helpLine);
  const line: Span[] = [{ text: ' ' }];
  for (const hint of hints) {
    if (hint === help) continue;
    const spans = [...hintLine(hint), gap];
    const width = lineWidth(spans);
    if (width > left) continue;
    line.push(...spans);
    left -= width;
  }
  return [...line, ...helpLine];
}

function hintLine({ key, label }: KeyHint): Line {
  return [{ text: key, role: 'key' }, { text: ` ${label}` }];
}

function optional(
  place: number,
  count: number,
  glyph: string,
  word: string,
  role: NonNullable<Span['role']>,
): { place: number; line: Line }[] {
  return count > 0 ? [{ place, line: [{ text: `${glyph} ${count} ${word}`, role }] }] : [];
}

/** What was tried last and failed, and the key that tries it again. */
function failedLine(failed: CockpitState['lastFailure'], glyphs: Glyphs): Line {
  if (failed === null) return [];
  return [
    {
      text: `${glyphs.status.failed} could not ${failureText(failed.intent)} `,
      role: 'levelError',
    },
    { text: '.', role: 'key' },
    { text: ' retry' },
  ];
}

/** How much waits for a person, and the key that leads there; nothing where nothing does. */
function waitingLine(count: number): Line {
  if (count === 0) return [];
  return [
    { text: 'i', role: 'key' },
    { text: ` ${count} waiting`, role: 'levelWarning' },
  ];
}

/** The age of what is shown is told only when it is not live, or when the store does not keep up. */
function liveMark(
  { connection, health, now }: Pick<CockpitState, 'connection' | 'health' | 'now'>,
  glyphs: Glyphs,
): Line {
  if (connection.type === 'live') {
    return health === null
      ? [{ text: `${glyphs.live} live`, role: 'live' }]
      : [{ text: `${glyphs.stale} ${healthText(health)}`, role: 'stale' }];
  }
  if (connection.type === 'reopening')
    return [{ text: `${glyphs.stale} reopening`, role: 'stale' }];
  const age = formatAge(new Date(connection.since).toISOString(), now);
  return [
    {
      text: `${glyphs.stale} not live, ${age === 'now' ? 'just now' : `${age} old`}`,
      role: 'stale',
    },
  ];
}
