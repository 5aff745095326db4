import type { TaskRow } from '../domain/contract/rows.js';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import { dependsOn } from '../domain/shapes.js';
import { oneLine, taskLine } from './text.js';

interface NamedTask {
  readonly id: string;
  readonly title: string;
}

export interface ReadyJson {
  /** Null for all epics. */
  readonly epic: string | null;
  /** Who asks. */
  readonly actor: string;
  /** The best to begin with first. */
  readonly ready: readonly (NamedTask & { readonly depends_on: readonly string[] })[];
  readonly in_progress: readonly (NamedTask & { readonly assignee: string | null })[];
  readonly blocked: readonly (NamedTask & { readonly blocked_by: readonly string[] })[];
}

/** What can be started, what runs and what waits, of one epic or of all. */
export const ready: CommandBody<ReadyJson> = async ({ project, invocation }) => {
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

function named({ id, title }: TaskRow): NamedTask {
  return { id, title };
}
