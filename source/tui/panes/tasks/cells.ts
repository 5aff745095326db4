/** The cells of a task's row. */
import type { TaskRow } from '../../../domain/contract/rows.js';
import { formatAge, formatTokens } from '../../../domain/format.js';
import { shortId } from '../../../domain/ids.js';
import { isFailure, isSatisfied } from '../../../domain/statuses.js';
import { displayWidth, truncate } from '../../../platform/terminal-text.js';
import type { Glyphs } from '../../glyphs.js';
import type { Span } from '../../line.js';
import { applyRanges, clean, span, type Ranges } from '../../spans.js';
import type { StyleRole } from '../../theme.js';
import { elapsed } from '../clock.js';
import { statusRoles } from '../task-marks.js';
import type { TaskNode } from './model.js';

/** A worker that was not heard of for this long may be gone, in milliseconds. */
const staleAfter = 120_000;
/** Remarks may take this part of the title's room, */
const remarkShare = 0.45;
/** as long as the title keeps this many cells. */
const roomyTitle = 28;
const shortestRemark = 6;

interface TitleContext {
  readonly ranges: Ranges;
  readonly glyphs: Glyphs;
}

/** The title and, as far as there is room, what is remarkable about the task. */
export function titleSpans(
  node: TaskNode,
  width: number,
  { ranges, glyphs }: TitleContext,
): readonly Span[] {
  const { row } = node;
  const remarks = remarksOf(node, glyphs);
  const wanted = remarks.reduce((sum, each) => sum + displayWidth(each.text) + 2, 0);
  const reserved = Math.min(wanted, Math.floor(width * remarkShare));
  const titleWidth = Math.max(width - reserved, Math.min(width, roomyTitle));
  const title = truncate(clean(row.title) || clean(row.id), titleWidth, glyphs.ellipsis);
  const spans = applyRanges(title, ranges(title), isSatisfied(row.status) ? 'muted' : undefined);
  let room = width - displayWidth(title);
  for (const remark of remarks) {
    if (room < 2 + Math.min(shortestRemark, displayWidth(remark.text))) break;
    const text = truncate(remark.text, room - 2, glyphs.ellipsis);
    spans.push(span('  '), { ...remark, text });
    room -= displayWidth(text) + 2;
  }
  return spans;
}

function remarksOf({ row, elsewhere }: TaskNode, glyphs: Glyphs): readonly Span[] {
  const remarks: Span[] = [];
  const add = (text: string, role: StyleRole): void => {
    if (text !== '') remarks.push(span(text, role));
  };
  if (row.retryCount > 0) add(`${glyphs.status.up_for_retry}${row.retryCount}`, 'statusRetry');
  if (row.unresolved.length > 0) add(`unresolved ${listIds(row.unresolved)}`, 'levelWarning');
  if (row.status === 'blocked') add(clean(row.blockedReason ?? ''), 'statusBlocked');
  if (isFailure(row.status) || row.status === 'up_for_retry') {
    add(clean(row.failedReason ?? ''), statusRoles[row.status]);
  }
  if (elsewhere.length > 0) add(`after ${listIds(elsewhere)}`, 'muted');
  if (row.vanished) add('file gone', 'stale');
  return remarks;
}

function listIds(ids: readonly string[]): string {
  const [first = ''] = ids;
  const more = ids.length > 1 ? ` +${ids.length - 1}` : '';
  return `${clean(shortId(first))}${more}`;
}

/** The phase and the time of running work; else how long ago the task was finished or changed. */
export function activitySpans(
  row: TaskRow,
  { width, now, glyphs }: { width: number; now: number; glyphs: Glyphs },
): readonly Span[] {
  if (row.status !== 'in_progress') {
    return [span(formatAge(row.completedAt ?? row.updatedAt, now), 'muted')];
  }
  const time = elapsed(row.phase?.startedAt ?? row.claimedAt ?? row.updatedAt, now);
  const stale = isStale(row, now);
  const mark = stale ? `${glyphs.stale} ` : '';
  const role = stale ? 'stale' : 'statusInProgress';
  const room = width - displayWidth(mark) - time.length - 1;
  const phase = row.phase === null || room < 4 ? '' : clean(row.phase.title);
  const name = phase === '' ? '' : `${truncate(phase, room, glyphs.ellipsis)} `;
  return [span(truncate(`${mark}${name}${time}`, width, glyphs.ellipsis), role)];
}

function isStale({ lastHeartbeat }: TaskRow, now: number): boolean {
  return lastHeartbeat !== null && now - Date.parse(lastHeartbeat) > staleAfter;
}

export function assigneeSpans(row: TaskRow, width: number, glyphs: Glyphs): readonly Span[] {
  const name = clean(row.assignee ?? '').replace(/@.*$/, '');
  return [span(truncate(name, width, glyphs.ellipsis), 'muted')];
}

export function tokenSpans(row: TaskRow): readonly Span[] {
  return row.tokens > 0 ? [span(formatTokens(row.tokens), 'muted')] : [];
}
