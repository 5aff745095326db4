/** What decides which keys work now: where they are looked up, and what they would act on. */
import type { EpicRow, MemoryRow } from '../../domain/contract/rows.js';
import type { HistoryEntry } from '../../domain/contract/triage-calls.js';
import type { KeyContext, Scope } from '../keys.js';
import { canArrange } from '../panes/list-query.js';
import { screens } from '../panes/pane.js';
import { addresseeOf } from './addressee.js';
import type { CockpitState } from './cockpit-state.js';
import { hasDetail, isRevealable } from './details.js';
import type { UpdateContext } from './effects.js';
import type { Models } from './models.js';
import type { ProjectData } from './project-data.js';
import { unreadRows } from './unread-rows.js';
import { unreadOf } from './unread.js';

/** Where keys are looked up, first match first. */
export function activeScopes({ dialog, stage, detail, focus }: CockpitState): readonly Scope[] {
  if (dialog) return [dialog.type];
  if (stage.type === 'empty') return ['start', 'global'];
  if (stage.type !== 'ready') return ['global'];
  if (detail) return ['detail', 'global'];
  const own: readonly Scope[] = focus === 'inbox' || focus === 'memory' ? [focus] : [];
  return [...own, 'pane', 'global'];
}

export function keyContext(
  state: CockpitState,
  context: Pick<UpdateContext, 'data' | 'models' | 'demoAvailable'>,
): KeyContext {
  const { data, models } = context;
  const searched = state.detail ? 'detail' : state.focus;
  const filtered = data && models.filterable(state, data, searched);
  return {
    screen: state.screen,
    focus: state.focus,
    panes: screens[state.screen].length,
    detailOpen: state.detail !== null,
    openable: data !== null && hasDetail(state, data, models),
    filterable: filtered !== null && canArrange(filtered.kind),
    groupable: filtered?.kind === 'epics' || filtered?.kind === 'tasks',
    markable: state.detail === null && models.definition(state.focus).markedKeys !== undefined,
    marked: data === null || state.detail ? 0 : models.markedKeys(state, data, state.focus).size,
    unread: data === null ? 0 : unreadCount(state, data),
    searching: data !== null && models.search(state, data, searched) !== '',
    task: data && models.selectedTask(state, data),
    tasks: data === null ? [] : models.selectedTasks(state, data),
    epicSelected:
      data !== null && state.screen === 'main' && models.selectedEpic(state, data) !== null,
    inboxItem: data && models.inboxItem(state, data),
    addressee: data && addresseeOf(state, data, models),
    revealable: data !== null && isRevealable(state, data, models),
    epic: data && selectedEpicRow(state, data, models),
    onEpic: state.detail ? state.detail.type === 'epic' : onEpicRow(state),
    memory: data && selectedMemory(state, data, models),
    action: data && selectedAction(state, data, models),
    failed: state.lastFailure !== null,
    storeDead: state.connection.type === 'dead' || state.stage.type === 'failed',
    demoAvailable: context.demoAvailable,
  };
}

function unreadCount({ screen, seen }: CockpitState, data: ProjectData): number {
  if (screen === 'agents') return unreadRows(data, seen, 'agents').size;
  return unreadOf(data.news, seen).epics.size;
}

/** The epic that epic keys are about: the open detail's, else the one under the cursor of the epics. */
function selectedEpicRow(state: CockpitState, data: ProjectData, models: Models): EpicRow | null {
  const id = state.detail ? state.detail.epicId : models.selectedEpic(state, data);
  return data.epics.find((epic) => epic.id === id) ?? null;
}

function onEpicRow({ focus, subject }: CockpitState): boolean {
  return focus === 'epics' || (focus === 'phases' && subject === 'epic');
}

function selectedMemory(state: CockpitState, data: ProjectData, models: Models): MemoryRow | null {
  if (state.detail !== null || state.focus !== 'memory') return null;
  const key = models.selectedKey(state, data, 'memory');
  const { entries, hits } = data.memory;
  const hit = hits?.find(({ id, row }) => id === key && row !== null)?.row;
  return hit ?? entries.find(({ id }) => String(id) === key) ?? null;
}

function selectedAction(
  state: CockpitState,
  data: ProjectData,
  models: Models,
): HistoryEntry | null {
  if (state.detail !== null || state.focus !== 'history') return null;
  const key = models.selectedKey(state, data, 'history');
  return data.history?.find(({ commandId }) => commandId === key) ?? null;
}
