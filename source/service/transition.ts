/** Where an operation leads, as the table of task states has it, and who is in its way where it leads nowhere. */
import { FlowdeckError } from '../domain/errors.js';
import {
  applyOperation,
  type Operation,
  type OperationOptions,
  type Transition,
} from '../domain/operations.js';
import { listTouches } from '../store/repositories/events.js';
import type { TaskState } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';

/** So far back somebody may have edited the task since its status changed. */
const touchesLookedAt = 50;

/** @throws FlowdeckError `task.transition`, naming who brought the task to where it is */
export async function transitionOf(
  scope: CommandScope,
  operation: Operation,
  task: TaskState,
  options: OperationOptions,
): Promise<Transition> {
  try {
    return applyOperation(operation, task.status, options);
  } catch (error) {
    if (error instanceof FlowdeckError) throw await withAuthor(scope, task, error);
    throw error;
  }
}

async function withAuthor(
  { transaction }: CommandScope,
  task: TaskState,
  error: FlowdeckError,
): Promise<FlowdeckError> {
  const touches = await listTouches(transaction, {
    of: { task: task.id },
    afterId: 0,
    beforeId: Number.MAX_SAFE_INTEGER,
    limit: touchesLookedAt,
  });
  const change = touches.find(({ fields }) => fields.includes('status'));
  if (!change?.actor || change.kind === 'task_created') return error;
  const { actor, timestamp } = change;
  return new FlowdeckError(
    error.code,
    `${error.message} It was ${actor} who changed its status, at ${timestamp}.`,
    { details: { ...error.details, actor, at: timestamp } },
  );
}
