import type { TaskRow } from '../domain/contract/rows.js';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import { dependsOn } from './shapes.js';
import { oneLine, taskLine } from './text.js';

/** What can be started, what runs and what waits, of one epic or of all. */
export const ready: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const actor = await project.actor();
  const epicId = await resolveEpic(service, invocation.text('epic'));
  const found = await service.query('ready.list', {
    ...(epicId !== undefined && { epicId }),
    includeHinted: invocation.switch('include-hinted'),
  });
  return {
    json: {
      epic: epicId ?? null,
      actor,
      ready: found.ready.map((task) => ({ ...named(task), depends_on: dependsOn(task) })),
      in_progress: found.inProgress.map((task) => ({ ...named(task), assignee: task.assignee })),
      blocked: found.blocked.map(({ task, blockedBy }) => ({
        ...named(task),
        blocked_by: blockedBy,
      })),
    },
    text: () => [
      `Ready: ${found.ready.length}`,
      ...found.ready.map((task) => `  ${taskLine(task)}`),
      `In progress: ${found.inProgress.length}`,
      ...found.inProgress.map((task) => `  ${taskLine(task)}`),
      `Blocked: ${found.blocked.length}`,
      ...found.blocked.map(
        ({ task, blockedBy }) =>
          `  ${task.id}: ${oneLine(task.title)} (blocked by: ${blockedBy.join(', ')})`,
      ),
    ],
  };
};

function named({ id, title }: TaskRow): { readonly id: string; readonly title: string } {
  return { id, title };
}
