/** Restart: a task and all that built upon it begin anew. */
import type { CommandInput, CommandOutput } from '../domain/contract/calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { buildGraph } from '../domain/graph.js';
import { applyOperation } from '../domain/operations.js';
import { listDependentsClosure } from '../store/repositories/dependencies.js';
import { findEpic } from '../store/repositories/epics.js';
import { findEvidence } from '../store/repositories/evidence.js';
import { deleteHeartbeat } from '../store/repositories/heartbeats.js';
import { blankRuntime } from '../store/repositories/runtime-state.js';
import { findTasks, type TaskState } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { changeTask, openTask, withoutPhases } from './task-change.js';

/**
 * @throws FlowdeckError `epic.done`; `task.transition` where a task among them is running and force is not given
 */
export async function restartTask(
  scope: CommandScope,
  input: CommandInput<'task.restart'>,
): Promise<CommandOutput<'task.restart'>> {
  const target = await openTask(scope, input);
  await refuseDoneEpic(scope, target);
  const tasks = await listAffected(scope, target.id);

  const untouched = tasks.filter((task) => task.status === 'todo' && !hasResidue(task, target));
  const affected = tasks.filter((task) => !untouched.includes(task));
  const running = affected.filter((task) => task.status === 'in_progress');
  const reset = input.force ? affected : affected.filter((task) => !running.includes(task));
  if (running.length > 0 && !input.force && !input.dryRun) throw refusal(target, running);

  let current = target;
  if (!input.dryRun) {
    for (const task of reset) {
      const changed = await resetTask(scope, task, target.id, input.force ?? false);
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

/** A todo target may still carry a hint or a claim, and somebody asked for it by name to be fresh. */
function hasResidue(task: TaskState, target: TaskState): boolean {
  if (task.id !== target.id) return false;
  return (
    task.finishedHint ||
    Object.entries(blankRuntime).some(([name, value]) => task[name as keyof TaskState] !== value)
  );
}

async function resetTask(
  scope: CommandScope,
  task: TaskState,
  targetId: string,
  forced: boolean,
): Promise<TaskState> {
  const { transaction } = scope;
  const { to } = applyOperation('restart', task.status, { id: task.id });
  const changed = await changeTask(
    scope,
    task,
    {
      status: to,
      statusSource: 'database',
      finishedHint: false,
      ...blankRuntime,
      ...((await findEvidence(transaction, task.id)) && { evidence: null }),
      phases: await withoutPhases(transaction, task.id),
    },
    {
      kind: 'task_restarted',
      payload: {
        ...(task.id !== targetId && { cause: targetId }),
        ...(forced && { forced: true }),
      },
    },
  );
  await deleteHeartbeat(transaction, task.id);
  return changed;
}

async function refuseDoneEpic(scope: CommandScope, task: TaskState): Promise<void> {
  if (task.epicId === null) return;
  const epic = await findEpic(scope.transaction, task.epicId);
  if (epic?.status !== 'done') return;
  throw new FlowdeckError('epic.done', `The epic ${epic.id} of ${task.id} is done.`, {
    details: { id: task.id, epic: epic.id },
  });
}

function refusal(target: TaskState, running: readonly TaskState[]): FlowdeckError {
  const names = running.map((task) =>
    task.assignee === null ? task.id : `${task.id} (${task.assignee})`,
  );
  return new FlowdeckError(
    'task.transition',
    `Restarting ${target.id} would reset what is running: ${names.join(', ')}.`,
    { details: { id: target.id, running: ids(running) } },
  );
}

function ids(tasks: readonly TaskState[]): string[] {
  return tasks.map((task) => task.id);
}
