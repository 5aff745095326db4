/** Restart: a task and all that built upon it begin anew. */
import type { CommandInput, CommandOutput } from '../domain/contract/calls.js';
import { buildGraph } from '../domain/graph.js';
import { listDependentsClosure } from '../store/repositories/dependencies.js';
import { findTasks, type TaskState } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { blankTask, hasResidue, refuseDoneEpic, runningRefusal } from './blank-task.js';
import { openTask } from './task-change.js';

/**
 * @throws FlowdeckError `epic.done`; `task.transition` where a task among them is running and force is not given
 */
export async function restartTask(
  scope: CommandScope,
  input: CommandInput<'task.restart'>,
): Promise<CommandOutput<'task.restart'>> {
  const target = await openTask(scope, input);
  await refuseDoneEpic(scope, target.epicId);
  const tasks = await listAffected(scope, target.id);

  // Whoever asked for the target by name wants it fresh; those behind it are only taken along.
  const untouched = tasks.filter(
    (task) => task.status === 'todo' && !(task.id === target.id && hasResidue(task)),
  );
  const affected = tasks.filter((task) => !untouched.includes(task));
  const running = affected.filter((task) => task.status === 'in_progress');
  const reset = input.force ? affected : affected.filter((task) => !running.includes(task));
  if (running.length > 0 && !input.force && !input.dryRun) {
    throw runningRefusal(`Restarting ${target.id}`, target.id, running);
  }

  let current = target;
  if (!input.dryRun) {
    for (const task of reset) {
      const changed = await blankTask(scope, task, {
        operation: 'restart',
        kind: 'task_restarted',
        payload: {
          ...(task.id !== target.id && { cause: target.id }),
          ...(input.force && { forced: true }),
        },
      });
      if (task.id === target.id) current = changed;
    }
  }
  return {
    id: target.id,
    status: current.status,
    version: current.version,
    commandId: scope.commandId,
    alsoChanged: input.dryRun
      ? []
      : ids(reset)
          .filter((id) => id !== target.id)
          .map((id) => ({ id, status: 'todo' })),
    reset: ids(reset),
    untouched: ids(untouched),
    running: ids(running),
  };
}

/** The task first, then its dependents in the order in which they can be worked on. */
async function listAffected(scope: CommandScope, id: string): Promise<TaskState[]> {
  const nodes = await listDependentsClosure(scope.transaction, [id]);
  const order = [id, ...buildGraph(nodes).transitiveDependents(id)];
  const byId = new Map(
    (await findTasks(scope.transaction, order)).map((task) => [task.id, task] as const),
  );
  return order.flatMap((each) => byId.get(each) ?? []);
}

function ids(tasks: readonly TaskState[]): string[] {
  return tasks.map((task) => task.id);
}
