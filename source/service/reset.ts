/** Reset and replay: one task, or all of an epic, back to the beginning. */
import { buildGraph } from '../domain/graph.js';
import { compareIds } from '../domain/ids.js';
import { listDependentsClosure } from '../store/repositories/dependencies.js';
import { findEvidence } from '../store/repositories/evidence.js';
import { findProgress, workerProgress } from '../store/repositories/phases.js';
import { findTasks, listTaskIds, type TaskState } from '../store/repositories/tasks.js';
import { blankTask, hasResidue, refuseDoneEpic, runningRefusal } from './blank-task.js';
import { revive } from './cascade.js';
import type { CommandScope } from './context.js';
import { openEpic } from './epic-change.js';
import type { CommandHandlers } from './handlers.js';
import { openTask } from './task-change.js';

export const resetCommands: CommandHandlers<'task.reset' | 'epic.replay'> = {
  /** What is running keeps running, unless it is the task itself and force is given. */
  async 'task.reset'(scope, input) {
    const target = await openTask(scope, input);
    await refuseDoneEpic(scope, target.epicId);
    if (target.status === 'in_progress' && !input.force) {
      throw runningRefusal(`Resetting ${target.id}`, target.id, [target]);
    }
    const dependents = input.cascade ? await listWaiting(scope, target.id) : [];
    const reset = [
      ...((await isFresh(scope, target)) ? [] : [target]),
      ...dependents.filter(({ status }) => status !== 'todo' && status !== 'in_progress'),
    ];
    for (const task of reset) {
      await blankTask(scope, task, {
        operation: 'reset',
        kind: 'task_reset',
        payload: {
          ...(task.id !== target.id && { cause: target.id }),
          ...(input.force && { forced: true }),
        },
      });
    }
    if (reset.length > 0) await revive(scope, [target.id]);
    return { id: target.id, reset: ids(reset), commandId: scope.commandId };
  },

  async 'epic.replay'(scope, input) {
    const { transaction } = scope;
    const epic = await openEpic(scope, input);
    await refuseDoneEpic(scope, epic.id);
    const tasks = await findTasks(transaction, await listTaskIds(transaction, epic.id));
    const affected: TaskState[] = [];
    for (const task of tasks.sort((left, right) => compareIds(left.id, right.id))) {
      if (!(await isFresh(scope, task))) affected.push(task);
    }
    const running = affected.filter(({ status }) => status === 'in_progress');
    if (running.length > 0 && !input.force && !input.dryRun) {
      throw runningRefusal(`Replaying ${epic.id}`, epic.id, running);
    }
    const reset = input.force ? affected : affected.filter((task) => !running.includes(task));
    if (!input.dryRun) {
      for (const task of reset) {
        await blankTask(scope, task, {
          operation: 'replay',
          kind: 'task_replayed',
          payload: input.force ? { forced: true } : {},
        });
      }
      await revive(scope, ids(reset));
    }
    return {
      id: epic.id,
      reset: ids(reset),
      running: ids(running),
      commandId: scope.commandId,
    };
  },
};

async function isFresh({ transaction }: CommandScope, task: TaskState): Promise<boolean> {
  if (task.status !== 'todo' || hasResidue(task)) return false;
  if ((await findEvidence(transaction, task.id)) !== null) return false;
  return (await findProgress(transaction, workerProgress, task.id)).size === 0;
}

/** All that waits for the task, in the order in which it can be worked on. */
async function listWaiting(scope: CommandScope, id: string): Promise<TaskState[]> {
  const order = buildGraph(
    await listDependentsClosure(scope.transaction, [id]),
  ).transitiveDependents(id);
  const tasks = await findTasks(scope.transaction, order);
  const byId = new Map(tasks.map((task) => [task.id, task] as const));
  return order.flatMap((each) => byId.get(each) ?? []);
}

function ids(tasks: readonly TaskState[]): string[] {
  return tasks.map((task) => task.id);
}
