import { readyAnswer, type ReadyJson } from '../domain/answers.js';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import { oneLine, taskLine } from './text.js';

/** What can be started, what runs and what waits, of one epic or of all. */
export const ready: CommandBody<ReadyJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const actor = await project.actor();
  const named = invocation.text('epic') ?? invocation.argument('EPIC');
  const epicId = await resolveEpic(service, named);
  const found = await service.query('ready.list', {
    ...(epicId !== undefined && { epicId }),
    includeHinted: invocation.switch('include-hinted'),
  });
  return {
    json: readyAnswer(epicId ?? null, actor, found),
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
