import type { PaneDefinition } from '../pane.js';
import { selectPhases, type PhasesModel } from './model.js';
import { phasesBehaviour, type PhasesState } from './state.js';
import { viewPhases } from './view.js';

export const phasesPane: PaneDefinition<PhasesModel, PhasesState> = {
  name: 'phases',
  select: selectPhases,
  ...phasesBehaviour,
  isReading: ({ loading }) => loading,
  view: viewPhases,
};
