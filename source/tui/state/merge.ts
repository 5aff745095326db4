/**
 * How what the store says becomes the cockpit's mirror. What did not change keeps its identity, so that only the
 * panes whose slice changed draw again.
 */
import { isDeepStrictEqual } from 'node:util';
import type {
  Delta,
  EpicDetail,
  EpicRow,
  EventRow,
  Overview,
  TaskDetail,
  TaskRow,
} from '../../domain/contract/rows.js';
import { compareIds } from '../../domain/ids.js';
import { emptyCoordination, followCoordination } from './coordination.js';
import type { ProjectData } from './project-data.js';
import { noNews } from './unread.js';

export const maximumEvents = 500;
/** The key of `tasksByEpic` under which tasks without an epic are kept. */
export const withoutEpic = '';

/** A mirror from an overview; rows that `previous` holds in the same state are kept as they are. */
export function applyOverview(previous: ProjectData | null, overview: Overview): ProjectData {
  const epics = keepRows(previous?.epics ?? [], sortEpics(overview.epics));
  return {
    projectName: overview.projectName,
    cursor: overview.cursor,
    totals: keep(previous?.totals, overview.totals),
    epics,
    tasksByEpic: previous?.tasksByEpic ?? new Map(),
    taskDetails: previous?.taskDetails ?? new Map(),
    epicDetails: previous?.epicDetails ?? new Map(),
    events: keepRows(previous?.events ?? [], overview.events.slice(0, maximumEvents)),
    coordination: previous?.coordination ?? emptyCoordination,
    news: previous?.news ?? noNews,
    memory: previous?.memory ?? { entries: [], hits: null, query: '' },
  };
}

/** The mirror after a delta that is no reload (that one needs a new overview). */
export function applyDelta(data: ProjectData, delta: Delta): ProjectData {
  const events = mergeEvents(data.events, delta.events);
  return {
    ...data,
    cursor: delta.cursor,
    totals: delta.totals ? keep(data.totals, delta.totals) : data.totals,
    epics: mergeEpics(data.epics, delta),
    tasksByEpic: mergeTasks(data.tasksByEpic, delta),
    taskDetails: mergeDetails(data.taskDetails, delta.tasks, delta.removedTasks),
    epicDetails: mergeDetails(data.epicDetails, delta.epics, delta.removedEpics),
    events,
    coordination: followCoordination(data.coordination, delta),
  };
}

/** Several deltas as one, for a reader that takes them less often than they come. Later rows win. */
export function joinDeltas(earlier: Delta, later: Delta): Delta {
  if (earlier.reload || later.reload) return { ...later, reload: true };
  const removedEpics = new Set(later.removedEpics);
  const removedTasks = new Set(later.removedTasks);
  const epics = newest(earlier.epics, later.epics).filter(({ id }) => !removedEpics.has(id));
  const tasks = newest(earlier.tasks, later.tasks).filter(({ id }) => !removedTasks.has(id));
  const epicIds = new Set(later.epics.map(({ id }) => id));
  const taskIds = new Set(later.tasks.map(({ id }) => id));
  return {
    cursor: later.cursor,
    reload: false,
    events: [...earlier.events, ...later.events],
    epics,
    tasks,
    removedEpics: [...earlier.removedEpics.filter((id) => !epicIds.has(id)), ...removedEpics],
    removedTasks: [...earlier.removedTasks.filter((id) => !taskIds.has(id)), ...removedTasks],
    totals: later.totals ?? earlier.totals,
    memoryChanged: earlier.memoryChanged || later.memoryChanged,
  };
}

/** Puts in the tasks of an epic as they were just read. */
export function withTasks(
  data: ProjectData,
  epicId: string,
  tasks: readonly TaskRow[],
): ProjectData {
  const known = data.tasksByEpic.get(epicId);
  const rows = keepRows(known ?? [], sortTasks(tasks));
  return rows === known
    ? data
    : { ...data, tasksByEpic: new Map(data.tasksByEpic).set(epicId, rows) };
}

export function withTaskDetail(data: ProjectData, detail: TaskDetail): ProjectData {
  const details = withDetail(data.taskDetails, detail);
  return details === data.taskDetails ? data : { ...data, taskDetails: details };
}

export function withEpicDetail(data: ProjectData, detail: EpicDetail): ProjectData {
  const details = withDetail(data.epicDetails, detail);
  return details === data.epicDetails ? data : { ...data, epicDetails: details };
}

/** Without the tasks of these epics, or the details of these tasks or epics. */
export function withoutEntries(
  data: ProjectData,
  kind: 'tasks' | 'task' | 'epic',
  ids: readonly string[],
): ProjectData {
  switch (kind) {
    case 'tasks':
      return { ...data, tasksByEpic: without(data.tasksByEpic, ids) };
    case 'task':
      return { ...data, taskDetails: without(data.taskDetails, ids) };
    case 'epic':
      return { ...data, epicDetails: without(data.epicDetails, ids) };
  }
}

