/** Who waits for whom: edges are checked before they are drawn, and texts become edges when their target appears. */
import type { CommandInput, CommandOutput } from '../domain/contract/calls.js';
import { buildGraph } from '../domain/graph.js';
import { compareIds } from '../domain/ids.js';
import {
  findEpicDependencies,
  findTaskDependencies,
  listDependentsClosure,
  listEpicEdges,
  listEpicsWaitingForText,
  listWaitingForText,
  type DependencyEdge,
  type EpicDependencies,
} from '../store/repositories/dependencies.js';
import { findTask, type TaskState } from '../store/repositories/tasks.js';
import { revive } from './cascade.js';
import type { CommandScope } from './context.js';
import {
  closesCycle,
  compareEdges,
  isBlockedBy,
  otherEpic,
  selfDependency,
} from './dependency-rules.js';
import { changeEpic, openEpic, type EpicEvent } from './epic-change.js';
import { resolveEpic, resolveId, resolveTask } from './identity.js';
import { notFound } from './not-found.js';
import { changeTask } from './task-change.js';

type Input = CommandInput<'dependency.add'>;
type Output = CommandOutput<'dependency.add'>;

/**
 * Makes a task wait for a task of its epic, or an epic for an epic. An edge that is there already changes nothing.
 * @throws FlowdeckError `dependency.self`, `dependency.other_epic`, `dependency.cycle`, and those of resolving the ids
 */
export async function addDependency(scope: CommandScope, input: Input): Promise<Output> {
  const { transaction } = scope;
  const waiting = await resolveId(transaction, input.taskId);
  const target = await resolveId(transaction, input.dependsOn);
  if (waiting.id === target.id) throw selfDependency(waiting.id);
  if (waiting.kind !== target.kind) throw otherEpic(waiting.id, target.id);
  if (waiting.kind === 'epic') return addEpicDependency(scope, waiting.id, target.id);

  const task = await loadTask(scope, waiting.id);
  const targetTask = await loadTask(scope, target.id);
  if (task.epicId !== targetTask.epicId) throw otherEpic(task.id, targetTask.id);
  const { dependencies } = await findTaskDependencies(transaction, task.id);
  if (isBlockedBy(dependencies, target.id)) return output(task.id, dependencies, false);
  const cycle = buildGraph(await listDependentsClosure(transaction, [task.id])).findCycleWith(
    task.id,
    target.id,
  );
  if (cycle) throw closesCycle(cycle);
  const added = [...dependencies, { id: target.id, kind: 'blocks' as const }].sort(compareEdges);
  await changeTask(
    scope,
    task,
    { dependencies: added },
    { kind: 'dependency_added', payload: { dependency: target.id } },
  );
  return output(task.id, added, true);
}

/** The reverse; a text whose target does not exist is removed by its exact words. */
export async function removeDependency(scope: CommandScope, input: Input): Promise<Output> {
  const { transaction } = scope;
  const waiting = await resolveId(transaction, input.taskId);
  const text = input.dependsOn.trim();
  if (waiting.kind === 'epic') return removeEpicDependency(scope, waiting.id, text);

  const task = await loadTask(scope, waiting.id);
  const found = await findTaskDependencies(transaction, task.id);
  const isUnresolved = isBlockedBy(found.unresolvedDependencies, text);
  const target = isUnresolved ? text : await resolveTask(transaction, text);
  const without = (edges: readonly DependencyEdge[]): DependencyEdge[] =>
    edges.filter((edge) => !(edge.kind === 'blocks' && edge.id === target));
  const dependencies = without(found.dependencies);
  if (!isUnresolved && dependencies.length === found.dependencies.length) {
    return output(task.id, dependencies, false);
  }
  await changeTask(
    scope,
    task,
    { dependencies, unresolvedDependencies: without(found.unresolvedDependencies) },
    { kind: 'dependency_removed', payload: { dependency: target } },
  );
  await revive(scope, [task.id]);
  return output(task.id, dependencies, true);
}

/**
 * The tasks that a new one shall wait for, in natural order.
 * @throws FlowdeckError `dependency.other_epic`, and those of resolving the ids
 */
export async function resolveSiblings(
  scope: CommandScope,
  id: string,
  epicId: string | null,
  texts: readonly string[],
): Promise<string[]> {
  const targets = new Set<string>();
  for (const text of texts) {
    if (text.trim() === id) throw selfDependency(id);
    const target = await loadTask(scope, await resolveTask(scope.transaction, text));
    if (target.epicId !== epicId) throw otherEpic(id, target.id);
    targets.add(target.id);
  }
  return [...targets].sort(compareIds);
}

