/** What there is to do: new epics and tasks. */
import { FlowdeckError } from '../domain/errors.js';
import { makeEpicId, makeTaskId, parseId } from '../domain/ids.js';
import { insertEpic, listEpicIdsWithPrefix } from '../store/repositories/epics.js';
import { findNamed } from '../store/repositories/identity.js';
import { listTakenTaskIds } from '../store/repositories/tasks.js';
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
import { createTask } from './task-create.js';
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

    await createTask(scope, {
      id,
      epicId,
      title,
      priority,
      domain,
      body,
      dependencies: targets.map((target) => ({ id: target, kind: 'blocks' as const })),
      files,
    });
    await settleTaskDependencies(scope, id);
    return { id, epicId, title, dependsOn: targets, commandId: scope.commandId };
  },

  'dependency.add': addDependency,
  'dependency.remove': removeDependency,
};

function highest(ids: readonly string[], part: 'number' | 'task'): number {
  return ids.reduce((maximum, id) => Math.max(maximum, parseId(id)?.[part] ?? 0), 0);
}
