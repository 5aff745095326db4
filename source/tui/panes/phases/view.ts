/** Phases in their order: a mark, the title, how long it took or has been running; and what completes the selected one. */
import type { PhaseRow } from '../../../domain/contract/rows.js';
import { formatDuration } from '../../../domain/format.js';
import { displayWidth, truncate } from '../../../platform/terminal-text.js';
import type { Line, PaneView } from '../../line.js';
import { clean, highlight, searchWords, span, wrapSpans } from '../../spans.js';
import { elapsed, secondsBetween } from '../clock.js';
import { joinCells } from '../columns.js';
import { listBadge, visibleRows } from '../list-behaviour.js';
import type { ViewContext } from '../pane.js';
import { phaseAsTask, statusMark } from '../task-marks.js';
import { loading, messageLines, noneFound, paneView } from '../view-parts.js';
import { isFinished, type PhasesModel } from './model.js';
import type { PhasesState } from './state.js';

/** Times stand right behind the longest title, not at the far edge. */
const longestTitle = 28;

export function viewPhases(model: PhasesModel, state: PhasesState, context: ViewContext): PaneView {
  const { size, glyphs } = context;
  const all = model.list.rows.length;
  const found = model.list.found(state.search);
  const finished = all === 0 ? '' : `${model.finished}/${all}`;
  const badge = state.search === '' ? finished : listBadge(state, found, all);
  const parts = { title: model.title, badge };
  const { rows, selectedLine, edges } = visibleRows(state, found, size.rows);
  if (rows.length === 0) {
    const lines = messageLines(emptyMessage(model, context), size);
    return paneView({ ...parts, lines }, size, glyphs);
  }
  const words = searchWords(state.search);
  const lines = rows.map((phase) => phaseLine(phase, words, context));
  const selected = selectedLine === null ? undefined : rows[selectedLine];
  const condition = selected === undefined ? [] : conditionLines(selected, size.columns);
  const free = size.rows - lines.length;
  const note = condition.length > 0 && condition.length < free ? [[], ...condition] : [];
  return paneView({ ...parts, lines: [...lines, ...note], selectedLine, edges }, size, glyphs);
}

function emptyMessage(model: PhasesModel, { glyphs }: ViewContext): Line {
  if (model.loading) return loading('phases', glyphs);
  if (model.list.rows.length > 0) return noneFound('phase');
  if (model.id !== null) return [span('There are no phases.', 'muted')];
  return [span('The phases of the task under the cursor are shown here.', 'muted')];
}

function phaseLine(phase: PhaseRow, words: readonly string[], context: ViewContext): Line {
  const { size, glyphs, now } = context;
  const time =
    phase.status === 'active'
      ? elapsed(phase.startedAt, now)
      : formatDuration(secondsBetween(phase.startedAt, phase.completedAt));
  const room = Math.max(0, size.columns - 2 - 9);
  const width = Math.min(longestTitle, Math.max(room, Math.min(10, size.columns - 2)));
  const title = truncate(clean(phase.title) || clean(phase.id), width, glyphs.ellipsis);
  const role = phase.status === 'active' ? 'emphasis' : isFinished(phase) ? 'muted' : undefined;
  return joinCells([
    { spans: [statusMark({ status: phaseAsTask[phase.status] }, glyphs)], width: 1 },
    { spans: highlight(title, words, role), width },
    {
      spans: [span(time, phase.status === 'active' ? 'statusInProgress' : 'muted')],
      width: displayWidth(time),
    },
  ]);
}

function conditionLines(phase: PhaseRow, columns: number): readonly Line[] {
  const condition = clean(phase.doneCondition);
  return condition === '' ? [] : wrapSpans([span(condition, 'muted')], columns);
}
