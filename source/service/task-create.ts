/** A new row of a task, with the event that holds everything it is. */
import {
  replaceTaskDependencies,
  replaceUnresolvedTaskDependencies,
  type DependencyEdge,
} from '../store/repositories/dependencies.js';
import { replaceFiles } from '../store/repositories/file-ownership.js';
import {
  findTask,
  insertTask,
  taskFields,
  type TaskTextValues,
  type TaskValues,
} from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';

export interface NewTask extends Partial<TaskValues>, TaskTextValues {
  readonly id: string;
  readonly dependencies: readonly DependencyEdge[];
  readonly unresolvedDependencies?: readonly DependencyEdge[];
  readonly files: readonly string[];
  /** Of the event. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** The log alone could make the task again. */
export async function createTask(scope: CommandScope, task: NewTask): Promise<void> {
  const { transaction } = scope;
  const { id, dependencies, unresolvedDependencies = [], files, payload, ...definition } = task;
  await insertTask(transaction, { id, createdAt: scope.now, ...definition });
  await replaceTaskDependencies(transaction, id, dependencies);
  if (unresolvedDependencies.length > 0) {
    await replaceUnresolvedTaskDependencies(transaction, id, unresolvedDependencies);
  }
  await replaceFiles(transaction, id, files);
  const stored = await findTask(transaction, id);
  const fields = Object.entries(stored ?? {}).filter(([name]) => name in taskFields);
  await appendEvent(scope, {
    kind: 'task_created',
    entityKind: 'task',
    entityId: id,
    epicId: stored?.epicId ?? null,
    taskId: id,
    version: stored?.version ?? 1,
    after: {
      ...Object.fromEntries(fields),
      body: definition.body,
      dependencies,
      ...(unresolvedDependencies.length > 0 && { unresolvedDependencies }),
      files,
    },
    ...(payload && { payload }),
  });
}
