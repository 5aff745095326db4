/** How the mirror is filled: from queries, whoever answers them. */
import type { QueryInput, QueryName, QueryOutput } from '../../domain/contract/calls.js';
import {
  maximumEvents,
  applyOverview,
  withEpicDetail,
  withMemory,
  withTaskDetail,
  withTasks,
} from './merge.js';
import type { ProjectData } from './project-data.js';

export type QueryFunction = <K extends QueryName>(
  name: K,
  input: QueryInput<K>,
) => Promise<QueryOutput<K>>;

export const memoryLimit = 200;

/** What to read besides the overview. */
export interface LoadSelection {
  /** The first epic shown when not given; null for none. */
  readonly epicId?: string | null;
  readonly taskId?: string | null;
}

/** A mirror with one epic's tasks, and the details of the epic and the task that are named. */
export async function loadProjectData(
  query: QueryFunction,
  selection: LoadSelection = {},
): Promise<ProjectData> {
  let data = applyOverview(null, await query('overview', { eventLimit: maximumEvents }));
  const epicId = selection.epicId === undefined ? (data.epics[0]?.id ?? null) : selection.epicId;
  data = withMemory(data, { entries: await query('memory.list', { limit: memoryLimit }) });
  if (epicId !== null) {
    data = withTasks(data, epicId, await query('tasks.list', { epicId }));
    data = withEpicDetail(data, await query('epic.detail', { id: epicId }));
  }
  if (selection.taskId) {
    data = withTaskDetail(data, await query('task.detail', { id: selection.taskId }));
  }
  return data;
}
