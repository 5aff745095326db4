/** How every list pane reacts: moving, selecting, searching, settling, and turning to another subject. */
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

export interface ListPaneState extends ListState {
  /** What the list is about: the epic of tasks, the task of phases, the query of hits. Null where it is always one. */
  readonly subject: string | null;
  /** Where the cursor was left with other subjects, the oldest first. */
  readonly left: ReadonlyMap<string, ListState>;
}

export const initialListPane: ListPaneState = { ...initialList, subject: null, left: new Map() };

const rememberedSubjects = 100;

interface ListOptions<Model> {
  /** The keys shown for a search, in order. */
  keysOf(model: Model, search: string): readonly string[];
  /** How many of them fit. */
  rowsOf(model: Model, size: PaneSize): number;
  subjectOf?(model: Model): string | null;
  /** The row to start on with a subject that is seen for the first time; the first row without it. */
  startOf?(model: Model): string | undefined;
}

type Behaviour<Model> = Pick<
  PaneDefinition<Model, ListPaneState>,
  'initialState' | 'settle' | 'reduce' | 'selectedKey' | 'searchOf'
>;

export function listBehaviour<Model>(options: ListOptions<Model>): Behaviour<Model> {
  const turned = (state: ListPaneState, model: Model): ListPaneState => {
    const subject = options.subjectOf?.(model) ?? null;
    if (subject === state.subject) return state;
    return turnTo(state, subject, options.startOf?.(model));
  };

  const settle = (state: ListPaneState, model: Model, size: PaneSize): ListPaneState => {
    const own = turned(state, model);
    const keys = options.keysOf(model, own.search);
    return within(own, settleList(own, keys, options.rowsOf(model, size)));
  };

  const reduce = (
    state: ListPaneState,
    action: PaneAction,
    model: Model,
    size: PaneSize,
  ): ListPaneState => {
    const own = turned(state, model);
    const keys = options.keysOf(model, own.search);
    const rows = options.rowsOf(model, size);
    switch (action.type) {
      case 'move':
        return within(own, moveInList(own, action.movement, keys, rows));
      case 'select':
        return within(own, selectInList(own, action.key, keys, rows));
      case 'search':
        return within(own, searchList(own, action.text, options.keysOf(model, action.text), rows));
    }
  };

  const selectedKey = (state: ListPaneState, model: Model): string | null => {
    const own = turned(state, model);
    return settleList(own, options.keysOf(model, own.search), 1).selectedKey;
  };

  const searchOf = (state: ListPaneState, model: Model): string => turned(state, model).search;

  return { initialState: initialListPane, settle, reduce, selectedKey, searchOf };
}

function turnTo(
  state: ListPaneState,
  subject: string | null,
  start: string | undefined,
): ListPaneState {
  const left = new Map(state.left);
  if (state.subject !== null) {
    const { selectedKey, position, top } = state;
    left.delete(state.subject);
    left.set(state.subject, { selectedKey, position, top, search: '' });
    const [oldest] = left.keys();
    if (left.size > rememberedSubjects && oldest !== undefined) left.delete(oldest);
  }
  const known = subject === null ? undefined : left.get(subject);
  const fresh = start === undefined ? initialList : { ...initialList, selectedKey: start };
  return { ...(known ?? fresh), subject, left };
}

function within(state: ListPaneState, next: ListState): ListPaneState {
  return next === state ? state : { ...state, ...next };
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
