/** A new id for an epic and its tasks, everywhere an id stands. */
import type { Reader, Transaction } from '../types.js';

/** Whether a column holds the id of a task that is spelled after the epic; ?2 is the length of `old.`, ?3 that text. */
const isTask = (column: string): string => `substr(${column}, 1, ?2) = ?3`;
/** That task's id spelled after the new id, ?1. */
const renamed = (column: string): string => `?1 || substr(${column}, ?2)`;

/** Tasks outside of the epic, and old names of such, that are spelled after an id. */
export async function listTasksNamedAfter(
  reader: Reader,
  id: string,
  epicId: string,
): Promise<string[]> {
  const rows = await reader.all<{ id: string }>(
    `SELECT id FROM tasks WHERE ${isTask('id')} AND epic_id IS NOT ?1
     UNION SELECT a.alias FROM id_aliases a LEFT JOIN tasks t ON t.id = a.entity_id
       WHERE ${isTask('a.alias')} AND t.epic_id IS NOT ?1`,
    [epicId, id.length + 1, `${id}.`],
  );
  return rows.map((row) => row.id);
}

/**
 * Gives the epic its new id, and its tasks theirs. Foreign keys carry most references; the rest is carried here: the
 * log and the sums of the days, so that history, undo and figures stay with the epic, the base of the import, and texts
 * that name a task which does not exist yet. Old ids become aliases.
 */
export async function renameEpicId(
  transaction: Transaction,
  oldId: string,
  newId: string,
): Promise<void> {
  const run = (sql: string): Promise<void> =>
    transaction.run(sql, [newId, oldId.length + 1, `${oldId}.`, oldId]);

  await transaction.run('DELETE FROM id_aliases WHERE alias = ? OR substr(alias, 1, ?) = ?', [
    newId,
    newId.length + 1,
    `${newId}.`,
  ]);
  for (const table of ['id_aliases', 'import_base', 'import_files']) {
    await run(
      `UPDATE ${table}
       SET entity_id = CASE WHEN entity_kind = 'epic' THEN ?1 ELSE ${renamed('entity_id')} END
       WHERE (entity_kind = 'epic' AND entity_id = ?4)
         OR (entity_kind = 'task' AND ${isTask('entity_id')})`,
    );
  }
  await run(
    `INSERT INTO id_aliases (alias, entity_kind, entity_id)
     SELECT ?4, 'epic', ?1
     UNION ALL
     SELECT id, 'task', ${renamed('id')} FROM tasks WHERE epic_id = ?4 AND ${isTask('id')}`,
  );
  await run(`UPDATE events SET
      epic_id = ?1,
      task_id = CASE WHEN ${isTask('task_id')} THEN ${renamed('task_id')} ELSE task_id END,
      entity_id = CASE
        WHEN entity_kind = 'epic' THEN ?1
        WHEN entity_kind = 'task' AND ${isTask('entity_id')} THEN ${renamed('entity_id')}
        ELSE entity_id END
    WHERE epic_id = ?4`);
  await transaction.run(
    `INSERT INTO daily_rollup (day, epic_id, ${sums.join(', ')})
    SELECT day, ?1, ${sums.join(', ')} FROM daily_rollup
    WHERE epic_id = ?2
    ON CONFLICT (day, epic_id) DO UPDATE SET
      ${sums.map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(', ')}`,
    [newId, oldId],
  );
  await transaction.run('DELETE FROM daily_rollup WHERE epic_id = ?', [oldId]);
  await transaction.run('UPDATE epics SET id = ? WHERE id = ?', [newId, oldId]);
  for (const [table, column, condition] of [
    ['tasks', 'id', 'epic_id = ?1'],
    ['unresolved_task_deps', 'depends_on', '1'],
  ] as const) {
    await transaction.run(
      `UPDATE ${table} SET ${column} = ${renamed(column)} WHERE ${isTask(column)} AND ${condition}`,
      [newId, oldId.length + 1, `${oldId}.`],
    );
  }
}

const sums = [
  ...['tasks_started', 'tasks_completed', 'tasks_failed', 'total_duration_seconds'],
  ...['input_tokens', 'output_tokens', 'estimated_cost'],
];
