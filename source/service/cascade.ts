/** What a change of one task means for those that wait for it. */
import { buildGraph } from '../domain/graph.js';
import { applyOperation } from '../domain/operations.js';
import { isFailure, isSatisfied } from '../domain/statuses.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import { listDependentsClosure } from '../store/repositories/dependencies.js';
import { anyTaskHasStatus, findStatuses, findTasks } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { changeTask, leftBehind } from './task-change.js';

export interface Changed {
  readonly id: string;
  readonly status: TaskStatus;
}

/**
 * Stops all that waits for a failed task. What is done or skipped satisfies those behind it, so the failure ends there.
 */
export async function propagateFailure(scope: CommandScope, taskId: string): Promise<Changed[]> {
  const nodes = await listDependentsClosure(scope.transaction, [taskId]);
  const graph = buildGraph(nodes);
  const statusOf = new Map(nodes.map((node) => [node.id, node.status]));
  const stopped = new Set([taskId]);
  for (const id of graph.order) {
    const status = statusOf.get(id);
    if (stopped.has(id) || status === undefined || isSatisfied(status)) continue;
    if (graph.dependencies(id).some((dependency) => stopped.has(dependency))) stopped.add(id);
  }
  stopped.delete(taskId);
  const toStop = [...stopped].filter((id) => !isFailure(statusOf.get(id) ?? 'todo'));
  return changeEach(scope, toStop, 'propagate', 'task_upstream_failed', { cause: taskId });
}

/**
 * Gives back to `todo` what a failure had stopped, once nothing it waits for is failed any more: among these tasks and
 * all that wait for them.
 */
export async function revive(scope: CommandScope, taskIds: readonly string[]): Promise<Changed[]> {
  if (!(await anyTaskHasStatus(scope.transaction, 'upstream_failed'))) return [];
  const nodes = await listDependentsClosure(scope.transaction, taskIds);
  const dependsOn = new Map(nodes.map((node) => [node.id, node.dependsOn]));
  const statusOf = await findStatuses(scope.transaction, [
    ...new Set(nodes.flatMap((node) => [node.id, ...node.dependsOn])),
  ]);
  const revived: string[] = [];
  for (const id of buildGraph(nodes).order) {
    if (statusOf.get(id) !== 'upstream_failed') continue;
    const stillStopped = dependsOn.get(id)?.some((dependency) => {
      const status = statusOf.get(dependency);
      return status !== undefined && isFailure(status);
    });
    if (stillStopped) continue;
    statusOf.set(id, 'todo');
    revived.push(id);
  }
  return changeEach(scope, revived, 'revive', 'task_revived', { cause: taskIds[0] ?? null });
}

async function changeEach(
  scope: CommandScope,
  ids: readonly string[],
  operation: 'propagate' | 'revive',
  kind: 'task_upstream_failed' | 'task_revived',
  payload: Readonly<Record<string, unknown>>,
): Promise<Changed[]> {
  if (ids.length === 0) return [];
  const tasks = new Map((await findTasks(scope.transaction, ids)).map((task) => [task.id, task]));
  const changed: Changed[] = [];
  for (const id of ids) {
    const task = tasks.get(id);
    if (task === undefined) continue;
    const { to } = applyOperation(operation, task.status, { id });
    const patch = { status: to, statusSource: 'database', ...leftBehind(to) } as const;
    await changeTask(scope, task, patch, { kind, payload });
    changed.push({ id, status: to });
  }
  return changed;
}
