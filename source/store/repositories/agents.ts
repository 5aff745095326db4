/** Who works: by claims, signs of life and the log. */
import type { Origin } from '../../domain/vocabulary.js';
import { compareIds } from '../../domain/ids.js';
import type { Reader } from '../types.js';
import { bindList } from './json-list.js';

/** Claimed tasks that run, those of archived epics left out, in natural order. */
export async function listHeldTaskIds(reader: Reader, actor?: string): Promise<string[]> {
  const rows = await reader.all<{ id: string }>(
    `SELECT t.id FROM tasks t JOIN runtime_state r ON r.task_id = t.id
     WHERE t.status = 'in_progress' AND ${actor === undefined ? 'r.assignee IS NOT NULL' : 'r.assignee = ?'}
       AND (t.epic_id IS NULL OR t.epic_id NOT IN (SELECT id FROM epics WHERE archived = 1))`,
    actor === undefined ? [] : [actor],
  );
  return rows.map(({ id }) => id).sort(compareIds);
}

/** The newest event of each actor: one look into the index an actor, however long the log is. */
export async function listLastEventIds(reader: Reader): Promise<Map<string, number>> {
  const rows = await reader.all<{ name: string; last: number }>(
    `WITH RECURSIVE actors (name) AS (
       SELECT min(actor) FROM events
       UNION ALL
       SELECT (SELECT min(actor) FROM events WHERE actor > name) FROM actors WHERE name IS NOT NULL)
     SELECT name, (SELECT max(id) FROM events WHERE actor = name) AS last
     FROM actors WHERE name IS NOT NULL`,
  );
  return new Map(rows.map(({ name, last }) => [name, last]));
}

/** The first event from this time on; null where there is none. */
export async function findFirstEventSince(reader: Reader, time: string): Promise<number | null> {
  const row = await reader.get<{ id: number }>(
    'SELECT id FROM events WHERE timestamp >= ? ORDER BY timestamp, id LIMIT 1',
    [time],
  );
  return row?.id ?? null;
}

/** Through which doors an actor came from this event on. */
export async function listOriginsOf(
  reader: Reader,
  actor: string,
  firstId: number,
): Promise<Origin[]> {
  const rows = await reader.all<{ origin: Origin }>(
    'SELECT DISTINCT origin FROM events WHERE actor = ? AND id >= ?',
    [actor, firstId],
  );
  return rows.map(({ origin }) => origin);
}

export async function listWorkerPids(
  reader: Reader,
  taskIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await reader.all<{ task_id: string; worker_pid: number }>(
    `SELECT task_id, worker_pid FROM heartbeats
     WHERE task_id IN (SELECT value FROM json_each(?)) AND worker_pid IS NOT NULL`,
    [bindList(taskIds)],
  );
  return new Map(rows.map((row) => [row.task_id, row.worker_pid]));
}
