/** The commands that make epics, tasks and dependencies. */
import type { Answer, CommandBody } from './definition.js';
import { readInput } from './input.js';

export const epicCreate: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const branchName = invocation.text('branch');
  const { id, title } = await service.command('epic.create', {
    title: invocation.requiredText('title'),
    ...(branchName !== undefined && { branchName }),
  });
  const message = `Epic ${id} created`;
  return { json: { id, title, spec_path: null, message }, text: () => [message] };
};

export const taskCreate: CommandBody = async ({ project, invocation, io }) => {
  const acceptanceFile = invocation.text('acceptance-file');
  const acceptance =
    acceptanceFile === undefined
      ? undefined
      : await readInput(io, acceptanceFile, '--acceptance-file');
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

export const dependencyAdd: CommandBody = (context) => changeDependency(context, 'dependency.add');
export const dependencyRemove: CommandBody = (context) =>
  changeDependency(context, 'dependency.remove');

async function changeDependency(
  { project, invocation }: Parameters<CommandBody>[0],
  name: 'dependency.add' | 'dependency.remove',
): Promise<Answer> {
  const { service } = await project.open();
  const input = {
    taskId: invocation.requiredArgument('TASK'),
    dependsOn: invocation.requiredArgument('DEPENDENCY'),
  };
  const { taskId, dependsOn, changed } = await service.command(name, input);
  const removing = name === 'dependency.remove';
  const now = dependsOn.length > 0 ? `waits for ${dependsOn.join(', ')}` : 'waits for nothing';
  return {
    json: { task: taskId, depends_on: dependsOn, ...(removing && { removed: changed }) },
    text: () => [`${taskId} ${changed ? 'now' : 'already'} ${now}`],
  };
}
