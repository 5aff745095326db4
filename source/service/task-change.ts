/**
 * The one way in which a task changes: a patch of fields is compared with what is stored, what differs is written, and
 * an event with the values before and after is appended. Whoever applies an event's `after` again, or its `before`
 * backwards, arrives at the same task.
 */
import type { EventKind, TaskStatus } from '../domain/vocabulary.js';
import type { FieldsOfEvent } from '../store/repositories/events.js';
import { findProgress, workerProgress } from '../store/repositories/phases.js';
import { runtimeFields } from '../store/repositories/runtime-state.js';
import { findTask, taskFields, type TaskState } from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import { versionConflict } from './conflict.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';
import { differences } from './differences.js';
import { resolveTask } from './identity.js';
import { notFound } from './not-found.js';
import {
  flattenTask,
  readTaskFields,
  versionedTaskFields,
  writeTaskFields,
  type TaskPatch,
} from './task-fields.js';
import { keepsLocks, releaseTaskLocks } from './lock-release.js';

export { differences } from './differences.js';
export type { TaskPatch } from './task-fields.js';

/** What a task in this status has nothing to do with any more: the times and reasons of former ones. */
export function leftBehind(status: TaskStatus): Partial<TaskPatch> {
  return {
    ...(status !== 'done' && { completedAt: null, durationSeconds: null }),
    ...(status === 'done' && { failedReason: null, finishedHint: false }),
    ...(status !== 'blocked' && { blockedAt: null, blockedReason: null }),
    ...(status !== 'skipped' && { skippedReason: null }),
  };
}

export interface TaskEvent {
  readonly kind: EventKind;
  readonly payload?: FieldsOfEvent;
}

/** Writes the patch and appends its event. Returns the task as it is now. */
export async function changeTask(
  scope: CommandScope,
  task: TaskState,
  patch: TaskPatch,
  event: TaskEvent,
): Promise<TaskState> {
  const { transaction } = scope;
  const wanted = flattenTask(patch);
  const stored = await readTaskFields(transaction, task.id, Object.keys(wanted));
  const [before, after] = differences(stored ?? {}, wanted);
  const version = await writeTaskFields(transaction, task.id, after, scope.now);
  const state = Object.entries(after).filter(
    ([name]) => name in taskFields || name in runtimeFields,
  );
  const result: TaskState = {
    ...task,
    ...Object.fromEntries(state),
    version,
    updatedAt: version === task.version ? task.updatedAt : scope.now,
  };
  await appendEvent(scope, {
    ...event,
    entityKind: 'task',
    entityId: task.id,
    epicId: result.epicId,
    taskId: task.id,
    version,
    before,
    after,
  });
  if ('status' in after && !keepsLocks(result.status)) await releaseTaskLocks(scope, result);
  return result;
}

/** A patch that takes all of a task's phases away. */
export async function withoutPhases(
  reader: Reader,
  taskId: string,
): Promise<Readonly<Record<string, null>>> {
  const progress = await findProgress(reader, workerProgress, taskId);
  return Object.fromEntries([...progress.keys()].map((phase) => [phase, null]));
}

/**
 * The task that an action is about, as the caller believes it to be.
 * @throws FlowdeckError `store.conflict` where somebody changed it since, and the errors of resolving an id
 */
export async function openTask(
  scope: CommandScope,
  input: { readonly id: string; readonly expectedVersion?: number },
): Promise<TaskState> {
  const { transaction } = scope;
  const id = await resolveTask(transaction, input.id);
  const task = await findTask(transaction, id);
  if (task === null) throw await notFound(transaction, 'task', input.id);
  const expected = input.expectedVersion;
  if (expected !== undefined && expected !== task.version) {
    throw await versionConflict(transaction, 'task', task, expected, versionedTaskFields);
  }
  return task;
}
