import { queryOf } from '../list-behaviour.js';
import type { PaneDefinition } from '../pane.js';
import { selectAgents, type AgentsModel } from './model.js';
import { agentsBehaviour, type AgentsState } from './state.js';
import { viewAgents } from './view.js';

const { initialState, settle, reduce, selectedKey, searchOf, keyAt } = agentsBehaviour;

export const agentsPane: PaneDefinition<AgentsModel, AgentsState> = {
  name: 'agents',
  select: selectAgents,
  initialState,
  settle,
  reduce,
  selectedKey,
  searchOf,
  shownKeys: (state, model) => agentsBehaviour.shown(model, state).list.found(queryOf(state)).keys,
  filterable: ({ list }) => list.filtered,
  keyAt,
  view: viewAgents,
};
