/** What may need a person: each question is answered from an index, whatever the size of the project. */
import type { GapPriority, TaskStatus } from '../../domain/vocabulary.js';
import { blockingGapPriorities } from '../../domain/gaps.js';
import type { Reader, SqlRow } from '../types.js';
import { optionalTextOf, textOf } from './fields.js';
import { bindList } from './json-list.js';
import { allPacked } from './packed.js';

/** Of tasks `t` joined with their epics `e`: an epic that is over needs nobody. */
const ofOpenEpics = `(t.epic_id IS NULL OR (e.archived = 0 AND e.status = 'open'))`;
const openEpics = `e.status = 'open' AND e.archived = 0 AND e.placeholder = 0`;

export interface StoppedTask {
  readonly id: string;
  readonly epicId: string | null;
  readonly title: string;
  readonly status: TaskStatus;
  readonly version: number;
  readonly assignee: string | null;
  readonly reason: string | null;
  readonly retryCount: number;
  readonly since: string;
}

/** Failed, blocked and up for retry. */
export async function listStoppedTasks(reader: Reader): Promise<StoppedTask[]> {
  const rows = await allPacked(
    reader,
    `SELECT t.id, t.epic_id, t.title, t.status, t.version, r.assignee,
       coalesce(r.retry_count, 0) AS retries,
       CASE t.status WHEN 'blocked' THEN r.blocked_reason ELSE r.failed_reason END AS reason,
       coalesce(
         CASE t.status WHEN 'blocked' THEN r.blocked_at ELSE (
           -- The plus keeps the planner with the task's own few events.
           SELECT max(timestamp) FROM events
           WHERE task_id = t.id AND +event_type IN ('task_failed', 'task_retry_scheduled')) END,
         t.updated_at) AS since
     FROM tasks t
     LEFT JOIN epics e ON e.id = t.epic_id
     LEFT JOIN runtime_state r ON r.task_id = t.id
     WHERE t.status IN ('failed', 'blocked', 'up_for_retry') AND ${ofOpenEpics}`,
    ['id', 'epic_id', 'title', 'status', 'version', 'assignee', 'retries', 'reason', 'since'],
  );
  return rows.map((row) => ({
    ...taskOf(row),
    status: textOf(row.status) as TaskStatus,
    reason: optionalTextOf(row.reason),
    retryCount: Number(row.retries),
    since: textOf(row.since),
  }));
}

export interface RunningTask {
  readonly id: string;
  readonly epicId: string | null;
  readonly title: string;
  readonly version: number;
  readonly assignee: string | null;
  readonly claimedAt: string | null;
  readonly lastHeartbeat: string | null;
  readonly updatedAt: string;
}

export async function listRunningTasks(reader: Reader): Promise<RunningTask[]> {
  const rows = await reader.all(
    `SELECT t.id, t.epic_id, t.title, t.version, t.updated_at, r.assignee, r.claimed_at, h.last_beat
     FROM tasks t
     LEFT JOIN epics e ON e.id = t.epic_id
     LEFT JOIN runtime_state r ON r.task_id = t.id
     LEFT JOIN heartbeats h ON h.task_id = t.id
     WHERE t.status = 'in_progress' AND (t.epic_id IS NULL OR e.archived = 0)`,
  );
  return rows.map((row) => ({
    ...taskOf(row),
    claimedAt: optionalTextOf(row.claimed_at),
    lastHeartbeat: optionalTextOf(row.last_beat),
    updatedAt: textOf(row.updated_at),
  }));
}

function taskOf(row: SqlRow) {
  return {
    id: textOf(row.id),
    epicId: optionalTextOf(row.epic_id),
    title: textOf(row.title),
    version: Number(row.version),
    assignee: optionalTextOf(row.assignee),
  };
}

export async function listFilesOfTasks(
  reader: Reader,
  taskIds: readonly string[],
): Promise<{ path: string; taskId: string }[]> {
  const rows = await reader.all<{ file_path: string; task_id: string }>(
    `SELECT file_path, task_id FROM file_ownership
     WHERE task_id IN (SELECT value FROM json_each(?))`,
    [bindList(taskIds)],
  );
  return rows.map((row) => ({ path: row.file_path, taskId: row.task_id }));
}

export interface Finding {
  readonly id: string;
  readonly epicId: string;
  readonly taskId: string | null;
  readonly capability: string;
  readonly priority: GapPriority;
  readonly source: string;
  readonly addedAt: string;
}

/** Open gaps that a review noticed. */
export async function listFindings(reader: Reader): Promise<Finding[]> {
  const rows = await reader.all(
    `SELECT g.id, g.epic_id, g.task_id, g.capability, g.priority, g.source, g.added_at
     FROM gaps g JOIN epics e ON e.id = g.epic_id
     WHERE g.status = 'open' AND g.source LIKE 'review%' AND ${openEpics}`,
  );
  return rows.map((row) => ({
    id: textOf(row.id),
    epicId: textOf(row.epic_id),
    taskId: optionalTextOf(row.task_id),
    capability: textOf(row.capability),
    priority: textOf(row.priority) as GapPriority,
    source: textOf(row.source),
    addedAt: textOf(row.added_at),
  }));
}

export interface EpicMatter {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly since: string;
  /** How many tasks it is about. */
  readonly count: number;
}

const matterColumns = ['id', 'title', 'version', 'since', 'count'] as const;

/** Epics with tasks that look finished and are not recorded so. */
export async function listHintedEpics(reader: Reader): Promise<EpicMatter[]> {
  const rows = await allPacked(
    reader,
    `SELECT e.id, e.title, e.version, e.updated_at AS since, h.n AS count
     FROM (SELECT epic_id, count(*) AS n FROM tasks
           WHERE status = 'todo' AND finished_hint = 1 AND epic_id IS NOT NULL GROUP BY epic_id) h
     JOIN epics e ON e.id = h.epic_id WHERE ${openEpics}`,
    matterColumns,
  );
  return rows.map(toMatter);
}

/** Open epics without anything left to do, and without a gap in the way. */
export async function listClosableEpics(reader: Reader): Promise<EpicMatter[]> {
  const rows = await allPacked(
    reader,
    `SELECT e.id, e.title, e.version,
       (SELECT count(*) FROM tasks t WHERE t.epic_id = e.id) AS count,
       coalesce((SELECT max(r.completed_at) FROM tasks t JOIN runtime_state r ON r.task_id = t.id
                 WHERE t.epic_id = e.id), e.updated_at) AS since
     FROM epics e
     WHERE ${openEpics}
       AND EXISTS (SELECT 1 FROM tasks t WHERE t.epic_id = e.id AND t.status IN ('done', 'skipped'))
       -- Named one by one, so that the index leads past what is done.
       AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.epic_id = e.id AND t.status IN
         ('todo', 'in_progress', 'blocked', 'failed', 'up_for_retry', 'upstream_failed'))
       AND NOT EXISTS (SELECT 1 FROM gaps g WHERE g.epic_id = e.id AND g.status = 'open'
         AND g.priority IN (SELECT value FROM json_each(?)))`,
    matterColumns,
    [bindList(blockingGapPriorities)],
  );
  return rows.map(toMatter);
}

function toMatter(row: SqlRow): EpicMatter {
  return {
    id: textOf(row.id),
    title: textOf(row.title),
    version: Number(row.version),
    since: textOf(row.since),
    count: Number(row.count),
  };
}
