/** Changing what a task says, apart from its status. */
import type { Backends, EditResult, TaskEdit } from '../domain/contract/triage-calls.js';
import { splitTaskText } from '../domain/task-text.js';
import type { TaskState } from '../store/repositories/tasks.js';
import { eachItem } from './batch.js';
import { revive } from './cascade.js';
import type { CommandScope } from './context.js';
import { chooseDependencies } from './dependency-choice.js';
import { differences } from './differences.js';
import type { CommandHandlers } from './handlers.js';
import { changeTask, openTask, type TaskPatch } from './task-change.js';
import { flattenTask, readTaskFields } from './task-fields.js';
import { checkDomain, checkPriority, checkTitle } from './texts.js';

export const taskEditCommands: CommandHandlers<'task.edit' | 'tasks.edit' | 'task.setBackend'> = {
  async 'task.edit'(scope, input) {
    const task = await openTask(scope, input);
    const { id, expectedVersion, ...edit } = input;
    const patch = await patchOf(scope, task, edit);
    const result = await applyEdit(scope, task, patch);
    if (edit.dependsOn !== undefined) await revive(scope, [task.id]);
    return result;
  },

  async 'tasks.edit'(scope, { items, edit }) {
    const results = await eachItem(scope, items, async (id) => {
      const task = await openTask(scope, { id });
      await applyEdit(scope, task, await patchOf(scope, task, edit));
      return { id: task.id, status: task.status };
    });
    return { commandId: scope.commandId, results };
  },

  async 'task.setBackend'(scope, input) {
    const task = await openTask(scope, input);
    return applyEdit(scope, task, {
      ...(input.implement !== undefined && { implementBackend: backendOf(input.implement) }),
      ...(input.review !== undefined && { reviewBackend: backendOf(input.review) }),
      ...(input.sync !== undefined && { syncBackend: backendOf(input.sync) }),
    });
  },
};

/** An empty name is none. */
export function backendOf(name: NonNullable<Backends['review']> | null): string | null {
  return name?.trim() || null;
}

async function patchOf(scope: CommandScope, task: TaskState, edit: TaskEdit): Promise<TaskPatch> {
  const { title, priority, domain, assignee, body, dependsOn, files } = edit;
  return {
    ...(title !== undefined && { title: checkTitle(title) }),
    ...(priority !== undefined && { priority: checkPriority(priority ?? undefined) }),
    ...(domain !== undefined && { domain: checkDomain(domain) }),
    ...(assignee !== undefined && claimFor(scope, task, assignee)),
    ...(body !== undefined && { body: splitTaskText(body).body }),
    ...(dependsOn && (await chooseDependencies(scope, task, dependsOn))),
    ...(files && { files: [...new Set(files.map((file) => file.trim()).filter(Boolean))].sort() }),
  };
}

/** Somebody else's claim begins now; who has it already keeps it as it is. */
function claimFor(scope: CommandScope, task: TaskState, assignee: string | null): TaskPatch {
  const name = assignee?.trim() || null;
  if (name === task.assignee) return {};
  return { assignee: name, claimedAt: name === null ? null : scope.now, claimNote: '' };
}

/** What the fields of a patch are called by those who edit. */
const editedAs: Readonly<Record<string, string>> = {
  dependencies: 'dependsOn',
  unresolvedDependencies: 'dependsOn',
  claimedAt: 'assignee',
  claimNote: 'assignee',
};

async function applyEdit(
  scope: CommandScope,
  task: TaskState,
  patch: TaskPatch,
): Promise<EditResult> {
  const wanted = flattenTask(patch);
  const stored = await readTaskFields(scope.transaction, task.id, Object.keys(wanted));
  const [, after] = differences(stored ?? {}, wanted);
  const changed = [...new Set(Object.keys(after).map((name) => editedAs[name] ?? name))];
  const { version } =
    changed.length === 0 ? task : await changeTask(scope, task, patch, { kind: 'task_updated' });
  return { id: task.id, version, commandId: scope.commandId, changed };
}
