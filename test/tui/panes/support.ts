/** Rows, details and whole projects for the tests of panes. */
import { noNews } from '../../../source/tui/state/unread.js';
import type {
  EpicDetail,
  EpicRow,
  EventRow,
  MemoryRow,
  PhaseRow,
  TaskDetail,
  TaskRow,
} from '../../../source/domain/contract/rows.js';
import { countTasks, emptyCounts } from '../../../source/domain/counts.js';
import { displayWidth } from '../../../source/platform/terminal-text.js';
import { asciiGlyphs, unicodeGlyphs, type Glyphs } from '../../../source/tui/glyphs.js';
import type { PaneSize, PaneView } from '../../../source/tui/line.js';
import type { PaneDefinition, Selection, ViewContext } from '../../../source/tui/panes/pane.js';
import { lineText, lineWidth } from '../../../source/tui/spans.js';
import { emptyCoordination } from '../../../source/tui/state/coordination.js';
import type { ProjectData } from '../../../source/tui/state/project-data.js';

// Clocks show the local time; the snapshots are of Greenwich.
process.env['TZ'] = 'UTC';

export const now = Date.parse('2026-03-27T12:00:00.000Z');
const created = '2026-03-20T08:00:00.000Z';

export function minutesAgo(minutes: number): string {
  return new Date(now - minutes * 60_000).toISOString();
}

export function makeEpic(values: Partial<EpicRow> & { id: string }): EpicRow {
  return {
    title: `Epic ${values.id}`,
    status: 'open',
    archived: false,
    placeholder: false,
    branchName: null,
    planReview: 'unknown',
    completionReview: 'unknown',
    pipelinePhase: null,
    dependsOn: [],
    unresolved: [],
    counts: emptyCounts(),
    tokens: 0,
    costUsd: 0,
    version: 1,
    createdAt: created,
    updatedAt: created,
    vanished: false,
    ...values,
  };
}

export function makeTask(values: Partial<TaskRow> & { id: string }): TaskRow {
  return {
    epicId: 'fn-1',
    parentId: null,
    title: `Task ${values.id}`,
    status: 'todo',
    statusSource: 'database',
    finishedHint: false,
    priority: null,
    domain: 'general',
    version: 1,
    assignee: null,
    claimedAt: null,
    completedAt: null,
    durationSeconds: null,
    blockedReason: null,
    failedReason: null,
    retryCount: 0,
    dependsOn: [],
    unresolved: [],
    labels: [],
    phase: null,
    lastHeartbeat: null,
    tokens: 0,
    costUsd: 0,
    createdAt: created,
    updatedAt: created,
    vanished: false,
    ...values,
  };
}

export function makePhase(values: Partial<PhaseRow> & { id: string }): PhaseRow {
  return {
    title: `Phase ${values.id}`,
    status: 'pending',
    doneCondition: '',
    startedAt: null,
    completedAt: null,
    ...values,
  };
}

export function makeTaskDetail(row: TaskRow, values: Partial<TaskDetail> = {}): TaskDetail {
  return {
    row,
    body: '',
    summary: '',
    evidence: null,
    claimNote: '',
    skippedReason: null,
    files: [],
    dependencies: [],
    dependents: [],
    phases: [],
    implementBackend: null,
    reviewBackend: null,
    syncBackend: null,
    history: [],
    specPath: null,
    extra: {},
    ...values,
  };
}

export function makeEpicDetail(row: EpicRow, values: Partial<EpicDetail> = {}): EpicDetail {
  return {
    row,
    body: '',
    pipeline: [],
    planReviewedAt: null,
    completionReviewedAt: null,
    defaultImplementBackend: null,
    defaultReviewBackend: null,
    defaultSyncBackend: null,
    history: [],
    specPath: null,
    extra: {},
    ...values,
  };
}