/** A new task closes a cycle where something that it waits for already waits for its id. */
export async function refuseCycleOfNewTask(
  scope: CommandScope,
  id: string,
  targets: readonly string[],
): Promise<void> {
  const waiting = await listWaitingForText(scope.transaction, id);
  if (waiting.length === 0) return;
  const nodes = await listDependentsClosure(scope.transaction, waiting);
  const graph = buildGraph([
    { id, dependsOn: [] },
    ...nodes.map((node) =>
      waiting.includes(node.id) ? { ...node, dependsOn: [...node.dependsOn, id] } : node,
    ),
  ]);
  for (const target of targets) {
    const cycle = graph.findCycleWith(id, target);
    if (cycle) throw closesCycle(cycle);
  }
}

/** Turns the texts that named this new task into edges. */
export async function settleTaskDependencies(scope: CommandScope, id: string): Promise<void> {
  for (const waiting of await listWaitingForText(scope.transaction, id)) {
    const task = await loadTask(scope, waiting);
    const found = await findTaskDependencies(scope.transaction, waiting);
    const settled = found.unresolvedDependencies.filter((edge) => edge.id === id);
    await changeTask(
      scope,
      task,
      {
        dependencies: [...found.dependencies, ...settled].sort(compareEdges),
        unresolvedDependencies: found.unresolvedDependencies.filter((edge) => edge.id !== id),
      },
      { kind: 'dependency_added', payload: { dependency: id, settled: true } },
    );
  }
}

export async function settleEpicDependencies(scope: CommandScope, id: string): Promise<void> {
  for (const waiting of await listEpicsWaitingForText(scope.transaction, id)) {
    const found = await findEpicDependencies(scope.transaction, waiting);
    await changeEpicDependencies(
      scope,
      waiting,
      {
        dependencies: [...found.dependencies, id],
        unresolvedDependencies: found.unresolvedDependencies.filter((text) => text !== id),
      },
      { kind: 'dependency_added', payload: { dependency: id, settled: true } },
    );
  }
}

export async function addEpicDependency(
  scope: CommandScope,
  epicId: string,
  target: string,
): Promise<Output> {
  const found = await findEpicDependencies(scope.transaction, epicId);
  if (found.dependencies.includes(target)) return epicOutput(epicId, found, false);
  const cycle = buildGraph(await listEpicEdges(scope.transaction)).findCycleWith(epicId, target);
  if (cycle) throw closesCycle(cycle);
  const changed = { ...found, dependencies: [...found.dependencies, target] };
  await changeEpicDependencies(scope, epicId, changed, {
    kind: 'dependency_added',
    payload: { dependency: target },
  });
  return epicOutput(epicId, changed, true);
}

export async function removeEpicDependency(
  scope: CommandScope,
  epicId: string,
  text: string,
): Promise<Output> {
  const found = await findEpicDependencies(scope.transaction, epicId);
  const isUnresolved = found.unresolvedDependencies.includes(text);
  const target = isUnresolved ? text : await resolveEpic(scope.transaction, text);
  if (!isUnresolved && !found.dependencies.includes(target)) {
    return epicOutput(epicId, found, false);
  }
  const changed = {
    dependencies: found.dependencies.filter((id) => id !== target),
    unresolvedDependencies: found.unresolvedDependencies.filter((id) => id !== target),
  };
  await changeEpicDependencies(scope, epicId, changed, {
    kind: 'dependency_removed',
    payload: { dependency: target },
  });
  return epicOutput(epicId, changed, true);
}

async function changeEpicDependencies(
  scope: CommandScope,
  epicId: string,
  wanted: EpicDependencies,
  event: EpicEvent,
): Promise<void> {
  await changeEpic(
    scope,
    await openEpic(scope, { id: epicId }),
    {
      dependencies: [...wanted.dependencies].sort(),
      unresolvedDependencies: [...wanted.unresolvedDependencies].sort(),
    },
    event,
  );
}

async function loadTask(scope: CommandScope, id: string): Promise<TaskState> {
  const task = await findTask(scope.transaction, id);
  if (task === null) throw await notFound(scope.transaction, 'task', id);
  return task;
}

function output(taskId: string, edges: readonly DependencyEdge[], changed: boolean): Output {
  const ids = edges.filter((edge) => edge.kind === 'blocks').map((edge) => edge.id);
  return { taskId, dependsOn: ids.sort(compareIds), changed };
}

function epicOutput(epicId: string, found: EpicDependencies, changed: boolean): Output {
  return { taskId: epicId, dependsOn: [...found.dependencies].sort(compareIds), changed };
}
