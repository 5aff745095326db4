/** Into the detail of a row, and along the list it was opened from. */
import type { PaneName } from '../panes/pane.js';
import type { CockpitState, DetailTarget } from './cockpit-state.js';
import { notify, only, type Update, type UpdateContext } from './effects.js';
import { findTask, type Models } from './models.js';
import type { ProjectData } from './project-data.js';
import { movePane, reducePane } from './prompts.js';
import { withFocus } from './screens.js';

/** Opens what the row under the cursor leads to. */
export function openDetail(state: CockpitState, context: UpdateContext): Update {
  const { data, models } = context;
  if (data === null) return only(state);
  if (state.focus === 'history') {
    const key = models.selectedKey(state, data, 'history');
    const entry = data.history?.find(({ commandId }) => commandId === key);
    return entry
      ? { state, effects: [{ type: 'errand', errand: { type: 'showAction', entry } }] }
      : only(state);
  }
  if (state.focus === 'memory') {
    const key = models.selectedKey(state, data, 'memory');
    const id = Number(key);
    if (key === null) return only(state);
    // A search of the project finds epics and tasks, which have details of their own.
    if (Number.isInteger(id)) return { state, effects: [{ type: 'showMemory', id }] };
  }
  const target = detailTarget(state, state.focus, context);
  if (!target) return only(notify(state, 'info', 'There is nothing to open here.', context.now));
  return only({ ...state, detail: target, detailState: models.registry.detail.initialState });
}

/** Whether Enter leads somewhere from the row under the cursor. */
export function hasDetail(state: CockpitState, data: ProjectData, models: Models): boolean {
  if (state.focus === 'memory' || state.focus === 'history')
    return models.selectedKey(state, data, state.focus) !== null;
  return detailTarget(state, state.focus, { data, models }) !== null;
}

/** What the row under a pane's cursor leads to. */
function detailTarget(
  state: CockpitState,
  pane: PaneName,
  context: Pick<UpdateContext, 'data' | 'models'>,
): DetailTarget | null {
  const { data, models } = context;
  if (data === null) return null;
  if (pane === 'phases') {
    return detailTarget(state, state.subject === 'task' ? 'tasks' : 'epics', context);
  }
  const key = models.selectedKey(state, data, pane);
  if (key === null) return null;
  switch (pane) {
    case 'epics':
      return { type: 'epic', id: key, epicId: key, list: pane };
    case 'tasks':
      return { type: 'task', id: key, epicId: findTask(data, key)?.epicId ?? null, list: pane };
    case 'activity': {
      const event = data.events.find(({ id }) => String(id) === key);
      return targetOf(event, pane);
    }
    case 'memory': {
      const hit = data.memory.hits?.find(({ id }) => id === key);
      if (hit?.kind === 'epic') return { type: 'epic', id: key, epicId: key, list: pane };
      const epicId = findTask(data, key)?.epicId ?? null;
      return hit?.kind === 'task' ? { type: 'task', id: key, epicId, list: pane } : null;
    }
    case 'history':
      return null;
    case 'inbox':
      return targetOf(
        data.coordination.inbox?.find((item) => item.key === key),
        pane,
      );
    case 'agents':
      return targetOf(
        data.coordination.agents?.find((row) => row.key === key),
        pane,
      );
    case 'tail': {
      const { actor = null } = models.selection(state, data, pane);
      const tail = actor === null ? undefined : data.coordination.tails.get(actor);
      return targetOf(
        tail?.find(({ id }) => String(id) === key),
        pane,
      );
    }
  }
}

/** What something is about: its task, else its epic. */
function targetOf(
  row: { readonly taskId: string | null; readonly epicId: string | null } | undefined,
  list: PaneName,
): DetailTarget | null {
  const { taskId = null, epicId = null } = row ?? {};
  if (taskId !== null) return { type: 'task', id: taskId, epicId, list };
  return epicId === null ? null : { type: 'epic', id: epicId, epicId, list };
}

/**
 * Shows on the main screen what the detail or the row under the cursor is about, the cursors on it. Its tasks may have
 * to be read first: the cursor follows once they are there.
 */
export function reveal(state: CockpitState, context: UpdateContext): Update {
  const { data, models } = context;
  const target = state.detail ?? detailTarget(state, state.focus, context);
  if (data === null || target === null)
    return only(notify(state, 'info', 'This row is about no task and no epic.', context.now));
  const { epicId } = target;
  const onEpic = epicId === null ? state : selectRow(state, 'epics', epicId, context);
  const focused = withFocus(onEpic, target.type === 'task' ? 'tasks' : 'epics');
  if (epicId !== null && models.selectedEpic(focused, data) !== epicId)
    return only(notify(state, 'info', `${epicId} is not among the epics.`, context.now));
  if (target.type === 'epic') return only(focused);
  return only({ ...focused, awaited: { pane: 'tasks', key: target.id } });
}

/** Puts the cursor on a row; a search that hides it ends. */
function selectRow(
  state: CockpitState,
  pane: PaneName,
  key: string,
  context: UpdateContext,
): CockpitState {
  const selected = reducePane(state, pane, { type: 'select', key }, context);
  const { data, models } = context;
  if (data === null || models.selectedKey(selected, data, pane) === key) return selected;
  const unsearched = reducePane(state, pane, { type: 'search', text: '' }, context);
  return reducePane(unsearched, pane, { type: 'select', key }, context);
}

/** Whether the row is about something that `reveal` shows. */
export function isRevealable(state: CockpitState, data: ProjectData, models: Models): boolean {
  if (state.detail !== null) return true;
  if (state.focus === 'epics' || state.focus === 'tasks') return false;
  return detailTarget(state, state.focus, { data, models }) !== null;
}

/** To the next or the previous of the list that the detail was opened from. */
export function walk(
  state: CockpitState,
  movement: 'up' | 'down',
  context: UpdateContext,
): CockpitState {
  if (!state.detail) return state;
  const { list } = state.detail;
  const moved = context.models.settle(movePane(state, list, movement, context), context.data);
  const target = detailTarget(moved, list, context);
  if (!target || target.id === state.detail.id) return moved;
  return { ...moved, detail: target, detailState: context.models.registry.detail.initialState };
}
