/** The cursor of the tail: it follows the newest event while it is at the top, and begins anew with another agent. */
import type { PaneSize } from '../../line.js';
import { activityBehaviour, type ActivityState } from '../activity/state.js';
import type { PaneAction } from '../pane.js';
import type { TailModel } from './model.js';

export interface TailState extends ActivityState {
  readonly actor: string | null;
}

const initialState: TailState = { ...activityBehaviour.initialState, actor: null };

function turned(state: TailState, { actor }: TailModel): TailState {
  return state.actor === actor ? state : { ...initialState, actor };
}

function within(state: TailState, next: ActivityState): TailState {
  return next === state ? state : { ...state, ...next };
}

export const tailBehaviour = {
  initialState,

  settle(state: TailState, model: TailModel, size: PaneSize): TailState {
    const own = turned(state, model);
    return within(own, activityBehaviour.settle(own, model, size));
  },

  reduce(state: TailState, action: PaneAction, model: TailModel, size: PaneSize): TailState {
    const own = turned(state, model);
    return within(own, activityBehaviour.reduce(own, action, model, size));
  },

  selectedKey: (state: TailState, model: TailModel): string | null =>
    activityBehaviour.selectedKey(turned(state, model), model),

  searchOf: (state: TailState, model: TailModel): string => turned(state, model).search,

  keyAt: (state: TailState, model: TailModel, line: number, size: PaneSize): string | null =>
    activityBehaviour.keyAt(turned(state, model), model, line, size),
};
