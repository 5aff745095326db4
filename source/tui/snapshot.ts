/** One frame of the cockpit, and the overview as plain text; neither needs Ink, React or a terminal. */
import type { EpicRow } from '../domain/contract/rows.js';
import { formatCost, formatTokens } from '../domain/format.js';
import { displayWidth, padEnd, padStart, truncate } from '../platform/terminal-text.js';
import type { Box } from './dialogs/index.js';
import { padLine } from './dialogs/index.js';
import { asciiGlyphs, unicodeGlyphs, type Glyphs } from './glyphs.js';
import type { Line } from './line.js';
import type { PaneName } from './panes/pane.js';
import { failedCount, finishedCount, progressBar } from './panes/progress-bar.js';
import { registry } from './registry.js';
import { blockNames, Screen } from './screen.js';
import { clean, lineText } from './spans.js';
import { initialState, type CockpitState } from './state/cockpit-state.js';
import { Models, withPane } from './state/models.js';
import type { ProjectData } from './state/project-data.js';
import { paint, type Theme } from './theme.js';

export { loadProjectData } from './state/load.js';

export interface SnapshotOptions {
  readonly data: ProjectData;
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: Glyphs;
  readonly theme: Theme;
  /** Milliseconds since 1970, for ages. */
  readonly now: number;
  readonly focus?: PaneName;
  /** What the cursors are put on; the first rows otherwise. */
  readonly epicId?: string | null;
  readonly taskId?: string | null;
}

/** One frame as lines without trailing blanks, joined by line feeds. */
export function renderSnapshot(options: SnapshotOptions): string {
  return snapshotLines(options)
    .map((line) => paint(line, options.theme))
    .join('\n');
}

/** The frame's rows as spans, for those who want them as data. */
export function snapshotLines(options: SnapshotOptions): Line[] {
  const { data, columns, rows, glyphs, theme } = options;
  const models = new Models(registry);
  const screen = new Screen({ models, glyphs, theme, demoAvailable: false });
  const state = selected(options, models);
  const boxes = blockNames.flatMap((name) => screen.box(name, state, data) ?? []);
  return compose(boxes, columns, rows);
}

function selected(options: SnapshotOptions, models: Models): CockpitState {
  const { data, columns, rows, now, epicId, taskId } = options;
  const focus = options.focus ?? (taskId ? 'tasks' : 'epics');
  let state: CockpitState = {
    ...initialState(models.registry, { size: { columns, rows }, now }),
    stage: { type: 'ready' },
    focus,
    subject: focus === 'tasks' ? 'task' : 'epic',
  };
  state = models.settle(state, data);
  for (const [name, key] of [
    ['epics', epicId],
    ['tasks', taskId],
  ] as const) {
    if (!key) continue;
    const model = models.model(state, data, name);
    const room = models.room(state, name);
    const own = models.registry.panes[name].reduce(
      state.panes[name],
      { type: 'select', key },
      model,
      room,
    );
    state = models.settle(withPane(state, name, own), data);
  }
  return state;
}

/** Boxes that do not overlap, as rows of the screen. */
function compose(boxes: readonly Box[], columns: number, rows: number): Line[] {
  return Array.from({ length: rows }, (_, y) => {
    const pieces = boxes
      .filter(({ rectangle }) => y >= rectangle.y && y < rectangle.y + rectangle.rows)
      .sort((left, right) => left.rectangle.x - right.rectangle.x);
    return pieces.reduce<Line>(
      (row, { rectangle, lines }) => [
        ...padLine(row, Math.min(columns, rectangle.x)),
        ...(lines[y - rectangle.y] ?? []),
      ],
      [],
    );
  });
}

/** The overview for a pipe: totals, then one line for each epic that is not archived. */
export function renderOverviewText(
  data: ProjectData,
  options: { readonly ascii?: boolean; readonly columns?: number } = {},
): string {
  const glyphs = options.ascii ? asciiGlyphs : unicodeGlyphs;
  const columns = options.columns ?? 100;
  const { tasks, epics, tokens, costUsd, memory } = data.totals;
  const spent = tokens > 0 ? `, ${formatTokens(tokens)} tokens, ${formatCost(costUsd)}` : '';
  const head = [
    clean(data.projectName),
    `${epics.open} open epics, ${epics.done} done, ${epics.archived} archived`,
    `${finishedCount(tasks)} of ${tasks.total} tasks finished, ${tasks.byStatus.in_progress} running, ` +
      `${tasks.byStatus.blocked} blocked, ${failedCount(tasks)} failed, ${tasks.ready} ready`,
    `${memory} memory entries${spent}`,
  ];
  const shown = data.epics.filter(({ archived }) => !archived);
  const idWidth = Math.min(32, Math.max(0, ...shown.map(({ id }) => displayWidth(clean(id)))));
  const rows = shown.map((epic) => epicText(epic, idWidth, columns, glyphs));
  return [...head, ...(rows.length > 0 ? ['', ...rows] : [])].join('\n') + '\n';
}

function epicText(epic: EpicRow, idWidth: number, columns: number, glyphs: Glyphs): string {
  const { counts } = epic;
  const marks = [
    [counts.byStatus.in_progress, 'running'],
    [counts.byStatus.blocked, 'blocked'],
    [failedCount(counts), 'failed'],
  ] as const;
  const about = marks.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const state = epic.status === 'done' ? ['done'] : about;
  const bar = lineText(progressBar(counts, 10, glyphs));
  const left = [
    padEnd(clean(epic.id), idWidth, glyphs.ellipsis),
    bar,
    padStart(`${finishedCount(counts)}/${counts.total}`, 7),
  ].join(' ');
  const right = state.length > 0 ? `  (${state.join(', ')})` : '';
  const room = columns - displayWidth(left) - displayWidth(right) - 2;
  return `${left}  ${truncate(clean(epic.title), Math.max(12, room), glyphs.ellipsis)}${right}`;
}