export function makeEvent(values: Partial<EventRow> & { id: number }): EventRow {
  return {
    timestamp: minutesAgo(5),
    kind: 'task_started',
    entityKind: 'task',
    entityId: 'fn-1.1',
    epicId: 'fn-1',
    taskId: 'fn-1.1',
    actor: 'ada',
    sessionId: null,
    origin: 'command',
    commandId: `c${values.id}`,
    version: 1,
    fields: [],
    payload: {},
    undoes: null,
    ...values,
  };
}

export function makeMemory(values: Partial<MemoryRow> & { id: number }): MemoryRow {
  return {
    key: null,
    type: 'pitfall',
    track: 'bug',
    title: `Entry ${values.id}`,
    summary: '',
    tags: [],
    module: null,
    severity: null,
    problemType: null,
    component: null,
    status: 'active',
    references: 0,
    createdAt: created,
    lastVerified: null,
    version: 1,
    ...values,
  };
}

export function makeData(values: Partial<ProjectData> = {}): ProjectData {
  const tasks = [...(values.tasksByEpic?.values() ?? [])].flat();
  return {
    projectName: 'example',
    cursor: { databaseId: 'd', generation: 1, event: 0, token: 0, heartbeat: '' },
    totals: {
      epics: { open: values.epics?.length ?? 0, done: 0, archived: 0 },
      tasks: countTasks(tasks),
      memory: values.memory?.entries.length ?? 0,
      events: 0,
      tokens: 0,
      costUsd: 0,
    },
    epics: [],
    tasksByEpic: new Map(),
    taskDetails: new Map(),
    epicDetails: new Map(),
    events: [],
    coordination: emptyCoordination,
    news: noNews,
    memory: { entries: [], hits: null, query: '' },
    ...values,
  };
}

export const nothingSelected: Selection = { epicId: null, taskId: null };

export function context(size: PaneSize, glyphs: Glyphs = unicodeGlyphs): ViewContext {
  return { size, focused: true, now, glyphs, unread: new Set() };
}

/** A pane as its user sees it: settled, with a mark before the cursor's row. */
export function show<Model, State>(
  pane: PaneDefinition<Model, State>,
  data: ProjectData,
  options: {
    columns: number;
    rows: number;
    selection?: Selection;
    ascii?: boolean;
    state?: State;
  },
): string {
  const { columns, rows, selection = nothingSelected, ascii = false } = options;
  const size = { columns, rows };
  const model = pane.select(data, selection);
  const state = pane.settle(options.state ?? pane.initialState, model, size);
  const view = pane.view(model, state, context(size, ascii ? asciiGlyphs : unicodeGlyphs));
  checkView(view, size);
  const head = `[${view.title}] ${view.badge}`.trimEnd();
  const lines = view.lines.map((line, index) =>
    `${index === view.selectedLine ? '>' : ' '}${lineText(line)}`.trimEnd(),
  );
  return [head, ...lines].join('\n');
}

/** What must hold for every view at every size. */
export function checkView(view: PaneView, size: PaneSize): void {
  const problems: string[] = [];
  if (view.lines.length > size.rows) problems.push(`${view.lines.length} lines`);
  if (view.selectedLine !== null && view.selectedLine >= view.lines.length) problems.push('cursor');
  if (displayWidth(view.title) + displayWidth(view.badge) > size.columns) problems.push('head');
  for (const line of view.lines) {
    const text = lineText(line);
    if (lineWidth(line) > size.columns) problems.push(`too wide: ${JSON.stringify(text)}`);
    if (text !== text.trimEnd()) problems.push(`spaces at the end: ${JSON.stringify(text)}`);
  }
  for (const text of [view.title, view.badge, ...view.lines.map(lineText)]) {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text)) {
      problems.push(`control characters: ${JSON.stringify(text)}`);
    }
  }
  if (problems.length > 0) {
    throw new Error(`${view.title} at ${size.columns}x${size.rows}: ${problems.join('; ')}`);
  }
}
