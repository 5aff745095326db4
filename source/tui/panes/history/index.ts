import type { PaneDefinition } from '../pane.js';
import { selectHistory, type HistoryModel } from './model.js';
import { historyBehaviour, type HistoryState } from './state.js';
import { viewHistory } from './view.js';

export const historyPane: PaneDefinition<HistoryModel, HistoryState> = {
  name: 'history',
  select: selectHistory,
  ...historyBehaviour,
  view: viewHistory,
};
