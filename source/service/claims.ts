/** Claims are advisory: they say who works on a task, and stop others only until they insist. */
import type { ActionInput } from '../domain/contract/calls.js';
import { FlowdeckError } from '../domain/errors.js';
import type { TaskState } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';

/** Who else holds the task. One that waits for its retry counts as unclaimed. */
export function foreignHolder(scope: CommandScope, task: TaskState): string | null {
  const holds = task.status === 'todo' || task.status === 'in_progress';
  return holds && task.assignee !== scope.actor ? task.assignee : null;
}

export function refuseForeignClaim(scope: CommandScope, task: TaskState, input: ActionInput): void {
  const holder = task.status === 'in_progress' ? foreignHolder(scope, task) : null;
  if (holder !== null && !input.force) throw claimed(task, holder);
}

export function claimed(task: TaskState, holder: string): FlowdeckError {
  const since = task.claimedAt === null ? '' : ` since ${task.claimedAt}`;
  return new FlowdeckError('task.claimed', `${task.id} is claimed by ${holder}${since}.`, {
    details: { id: task.id, assignee: holder, claimedAt: task.claimedAt },
  });
}
