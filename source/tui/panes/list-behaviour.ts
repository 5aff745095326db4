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
import type { FilterContext } from '../../search/filter-language/index.js';
import { GroupHeader, isHeaderKey, noQuery, type ListQuery } from './list-query.js';
import type { PaneAction, PaneDefinition } from './pane.js';
import type { Found } from './row-list.js';

export interface ListPaneState extends ListState {
  /** What the list is about: the epic of tasks, the task of phases, the query of hits. Null where it is always one. */
  readonly subject: string | null;
  readonly marks: Marks;
  /** How the search is meant: see `ListQuery`. */
  readonly query: Omit<ListQuery, 'search'>;
  /** What was left with other subjects, the oldest first. */
  readonly left: ReadonlyMap<string, Left>;
}

type Left = ListState & Pick<ListPaneState, 'marks'>;

export const initialListPane: ListPaneState = {
  ...initialList,
  subject: null,
  marks: noMarks,
  query: noQuery,
  left: new Map(),
};

const rememberedSubjects = 100;

interface ListOptions<Model> {
  /** The keys shown for a query, in order. */
  keysOf(model: Model, query: ListQuery): readonly string[];
  /** How many of them fit. */
  rowsOf(model: Model, size: PaneSize): number;
  /** Which line the first of them is drawn on, and how many lines each takes; the first line and one without it. */
  linesOf?(model: Model, size: PaneSize): { readonly first: number; readonly each: number };
  subjectOf?(model: Model): string | null;
  /** The row to start on with a subject that is seen for the first time; the first row without it. */
  startOf?(model: Model): string | undefined;
  /** Whether rows can be marked. */
  readonly markable?: true;
  /** Whether the search stays when the list turns to another subject. */
  readonly keepsSearch?: true;
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
    const turnedTo = turnTo(state, subject, options.startOf?.(model));
    return options.keepsSearch ? { ...turnedTo, search: state.search } : turnedTo;
  };

  const current = (state: ListPaneState, model: Model, context?: FilterContext) => {
    const own = withContext(turned(state, model), context);
    return { own, keys: options.keysOf(model, queryOf(own)) };
  };

  const settle = (
    state: ListPaneState,
    model: Model,
    size: PaneSize,
    context?: FilterContext,
  ): ListPaneState => {
    const { own, keys } = current(state, model, context);
    return within(own, settleList(own, keys, options.rowsOf(model, size)));
  };

  const reduce = (
    state: ListPaneState,
    action: PaneAction,
    model: Model,
    size: PaneSize,
    context?: FilterContext,
  ): ListPaneState => {
    const { own, keys } = current(state, model, context);
    const rows = options.rowsOf(model, size);
    switch (action.type) {
      case 'move':
        return within(own, moveInList(own, action.movement, keys, rows));
      case 'scroll':
        return within(own, scrollInList(own, action.by, keys, rows));
      case 'select':
        return within(own, selectInList(own, action.key, keys, rows));
      case 'search':
        return searchList(own, action, (query) => options.keysOf(model, query), rows, context);
      case 'fold':
        return foldGroup(own, (query) => options.keysOf(model, query), rows);
      case 'mark':
        return options.markable ? markList(own, action.how, keys, rows) : own;
    }
  };

  const selectedKey = (state: ListPaneState, model: Model): string | null => {
    const own = turned(state, model);
    const key = settleList(own, options.keysOf(model, queryOf(own)), 1).selectedKey;
    return key !== null && isHeaderKey(key) ? null : key;
  };

  const searchOf = (state: ListPaneState, model: Model): string => turned(state, model).search;

  const markedKeys = (state: ListPaneState, model: Model): ReadonlySet<string> => {
    const own = turned(state, model);
    const keys = options.keysOf(model, queryOf(own));
    return withoutHeaders(shownMarks(own.marks, { keys, cursor: own.selectedKey }));
  };

  const shownKeys = (state: ListPaneState, model: Model): readonly string[] =>
    options.keysOf(model, queryOf(turned(state, model))).filter((key) => !isHeaderKey(key));

  const keyAt = (
    state: ListPaneState,
    model: Model,
    line: number,
    size: PaneSize,
  ): string | null => {
    const own = turned(state, model);
    const keys = options.keysOf(model, queryOf(own));
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

/** What a list is asked for. */
export function queryOf({ search, query }: ListPaneState): ListQuery {
  return { search, ...query };
}

/** Where nothing is searched the context does not matter, and so does not change. */
function withContext(state: ListPaneState, context: FilterContext | undefined): ListPaneState {
  if (context === undefined || state.search === '' || state.query.context === context) return state;
  return { ...state, query: { ...state.query, context } };
}

function withoutHeaders(keys: ReadonlySet<string>): ReadonlySet<string> {
  return keys.size === 0 ? keys : new Set([...keys].filter((key) => !isHeaderKey(key)));
}

/** Hides the rows of the group under the cursor, or shows them again. */
function foldGroup(
  state: ListPaneState,
  keysOf: (query: ListQuery) => readonly string[],
  rows: number,
): ListPaneState {
  const key = state.selectedKey;
  if (key === null || !isHeaderKey(key)) return state;
  const folded = new Set(state.query.folded);
  if (!folded.delete(key)) folded.add(key);
  const next = { ...state, query: { ...state.query, folded } };
  return within(next, settleList(next, keysOf(queryOf(next)), rows));
}

function markList(
  state: ListPaneState,
  how: Extract<PaneAction, { type: 'mark' }>['how'],
  keys: readonly string[],
  rows: number,
): ListPaneState {
  const onHeader = state.selectedKey !== null && isHeaderKey(state.selectedKey);
  const cursor = onHeader ? null : state.selectedKey;
  const place = { keys: keys.filter((key) => !isHeaderKey(key)), cursor };
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
  return { ...(known ?? { ...list, marks: noMarks }), query: state.query, subject, left };
}

function within(state: ListPaneState, next: ListState): ListPaneState {
  return next === state ? state : { ...state, ...next };
}

/** A search that hides the cursor's row puts the cursor on the first one found. */
function searchList(
  state: ListPaneState,
  { text, typing = false }: Extract<PaneAction, { type: 'search' }>,
  keysOf: (query: ListQuery) => readonly string[],
  rows: number,
  context: FilterContext | undefined,
): ListPaneState {
  if (text === state.search && typing === state.query.typing) return state;
  const query = { ...state.query, typing, ...(context && { context }) };
  const keys = keysOf({ search: text, ...query });
  const { selectedKey } = state;
  const stays = selectedKey !== null && positionOfKey(keys, selectedKey) >= 0;
  const start = stays ? state : { ...state, selectedKey: null, position: 0, top: 0 };
  const searched = { ...start, search: text, query };
  return within(searched, settleList(searched, keys, rows));
}

export interface VisibleRows<Row> {
  readonly rows: readonly (Row | GroupHeader)[];
  /** The place of the cursor's row among them; null where it is out of sight. */
  readonly selectedLine: number | null;
  /** What the rows' edges say, by their places. */
  readonly edges: Edges;
}

const nothingUnread: ReadonlySet<string> = new Set();

/** The rows in sight of a list that has no groups. */
export function visibleRows<Row>(
  ...args: Parameters<typeof visibleGroups<Row>>
): Omit<VisibleRows<Row>, 'rows'> & { readonly rows: readonly Row[] } {
  const visible = visibleGroups<Row>(...args);
  const rows = visible.rows.filter((row): row is Row => !(row instanceof GroupHeader));
  return { ...visible, rows };
}

/** The rows in sight, headers of groups among them. */
export function visibleGroups<Row>(
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
  return [marksText(state, found), placeText(state, found, all)]
    .filter((each) => each !== '')
    .join('  ');
}

/** How many rows are marked; empty where none is. */
export function marksText({ marks, selectedKey }: ListPaneState, { keys }: Found<unknown>): string {
  const marked = shownMarks(marks, { keys, cursor: selectedKey }).size;
  if (marked === 0) return '';
  return marks.anchor === null ? `${marked} marked` : `${marked} marked, range open`;
}

function placeText(state: ListState, { count, error }: Found<unknown>, all: number): string {
  if (state.search === '')
    return all === 0 ? '' : `${Math.min(state.position, all - 1) + 1}/${all}`;
  const mistake = error === null ? '' : ` ! ${error.message}`;
  return `/${state.search} ${count} of ${all}${mistake}`;
}
