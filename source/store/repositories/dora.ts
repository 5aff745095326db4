/** How delivery goes, measured from what is recorded of tasks and from the log. */
import type { Reader } from '../types.js';
import { optionalNumberOf } from './fields.js';

/** What was taken back did not happen, and taking back is no failure and no end. */
const stands = (event: string): string =>
  `${event}.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = ${event}.id)`;

export async function findMeanDuration(reader: Reader, since: string): Promise<number | null> {
  const row = await reader.get(
    'SELECT avg(duration_seconds) AS mean FROM runtime_state WHERE completed_at >= ?',
    [since],
  );
  return optionalNumberOf(row?.mean);
}

export async function countCompletedTasks(reader: Reader, since: string): Promise<number> {
  const row = await reader.get<{ n: number }>(
    'SELECT count(*) AS n FROM runtime_state WHERE completed_at >= ?',
    [since],
  );
  return row?.n ?? 0;
}

/** How tasks ended: a failure that will be tried again is one, too. */
export async function countEnds(
  reader: Reader,
  since: string,
): Promise<{ readonly completed: number; readonly failed: number }> {
  const rows = await reader.all<{ completed: number; n: number }>(
    `SELECT e.event_type = 'task_completed' AS completed, count(*) AS n FROM events e
     WHERE e.event_type IN ('task_completed', 'task_failed', 'task_retry_scheduled')
       AND e.timestamp >= ? AND ${stands('e')}
     GROUP BY completed`,
    [since],
  );
  const count = (completed: number): number =>
    rows.find((row) => row.completed === completed)?.n ?? 0;
  return { completed: count(1), failed: count(0) };
}

/**
 * For each completion the time since the first failure or block after the completion before it, in seconds, as the log
 * tells: the task itself forgets why it was blocked once it is done.
 */
export async function listRestoreTimes(reader: Reader, since: string): Promise<number[]> {
  const rows = await reader.all<{ done: string; stopped: string | null }>(
    `SELECT c.timestamp AS done, (
       -- The plus keeps the planner with the task's own few events.
       SELECT min(f.timestamp) FROM events f
       WHERE f.task_id = c.task_id AND f.id < c.id
         AND +f.event_type IN ('task_failed', 'task_retry_scheduled', 'task_blocked')
         AND ${stands('f')}
         AND f.id > coalesce((
           SELECT max(p.id) FROM events p
           WHERE p.task_id = c.task_id AND p.id < c.id AND +p.event_type = 'task_completed'
             AND ${stands('p')}), 0)) AS stopped
     FROM events c
     WHERE c.event_type = 'task_completed' AND c.timestamp >= ? AND ${stands('c')}`,
    [since],
  );
  return rows.flatMap(({ done, stopped }) =>
    stopped === null ? [] : [(Date.parse(done) - Date.parse(stopped)) / 1000],
  );
}
