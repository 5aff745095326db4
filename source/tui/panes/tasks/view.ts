/**
 * The tasks of an epic as a graph, one a row: lanes, critical path, status, number, title with what is remarkable,
 * activity, assignee, tokens. When the title would fall below its floor, columns go in this order: tokens, assignee,
 * activity, and then the lanes get narrower: no space between them first, then fewer of them.
 */
import type { Glyphs } from '../../glyphs.js';
import { laneSpans, lanesWidth, type LaneDrawing } from '../../lanes.js';
import type { Line, PaneView, Span } from '../../line.js';
import { span, type Ranges } from '../../spans.js';
import { chooseColumns, joinCells, type Cell, type ColumnLayout } from '../columns.js';
import { groupLine } from '../group-line.js';
import { listBadge, moveEdges, queryOf, visibleGroups } from '../list-behaviour.js';
import { GroupHeader } from '../list-query.js';
import type { Found } from '../row-list.js';
import type { ViewContext } from '../pane.js';
import { statusMark } from '../task-marks.js';
import {
  invitation,
  loading,
  messageLines,
  noneFound,
  paneView,
  titleFloor,
} from '../view-parts.js';
import { activitySpans, assigneeSpans, titleSpans, tokenSpans } from './cells.js';
import { taskNumber, type TaskNode, type TasksModel } from './model.js';
import { hasCycleLine, taskRows, type TasksState } from './state.js';

type ColumnName = 'tokens' | 'assignee' | 'activity';

/** The part of a row that lanes may take. */
const laneShare = 0.3;
const mostLanes = 24;
/** From here on there is room for the name of a phase beside its time. */
const roomyFrom = 84;

export function viewTasks(model: TasksModel, state: TasksState, context: ViewContext): PaneView {
  const { size, glyphs } = context;
  const found = model.list.found(queryOf(state));
  const all = model.list.rows.length;
  const position = listBadge(state, found, all);
  const done = all === 0 ? '' : `${model.finished} done`;
  const parts = {
    title: model.epicName === '' ? 'Tasks' : `Tasks of ${model.epicName}`,
    badge:
      state.search === '' ? [done, position].filter((each) => each !== '').join('  ') : position,
  };
  if (found.rows.length === 0) {
    const lines = messageLines(emptyMessage(model, glyphs), size);
    return paneView({ ...parts, lines }, size, glyphs);
  }
  const { rows, selectedLine, edges } = visibleGroups(
    state,
    found,
    taskRows(model, size),
    context.unread,
  );
  const row = rowContext(model, found, context);
  const lines = rows.map((node) =>
    node instanceof GroupHeader ? groupLine(node, glyphs) : taskLine(node, row),
  );
  if (!hasCycleLine(model, size))
    return paneView({ ...parts, lines, selectedLine, edges }, size, glyphs);
  return paneView(
    {
      ...parts,
      lines: [cycleLine(model), ...lines],
      selectedLine: selectedLine === null ? null : selectedLine + 1,
      edges: moveEdges(edges, 1),
    },
    size,
    glyphs,
  );
}

function emptyMessage(model: TasksModel, glyphs: Glyphs): Line {
  if (model.state === 'absent') {
    return invitation('Tasks belong to an epic. Press', 'C', 'to create the first.');
  }
  if (model.state === 'loading') return loading('tasks', glyphs);
  if (model.list.rows.length > 0) return noneFound('task');
  return invitation('No tasks yet: press', 'c', 'to create the first.');
}

function cycleLine({ cycles }: TasksModel): Line {
  const [first = []] = cycles;
  const more = cycles.length > 1 ? `, and ${cycles.length - 1} more` : '';
  const path = first.map(taskNumber).join(' > ');
  return [span(`These wait for each other: ${path}${more}`, 'levelError')];
}

interface RowContext extends ViewContext {
  readonly model: TasksModel;
  readonly ranges: Ranges;
  /** Null while a search shows rows that are not neighbours. */
  readonly lanes: LaneLayout | null;
  readonly columns: readonly (Cell & { readonly name: ColumnName })[];
  readonly layout: ColumnLayout<ColumnName>;
}

interface LaneLayout {
  readonly drawing: LaneDrawing;
  readonly spacing: 1 | 2;
  readonly width: number;
}

function rowContext(model: TasksModel, found: Found<TaskNode>, context: ViewContext): RowContext {
  const { columns } = context.size;
  const lanes = found.natural ? layOutLanes(model, columns) : null;
  const fixed =
    (lanes === null || lanes.width === 0 ? 0 : lanes.width + 1) +
    (model.hasCritical ? 1 : 0) +
    1 + // the status
    1 +
    model.numberWidth +
    1;
  const roomy = columns >= roomyFrom;
  const cells = [
    { name: 'tokens', spans: [], width: model.has.tokens ? 6 : 0, align: 'right' },
    { name: 'assignee', spans: [], width: model.has.assignees ? (roomy ? 12 : 8) : 0 },
    { name: 'activity', spans: [], width: roomy ? 22 : 8, align: 'right' },
  ] as const;
  const layout = chooseColumns<ColumnName>(cells, columns - fixed, titleFloor);
  return {
    ...context,
    model,
    ranges: found.ranges,
    lanes,
    columns: cells.toReversed(),
    layout,
  };
}

function layOutLanes(model: TasksModel, columns: number): LaneLayout {
  const budget = Math.max(1, Math.floor(columns * laneShare));
  const drawing = model.lanes(mostLanes);
  for (const spacing of [2, 1] as const) {
    const width = lanesWidth(drawing.columns, spacing);
    if (width <= budget) return { drawing, spacing, width };
  }
  // One column more than the lanes is for the overflow mark.
  const fewer = model.lanes(Math.max(1, Math.min(mostLanes, budget - 1)));
  return { drawing: fewer, spacing: 1, width: lanesWidth(fewer.columns, 1) };
}

function taskLine(node: TaskNode, row: RowContext): Line {
  const { model, lanes, layout, glyphs, now } = row;
  const cells: Cell[] = [];
  if (lanes !== null && lanes.width > 0) {
    const drawn = lanes.drawing.rows[node.place];
    const spans = drawn === undefined ? [] : laneSpans(drawn, glyphs, lanes.spacing).spans;
    cells.push({ spans, width: lanes.width });
  }
  const marks: Span[] = [statusMark(node.row, glyphs)];
  if (model.hasCritical) {
    marks.unshift(node.critical ? span(glyphs.critical, 'critical') : span(' '));
  }
  const numberRole = node.critical ? 'critical' : 'muted';
  cells.push(
    { spans: marks, width: marks.length },
    { spans: [span(node.number, numberRole)], width: model.numberWidth, align: 'right' },
    { spans: titleSpans(node, layout.titleWidth, row), width: layout.titleWidth },
  );
  for (const column of row.columns) {
    if (!layout.shown.has(column.name)) continue;
    cells.push({ ...column, spans: columnSpans(column, node) });
  }
  return joinCells(cells);

  function columnSpans({ name, width }: Cell & { name: ColumnName }, { row: task }: TaskNode) {
    if (name === 'tokens') return tokenSpans(task);
    if (name === 'assignee') return assigneeSpans(task, width, glyphs);
    return activitySpans(task, { width, now, glyphs });
  }
}
