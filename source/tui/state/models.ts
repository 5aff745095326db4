/** What each pane shows: its model from the data and the selection, its size from the layout, its view. */
import type { PaneSize, PaneView } from '../line.js';
import type { TaskRow } from '../../domain/contract/rows.js';
import type { Glyphs } from '../glyphs.js';
import { layOut, paneSize, type Layout } from '../layout.js';
import type { AgentRow, InboxItem } from '../../domain/contract/coordination-calls.js';
import type { FilterContext } from '../../search/filter-language/index.js';
import { paneNames, type FilterableRows, type PaneName, type Selection } from '../panes/pane.js';
import { makeFilterContext } from './filter-context.js';
import { findNamedTask, taskOfAgent, taskOfItem } from './coordination.js';
import type { AnyPane, CockpitState, PaneRegistry } from './cockpit-state.js';
import type { ProjectData } from './project-data.js';
import { unreadRows } from './unread-rows.js';
import { unreadOf } from './unread.js';

const nothing: Selection = { epicId: null, taskId: null };
const noKeys: ReadonlySet<string> = new Set();
const noRoom: PaneSize = { columns: 0, rows: 0 };

/**
 * Models and views, each computed again only when what it is made of changed. The state stays plain; this is the
 * memory beside it.
 */
export class Models {
  readonly registry: PaneRegistry;
  readonly #models = new Map<PaneName | 'detail', Memo>();
  readonly #views = new Map<PaneName | 'detail', Memo>();
  readonly #contexts = new Map<'context', Memo>();
  readonly #actor: string | null;
  #layout: { inputs: readonly unknown[]; layout: Layout | null } | null = null;

  /** @param actor whom `me` means in a filter */
  constructor(registry: PaneRegistry, actor: string | null = null) {
    this.registry = registry;
    this.#actor = actor;
  }

