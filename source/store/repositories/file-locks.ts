/** Locks that workers hold on files. */
import type { Reader } from '../types.js';

export interface FileLock {
  readonly path: string;
  readonly taskId: string;
  readonly mode: string;
  readonly actor: string | null;
  readonly lockedAt: string;
  readonly expiresAt: string | null;
}

export async function listLocks(reader: Reader): Promise<FileLock[]> {
  const rows = await reader.all<{
    file_path: string;
    task_id: string;
    mode: string;
    actor: string | null;
    locked_at: string;
    expires_at: string | null;
  }>(
    `SELECT file_path, task_id, mode, actor, locked_at, expires_at
     FROM file_locks ORDER BY file_path, task_id`,
  );
  return rows.map((row) => ({
    path: row.file_path,
    taskId: row.task_id,
    mode: row.mode,
    actor: row.actor,
    lockedAt: row.locked_at,
    expiresAt: row.expires_at,
  }));
}
