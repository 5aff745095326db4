/** What every pane is: a model selected from the data, a state, a reducer and a view, all pure. */
import type { FilterContext, FilterRows, ListKind } from '../../search/filter-language/index.js';
import type { PaneSize, PaneView } from '../line.js';
import type { Glyphs } from '../glyphs.js';
import type { ProjectData } from '../state/project-data.js';

/** The screens with their panes, each in the order of the number keys and of Tab. One screen is shown at a time. */
export const screens = {
  main: ['epics', 'tasks', 'phases', 'memory', 'activity'],
  inbox: ['inbox'],
  agents: ['agents', 'tail'],
  history: ['history'],
} as const;
export type ScreenName = keyof typeof screens;
export type PaneName = (typeof screens)[ScreenName][number];
/** All panes of all screens. */
export const paneNames: readonly PaneName[] = Object.values(screens).flat();

export type Movement = 'up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' | 'top' | 'bottom';

export type PaneAction =
  | { readonly type: 'move'; readonly movement: Movement }
  /** Moves what is in sight by so many lines; a cursor goes along only where it would be left behind. */
  | { readonly type: 'scroll'; readonly by: number }
  /** The text of the pane's `/` search; an empty one ends it. */
  | { readonly type: 'search'; readonly text: string; readonly typing?: boolean }
  /** Hides the rows of the group under the cursor, or shows them again. */
  | { readonly type: 'fold' }
  /** Marks rows to be acted on together; `clear` takes all marks away. */
  | { readonly type: 'mark'; readonly how: 'toggle' | 'range' | 'all' | 'clear' }
  /** Puts the cursor on a row by its key, when it is shown. */
  | { readonly type: 'select'; readonly key: string };

/** What is selected elsewhere and decides what this pane is about. */
export interface Selection {
  readonly epicId: string | null;
  readonly taskId: string | null;
  /** The agent under the cursor, where the pane is about one. */
  readonly actor?: string | null;
}

export interface ViewContext {
  readonly size: PaneSize;
  readonly focused: boolean;
  /** Milliseconds since 1970, for ages. */
  readonly now: number;
  readonly glyphs: Glyphs;
  /** The keys of rows about which something happened that was not looked at yet. */
  readonly unread: ReadonlySet<string>;
}

/** All rows of a list, as its filter sees them. */
export interface FilterableRows {
  readonly kind: ListKind;
  readonly rows: readonly FilterRows[ListKind][];
}

export interface PaneDefinition<Model, State> {
  readonly name: PaneName | 'detail';
  readonly initialState: State;
  /** Depends only on the slices of the data that the pane shows, so that equal slices give the same model object. */
  select(data: ProjectData, selection: Selection): Model;
  /** Keeps the cursor on its row when the model changed; called after every change of model, state or size. */
  settle(state: State, model: Model, size: PaneSize, context?: FilterContext): State;
  reduce(
    state: State,
    action: PaneAction,
    model: Model,
    size: PaneSize,
    context?: FilterContext,
  ): State;
  /** Whether what it is about was not read yet; never where this is missing. */
  isReading?(model: Model): boolean;
  /** The rows of the list and their kind, where they are searched in the language of filters. */
  filterable?(model: Model): FilterableRows | null;
  /** What `/` searches for; empty for nothing. */
  searchOf(state: State, model: Model): string;
  /** The keys of the rows that are listed now, in their order; absent where there is no list. */
  shownKeys?(state: State, model: Model): readonly string[];
  /** The key of the row that is drawn on a line, counted from 0 below the title; null where there is none. */
  keyAt?(state: State, model: Model, line: number, size: PaneSize): string | null;
  /** The key of the row under the cursor: an epic id, a task id, a phase id, a memory id, an event id, …. */
  selectedKey(state: State, model: Model): string | null;
  /** The rows that are marked, by their keys; absent where rows cannot be marked. */
  markedKeys?(state: State, model: Model): ReadonlySet<string>;
  view(model: Model, state: State, context: ViewContext): PaneView;
}
