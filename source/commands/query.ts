/** The commands that list and show epics and tasks. */
import {
  epicsAnswer,
  tasksAnswer,
  taskText,
  type EpicsJson,
  type TasksJson,
} from '../domain/answers.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import { linesOf } from './output.js';
import {
  epicDetailJson,
  epicJson,
  taskDetailJson,
  taskJson,
  type EpicDetailJson,
  type EpicJson,
  type TaskDetailJson,
  type TaskJson,
} from '../domain/shapes.js';
import { epicDetailLines, taskDetailLines } from './detail-text.js';
import { epicLine, taskLine } from './text.js';

export interface ListJson {
  readonly epics: readonly EpicJson[];
  readonly tasks: readonly TaskJson[];
  readonly epic_count: number;
  readonly task_count: number;
}

export type ShowJson = EpicDetailJson | TaskDetailJson;

export interface CatJson {
  readonly id: string;
  /** Markdown. */
  readonly content: string;
}

export const epics: CommandBody<EpicsJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const includeArchived = invocation.switch('archived');
  const rows = await service.query('epics.list', { includeArchived });
  const listed = rows.filter(({ placeholder }) => !placeholder);
  return {
    json: epicsAnswer(listed),
    text: () => (listed.length > 0 ? listed.map(epicLine) : ['There are no epics.']),
  };
};

export const tasks: CommandBody<TasksJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const epicId = await resolveEpic(service, invocation.text('epic'));
  const status = invocation.text('status') as TaskStatus | undefined;
  const domain = invocation.text('domain');
  const rows = await service.query('tasks.list', {
    ...(epicId !== undefined && { epicId }),
    ...(status !== undefined && { status }),
    ...(domain !== undefined && { domain }),
  });
  return {
    json: tasksAnswer(rows),
    text: () => (rows.length > 0 ? rows.map(taskLine) : ['There are no such tasks.']),
  };
};

export const list: CommandBody<ListJson> = async ({ project }) => {
  const { service } = await project.open();
  const epicRows = await service.query('epics.list', {});
  const taskRows = await service.query('tasks.list', {});
  const listed = epicRows.filter(({ placeholder }) => !placeholder);
  return {
    json: {
      epics: listed.map(epicJson),
      tasks: taskRows.map(taskJson),
      epic_count: listed.length,
      task_count: taskRows.length,
    },
    text: () => {
      const linesByEpic = new Map(epicRows.map((epic) => [epic.id, [epicLine(epic)]]));
      const rest: string[] = [];
      for (const task of taskRows) {
        const below = linesByEpic.get(task.epicId ?? '');
        if (below) below.push(`  ${taskLine(task)}`);
        else rest.push(taskLine(task));
      }
      const lines = [...[...linesByEpic.values()].flat(), ...rest];
      return lines.length > 0 ? lines : ['There are no epics.'];
    },
  };
};

export const show: CommandBody<ShowJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const { kind, id } = await service.query('id.resolve', { id: invocation.requiredArgument('ID') });
  if (kind === 'task') {
    const detail = await service.query('task.detail', { id });
    return { json: taskDetailJson(detail), text: () => taskDetailLines(detail) };
  }
  const detail = await service.query('epic.detail', { id });
  const rows = await service.query('tasks.list', { epicId: id });
  return { json: epicDetailJson(detail, rows), text: () => epicDetailLines(detail, rows) };
};

export const cat: CommandBody<CatJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const { kind, id } = await service.query('id.resolve', { id: invocation.requiredArgument('ID') });
  const content =
    kind === 'epic'
      ? (await service.query('epic.detail', { id })).body
      : taskText(await service.query('task.detail', { id }));
  return { json: { id, content }, text: () => linesOf(content) };
};
