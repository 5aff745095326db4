/** What decides which keys work now: where they are looked up, and what they would act on. */
import type { KeyContext, Scope } from '../keys.js';
import { screens } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';
import { hasDetail, isRevealable } from './details.js';
import type { UpdateContext } from './effects.js';
import { unreadOf } from './unread.js';
import { addresseeOf } from './addressee.js';

/** Where keys are looked up, first match first. */
export function activeScopes({ dialog, stage, detail, focus }: CockpitState): readonly Scope[] {
  if (dialog) return [dialog.type];
  if (stage.type === 'empty') return ['start', 'global'];
  if (stage.type !== 'ready') return ['global'];
  if (detail) return ['detail', 'global'];
  return focus === 'inbox' ? ['inbox', 'pane', 'global'] : ['pane', 'global'];
}

export function keyContext(
  state: CockpitState,
  context: Pick<UpdateContext, 'data' | 'models' | 'demoAvailable'>,
): KeyContext {
  const { data, models } = context;
  const searched = state.detail ? 'detail' : state.focus;
  return {
    screen: state.screen,
    focus: state.focus,
    panes: screens[state.screen].length,
    detailOpen: state.detail !== null,
    openable: data !== null && hasDetail(state, data, models),
    markable: state.detail === null && models.definition(state.focus).markedKeys !== undefined,
    marked: data === null || state.detail ? 0 : models.markedKeys(state, data, state.focus).size,
    unread: data === null ? 0 : unreadOf(data.news, state.seen).epics.size,
    searching: data !== null && models.search(state, data, searched) !== '',
    task: data && models.selectedTask(state, data),
    tasks: data === null ? [] : models.selectedTasks(state, data),
    epicSelected:
      data !== null && state.screen === 'main' && models.selectedEpic(state, data) !== null,
    inboxItem: data && models.inboxItem(state, data),
    addressee: data && addresseeOf(state, data, models),
    revealable: data !== null && isRevealable(state, data, models),
    storeDead: state.connection.type === 'dead' || state.stage.type === 'failed',
    failed: state.failed?.what ?? null,
    demoAvailable: context.demoAvailable,
  };
}
