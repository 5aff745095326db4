/** How every list pane reacts: moving, selecting, searching, settling, and turning to another subject. */
import type { Edge, Edges, PaneSize } from '../line.js';
import {
  initialList,
  listWindow,
  moveInList,
  positionOfKey,
  scrollInList,
  selectInList,
  settleList,
  type ListState,
} from '../widgets/list.js';
import {
  noMarks,
  shownMarks,
  toggleAll,
  toggleMark,
  toggleRange,
  type Marks,
} from '../widgets/marks.js';
import type { PaneAction, PaneDefinition } from './pane.js';
import type { Found } from './row-list.js';

export interface ListPaneState extends ListState {
  /** What the list is about: the epic of tasks, the task of phases, the query of hits. Null where it is always one. */
  readonly subject: string | null;
  readonly marks: Marks;
  /** What was left with other subjects, the oldest first. */
  readonly left: ReadonlyMap<string, Left>;
}

type Left = ListState & Pick<ListPaneState, 'marks'>;

export const initialListPane: ListPaneState = {
  ...initialList,
  subject: null,
  marks: noMarks,
  left: new Map(),
};

const rememberedSubjects = 100;

interface ListOptions<Model> {
  /** The keys shown for a search, in order. */
  keysOf(model: Model, search: string): readonly string[];
  /** How many of them fit. */
  rowsOf(model: Model, size: PaneSize): number;
  /** Which line the first of them is drawn on, and how many lines each takes; the first line and one without it. */
  linesOf?(model: Model, size: PaneSize): { readonly first: number; readonly each: number };
  subjectOf?(model: Model): string | null;
  /** The row to start on with a subject that is seen for the first time; the first row without it. */
  startOf?(model: Model): string | undefined;
  /** Whether rows can be marked. */
  readonly markable?: true;
}

type Behaviour<Model> = Pick<
  PaneDefinition<Model, ListPaneState>,
  'initialState' | 'settle' | 'reduce' | 'selectedKey' | 'searchOf' | 'shownKeys' | 'markedKeys'
> &
  Required<Pick<PaneDefinition<Model, ListPaneState>, 'keyAt'>>;

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
      case 'scroll':
        return within(own, scrollInList(own, action.by, keys, rows));
      case 'select':
        return within(own, selectInList(own, action.key, keys, rows));
      case 'search':
        return within(own, searchList(own, action.text, options.keysOf(model, action.text), rows));
      case 'mark':
        return options.markable ? markList(own, action.how, keys, rows) : own;
    }
  };

  const selectedKey = (state: ListPaneState, model: Model): string | null => {
    const own = turned(state, model);
    return settleList(own, options.keysOf(model, own.search), 1).selectedKey;
  };

  const searchOf = (state: ListPaneState, model: Model): string => turned(state, model).search;

  const markedKeys = (state: ListPaneState, model: Model): ReadonlySet<string> => {
    const { marks, search } = turned(state, model);
    const cursor = selectedKey(state, model);
    return shownMarks(marks, { keys: options.keysOf(model, search), cursor });
  };

  const shownKeys = (state: ListPaneState, model: Model): readonly string[] =>
    options.keysOf(model, turned(state, model).search);

  const keyAt = (
    state: ListPaneState,
    model: Model,
    line: number,
    size: PaneSize,
  ): string | null => {
    const own = turned(state, model);
    const keys = options.keysOf(model, own.search);
    const height = options.rowsOf(model, size);
    const { first, each } = options.linesOf?.(model, size) ?? { first: 0, each: 1 };
    const { start, end } = listWindow(own, keys.length, height);
    const position = start + Math.floor((line - first) / each);
    return position >= start && position < end ? (keys[position] ?? null) : null;
  };

  const initialState = initialListPane;
  const behaviour = { initialState, settle, reduce, selectedKey, searchOf, shownKeys, keyAt };
  return options.markable ? { ...behaviour, markedKeys } : behaviour;
}

function markList(
  state: ListPaneState,
  how: Extract<PaneAction, { type: 'mark' }>['how'],
  keys: readonly string[],
  rows: number,
): ListPaneState {
  const place = { keys, cursor: state.selectedKey };
  const { marks } = state;
  switch (how) {
    case 'toggle': {
      const marked = { ...state, marks: toggleMark(marks, place) };
      return within(marked, moveInList(marked, 'down', keys, rows));
    }
    case 'range':
      return { ...state, marks: toggleRange(marks, place) };
    case 'all':
      return { ...state, marks: toggleAll(marks, place) };
    case 'clear':
      return marks === noMarks ? state : { ...state, marks: noMarks };
  }
}

function turnTo(
  state: ListPaneState,
  subject: string | null,
  start: string | undefined,
): ListPaneState {
  const left = new Map(state.left);
  if (state.subject !== null) {
    const { selectedKey, position, top, marks } = state;
    left.delete(state.subject);
    left.set(state.subject, { selectedKey, position, top, marks, search: '' });
    const [oldest] = left.keys();
    if (left.size > rememberedSubjects && oldest !== undefined) left.delete(oldest);
  }
  const known = subject === null ? undefined : left.get(subject);
  const list = start === undefined ? initialList : { ...initialList, selectedKey: start };
  return { ...(known ?? { ...list, marks: noMarks }), subject, left };
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

export interface VisibleRows<Row> {
  readonly rows: readonly Row[];
  /** The place of the cursor's row among them; null where it is out of sight. */
  readonly selectedLine: number | null;
  /** What the rows' edges say, by their places. */
  readonly edges: Edges;
}

const nothingUnread: ReadonlySet<string> = new Set();

/** The rows in sight. */
export function visibleRows<Row>(
  state: ListPaneState,
  found: Found<Row>,
  height: number,
  unread: ReadonlySet<string> = nothingUnread,
): VisibleRows<Row> {
  const { start, end } = listWindow(state, found.keys.length, height);
  const selectedLine = state.position - start;
  const inSight = height > 0 && selectedLine >= 0 && state.position < end;
  const marked = shownMarks(state.marks, { keys: found.keys, cursor: state.selectedKey });
  const edges = new Map<number, Edge>();
  found.keys.slice(start, end).forEach((key, place) => {
    if (marked.has(key)) edges.set(place, 'marked');
    else if (unread.has(key)) edges.set(place, 'unread');
  });
  return {
    rows: found.rows.slice(start, end),
    selectedLine: inSight && state.selectedKey !== null ? selectedLine : null,
    edges,
  };
}

/** The edges where the rows of a list begin at a line and have several lines each. */
export function moveEdges(edges: Edges, first: number, linesEach = 1): Edges {
  return new Map([...edges].map(([place, edge]) => [first + place * linesEach, edge]));
}

/** Where the cursor is, or what the search found, and how many rows are marked: the badge of a list. */
export function listBadge(state: ListPaneState, found: Found<unknown>, all: number): string {
  return [marksText(state, found), placeText(state, found.keys.length, all)]
    .filter((each) => each !== '')
    .join('  ');
}

/** How many rows are marked; empty where none is. */
export function marksText({ marks, selectedKey }: ListPaneState, { keys }: Found<unknown>): string {
  const marked = shownMarks(marks, { keys, cursor: selectedKey }).size;
  if (marked === 0) return '';
  return marks.anchor === null ? `${marked} marked` : `${marked} marked, range open`;
}

function placeText(state: ListState, shown: number, all: number): string {
  if (state.search !== '') return `/${state.search} ${shown} of ${all}`;
  return all === 0 ? '' : `${Math.min(state.position, all - 1) + 1}/${all}`;
}
