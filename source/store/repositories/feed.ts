/** Where the change feed stands, and what moved outside the log. */
import type { Cursor } from '../../domain/contract/rows.js';
import type { Reader } from '../types.js';

/** The end of the feed: one statement of index look-ups, asked at every poll. */
export async function findFeedEnd(reader: Reader): Promise<Cursor> {
  const row = await reader.get<{
    database_id: string | null;
    generation: string | null;
    event: number | null;
    token: number | null;
    heartbeat: string | null;
  }>(
    `SELECT
       (SELECT value FROM meta WHERE key = 'database_id') AS database_id,
       (SELECT value FROM meta WHERE key = 'generation') AS generation,
       (SELECT seq FROM sqlite_sequence WHERE name = 'events') AS event,
       (SELECT seq FROM sqlite_sequence WHERE name = 'token_usage') AS token,
       (SELECT max(last_beat) FROM heartbeats) AS heartbeat`,
  );
  return {
    databaseId: row?.database_id ?? '',
    generation: Number(row?.generation ?? 0),
    event: row?.event ?? 0,
    token: row?.token ?? 0,
    heartbeat: row?.heartbeat ?? '',
  };
}

export interface Touched {
  readonly tasks: readonly string[];
  readonly epics: readonly string[];
}

/** Who had tokens recorded after this record. */
export async function listTouchedByTokens(reader: Reader, afterId: number): Promise<Touched> {
  const rows = await reader.all<{ task_id: string | null; epic_id: string | null }>(
    'SELECT DISTINCT task_id, epic_id FROM token_usage WHERE id > ?',
    [afterId],
  );
  return {
    tasks: rows.flatMap((row) => row.task_id ?? []),
    epics: rows.flatMap((row) => row.epic_id ?? []),
  };
}

export async function listTouchedByHeartbeats(
  reader: Reader,
  afterTime: string,
): Promise<string[]> {
  const rows = await reader.all<{ task_id: string }>(
    'SELECT task_id FROM heartbeats WHERE last_beat > ?',
    [afterTime],
  );
  return rows.map((row) => row.task_id);
}

/** The epics that tasks belong to. */
export async function listEpicsOfTasks(
  reader: Reader,
  taskIds: readonly string[],
): Promise<string[]> {
  const rows = await reader.all<{ epic_id: string }>(
    `SELECT DISTINCT epic_id FROM tasks
     WHERE id IN (SELECT value FROM json_each(?)) AND epic_id IS NOT NULL`,
    [JSON.stringify(taskIds)],
  );
  return rows.map((row) => row.epic_id);
}
