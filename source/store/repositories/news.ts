/** The last event about each of those that something happened to. */
import type { News } from '../../domain/contract/news-calls.js';
import { newsKinds } from '../../domain/news.js';
import type { Reader, SqlValue } from '../types.js';

/** The primary key leads to the events after one, so this costs what happened since, not the log. */
export async function listNews(
  reader: Reader,
  afterId: number,
  exceptActor: string,
): Promise<News> {
  const kinds = newsKinds.map(() => '?').join(', ');
  const condition = `e.id > ? AND e.actor IS NOT ? AND e.event_type IN (${kinds})`;
  const bound: SqlValue[] = [afterId, exceptActor, ...newsKinds];
  const tasks = await reader.all<{ id: string; epic_id: string | null; event: number }>(
    `SELECT e.task_id AS id, t.epic_id, max(e.id) AS event FROM events e JOIN tasks t ON t.id = e.task_id
     WHERE ${condition} GROUP BY e.task_id`,
    bound,
  );
  const epics = await reader.all<{ id: string; event: number }>(
    `SELECT e.epic_id AS id, max(e.id) AS event FROM events e JOIN epics p ON p.id = e.epic_id
     WHERE e.task_id IS NULL AND ${condition} GROUP BY e.epic_id`,
    bound,
  );
  const actors = await reader.all<{ id: string; event: number }>(
    `SELECT e.actor AS id, max(e.id) AS event FROM events e
     WHERE e.actor IS NOT NULL AND ${condition} GROUP BY e.actor`,
    bound,
  );
  return {
    tasks: tasks.map(({ id, epic_id: epicId, event }) => ({ id, epicId, event })),
    epics,
    actors,
  };
}
