/** What there is to do: new epics and tasks. */
import { FlowdeckError } from '../domain/errors.js';
import { makeEpicId, makeTaskId, parseId } from '../domain/ids.js';
import { replaceTaskDependencies } from '../store/repositories/dependencies.js';
import { insertEpic, listEpicIdsWithPrefix } from '../store/repositories/epics.js';
import { replaceFiles } from '../store/repositories/file-ownership.js';
import { findNamed } from '../store/repositories/identity.js';
import { findTask, insertTask, listTakenTaskIds, taskFields } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import {
  addDependency,
  refuseCycleOfNewTask,
  removeDependency,
  resolveSiblings,
  settleEpicDependencies,
  settleTaskDependencies,
} from './dependencies.js';
import { appendEvent } from './events.js';
import type { CommandHandlers } from './handlers.js';
import { resolveEpic } from './identity.js';
import { checkDomain, checkPriority, checkTitle, newEpicBody, newTaskBody } from './texts.js';

const ownPrefix = 'fn';

export const planning: CommandHandlers<
  'epic.create' | 'task.create' | 'dependency.add' | 'dependency.remove'
> = {
  async 'epic.create'(scope, input) {
    const { transaction } = scope;
    const title = checkTitle(input.title);
    const number = 1 + highest(await listEpicIdsWithPrefix(transaction, ownPrefix), 'number');
    const id = makeEpicId({ prefix: ownPrefix, number, title, random: () => scope.random() });
    if (await findNamed(transaction, id)) {
      throw new FlowdeckError('epic.exists', `The id ${id} is taken.`, { details: { id } });
    }
    const branchName = input.branchName?.trim() || id;
    const body = input.body ?? newEpicBody(id, title);
    await insertEpic(transaction, { id, createdAt: scope.now, number, title, branchName, body });
    await appendEvent(scope, {
      kind: 'epic_created',
      entityKind: 'epic',
      entityId: id,
      epicId: id,
      version: 1,
      after: { number, title, status: 'open', branchName, body },
    });
    await settleEpicDependencies(scope, id);
    return { id, title, commandId: scope.commandId };
  },

  async 'task.create'(scope, input) {
    const { transaction } = scope;
    const title = checkTitle(input.title);
    const priority = checkPriority(input.priority);
    const domain = checkDomain(input.domain);
    const body = newTaskBody(input);
    const epicId = await resolveEpic(transaction, input.epicId);
    const id = makeTaskId(epicId, 1 + highest(await listTakenTaskIds(transaction, epicId), 'task'));
    if (await findNamed(transaction, id)) {
      throw new FlowdeckError('task.exists', `The id ${id} is taken.`, { details: { id } });
    }
    const targets = await resolveSiblings(scope, id, epicId, input.dependsOn ?? []);
    await refuseCycleOfNewTask(scope, id, targets);
    const files = [...new Set(input.files ?? [])].sort();

    await insertTask(transaction, {
      id,
      createdAt: scope.now,
      epicId,
      title,
      priority,
      domain,
      body,
    });
    const dependencies = targets.map((target) => ({ id: target, kind: 'blocks' as const }));
    await replaceTaskDependencies(transaction, id, dependencies);
    await replaceFiles(transaction, id, files);
    await recordCreation(scope, id, { body, dependencies, files });
    await settleTaskDependencies(scope, id);
    return { id, epicId, title, dependsOn: targets, commandId: scope.commandId };
  },

  'dependency.add': addDependency,
  'dependency.remove': removeDependency,
};

/** The event holds everything that the new task is, so that the log alone could make it again. */
async function recordCreation(
  scope: CommandScope,
  id: string,
  parts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const task = await findTask(scope.transaction, id);
  if (task === null) return;
  const definition = Object.entries(task).filter(([name]) => name in taskFields);
  await appendEvent(scope, {
    kind: 'task_created',
    entityKind: 'task',
    entityId: id,
    epicId: task.epicId,
    taskId: id,
    version: task.version,
    after: { ...Object.fromEntries(definition), ...parts },
  });
}

function highest(ids: readonly string[], part: 'number' | 'task'): number {
  return ids.reduce((maximum, id) => Math.max(maximum, parseId(id)?.[part] ?? 0), 0);
}
