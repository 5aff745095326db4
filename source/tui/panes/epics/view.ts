/**
 * Epics, one a row: status, title, progress, counts, alarms (running, blocked, failed), ready tasks, id.
 * For a readable title go ready and id; below its floor also the progress bar, counts and alarms, in this order.
 */
import type { EpicRow } from '../../../domain/contract/rows.js';
import { truncate } from '../../../platform/terminal-text.js';
import type { Glyphs } from '../../glyphs.js';
import type { Line, PaneView, Span } from '../../line.js';
import { applyRanges, clean, span, type Ranges } from '../../spans.js';
import { chooseColumns, joinCells, type Cell, type Column, type ColumnLayout } from '../columns.js';
import { groupLine } from '../group-line.js';
import { listBadge, queryOf, visibleGroups } from '../list-behaviour.js';
import { GroupHeader } from '../list-query.js';
import type { ViewContext } from '../pane.js';
import { progressBar } from '../progress-bar.js';
import { statusRoles } from '../task-marks.js';
import { invitation, messageLines, noneFound, paneView, titleFloor } from '../view-parts.js';
import { alarmsOf, countsText, epicIdText, isClosed, type EpicsModel } from './model.js';
import type { EpicsState } from './state.js';

type ColumnName = 'ready' | 'id' | 'bar' | 'counts' | 'alarms';

/** Beyond this a title is cut, so that its figures stay near. */
const longestTitle = 72;
const narrowestBar = 6;
/** What a title should have where figures leave it. */
const readableTitle = 16;
const widestBar = 16;

export function viewEpics(model: EpicsModel, state: EpicsState, context: ViewContext): PaneView {
  const { size, glyphs } = context;
  const found = model.list.found(queryOf(state));
  const { rows, selectedLine, edges } = visibleGroups(state, found, size.rows, context.unread);
  const parts = {
    title: 'Epics',
    badge: listBadge(state, found, model.list.rows.length),
  };
  if (rows.length === 0) {
    const message =
      model.list.rows.length === 0
        ? invitation('No epics yet: press', 'c', 'to create the first.')
        : noneFound('epic');
    return paneView({ ...parts, lines: messageLines(message, size) }, size, glyphs);
  }
  const bar = Math.min(widestBar, Math.max(narrowestBar, Math.floor(size.columns / 6)));
  const layout = layOutColumns(model, bar, size.columns - 2);
  const { ranges } = found;
  const lines = rows.map((row) =>
    row instanceof GroupHeader
      ? groupLine(row, glyphs)
      : epicLine(row, { model, layout, bar, ranges, glyphs }),
  );
  return paneView({ ...parts, lines, selectedLine, edges }, size, glyphs);
}

/** Ready tasks and the id go for a readable title, the others only for the floor. */
function layOutColumns(model: EpicsModel, bar: number, room: number): ColumnLayout<ColumnName> {
  const { widths } = model;
  const figures: readonly Column<ColumnName>[] = [
    { name: 'bar', width: widths.counts === 0 ? 0 : bar },
    { name: 'counts', width: widths.counts },
    { name: 'alarms', width: widths.alarms },
  ];
  const id: Column<ColumnName> = { name: 'id', width: widths.id };
  const ready: Column<ColumnName> = { name: 'ready', width: widths.ready };
  for (const columns of [
    [ready, id, ...figures],
    [id, ...figures],
  ]) {
    const layout = chooseColumns(columns, room, titleFloor);
    if (layout.titleWidth >= readableTitle) return layout;
  }
  return chooseColumns(figures, room, titleFloor);
}

interface RowContext {
  readonly model: EpicsModel;
  readonly layout: ColumnLayout<ColumnName>;
  readonly bar: number;
  readonly ranges: Ranges;
  readonly glyphs: Glyphs;
}

function epicLine(epic: EpicRow, { model, layout, bar, ranges, glyphs }: RowContext): Line {
  const titleWidth = Math.min(layout.titleWidth, longestTitle);
  const { widths } = model;
  const cells: Cell[] = [
    { spans: [epicMark(epic, glyphs)], width: 1 },
    { spans: titleSpans(epic, titleWidth, ranges, glyphs), width: titleWidth },
  ];
  const add = (name: ColumnName, cell: Cell): void => {
    if (layout.shown.has(name)) cells.push(cell);
  };
  const closed = isClosed(epic);
  const dim = closed ? 'muted' : undefined;
  const barSpans = epic.counts.total === 0 ? [] : progressBar(epic.counts, bar, glyphs);
  add('bar', { spans: barSpans, width: bar });
  add('counts', { spans: [span(countsText(epic), dim)], width: widths.counts, align: 'right' });
  add('alarms', { spans: alarmSpans(epic, glyphs), width: widths.alarms });
  add('ready', { spans: readySpans(epic, glyphs), width: widths.ready });
  add('id', { spans: [span(epicIdText(epic), 'muted')], width: widths.id });
  return joinCells(cells);
}

function epicMark(epic: EpicRow, glyphs: Glyphs): Span {
  if (epic.archived) return span(glyphs.status.skipped, 'statusSkipped');
  if (epic.status === 'done') return span(glyphs.status.done, 'statusDone');
  const status = epic.counts.byStatus.in_progress > 0 ? 'in_progress' : 'todo';
  return span(glyphs.status[status], statusRoles[status]);
}

function titleSpans(epic: EpicRow, width: number, ranges: Ranges, glyphs: Glyphs): readonly Span[] {
  const title = clean(epic.title) || epicIdText(epic);
  const remark = epic.placeholder ? ' (no file)' : epic.vanished ? ' (file gone)' : '';
  const room = width - remark.length;
  const shown = remark !== '' && room >= titleFloor ? remark : '';
  const role = isClosed(epic) || epic.placeholder ? 'muted' : undefined;
  const cut = truncate(title, width - shown.length, glyphs.ellipsis);
  return [...applyRanges(cut, ranges(cut), role), span(shown, 'stale')];
}

function alarmSpans(epic: EpicRow, glyphs: Glyphs): readonly Span[] {
  return alarmsOf(epic).map(([kind, count], index) =>
    span(`${index === 0 ? '' : ' '}${glyphs.status[kind]}${count}`, statusRoles[kind]),
  );
}

function readySpans({ counts }: EpicRow, glyphs: Glyphs): readonly Span[] {
  return counts.ready === 0 ? [] : [span(`${glyphs.status.todo}${counts.ready}`, 'statusTodo')];
}
