/** What is being looked at, and so is not news any more; and the way to the next news. */
import { compareIds } from '../../domain/ids.js';
import type { CockpitState } from './cockpit-state.js';
import type { Models } from './models.js';
import type { ProjectData } from './project-data.js';
import { unreadRows } from './unread-rows.js';
import { looked, unreadOf } from './unread.js';

/** The state after a look at what is on the screen: the open detail, the row under the cursor, the agent beside. */
export function withLook(
  state: CockpitState,
  data: ProjectData | null,
  models: Models,
): CockpitState {
  if (data === null || state.stage.type !== 'ready' || !state.terminalFocused) return state;
  const { detail, focus } = state;
  let target: { readonly kind: 'task' | 'epic' | 'actor'; readonly id: string | null } | null =
    null;
  if (detail) target = { kind: detail.type, id: detail.id };
  else if (focus === 'tasks') target = { kind: 'task', id: models.selectedKey(state, data, focus) };
  else if (focus === 'epics') target = { kind: 'epic', id: models.selectedKey(state, data, focus) };
  else if (focus === 'agents' || focus === 'tail')
    target = { kind: 'actor', id: models.agent(state, data)?.actor ?? null };
  if (target === null || target.id === null) return state;
  const seen = looked(state.seen, data.news, target.kind, target.id);
  return seen === state.seen ? state : { ...state, seen };
}

export interface Unseen {
  readonly pane: 'epics' | 'tasks' | 'agents';
  readonly key: string;
  /** The epic that must be selected for the row to be there. */
  readonly epicId: string | null;
}

/**
 * Where the next or the previous unread row is: among the agents on their screen, else among the rows of the focused
 * pane, and for tasks in the other epics behind and before this one, around the ends. Null where nothing is unread.
 */
export function findUnseen(
  state: CockpitState,
  data: ProjectData,
  models: Models,
  step: 1 | -1,
): Unseen | null {
  if (state.screen === 'agents') {
    const rows = unreadRows(data, state.seen, 'agents');
    const agents = models.shownKeys(state, data, 'agents');
    const at = models.selectedKey(state, data, 'agents');
    const key = around(agents, at, step).find((each) => rows.has(each));
    return key === undefined ? null : { pane: 'agents', key, epicId: null };
  }
  const unread = unreadOf(data.news, state.seen);
  const epics = models.shownKeys(state, data, 'epics');
  const epic = models.selectedEpic(state, data);
  if (state.focus !== 'tasks') {
    const key = around(epics, epic, step).find((id) => unread.epics.has(id));
    return key === undefined ? null : { pane: 'epics', key, epicId: null };
  }
  const tasks = models.shownKeys(state, data, 'tasks');
  const at = models.selectedKey(state, data, 'tasks');
  const rest = ahead(tasks, at, step).find((id) => unread.tasks.has(id));
  if (rest !== undefined) return { pane: 'tasks', key: rest, epicId: epic };
  for (const epicId of [...around(epics, epic, step), ...(epic === null ? [] : [epic])]) {
    const inside = [...unread.tasks].filter((id) => data.news.tasks.get(id)?.epicId === epicId);
    const key = inside.sort(compareIds).at(step === 1 ? 0 : -1);
    if (key !== undefined) return { pane: 'tasks', key, epicId };
  }
  return null;
}

/** The keys behind a key in a direction, in the order one meets them. */
function ahead(keys: readonly string[], from: string | null, step: 1 | -1): readonly string[] {
  const index = from === null ? -1 : keys.indexOf(from);
  return step === 1 ? keys.slice(index + 1) : keys.slice(0, Math.max(0, index)).reverse();
}

/** All other keys, in the order one meets them going around. */
function around(keys: readonly string[], from: string | null, step: 1 | -1): readonly string[] {
  const index = from === null ? -1 : keys.indexOf(from);
  const order = [...keys.slice(index + 1), ...keys.slice(0, Math.max(0, index))];
  return step === 1 ? order : order.reverse();
}
