/** Which files a task may touch. */
import type { Reader, Transaction } from '../types.js';
import { bindList } from './json-list.js';

export async function listFiles(reader: Reader, taskId: string): Promise<string[]> {
  const rows = await reader.all<{ file_path: string }>(
    'SELECT file_path FROM file_ownership WHERE task_id = ? ORDER BY file_path',
    [taskId],
  );
  return rows.map((row) => row.file_path);
}

/** Makes the task own exactly these files. */
export async function replaceFiles(
  transaction: Transaction,
  taskId: string,
  files: readonly string[],
): Promise<void> {
  await transaction.run('DELETE FROM file_ownership WHERE task_id = ?', [taskId]);
  await transaction.run(
    `INSERT INTO file_ownership (file_path, task_id)
     SELECT DISTINCT value, ? FROM json_each(?)`,
    [taskId, bindList(files)],
  );
}

/** Of all tasks of an epic. */
export async function listFilesOfEpic(
  reader: Reader,
  epicId: string,
): Promise<{ path: string; taskId: string }[]> {
  const rows = await reader.all<{ file_path: string; task_id: string }>(
    `SELECT o.file_path, o.task_id FROM file_ownership o JOIN tasks t ON t.id = o.task_id
     WHERE t.epic_id = ? ORDER BY o.file_path, o.task_id`,
    [epicId],
  );
  return rows.map((row) => ({ path: row.file_path, taskId: row.task_id }));
}
