/** The cursor of the tasks pane, kept for each epic; `/` searches ids and titles. */
import type { PaneSize } from '../../line.js';
import { listBehaviour } from '../list-behaviour.js';
import type { TasksModel } from './model.js';

export type { ListPaneState as TasksState } from '../list-behaviour.js';

/** Rows for tasks: a cycle is said in a line above them. */
export function taskRows(model: TasksModel, size: PaneSize): number {
  return Math.max(0, size.rows - (hasCycleLine(model, size) ? 1 : 0));
}

export function hasCycleLine(model: TasksModel, size: PaneSize): boolean {
  return model.cycles.length > 0 && size.rows >= 3;
}

export const tasksBehaviour = listBehaviour<TasksModel>({
  keysOf: (model, query) => model.list.found(query).keys,
  keepsSearch: true,
  rowsOf: taskRows,
  linesOf: (model, size) => ({ first: hasCycleLine(model, size) ? 1 : 0, each: 1 }),
  subjectOf: ({ epicId }) => epicId,
  markable: true,
});
