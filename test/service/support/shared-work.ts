/** Several processes at work on one database, and what must hold of it afterwards. */
import { defaultContext } from '../../../source/service/context.js';
import { openService } from '../../../source/service/open.js';
import { integrityCheck } from '../../../source/store/maintenance.js';
import { openDatabase } from '../../../source/store/open.js';

export const workers = Array.from({ length: 8 }, (_, index) => `worker-${index}`);

/** A new database with an epic; returns the epic's id. */
export async function prepare(databasePath: string): Promise<string> {
  const context = defaultContext({ actor: 'maker' });
  const opened = await openService({ databasePath, context, create: true });
  const { id } = await opened.service.command('epic.create', { title: 'Shared' });
  await opened.close();
  return id;
}

export interface Found {
  readonly problems: readonly string[];
  /** What was acknowledged and is not there. */
  readonly lost: readonly string[];
  /** What is there more than once. */
  readonly doubled: readonly string[];
  readonly events: number;
  /** Done tasks without a start and an end of their own, running ones without a claim, sums that are not true. */
  readonly broken: readonly string[];
}

/** What the workers left, after a check of the whole file. */
export async function inspect(
  databasePath: string,
  acknowledged: readonly string[],
): Promise<Found> {
  const database = await openDatabase(databasePath);
  try {
    const problems = await integrityCheck(database);
    return await database.read(async (reader) => {
      const events = await reader.all<{ line: string }>(
        `SELECT event_type || ' ' || coalesce(task_id, entity_id) AS line FROM events
         WHERE actor LIKE 'worker-%' ORDER BY id`,
      );
      const lines = events.map(({ line }) => line);
      const present = new Set(lines);
      const broken = await reader.all<{ what: string }>(
        `SELECT id || ' is ' || status AS what FROM tasks AS task
         WHERE (status = 'done') != (1 = (SELECT count(*) FROM events
                 WHERE event_type = 'task_completed' AND task_id = task.id))
            OR status NOT IN ('todo', 'in_progress', 'done')
         UNION ALL
         SELECT 'sum of starts' FROM (SELECT total(tasks_started) AS told FROM daily_rollup)
         WHERE told != (SELECT count(*) FROM events WHERE event_type = 'task_started')
         UNION ALL
         SELECT 'two actions with one id' FROM events WHERE actor LIKE 'worker-%'
         GROUP BY command_id HAVING count(DISTINCT task_id) > 1`,
      );
      return {
        problems,
        lost: acknowledged.filter((line) => !present.has(line)),
        doubled: lines.filter((line, index) => lines.indexOf(line) !== index),
        events: lines.length,
        broken: broken.map(({ what }) => what),
      };
    });
  } finally {
    await database.close();
  }
}
