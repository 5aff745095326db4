/** Splitting: a task that turned out to be several gives way to its parts. */
import { FlowdeckError } from '../domain/errors.js';
import { makeTaskId, parseId } from '../domain/ids.js';
import { isSatisfied } from '../domain/statuses.js';
import {
  findTaskDependencies,
  listDependents,
  type DependencyEdge,
} from '../store/repositories/dependencies.js';
import { findTask, listTakenTaskIds, type TaskState } from '../store/repositories/tasks.js';
import { revive } from './cascade.js';
import { refuseForeignClaim } from './claims.js';
import type { CommandScope } from './context.js';
import { refuseCycleOfNewTask, settleTaskDependencies } from './dependencies.js';
import { compareEdges } from './dependency-rules.js';
import type { CommandHandlers } from './handlers.js';
import { createTask } from './task-create.js';
import { changeTask, leftBehind, openTask } from './task-change.js';
import { checkTitle, newTaskBody } from './texts.js';

export const splitCommands: CommandHandlers<'task.split'> = {
  /**
   * The parts wait for what the original waited for (in a chain the first does), who waited for the original waits for
   * all of them (in a chain for the last), and the original is skipped.
   */
  async 'task.split'(scope, input) {
    const titles = input.titles.map((title) => checkTitle(title));
    if (titles.length < 2) {
      throw new FlowdeckError('usage.invalid', 'A task is split into at least two parts.');
    }
    const chain = input.chain ?? false;
    const task = await openTask(scope, input);
    const epicId = refuseUnfit(task, input.force ?? false);
    refuseForeignClaim(scope, task, 'skip', input);

    const parts = await partIds(scope, epicId, titles.length);
    await changeTask(
      scope,
      task,
      {
        status: 'skipped',
        statusSource: 'database',
        ...leftBehind('skipped'),
        skippedReason: `Split into ${parts.join(', ')}`,
      },
      { kind: 'task_split', payload: { parts, chain, ...(input.force && { forced: true }) } },
    );
    await createParts(scope, task, epicId, { parts, titles, chain });
    await handOver(scope, task, chain ? parts.slice(-1) : parts);
    for (const id of parts) await settleTaskDependencies(scope, id);
    return { id: task.id, parts, chain, commandId: scope.commandId };
  },
};

/** @returns the epic, which the parts are numbered in */
function refuseUnfit(task: TaskState, force: boolean): string {
  if (task.epicId === null) {
    throw new FlowdeckError(
      'usage.invalid',
      `${task.id} belongs to no epic, so its parts have no numbers.`,
    );
  }
  if (isSatisfied(task.status) && !force) {
    throw new FlowdeckError(
      'task.transition',
      `${task.id} is ${task.status}: there is nothing left to split.`,
      { details: { id: task.id, status: task.status } },
    );
  }
  return task.epicId;
}

async function partIds(scope: CommandScope, epicId: string, count: number): Promise<string[]> {
  const taken = await listTakenTaskIds(scope.transaction, epicId);
  const highest = taken.reduce((maximum, id) => Math.max(maximum, parseId(id)?.task ?? 0), 0);
  return Array.from({ length: count }, (_, index) => makeTaskId(epicId, highest + 1 + index));
}

async function createParts(
  scope: CommandScope,
  task: TaskState,
  epicId: string,
  {
    parts,
    titles,
    chain,
  }: {
    readonly parts: readonly string[];
    readonly titles: readonly string[];
    readonly chain: boolean;
  },
): Promise<void> {
  const { priority, domain, implementBackend, reviewBackend, syncBackend } = task;
  const found = await findTaskDependencies(scope.transaction, task.id);
  const blocking = (edges: readonly DependencyEdge[]): DependencyEdge[] =>
    edges.filter(({ kind }) => kind === 'blocks');
  for (const [index, id] of parts.entries()) {
    const previous = chain ? parts[index - 1] : undefined;
    const inherited = previous === undefined;
    const dependencies = inherited
      ? blocking(found.dependencies)
      : [{ id: previous, kind: 'blocks' as const }];
    await refuseCycleOfNewTask(
      scope,
      id,
      dependencies.map((edge) => edge.id),
    );
    await createTask(scope, {
      id,
      epicId,
      title: titles[index] ?? '',
      priority,
      domain,
      implementBackend,
      reviewBackend,
      syncBackend,
      body: newTaskBody({}),
      dependencies,
      unresolvedDependencies: inherited ? blocking(found.unresolvedDependencies) : [],
      files: [],
      payload: { cause: task.id },
    });
  }
}

/** Who waited for the task waits for its parts now. */
async function handOver(
  scope: CommandScope,
  task: TaskState,
  targets: readonly string[],
): Promise<void> {
  const dependents = (await listDependents(scope.transaction, task.id)).filter(
    ({ kind }) => kind === 'blocks',
  );
  for (const { id } of dependents) {
    const dependent = await findTask(scope.transaction, id);
    if (dependent === null) continue;
    const { dependencies } = await findTaskDependencies(scope.transaction, id);
    const kept = dependencies.filter((edge) => edge.kind !== 'blocks' || edge.id !== task.id);
    const added = targets.map((target) => ({ id: target, kind: 'blocks' as const }));
    await changeTask(
      scope,
      dependent,
      { dependencies: [...kept, ...added].sort(compareEdges) },
      { kind: 'dependency_added', payload: { dependency: targets.join(', '), cause: task.id } },
    );
  }
  await revive(
    scope,
    dependents.map(({ id }) => id),
  );
}