function without<Value>(
  entries: ReadonlyMap<string, Value>,
  keys: readonly string[],
): ReadonlyMap<string, Value> {
  const kept = new Map(entries);
  for (const key of keys) kept.delete(key);
  return kept;
}

export function withMemory(data: ProjectData, memory: Partial<ProjectData['memory']>): ProjectData {
  const next = keep(data.memory, { ...data.memory, ...memory });
  return next === data.memory ? data : { ...data, memory: next };
}

/** Open before done before archived, then by natural id. */
export function sortEpics(epics: readonly EpicRow[]): EpicRow[] {
  return [...epics].sort(
    (left, right) => rank(left) - rank(right) || compareIds(left.id, right.id),
  );
}

function rank({ archived, status }: EpicRow): number {
  if (archived) return 2;
  return status === 'done' ? 1 : 0;
}

function sortTasks(tasks: readonly TaskRow[]): TaskRow[] {
  return [...tasks].sort((left, right) => compareIds(left.id, right.id));
}

function mergeEpics(known: readonly EpicRow[], delta: Delta): readonly EpicRow[] {
  if (delta.epics.length === 0 && delta.removedEpics.length === 0) return known;
  const removed = new Set(delta.removedEpics);
  return keepRows(
    known,
    sortEpics(newest(known, delta.epics).filter(({ id }) => !removed.has(id))),
  );
}

function mergeTasks(known: ProjectData['tasksByEpic'], delta: Delta): ProjectData['tasksByEpic'] {
  const { tasks, removedTasks, removedEpics } = delta;
  if (tasks.length === 0 && removedTasks.length === 0 && removedEpics.length === 0) return known;
  // Only lists that were asked for are kept current; a task that moved leaves its old one.
  const gone = new Set([...removedTasks, ...tasks.map(({ id }) => id)]);
  const merged = new Map(known);
  for (const [epicId, rows] of known) {
    const present = tasks.filter((task) => (task.epicId ?? withoutEpic) === epicId);
    const staying = rows.filter(({ id }) => !gone.has(id));
    if (present.length === 0 && staying.length === rows.length) continue;
    merged.set(epicId, keepRows(rows, sortTasks([...staying, ...present])));
  }
  for (const epicId of removedEpics) merged.delete(epicId);
  return sameEntries(known, merged) ? known : merged;
}

function mergeEvents(known: readonly EventRow[], added: readonly EventRow[]): readonly EventRow[] {
  const last = known[0]?.id ?? 0;
  const fresh = added.filter(({ id }) => id > last).reverse();
  return fresh.length === 0 ? known : [...fresh, ...known].slice(0, maximumEvents);
}

/** Rows inside details follow at once; the rest of a detail is read again by whoever shows it. */
function mergeDetails<Row extends { readonly id: string }, Detail extends { readonly row: Row }>(
  known: ReadonlyMap<string, Detail>,
  rows: readonly Row[],
  removed: readonly string[],
): ReadonlyMap<string, Detail> {
  const merged = new Map(known);
  for (const row of rows) {
    const detail = known.get(row.id);
    if (detail) merged.set(row.id, { ...detail, row: keep(detail.row, row) });
  }
  for (const id of removed) merged.delete(id);
  const unchanged =
    merged.size === known.size &&
    [...merged].every(([id, detail]) => known.get(id)?.row === detail.row);
  return unchanged ? known : merged;
}

function withDetail<Detail extends { readonly row: { readonly id: string } }>(
  known: ReadonlyMap<string, Detail>,
  detail: Detail,
): ReadonlyMap<string, Detail> {
  const kept = keep(known.get(detail.row.id), detail);
  return kept === known.get(detail.row.id) ? known : new Map(known).set(detail.row.id, kept);
}

function newest<Row extends { readonly id: string }>(
  known: readonly Row[],
  changed: readonly Row[],
): Row[] {
  const rows = new Map(known.map((row) => [row.id, row]));
  for (const row of changed) rows.set(row.id, row);
  return [...rows.values()];
}

/** `next`, but the rows of `known` where they are equal, and `known` itself where all are. */
function keepRows<Row extends { readonly id: string | number }>(
  known: readonly Row[],
  next: readonly Row[],
): readonly Row[] {
  const byId = new Map(known.map((row) => [row.id, row]));
  const kept = next.map((row) => keep(byId.get(row.id), row));
  const same = kept.length === known.length && kept.every((row, index) => row === known[index]);
  return same ? known : kept;
}

function keep<Value>(known: Value | undefined, next: Value): Value {
  return known !== undefined && isDeepStrictEqual(known, next) ? known : next;
}

function sameEntries<Value>(
  left: ReadonlyMap<string, Value>,
  right: ReadonlyMap<string, Value>,
): boolean {
  return left.size === right.size && [...left].every(([key, value]) => right.get(key) === value);
}
