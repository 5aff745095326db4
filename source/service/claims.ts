/** Claims are advisory: they say who works on a task, and stop others only until they insist. */
import type { ActionInput } from '../domain/contract/calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { allowedOperations, type Operation } from '../domain/operations.js';
import type { TaskState } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';

type Claim = Pick<TaskState, 'id' | 'status' | 'assignee' | 'claimedAt'>;

/** Whose claim an action disregards. One that waits for its retry counts as unclaimed, and so does what is over. */
export function foreignHolder(scope: CommandScope, task: Claim): string | null {
  const holds =
    task.status === 'todo' || task.status === 'in_progress' || task.status === 'blocked';
  return holds && task.assignee !== scope.actor ? task.assignee : null;
}

/**
 * For an operation that is the holder's own to do.
 * @throws FlowdeckError `task.claimed` unless the caller insists
 */
export function refuseForeignClaim(
  scope: CommandScope,
  task: Claim,
  operation: Operation,
  { force, takeOver }: ActionInput,
): void {
  const holder = foreignHolder(scope, task);
  if (holder === null || force || takeOver) return;
  // Where not even the holder could do it, the status is what to tell.
  if (allowedOperations(task.status, { sameActor: true }).includes(operation)) {
    throw claimed(task, holder);
  }
}

function claimed(task: Claim, holder: string): FlowdeckError {
  const since = task.claimedAt === null ? '' : ` since ${task.claimedAt}`;
  return new FlowdeckError('task.claimed', `${task.id} is claimed by ${holder}${since}.`, {
    details: { id: task.id, assignee: holder, claimedAt: task.claimedAt },
  });
}
