/** How every list pane reacts: moving, selecting, searching, settling. */
import type { PaneSize } from '../line.js';
import {
  initialList,
  listWindow,
  moveInList,
  positionOfKey,
  selectInList,
  settleList,
  type ListState,
} from '../widgets/list.js';
import type { PaneAction, PaneDefinition } from './pane.js';
import type { Found } from './row-list.js';

type Behaviour<Model> = Pick<
  PaneDefinition<Model, ListState>,
  'initialState' | 'settle' | 'reduce' | 'selectedKey'
>;

/**
 * @param keysOf the keys shown for a search, in order
 * @param rowsOf how many of them fit
 */
export function listBehaviour<Model>(
  keysOf: (model: Model, search: string) => readonly string[],
  rowsOf: (model: Model, size: PaneSize) => number,
): Behaviour<Model> {
  const settle = (state: ListState, model: Model, size: PaneSize): ListState =>
    settleList(state, keysOf(model, state.search), rowsOf(model, size));

  const reduce = (
    state: ListState,
    action: PaneAction,
    model: Model,
    size: PaneSize,
  ): ListState => {
    const keys = keysOf(model, state.search);
    const rows = rowsOf(model, size);
    switch (action.type) {
      case 'move':
        return moveInList(state, action.movement, keys, rows);
      case 'select':
        return selectInList(state, action.key, keys, rows);
      case 'search':
        return searchList(state, action.text, keysOf(model, action.text), rows);
    }
  };
  return {
    initialState: initialList,
    settle,
    reduce,
    selectedKey: (state, model) => {
      const keys = keysOf(model, state.search);
      return keys.length === 0 ? null : settleList(state, keys, 1).selectedKey;
    },
  };
}

/** A search that hides the cursor's row puts the cursor on the first one found. */
function searchList(
  state: ListState,
  search: string,
  keys: readonly string[],
  rows: number,
): ListState {
  if (search === state.search) return state;
  const { selectedKey } = state;
  const stays = selectedKey !== null && positionOfKey(keys, selectedKey) >= 0;
  const start = stays ? state : { ...state, selectedKey: null, position: 0, top: 0 };
  return settleList({ ...start, search }, keys, rows);
}

/** The rows in sight, and the line of the cursor among them. */
export function visibleRows<Row>(
  state: ListState,
  found: Found<Row>,
  height: number,
): { readonly rows: readonly Row[]; readonly selectedLine: number | null } {
  const { start, end } = listWindow(state, found.keys.length, height);
  const selectedLine = state.position - start;
  const inSight = height > 0 && selectedLine >= 0 && state.position < end;
  return {
    rows: found.rows.slice(start, end),
    selectedLine: inSight && state.selectedKey !== null ? selectedLine : null,
  };
}

/** Where the cursor is, or what the search found: the badge of a list. */
export function listBadge(state: ListState, shown: number, all: number): string {
  if (state.search !== '') return `/${state.search} ${shown} of ${all}`;
  return all === 0 ? '' : `${Math.min(state.position, all - 1) + 1}/${all}`;
}
