/** What an id names: exact ids, old names, and the ids that a short one may stand for. */
import type { Reader } from '../types.js';

export interface Named {
  readonly kind: 'epic' | 'task';
  readonly id: string;
}

/** The entity of exactly this id, else the one that once had it. */
export async function findNamed(reader: Reader, id: string): Promise<Named | null> {
  const row = await reader.get<{ kind: 'epic' | 'task'; id: string }>(
    `SELECT 'task' AS kind, id, 0 AS rank FROM tasks WHERE id = ?1
     UNION ALL SELECT 'epic', id, 1 FROM epics WHERE id = ?1
     UNION ALL SELECT entity_kind, entity_id, 2 FROM id_aliases WHERE alias = ?1
     ORDER BY rank LIMIT 1`,
    [id],
  );
  return row && { kind: row.kind, id: row.id };
}

export async function listEpicIdsOfNumber(reader: Reader, number: number): Promise<string[]> {
  const rows = await reader.all<{ id: string }>('SELECT id FROM epics WHERE number = ?', [number]);
  return rows.map((row) => row.id);
}

/** Tasks of an epic whose id ends in `.number`. */
export async function listNumberedTaskIds(
  reader: Reader,
  epicId: string,
  number: number,
): Promise<string[]> {
  const ending = `.${number}`;
  const rows = await reader.all<{ id: string }>(
    'SELECT id FROM tasks WHERE epic_id = ? AND substr(id, ?) = ?',
    [epicId, -ending.length, ending],
  );
  return rows.map((row) => row.id);
}

export async function listAllIds(reader: Reader, kind: 'epic' | 'task'): Promise<string[]> {
  const rows = await reader.all<{ id: string }>(
    `SELECT id FROM ${kind === 'epic' ? 'epics' : 'tasks'}`,
  );
  return rows.map((row) => row.id);
}

const notTaken = 'alias NOT IN (SELECT id FROM epics UNION ALL SELECT id FROM tasks)';

/** What an entity was called before, unless something else has taken the name since. */
export async function listFormerIds(reader: Reader, id: string): Promise<string[]> {
  const rows = await reader.all<{ alias: string }>(
    `SELECT alias FROM id_aliases WHERE entity_id = ? AND ${notTaken} ORDER BY alias`,
    [id],
  );
  return rows.map((row) => row.alias);
}

/** Every old id with the one that stands for it now, unless something else has taken it since. */
export async function listAliases(reader: Reader): Promise<Map<string, string>> {
  const rows = await reader.all<{ alias: string; entity_id: string }>(
    `SELECT alias, entity_id FROM id_aliases WHERE ${notTaken}`,
  );
  return new Map(rows.map((row) => [row.alias, row.entity_id]));
}
