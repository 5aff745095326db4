/** The cursor of the activity pane: at the top it follows the newest event, elsewhere it stays on its own. */
import type { PaneSize } from '../../line.js';
import { listBehaviour, type ListPaneState } from '../list-behaviour.js';
import type { PaneAction } from '../pane.js';
import type { ActivityModel } from './model.js';

export interface ActivityState extends ListPaneState {
  readonly following: boolean;
  /** The newest event there was when the cursor left the top. */
  readonly seen: number;
}

const list = listBehaviour<ActivityModel>({
  keysOf: (model, search) => model.list.found(search).keys,
  rowsOf: (_, size) => size.rows,
});

export const activityBehaviour = {
  initialState: { ...list.initialState, following: true, seen: 0 },

  settle(state: ActivityState, model: ActivityModel, size: PaneSize): ActivityState {
    if (!state.following) return within(state, list.settle(state, model, size));
    const start = state.position === 0 ? { ...state, selectedKey: null, top: 0 } : state;
    const settled = list.settle(start, model, size);
    const unchanged = settled.selectedKey === state.selectedKey && settled.top === state.top;
    return unchanged && state.seen === model.newest
      ? state
      : { ...state, ...settled, seen: model.newest };
  },

  reduce(
    state: ActivityState,
    action: PaneAction,
    model: ActivityModel,
    size: PaneSize,
  ): ActivityState {
    const next = within(state, list.reduce(state, action, model, size));
    const following = next.position === 0 && next.search === '';
    if (following === next.following) return next;
    return { ...next, following, seen: model.newest };
  },

  selectedKey: (state: ActivityState, model: ActivityModel): string | null =>
    list.selectedKey(state, model),

  searchOf: ({ search }: ActivityState): string => search,

  keyAt: (
    state: ActivityState,
    model: ActivityModel,
    line: number,
    size: PaneSize,
  ): string | null => list.keyAt(state, model, line, size),
};

function within(state: ActivityState, next: ListPaneState): ActivityState {
  return next === state ? state : { ...state, ...next };
}
