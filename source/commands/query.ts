/** The commands that list and show epics and tasks. */
import { composeTaskText } from '../domain/task-text.js';
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

export interface EpicsJson {
  readonly epics: readonly EpicJson[];
  readonly count: number;
}

export interface TasksJson {
  readonly tasks: readonly TaskJson[];
  readonly count: number;
}

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
  const rows = (await service.query('epics.list', { includeArchived })).filter(
    ({ placeholder }) => !placeholder,
  );
  return {
    json: { epics: rows.map(epicJson), count: rows.length },
    text: () => (rows.length > 0 ? rows.map(epicLine) : ['There are no epics.']),
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
    json: { tasks: rows.map(taskJson), count: rows.length },
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
  let content: string;
  if (kind === 'epic') content = (await service.query('epic.detail', { id })).body;
  else {
    const { row, body, summary, evidence } = await service.query('task.detail', { id });
    const { title, blockedReason } = row;
    content = composeTaskText({ id, title, body, summary, evidence, blockedReason });
  }
  return { json: { id, content }, text: () => linesOf(content) };
};
