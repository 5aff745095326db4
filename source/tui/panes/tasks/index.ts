import type { PaneDefinition } from '../pane.js';
import { selectTasks, type TasksModel } from './model.js';
import { tasksBehaviour, type TasksState } from './state.js';
import { viewTasks } from './view.js';

export const tasksPane: PaneDefinition<TasksModel, TasksState> = {
  name: 'tasks',
  select: selectTasks,
  ...tasksBehaviour,
  filterable: ({ list }) => list.filtered,
  isReading: ({ state }) => state === 'loading',
  view: viewTasks,
};
