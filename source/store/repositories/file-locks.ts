/** Locks that workers hold on files. */
import type { LockMode } from '../../domain/vocabulary.js';
import type { Reader, SqlValue, Transaction } from '../types.js';
import { optionalNumberOf, optionalTextOf, textOf } from './fields.js';
import { bindList } from './json-list.js';
import { allPacked } from './packed.js';

export interface FileLock {
  readonly path: string;
  readonly taskId: string;
  readonly mode: LockMode;
  readonly actor: string | null;
  readonly holderPid: number | null;
  readonly holderHost: string | null;
  readonly timeToLiveSeconds: number;
  readonly lockedAt: string;
  readonly expiresAt: string | null;
}

const columns = [
  ...['file_path', 'task_id', 'mode', 'actor', 'holder_pid', 'holder_host'],
  ...['time_to_live_seconds', 'locked_at', 'expires_at'],
] as const;

/** By path, then by task; those that have ended by themselves included. */
export async function listLocks(
  reader: Reader,
  filter: { readonly taskIds?: readonly string[]; readonly path?: string } = {},
): Promise<FileLock[]> {
  const conditions: string[] = [];
  const args: SqlValue[] = [];
  if (filter.taskIds !== undefined) {
    conditions.push('task_id IN (SELECT value FROM json_each(?))');
    args.push(bindList(filter.taskIds));
  }
  if (filter.path !== undefined) {
    conditions.push('file_path = ?');
    args.push(filter.path);
  }
  const rows = await allPacked(
    reader,
    `SELECT ${columns.join(', ')} FROM file_locks ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY file_path, task_id`,
    columns,
    args,
  );
  return rows.map((row) => ({
    path: textOf(row.file_path),
    taskId: textOf(row.task_id),
    mode: textOf(row.mode) as LockMode,
    actor: optionalTextOf(row.actor),
    holderPid: optionalNumberOf(row.holder_pid),
    holderHost: optionalTextOf(row.holder_host),
    timeToLiveSeconds: Number(row.time_to_live_seconds),
    lockedAt: textOf(row.locked_at),
    expiresAt: optionalTextOf(row.expires_at),
  }));
}

/** Inserts the lock or overwrites the task's own on this path. */
export async function writeLock(transaction: Transaction, lock: FileLock): Promise<void> {
  await transaction.run(
    `INSERT OR REPLACE INTO file_locks (${columns.join(', ')})
     VALUES (${columns.map(() => '?').join(', ')})`,
    [
      lock.path,
      lock.taskId,
      lock.mode,
      lock.actor,
      lock.holderPid,
      lock.holderHost,
      lock.timeToLiveSeconds,
      lock.lockedAt,
      lock.expiresAt,
    ],
  );
}

export async function deleteLock(
  transaction: Transaction,
  { path, taskId }: Pick<FileLock, 'path' | 'taskId'>,
): Promise<void> {
  await transaction.run('DELETE FROM file_locks WHERE file_path = ? AND task_id = ?', [
    path,
    taskId,
  ]);
}

/** A sign of life: a task's locks last as long again as they were taken for. */
export async function extendLocks(
  transaction: Transaction,
  taskId: string,
  now: string,
): Promise<void> {
  await transaction.run(
    `UPDATE file_locks
     SET expires_at = max(expires_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', ?, '+' || time_to_live_seconds || ' seconds'))
     WHERE task_id = ? AND expires_at IS NOT NULL`,
    [now, taskId],
  );
}