  /** What filters depend on besides the rows; the same object until something of it changes. */
  filterContext(state: CockpitState, data: ProjectData): FilterContext {
    const { now } = state;
    const { tasksByEpic, coordination } = data;
    const unread = unreadOf(data.news, state.seen);
    const inputs = [now, unread, tasksByEpic, coordination.agents];
    return memoised(this.#contexts, 'context', inputs, () =>
      makeFilterContext({ actor: this.#actor, now, unread, data }),
    ) as FilterContext;
  }

  /** A list's rows as its filter sees them; null where a search is for words alone. */
  filterable(
    state: CockpitState,
    data: ProjectData,
    name: PaneName | 'detail',
  ): FilterableRows | null {
    return this.definition(name).filterable?.(this.model(state, data, name)) ?? null;
  }

  /** Null where the terminal is too small. */
  layout(state: CockpitState): Layout | null {
    const { size, screen, focus, zoomed } = state;
    const detailOpen = state.detail !== null;
    const inputs = [size, screen, focus, detailOpen, zoomed];
    if (!this.#layout || !sameInputs(this.#layout.inputs, inputs)) {
      this.#layout = { inputs, layout: layOut(size, { screen, focus, detailOpen, zoomed }) };
    }
    return this.#layout.layout;
  }

  size(state: CockpitState, name: PaneName | 'detail'): PaneSize {
    const layout = this.layout(state);
    const rectangle = name === 'detail' ? layout?.detail : layout?.panes[name];
    return rectangle ? paneSize(rectangle) : noRoom;
  }

  /** The size to move a cursor in: a hidden or folded pane keeps one row, so that its cursor keeps its place. */
  room(state: CockpitState, name: PaneName | 'detail'): PaneSize {
    const { columns, rows } = this.size(state, name);
    return { columns, rows: Math.max(1, rows) };
  }

  model(state: CockpitState, data: ProjectData, name: PaneName | 'detail'): unknown {
    const definition = this.definition(name);
    const selection = this.selection(state, data, name);
    return memoised(
      this.#models,
      name,
      [data, selection.epicId, selection.taskId, selection.actor],
      () => definition.select(data, selection),
    );
  }

  definition(name: PaneName | 'detail'): AnyPane {
    return name === 'detail' ? this.registry.detail : this.registry.panes[name];
  }

  /** The pane's own part of the state. */
  own(state: CockpitState, name: PaneName | 'detail'): unknown {
    return name === 'detail' ? state.detailState : state.panes[name];
  }

  /** What is searched for in a pane; empty for nothing. */
  search(state: CockpitState, data: ProjectData, name: PaneName | 'detail'): string {
    return this.definition(name).searchOf(this.own(state, name), this.model(state, data, name));
  }

  view(
    state: CockpitState,
    data: ProjectData,
    name: PaneName | 'detail',
    glyphs: Glyphs,
  ): PaneView {
    const definition = this.definition(name);
    const model = this.model(state, data, name);
    const own = this.own(state, name);
    const { columns, rows } = this.size(state, name);
    const focused = name === 'detail' || (state.detail === null && state.focus === name);
    const { now } = state;
    const unread = unreadRows(data, state.seen, name);
    return memoised(
      this.#views,
      name,
      [model, own, columns, rows, focused, now, glyphs, unread],
      () => definition.view(model, own, { size: { columns, rows }, focused, now, glyphs, unread }),
    ) as PaneView;
  }

  selectedKey(state: CockpitState, data: ProjectData, name: PaneName): string | null {
    const model = this.model(state, data, name);
    return this.registry.panes[name].selectedKey(state.panes[name], model);
  }

  selectedEpic(state: CockpitState, data: ProjectData): string | null {
    return this.selectedKey(state, data, 'epics');
  }

  /**
   * The task that actions are about: the open detail's, else the one under the cursor. Null where the keys are on
   * something else: an epic, or a row of the memory or the activity, which has nothing to do with that cursor.
   */
  selectedTask(state: CockpitState, data: ProjectData): TaskRow | null {
    const { detail, focus, subject } = state;
    if (detail !== null) return detail.type === 'task' ? findTask(data, detail.id) : null;
    if (focus === 'inbox') return asShown(data, this.inboxItem(state, data), taskOfItem);
    if (focus === 'agents') return asShown(data, this.agent(state, data), taskOfAgent);
    const onTasks = focus === 'tasks' || (focus === 'phases' && subject === 'task');
    const id = onTasks ? this.selectedKey(state, data, 'tasks') : null;
    return id === null ? null : findTask(data, id);
  }

  /** All tasks that actions are about: the marked ones of the list, else the selected one. */
  selectedTasks(state: CockpitState, data: ProjectData): readonly TaskRow[] {
    const task = this.selectedTask(state, data);
    if (task === null) return [];
    const marked = state.detail === null ? this.markedKeys(state, data, 'tasks') : null;
    if (!marked || marked.size === 0) return [task];
    return [...marked].flatMap((id) => findTask(data, id) ?? []);
  }

  /** The keys of the rows that a pane lists now, in their order. */
  shownKeys(state: CockpitState, data: ProjectData, name: PaneName): readonly string[] {
    const definition = this.registry.panes[name];
    return definition.shownKeys?.(state.panes[name], this.model(state, data, name)) ?? [];
  }

  /** The keys of the rows that are marked in a pane. */
  markedKeys(state: CockpitState, data: ProjectData, name: PaneName): ReadonlySet<string> {
    const definition = this.registry.panes[name];
    return definition.markedKeys?.(state.panes[name], this.model(state, data, name)) ?? noKeys;
  }

  /** The row of the inbox under the cursor, where it still is one and has the keys. */
  inboxItem(state: CockpitState, data: ProjectData): InboxItem | null {
    if (state.focus !== 'inbox') return null;
    const selected = this.selectedKey(state, data, 'inbox');
    return data.coordination.inbox?.find(({ key }) => key === selected) ?? null;
  }

  /** The agent under the cursor of the agents pane. */
  agent(state: CockpitState, data: ProjectData): AgentRow | null {
    const selected = this.selectedKey(state, data, 'agents');
    return data.coordination.agents?.find(({ key }) => key === selected) ?? null;
  }

  selection(state: CockpitState, data: ProjectData, name: PaneName | 'detail'): Selection {
    if (name === 'epics') return nothing;
    if (name === 'detail') {
      const { detail } = state;
      if (detail === null) return nothing;
      return { epicId: detail.epicId, taskId: detail.type === 'task' ? detail.id : null };
    }
    if (name === 'inbox' || name === 'agents') return nothing;
    if (name === 'tail') return { ...nothing, actor: this.agent(state, data)?.actor ?? null };
    const epicId = this.selectedEpic(state, data);
    if (name === 'tasks') return { epicId, taskId: null };
    const taskId = state.subject === 'task' ? this.selectedKey(state, data, 'tasks') : null;
    return { epicId, taskId };
  }

  /** The state with every cursor on a row that exists, the detail included; the same object when nothing moved. */
  settle(state: CockpitState, data: ProjectData | null): CockpitState {
    if (data === null) return state;
    let settled = state;
    // In this order: the tasks depend on the epic under the cursor, the phases on the task.
    for (const name of paneNames) {
      const before = settled.panes[name];
      const model = this.model(settled, data, name);
      const context = this.filterContext(settled, data);
      const room = this.room(settled, name);
      const after = this.registry.panes[name].settle(before, model, room, context);
      if (after !== before) settled = withPane(settled, name, after);
    }
    if (settled.detail === null) return settled;
    const detailState = this.registry.detail.settle(
      settled.detailState,
      this.model(settled, data, 'detail'),
      this.size(settled, 'detail'),
    );
    return detailState === settled.detailState ? settled : { ...settled, detailState };
  }
}

export function withPane(
  state: CockpitState,
  name: PaneName | 'detail',
  own: unknown,
): CockpitState {
  if (name === 'detail') return { ...state, detailState: own };
  return { ...state, panes: { ...state.panes, [name]: own } };
}

/** A task as far as it is known: its row, else what the inbox or the agents say of it. */
export function findTask(data: ProjectData, id: string): TaskRow | null {
  return findReadTask(data, id) ?? findNamedTask(data.coordination, id);
}

function findReadTask(data: ProjectData, id: string): TaskRow | null {
  const detail = data.taskDetails.get(id);
  if (detail) return detail.row;
  for (const rows of data.tasksByEpic.values()) {
    const row = rows.find((each) => each.id === id);
    if (row) return row;
  }
  return null;
}

/** A task in the version that the row shows, whatever is known of it by now: that is what a person acts on. */
function asShown<Row extends { readonly taskId: string | null; readonly version: number | null }>(
  data: ProjectData,
  row: Row | null,
  taskOf: (row: Row) => TaskRow | null,
): TaskRow | null {
  const task = row && taskOf(row);
  if (!task) return null;
  const known = findReadTask(data, task.id);
  return known?.version === task.version ? known : task;
}

interface Memo {
  readonly inputs: readonly unknown[];
  readonly value: unknown;
}

function memoised<Key>(
  memos: Map<Key, Memo>,
  key: Key,
  inputs: readonly unknown[],
  compute: () => unknown,
): unknown {
  const known = memos.get(key);
  if (known && sameInputs(known.inputs, inputs)) return known.value;
  const value = compute();
  memos.set(key, { inputs, value });
  return value;
}

function sameInputs(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((each, index) => Object.is(each, right[index]));
}
