/** Keeping counts true and the log short. */
import type { Transaction } from '../types.js';

/** Counts every month that has days anew. Returns how many there are. */
export async function rebuildMonths(transaction: Transaction): Promise<number> {
  const rows = await transaction.all(
    `INSERT INTO monthly_rollup (month, epics_completed, tasks_completed, total_duration_seconds,
       total_tokens, total_cost_usd)
     SELECT substr(d.day, 1, 7) AS in_month,
       (SELECT count(*) FROM epics e WHERE e.status = 'done' AND e.placeholder = 0
          AND substr(coalesce(e.completed_at, e.updated_at), 1, 7) = substr(d.day, 1, 7)),
       sum(d.tasks_completed), sum(d.total_duration_seconds),
       sum(d.input_tokens + d.output_tokens), sum(d.estimated_cost)
     FROM daily_rollup d WHERE true GROUP BY in_month
     ON CONFLICT (month) DO UPDATE SET
       epics_completed = excluded.epics_completed,
       tasks_completed = excluded.tasks_completed,
       total_duration_seconds = excluded.total_duration_seconds,
       total_tokens = excluded.total_tokens,
       total_cost_usd = excluded.total_cost_usd
     RETURNING month`,
  );
  return rows.length;
}

/**
 * Deletes the events before a time, from the beginning of the log and without leaving a hole: what is younger, or what
 * a later undo refers to, keeps what came after it. Delivered messages go with their events.
 */
export async function deleteEventsBefore(transaction: Transaction, time: string): Promise<number> {
  const end = await transaction.get<{ id: number | null }>(
    `SELECT min(id) AS id FROM (
       SELECT min(id) AS id FROM events WHERE timestamp >= ?1
       UNION ALL
       SELECT min(undoes) FROM events WHERE undoes IS NOT NULL AND timestamp >= ?1
       UNION ALL
       SELECT min(id) FROM messages WHERE delivered_at IS NULL)`,
    [time],
  );
  const last = (end?.id ?? Number.MAX_SAFE_INTEGER) - 1;
  let count = 0;
  // An event that undoes another goes before the other does.
  for (;;) {
    const rows = await transaction.all(
      `DELETE FROM events WHERE id <= ?1
         AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = events.id)
       RETURNING id`,
      [last],
    );
    if (rows.length === 0) break;
    count += rows.length;
  }
  await transaction.run('DELETE FROM messages WHERE id <= ?', [last]);
  return count;
}

/** @param day the first that stays */
export async function deleteDaysBefore(transaction: Transaction, day: string): Promise<number> {
  const rows = await transaction.all('DELETE FROM daily_rollup WHERE day < ? RETURNING day', [day]);
  return rows.length;
}
