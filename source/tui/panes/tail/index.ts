import type { PaneDefinition } from '../pane.js';
import { selectTail, type TailModel } from './model.js';
import { tailBehaviour, type TailState } from './state.js';
import { viewTail } from './view.js';

export const tailPane: PaneDefinition<TailModel, TailState> = {
  name: 'tail',
  select: selectTail,
  ...tailBehaviour,
  view: viewTail,
};
