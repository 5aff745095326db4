import type { PaneDefinition } from '../pane.js';
import { selectActivity, type ActivityModel } from './model.js';
import { activityBehaviour, type ActivityState } from './state.js';
import { viewActivity } from './view.js';

export const activityPane: PaneDefinition<ActivityModel, ActivityState> = {
  name: 'activity',
  select: selectActivity,
  ...activityBehaviour,
  filterable: ({ list }) => list.filtered,
  view: viewActivity,
};
