/** Why an operation cannot be done to what is selected, by the table of task states. */
import type { TaskRow } from '../../domain/contract/rows.js';
import { FlowdeckError } from '../../domain/errors.js';
import { applyOperation, type Operation } from '../../domain/operations.js';
import type { KeyContext } from './definition.js';

type Refusal = (context: KeyContext) => string | null;

export const isBlocked = ({ task }: KeyContext): boolean => task?.status === 'blocked';
export const isHinted = ({ task }: KeyContext): boolean =>
  task?.status === 'todo' && task.finishedHint;

export const needsTask: Refusal = ({ tasks }) => (tasks.length > 0 ? null : 'Select a task first.');

/**
 * Null where the table of states lets one of the operations begin on at least one of the tasks; resuming included.
 * A claim of somebody else does not stand in the way: that is asked about.
 */
export function startingFrom(...operations: readonly Operation[]): Refusal {
  return (context) => {
    const none = needsTask(context);
    if (none !== null) return none;
    const refusals = context.tasks.flatMap((task) =>
      operations.map((operation) => operationRefusal(operation, task)),
    );
    return refusals.includes(null) ? null : (refusals[0] ?? null);
  };
}

function operationRefusal(operation: Operation, task: TaskRow): string | null {
  const { id, status, finishedHint: hinted } = task;
  try {
    applyOperation(operation, status, { id, sameActor: true, hinted });
    return null;
  } catch (error) {
    if (error instanceof FlowdeckError) return error.message;
    throw error;
  }
}
