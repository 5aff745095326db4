/** Figures over the whole project. */
import type {
  BottleneckRow,
  DomainStats,
  EpicStats,
  SummaryStats,
  TokenStats,
  WeekStats,
} from '../../domain/contract/stats-calls.js';
import type { TaskStatus } from '../../domain/vocabulary.js';
import type { Reader, SqlRow } from '../types.js';
import { optionalNumberOf, optionalTextOf, textOf } from './fields.js';

const numberOf = (cell: SqlRow[string] | undefined): number => Number(cell ?? 0);

/** Placeholders are no epics. */
export async function summariseProject(reader: Reader): Promise<SummaryStats> {
  const row = await reader.get(
    `SELECT
       (SELECT count(*) FROM epics WHERE placeholder = 0) AS epics,
       (SELECT count(*) FROM epics WHERE placeholder = 0 AND status = 'open') AS open,
       (SELECT count(*) FROM tasks) AS tasks,
       (SELECT count(*) FROM tasks WHERE status = 'done') AS done,
       (SELECT count(*) FROM tasks WHERE status = 'in_progress') AS running,
       (SELECT count(*) FROM tasks WHERE status = 'blocked') AS blocked,
       (SELECT count(*) FROM events) AS events,
       (SELECT coalesce(sum(input_tokens + output_tokens), 0) FROM token_usage) AS tokens,
       (SELECT coalesce(sum(estimated_cost), 0) FROM token_usage) AS cost`,
  );
  return {
    totalEpics: numberOf(row?.epics),
    openEpics: numberOf(row?.open),
    totalTasks: numberOf(row?.tasks),
    doneTasks: numberOf(row?.done),
    inProgressTasks: numberOf(row?.running),
    blockedTasks: numberOf(row?.blocked),
    totalEvents: numberOf(row?.events),
    totalTokens: numberOf(row?.tokens),
    totalCostUsd: numberOf(row?.cost),
  };
}

export async function listEpicStats(reader: Reader, epicId: string | null): Promise<EpicStats[]> {
  const rows = await reader.all(
    `SELECT e.id, e.title, e.status,
       (SELECT count(*) FROM tasks t WHERE t.epic_id = e.id) AS tasks,
       (SELECT count(*) FROM tasks t WHERE t.epic_id = e.id AND t.status = 'done') AS done,
       (SELECT avg(r.duration_seconds) FROM tasks t JOIN runtime_state r ON r.task_id = t.id
        WHERE t.epic_id = e.id) AS duration,
       (SELECT coalesce(sum(u.input_tokens + u.output_tokens), 0) FROM token_usage u
        WHERE u.epic_id = e.id) AS tokens,
       (SELECT coalesce(sum(u.estimated_cost), 0) FROM token_usage u WHERE u.epic_id = e.id) AS cost
     FROM epics e WHERE e.placeholder = 0 AND (?1 IS NULL OR e.id = ?1)
     ORDER BY e.created_at, e.id`,
    [epicId],
  );
  return rows.map((row) => ({
    epicId: textOf(row.id),
    title: textOf(row.title),
    status: textOf(row.status),
    taskCount: numberOf(row.tasks),
    doneCount: numberOf(row.done),
    avgDurationSecs: optionalNumberOf(row.duration),
    totalTokens: numberOf(row.tokens),
    totalCost: numberOf(row.cost),
  }));
}

/** @param since a day, `2026-03-01` */
export async function listWeeks(reader: Reader, since: string): Promise<WeekStats[]> {
  const rows = await reader.all(
    `SELECT strftime('%Y-W%W', day) AS week, sum(tasks_started) AS started,
       sum(tasks_completed) AS completed, sum(tasks_failed) AS failed
     FROM daily_rollup WHERE day >= ?
     GROUP BY week HAVING started + completed + failed > 0 ORDER BY week`,
    [since],
  );
  return rows.map((row) => ({
    week: textOf(row.week),
    tasksStarted: numberOf(row.started),
    tasksCompleted: numberOf(row.completed),
    tasksFailed: numberOf(row.failed),
  }));
}

export async function listTokenStats(reader: Reader, epicId: string | null): Promise<TokenStats[]> {
  const rows = await reader.all(
    `SELECT epic_id, coalesce(model, 'unknown') AS model_name, sum(input_tokens) AS input,
       sum(output_tokens) AS output, sum(cache_read) AS cache_read, sum(cache_write) AS cache_write,
       sum(coalesce(estimated_cost, 0)) AS cost
     FROM token_usage WHERE ?1 IS NULL OR epic_id = ?1
     GROUP BY epic_id, model_name ORDER BY cost DESC, epic_id, model_name`,
    [epicId],
  );
  return rows.map((row) => ({
    epicId: optionalTextOf(row.epic_id),
    model: textOf(row.model_name),
    inputTokens: numberOf(row.input),
    outputTokens: numberOf(row.output),
    cacheRead: numberOf(row.cache_read),
    cacheWrite: numberOf(row.cache_write),
    estimatedCost: numberOf(row.cost),
  }));
}

export async function listBottlenecks(reader: Reader, limit: number): Promise<BottleneckRow[]> {
  const rows = await reader.all(
    `SELECT t.id, t.epic_id, t.title, t.status, r.duration_seconds, r.blocked_reason
     FROM tasks t LEFT JOIN runtime_state r ON r.task_id = t.id
     WHERE t.status IN ('done', 'blocked', 'in_progress')
     ORDER BY t.status <> 'blocked', r.duration_seconds DESC NULLS LAST, t.id LIMIT ?`,
    [limit],
  );
  return rows.map((row) => ({
    taskId: textOf(row.id),
    epicId: optionalTextOf(row.epic_id),
    title: textOf(row.title),
    durationSecs: optionalNumberOf(row.duration_seconds),
    status: textOf(row.status) as TaskStatus,
    blockedReason: optionalTextOf(row.blocked_reason),
  }));
}

/** The spread is that of the whole population. */
export async function listDomainStats(reader: Reader): Promise<DomainStats[]> {
  const rows = await reader.all(
    `SELECT t.domain, count(*) AS n, avg(r.duration_seconds) AS mean,
       avg(r.duration_seconds * r.duration_seconds) AS squares
     FROM tasks t JOIN runtime_state r ON r.task_id = t.id
     WHERE t.status = 'done' AND r.duration_seconds IS NOT NULL
     GROUP BY t.domain ORDER BY t.domain`,
  );
  return rows.map((row) => {
    const mean = numberOf(row.mean);
    return {
      domain: textOf(row.domain),
      completedCount: numberOf(row.n),
      avgDurationSecs: mean,
      stddevDurationSecs: Math.sqrt(Math.max(0, numberOf(row.squares) - mean * mean)),
    };
  });
}

export interface EpicDurations {
  readonly total: number;
  readonly incomplete: number;
  readonly measured: number;
  readonly mean: number | null;
}

export async function findEpicDurations(reader: Reader, epicId: string): Promise<EpicDurations> {
  const row = await reader.get(
    `SELECT count(*) AS total, sum(t.status NOT IN ('done', 'skipped')) AS incomplete,
       sum(t.status = 'done' AND r.duration_seconds IS NOT NULL) AS measured,
       avg(CASE WHEN t.status = 'done' THEN r.duration_seconds END) AS mean
     FROM tasks t LEFT JOIN runtime_state r ON r.task_id = t.id WHERE t.epic_id = ?`,
    [epicId],
  );
  return {
    total: numberOf(row?.total),
    incomplete: numberOf(row?.incomplete),
    measured: numberOf(row?.measured),
    mean: optionalNumberOf(row?.mean),
  };
}
