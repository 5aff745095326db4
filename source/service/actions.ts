/** What the actions on a task have in common. */
import type { ActionInput, ActionResult } from '../domain/contract/calls.js';
import type { TaskState } from '../store/repositories/tasks.js';
import type { Changed } from './cascade.js';
import { foreignHolder } from './claims.js';
import type { CommandScope } from './context.js';

export function options(input: ActionInput, task: TaskState): { id: string; force: boolean } {
  return { id: task.id, force: input.force ?? false };
}

/** An event's payload: what was asked for beyond the fields, and whose claim it disregarded. */
export function particulars(
  scope: CommandScope,
  task: TaskState,
  input: ActionInput,
  rest: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  // Undefined entries vanish in JSON.
  return {
    ...rest,
    heldBy: foreignHolder(scope, task) ?? undefined,
    ...(input.force && { forced: true }),
  };
}

export function result(
  scope: CommandScope,
  task: TaskState,
  alsoChanged: readonly Changed[],
): ActionResult {
  const { id, status, version } = task;
  return { id, status, version, commandId: scope.commandId, alsoChanged };
}
