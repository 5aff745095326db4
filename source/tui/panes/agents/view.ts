/**
 * Who is at work, one claim a row: mark, actor, task, its title, phase and time, the last sign of life, tokens, cost,
 * locks; and the whole of the one under the cursor below. For a readable title go locks, cost, tokens, phase, in this
 * order.
 */
import { agentState, type AgentState } from '../../../domain/agent-state.js';
import type { AgentRow } from '../../../domain/contract/coordination-calls.js';
import { formatCost, formatTokens } from '../../../domain/format.js';
import { truncate } from '../../../platform/terminal-text.js';
import type { Glyphs } from '../../glyphs.js';
import type { Line, PaneView, Span } from '../../line.js';
import { clean, highlight, searchWords, span, wrapSpans } from '../../spans.js';
import type { StyleRole } from '../../theme.js';
import { elapsed } from '../clock.js';
import { chooseColumns, joinCells, type Cell, type Column, type ColumnLayout } from '../columns.js';
import { sentenceText } from '../event-text.js';
import { listBadge, queryOf, visibleRows } from '../list-behaviour.js';
import type { ViewContext } from '../pane.js';
import { listRows, withPreview } from '../preview.js';
import { loading, messageLines, noneFound, paneView, titleFloor } from '../view-parts.js';
import { actorName, taskText, type AgentsModel } from './model.js';
import { agentsBehaviour, type AgentsState } from './state.js';

type ColumnName = 'locks' | 'cost' | 'tokens' | 'phase' | 'beat';

const phaseWidth = 18;
const beatWidth = 11;
const figureWidth = 6;
/** What a title should have before columns go for it. */
const readableTitle = 14;

/** What is known of a row: `idle` holds no task. */
type Standing = AgentState | 'idle';

const standingRoles: Readonly<Record<Standing, StyleRole>> = {
  working: 'statusInProgress',
  silent: 'statusInProgress',
  stale: 'stale',
  idle: 'muted',
};

export function viewAgents(known: AgentsModel, state: AgentsState, context: ViewContext): PaneView {
  const { size, glyphs } = context;
  const model = agentsBehaviour.shown(known, state);
  const found = model.list.found(queryOf(state));
  const { rows, selectedLine } = visibleRows(state, found, listRows(size));
  const badge = listBadge(state, found, known.list.rows.length);
  const parts = { title: 'Agents', badge };
  if (rows.length === 0) {
    const lines = messageLines(emptyMessage(model, glyphs), size);
    return paneView({ ...parts, lines }, size, glyphs);
  }
  const layout = layOutColumns(model, size.columns);
  const words = searchWords(state.search);
  const gone = state.gone?.row ?? null;
  const lines = rows.map((row) => agentLine(row, { model, layout, words, context, gone }));
  const selected = selectedLine === null ? undefined : rows[selectedLine];
  const preview = selected === undefined ? [] : previewLines(selected, selected === gone, context);
  const all = withPreview(lines, preview, size, glyphs.ellipsis);
  return paneView({ ...parts, lines: all, selectedLine }, size, glyphs);
}

function emptyMessage(model: AgentsModel, glyphs: Glyphs): Line {
  if (model.failure !== null)
    return [span(`The agents could not be read: ${clean(model.failure)}`, 'levelError')];
  if (!model.read) return loading('the agents', glyphs);
  if (model.list.rows.length > 0) return noneFound('agent');
  return [span('Nobody is at work, and nobody was within the last hour.', 'muted')];
}

function layOutColumns({ list, widths }: AgentsModel, columns: number): ColumnLayout<ColumnName> {
  const { rows } = list;
  const figures: readonly Column<ColumnName>[] = [
    { name: 'locks', width: rows.some(({ locks }) => locks.length > 0) ? 7 : 0 },
    { name: 'cost', width: rows.some(({ costUsd }) => costUsd > 0) ? figureWidth : 0 },
    { name: 'tokens', width: rows.some(({ tokens }) => tokens > 0) ? figureWidth : 0 },
    { name: 'phase', width: phaseWidth },
    { name: 'beat', width: beatWidth },
  ];
  // The mark, the actor and the task, each with a space behind it.
  const room = columns - 2 - widths.actor - 1 - (widths.id === 0 ? 0 : widths.id + 1);
  const readable = chooseColumns(figures, room, readableTitle);
  return readable.titleWidth >= readableTitle ? readable : chooseColumns(figures, room, titleFloor);
}

interface RowContext {
  readonly model: AgentsModel;
  readonly layout: ColumnLayout<ColumnName>;
  readonly words: readonly string[];
  readonly context: ViewContext;
  /** The row that is shown only because the cursor is on it. */
  readonly gone: AgentRow | null;
}

