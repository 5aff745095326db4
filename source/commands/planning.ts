/** The commands that make epics, tasks and dependencies. */
import type { CommandBody, CommandContext } from './definition.js';
import { textOf } from './input.js';

export interface EpicCreatedJson {
  readonly id: string;
  readonly title: string;
  readonly spec_path: null;
  readonly message: string;
}

export interface TaskCreatedJson {
  readonly id: string;
  readonly epic: string;
  readonly title: string;
  readonly depends_on: readonly string[];
  readonly spec_path: null;
  readonly message: string;
}

export interface DependencyJson {
  readonly task: string;
  /** All that it waits for now. */
  readonly depends_on: readonly string[];
}

export interface DependencyRemovedJson extends DependencyJson {
  /** False when it did not wait for it. */
  readonly removed: boolean;
}

export const epicCreate: CommandBody<EpicCreatedJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const branchName = invocation.text('branch');
  const { id, title } = await service.command('epic.create', {
    title: invocation.requiredText('title'),
    ...(branchName !== undefined && { branchName }),
  });
  const message = `Epic ${id} created`;
  return { json: { id, title, spec_path: null, message }, text: () => [message] };
};

export const taskCreate: CommandBody<TaskCreatedJson> = async (context) => {
  const { project, invocation } = context;
  const acceptance = await textOf(context, 'acceptance');
  const dependsOn = invocation.list('deps');
  const files = invocation.list('files');
  const priority = invocation.integer('priority');
  const domain = invocation.text('domain');
  const { service } = await project.open();
  const created = await service.command('task.create', {
    epicId: invocation.requiredText('epic'),
    title: invocation.requiredText('title'),
    ...(dependsOn && { dependsOn }),
    ...(acceptance !== undefined && { acceptance }),
    ...(priority !== undefined && { priority }),
    ...(domain !== undefined && { domain }),
    ...(files && { files }),
  });
  const message = `Task ${created.id} created`;
  return {
    json: {
      id: created.id,
      epic: created.epicId,
      title: created.title,
      depends_on: created.dependsOn,
      spec_path: null,
      message,
    },
    text: () => [message],
  };
};

export const dependencyAdd: CommandBody<DependencyJson> = async (context) => {
  const { taskId, dependsOn, text } = await changeDependency(context, 'dependency.add');
  return { json: { task: taskId, depends_on: dependsOn }, text };
};

export const dependencyRemove: CommandBody<DependencyRemovedJson> = async (context) => {
  const { taskId, dependsOn, changed, text } = await changeDependency(context, 'dependency.remove');
  return { json: { task: taskId, depends_on: dependsOn, removed: changed }, text };
};

async function changeDependency(
  { project, invocation }: CommandContext,
  name: 'dependency.add' | 'dependency.remove',
) {
  const { service } = await project.open();
  const input = {
    taskId: invocation.requiredArgument('TASK'),
    dependsOn: invocation.requiredArgument('DEPENDENCY'),
  };
  const result = await service.command(name, input);
  const { taskId, dependsOn, changed } = result;
  const now = dependsOn.length > 0 ? `waits for ${dependsOn.join(', ')}` : 'waits for nothing';
  return { ...result, text: () => [`${taskId} ${changed ? 'now' : 'already'} ${now}`] };
}
