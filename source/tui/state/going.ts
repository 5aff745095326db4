/** Puts the cursor on something wherever it is: shows its screen, its epic and, where a search hides it, the whole list. */
import type { MemoryRow, TaskRow } from '../../domain/contract/rows.js';
import type { PaneName } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';
import { withPane, type Models } from './models.js';
import type { ProjectData } from './project-data.js';
import { withFocus } from './screens.js';

export function goToEpic(
  state: CockpitState,
  data: ProjectData,
  models: Models,
  id: string,
): CockpitState {
  return selecting(withFocus(state, 'epics'), data, models, 'epics', id);
}

/** The tasks of an epic that was not looked at yet are read first: the cursor waits for them. */
export function goToTask(
  state: CockpitState,
  data: ProjectData,
  models: Models,
  task: TaskRow,
): CockpitState {
  const { id, epicId } = task;
  const known = epicId !== null && data.epics.some((epic) => epic.id === epicId);
  if (!known) {
    const detail = { type: 'task', id, epicId, list: 'tasks' } as const;
    return { ...withFocus(state, 'tasks'), detail };
  }
  const onEpic = selecting(state, data, models, 'epics', epicId);
  return selecting(withFocus(onEpic, 'tasks'), data, models, 'tasks', id);
}

export function goToMemory(
  state: CockpitState,
  data: ProjectData,
  models: Models,
  { id }: MemoryRow,
): CockpitState {
  return selecting(withFocus(state, 'memory'), data, models, 'memory', String(id));
}

/** What is not there yet is awaited. */
function selecting(
  state: CockpitState,
  data: ProjectData,
  models: Models,
  pane: PaneName,
  key: string,
): CockpitState {
  const settled = models.settle(state, data);
  const found =
    selected(settled, data, models, pane, key) ?? unfiltered(settled, data, models, pane, key);
  return found ?? { ...settled, awaited: { pane, key } };
}

function unfiltered(
  state: CockpitState,
  data: ProjectData,
  models: Models,
  pane: PaneName,
  key: string,
): CockpitState | null {
  const model = models.model(state, data, pane);
  const own = models
    .definition(pane)
    .reduce(models.own(state, pane), { type: 'search', text: '' }, model, models.room(state, pane));
  return selected(models.settle(withPane(state, pane, own), data), data, models, pane, key);
}

/** Null where the pane does not show it. */
function selected(
  state: CockpitState,
  data: ProjectData,
  models: Models,
  pane: PaneName,
  key: string,
): CockpitState | null {
  const definition = models.definition(pane);
  const model = models.model(state, data, pane);
  const own = definition.reduce(
    models.own(state, pane),
    { type: 'select', key },
    model,
    models.room(state, pane),
  );
  if (definition.selectedKey(own, model) !== key) return null;
  return { ...withPane(state, pane, own), awaited: null };
}