function agentLine(row: AgentRow, { model, layout, words, context, gone }: RowContext): Line {
  const { glyphs, now } = context;
  const dim = row === gone;
  const standing = standingOf(row, now);
  const role = dim ? 'muted' : standingRoles[standing];
  const actor = truncate(actorName(row), model.widths.actor, glyphs.ellipsis);
  const whole = row.taskId === null ? 'idle' : clean(row.title ?? '') || clean(row.taskId);
  const title = truncate(whole, layout.titleWidth, glyphs.ellipsis);
  const cells: Cell[] = [
    { spans: [span(dim ? glyphs.status.done : markOf(standing, glyphs), role)], width: 1 },
    { spans: highlight(actor, words, dim ? 'muted' : 'emphasis'), width: model.widths.actor },
  ];
  if (model.widths.id > 0)
    cells.push({ spans: [span(taskText(row), 'muted')], width: model.widths.id });
  const titleRole = dim || row.taskId === null ? 'muted' : undefined;
  cells.push({ spans: highlight(title, words, titleRole), width: layout.titleWidth });
  const add = (name: ColumnName, width: number, spans: Line): void => {
    if (layout.shown.has(name)) cells.push({ spans, width });
  };
  add('phase', phaseWidth, phaseSpans(row, role, context));
  add('beat', beatWidth, beatSpans(row, standing, context));
  add('tokens', figureWidth, [span(row.tokens > 0 ? formatTokens(row.tokens) : '', 'muted')]);
  add('cost', figureWidth, [span(row.costUsd > 0 ? formatCost(row.costUsd) : '', 'muted')]);
  const { length } = row.locks;
  add('locks', 7, [span(length === 0 ? '' : `${length} ${length === 1 ? 'lock' : 'locks'}`)]);
  return joinCells(cells);
}

function markOf(standing: Standing, glyphs: Glyphs): string {
  if (standing === 'idle') return glyphs.status.skipped;
  return standing === 'stale' ? glyphs.stale : glyphs.status.in_progress;
}

export function standingOf(row: AgentRow, now: number): Standing {
  return row.taskId === null ? 'idle' : agentState(row, new Date(now).toISOString());
}

/** The phase and how long it has been going on; without one, how long the claim is old. */
function phaseSpans(row: AgentRow, role: StyleRole, { now, glyphs }: ViewContext): readonly Span[] {
  if (row.taskId === null) return [];
  const time = elapsed(row.phase?.startedAt ?? row.claimedAt, now);
  const room = phaseWidth - time.length - 1;
  const name = row.phase === null || room < 4 ? '' : clean(row.phase.title);
  const shown = name === '' ? '' : `${truncate(name, room, glyphs.ellipsis)} `;
  return [span(`${shown}${time}`, role)];
}

/** Never a beat is no bad sign: many agents give none. */
function beatSpans(row: AgentRow, standing: Standing, { now }: ViewContext): readonly Span[] {
  if (standing === 'idle') return [];
  if (standing === 'silent') return [span('never beats', 'muted')];
  const age = `${elapsed(row.lastHeartbeat, now)} ago`;
  return standing === 'stale' ? [span(age, 'stale')] : [span(age, 'muted')];
}

function previewLines(row: AgentRow, gone: boolean, context: ViewContext): Line[] {
  const { size, now, glyphs } = context;
  const fold = (line: Line): Line[] => wrapSpans(line, size.columns);
  if (row.taskId === null) return fold([span(lastEventText(row, context), 'muted')]);
  const claim = elapsed(row.claimedAt, now);
  const phase = row.phase;
  const facts = [
    claim === '' ? '' : `${actorName(row)} is on it for ${claim}`,
    phase === null ? '' : `phase ${phase.completed + 1} of ${phase.total}: ${clean(phase.title)}`,
    row.tokens > 0 ? `${formatTokens(row.tokens)} tokens ${formatCost(row.costUsd)}` : '',
    row.workerPid === null ? '' : `process ${row.workerPid}`,
    messagesText(row.unreadMessages),
  ].filter((each) => each !== '');
  const locks = row.locks.map(clean).join(', ');
  const head = gone ? [span('Not at it any more: ', 'emphasis')] : [];
  return [
    ...fold([...head, span(`${taskText(row)} ${clean(row.title ?? '')}`, 'emphasis')]),
    ...fold([span(facts.join(', '), 'muted')]),
    ...(locks === ''
      ? []
      : [[span('locks '), span(truncate(locks, size.columns - 6, glyphs.ellipsis))]]),
    ...fold([span(lastEventText(row, context), 'muted')]),
  ];
}

function messagesText(count: number): string {
  return count === 0 ? '' : `${count} ${count === 1 ? 'message' : 'messages'} unread`;
}

function lastEventText({ lastEvent }: AgentRow, { now }: ViewContext): string {
  if (lastEvent === null) return 'nothing is known of what it did';
  return `${sentenceText(lastEvent)}, ${elapsed(lastEvent.timestamp, now)} ago`;
}
