import type { PaneDefinition } from '../pane.js';
import { selectDetail, type DetailModel } from './model.js';
import { initialDetail, reduceDetail, settleDetail, type DetailState } from './state.js';
import { viewDetail } from './view.js';

export const detailPane: PaneDefinition<DetailModel, DetailState> = {
  name: 'detail',
  initialState: initialDetail,
  select: selectDetail,
  settle: settleDetail,
  reduce: reduceDetail,
  isReading: ({ loading }) => loading,
  selectedKey: (_, model) => model.key,
  searchOf: ({ key, search }, model) => (key === model.key ? search : ''),
  view: viewDetail,
};
