import type { PaneDefinition } from '../pane.js';
import { selectEpics, type EpicsModel } from './model.js';
import { epicsBehaviour, type EpicsState } from './state.js';
import { viewEpics } from './view.js';

export const epicsPane: PaneDefinition<EpicsModel, EpicsState> = {
  name: 'epics',
  select: selectEpics,
  ...epicsBehaviour,
  filterable: ({ list }) => list.filtered,
  view: viewEpics,
};
