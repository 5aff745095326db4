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
