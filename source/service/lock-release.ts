/** How locks end: given back, run out, or left behind by a process that is gone. */
import type { TaskStatus } from '../domain/vocabulary.js';
import { deleteLock, listLocks, type FileLock } from '../store/repositories/file-locks.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';

/**
 * Whoever stops working on a task gives its locks back. A blocked task keeps its claim, and half of its work lies in
 * the files: its locks stay until they run out.
 */
export function keepsLocks(status: TaskStatus): boolean {
  return status === 'in_progress' || status === 'blocked';
}

export async function releaseTaskLocks(
  scope: CommandScope,
  task: { readonly id: string; readonly epicId: string | null; readonly status: TaskStatus },
): Promise<void> {
  for (const lock of await listLocks(scope.transaction, { taskIds: [task.id] })) {
    await removeLock(scope, lock, task.epicId, { cause: task.status });
  }
}

/** What an event keeps of a lock: its values before and after are `lock`, null where there is none. */
export function lockValues(lock: FileLock): Readonly<Record<string, unknown>> {
  const { mode, actor, holderPid, holderHost, timeToLiveSeconds, lockedAt, expiresAt } = lock;
  return { mode, actor, holderPid, holderHost, timeToLiveSeconds, lockedAt, expiresAt };
}

export async function removeLock(
  scope: CommandScope,
  lock: FileLock,
  epicId: string | null,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await deleteLock(scope.transaction, lock);
  await appendEvent(scope, {
    kind: 'file_unlocked',
    entityKind: 'lock',
    entityId: lock.path,
    epicId,
    taskId: lock.taskId,
    before: { lock: lockValues(lock) },
    after: { lock: null },
    payload,
  });
}
