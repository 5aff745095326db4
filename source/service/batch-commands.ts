/** One operation on many tasks. */
import type { ActionInput, ActionResult } from '../domain/contract/calls.js';
import type { BatchOperation } from '../domain/contract/triage-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import { findStatuses } from '../store/repositories/tasks.js';
import { eachItem } from './batch.js';
import type { CommandScope } from './context.js';
import type { CommandHandlers } from './handlers.js';
import { lifecycle } from './lifecycle.js';
import { resetCommands } from './reset.js';

type Act = (
  scope: CommandScope,
  target: ActionInput,
  text: string | undefined,
) => Promise<Pick<ActionResult, 'id'>>;

const operations: Readonly<Record<BatchOperation, Act>> = {
  start: (scope, target, note) =>
    lifecycle['task.start'](scope, { ...target, ...(note !== undefined && { note }) }),
  done: (scope, target, summary) =>
    lifecycle['task.done'](scope, { ...target, ...(summary !== undefined && { summary }) }),
  accept: (scope, target) => lifecycle['task.accept'](scope, target),
  block: (scope, target, reason = '') => lifecycle['task.block'](scope, { ...target, reason }),
  unblock: (scope, target) => lifecycle['task.unblock'](scope, target),
  fail: (scope, target, reason) =>
    lifecycle['task.fail'](scope, { ...target, ...(reason !== undefined && { reason }) }),
  skip: (scope, target, reason) =>
    lifecycle['task.skip'](scope, { ...target, ...(reason !== undefined && { reason }) }),
  restart: (scope, target) => lifecycle['task.restart'](scope, target),
  reset: (scope, target) => resetCommands['task.reset'](scope, target),
  release: (scope, target) => lifecycle['task.release'](scope, target),
};

export const batchCommands: CommandHandlers<'tasks.apply'> = {
  async 'tasks.apply'(scope, { operation, items, text, force, takeOver }) {
    const act = Object.hasOwn(operations, operation) ? operations[operation] : null;
    if (act === null) {
      throw new FlowdeckError('usage.invalid', `There is no operation ${String(operation)}.`);
    }
    const options = { ...(force && { force }), ...(takeOver && { takeOver }) };
    const results = await eachItem(scope, items, async (id) => {
      const { id: fullId } = await act(scope, { id, ...options }, text);
      return { id: fullId, status: await statusOf(scope, fullId) };
    });
    // One item may have moved another again: a restart takes along what waits for it.
    const done = results.flatMap((result) => (result.ok ? result.id : []));
    const final = await findStatuses(scope.transaction, done);
    return {
      commandId: scope.commandId,
      results: results.map((result) =>
        result.ok ? { ...result, status: final.get(result.id) ?? result.status } : result,
      ),
    };
  },
};

async function statusOf(scope: CommandScope, id: string): Promise<TaskStatus> {
  return (await findStatuses(scope.transaction, [id])).get(id) ?? 'todo';
}
