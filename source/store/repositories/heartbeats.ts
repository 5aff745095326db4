/** Signs of life of workers. They append no events: the change feed finds them by their time. */
import type { Transaction } from '../types.js';

/** A clock that runs further ahead than this is wrong, and must not drag the other workers' beats along. */
const tolerableLeadMilliseconds = 5_000;

/**
 * Records a beat. Its time is later than that of every other beat, by a millisecond if need be: a reader that has
 * seen the latest one must not miss one of the same millisecond.
 * @returns the recorded time
 */
export async function recordHeartbeat(
  transaction: Transaction,
  beat: {
    readonly taskId: string;
    readonly workerPid: number | null;
    readonly actor: string | null;
    readonly sessionId: string | null;
    readonly now: string;
  },
): Promise<string> {
  const latest = await transaction.get<{ beat: string | null }>(
    'SELECT max(last_beat) AS beat FROM heartbeats',
  );
  const time = timeAfter(latest?.beat ?? null, beat.now);
  await transaction.run(
    `INSERT INTO heartbeats (task_id, last_beat, worker_pid, actor, session_id)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (task_id) DO UPDATE SET
       last_beat = excluded.last_beat,
       worker_pid = excluded.worker_pid,
       actor = excluded.actor,
       session_id = excluded.session_id`,
    [beat.taskId, time, beat.workerPid, beat.actor, beat.sessionId],
  );
  return time;
}

export async function deleteHeartbeat(transaction: Transaction, taskId: string): Promise<void> {
  await transaction.run('DELETE FROM heartbeats WHERE task_id = ?', [taskId]);
}

function timeAfter(latest: string | null, now: string): string {
  if (latest === null || latest < now) return now;
  const next = Date.parse(latest) + 1;
  return next - Date.parse(now) > tolerableLeadMilliseconds ? now : new Date(next).toISOString();
}
