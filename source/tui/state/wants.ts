/** What the screen shows from the store, and what it will show after the next few keys: pure. */
import type { Movement, PaneName } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';
import type { Models } from './models.js';
import type { ProjectData } from './project-data.js';

/** The tasks of an epic, or the detail of a task or an epic. */
export interface Want {
  readonly kind: 'tasks' | 'task' | 'epic';
  readonly id: string;
}

export function nameOf({ kind, id }: Want): string {
  return `${kind} ${id}`;
}

/** How many rows in each direction are read ahead: a held key moves by one while one is read. */
const rowsAhead = 4;

/** What is on the screen, the most urgent first. */
export function shownWants(state: CockpitState, data: ProjectData, models: Models): Want[] {
  const epicId = models.selectedEpic(state, data);
  const taskId = state.subject === 'task' ? models.selectedKey(state, data, 'tasks') : null;
  const wants: Want[] = [];
  if (epicId !== null) wants.push({ kind: 'tasks', id: epicId });
  if (state.detail) wants.push({ kind: state.detail.type, id: state.detail.id });
  if (taskId !== null) wants.push({ kind: 'task', id: taskId });
  if (epicId !== null) wants.push({ kind: 'epic', id: epicId });
  return wants;
}

/** What the next keys would show: of the rows around the cursor that they move, the nearest first. */
export function nearbyWants(state: CockpitState, data: ProjectData, models: Models): Want[] {
  const list = state.detail?.list ?? state.focus;
  if (list === 'tasks') {
    return keysAround(list, state, data, models).map((id) => ({ kind: 'task', id }));
  }
  if (list !== 'epics') return [];
  const wants = keysAround(list, state, data, models).flatMap((id): Want[] => [
    { kind: 'tasks', id },
    { kind: 'epic', id },
  ]);
  const taskId = models.selectedKey(state, data, 'tasks');
  return taskId === null ? wants : [{ kind: 'task', id: taskId }, ...wants];
}

export function isKnown({ kind, id }: Want, data: ProjectData): boolean {
  switch (kind) {
    case 'tasks':
      return data.tasksByEpic.has(id);
    case 'task':
      return data.taskDetails.has(id);
    case 'epic':
      return data.epicDetails.has(id);
  }
}

/** The rows that the cursor would be on after a few movements, without the one that it is on. */
function keysAround(
  list: PaneName,
  state: CockpitState,
  data: ProjectData,
  models: Models,
): string[] {
  const definition = models.definition(list);
  const model = models.model(state, data, list);
  const room = models.room(state, list);
  const here = models.own(state, list);
  const found = new Set<string>();
  const step = (own: unknown, movement: Movement): unknown => {
    const moved = definition.reduce(own, { type: 'move', movement }, model, room);
    const key = definition.selectedKey(moved, model);
    if (key !== null) found.add(key);
    return moved;
  };
  let below = here;
  let above = here;
  for (let row = 0; row < rowsAhead; row += 1) {
    below = step(below, 'down');
    above = step(above, 'up');
  }
  step(here, 'pageDown');
  step(here, 'pageUp');
  const own = definition.selectedKey(here, model);
  if (own !== null) found.delete(own);
  return [...found];
}
