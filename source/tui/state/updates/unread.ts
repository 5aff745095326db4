/** To what changed since one last looked. */
import type { unreadKeys } from '../../keymap/unread.js';
import type { CockpitState } from '../cockpit-state.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import { findUnseen } from '../looking.js';
import { reducePane } from '../prompts.js';
import { withFocus } from '../screens.js';
import { lookedAtAll } from '../unread.js';
import { openDetail } from '../details.js';
import type { CommandsOf } from './command.js';

export const unreadCommands: CommandsOf<typeof unreadKeys> = {
  nextUnread: (state, context) => goToUnseen(state, 1, context),
  previousUnread: (state, context) => goToUnseen(state, -1, context),
  readAll: (state, { data }) =>
    only(data === null ? state : { ...state, seen: lookedAtAll(data.cursor.event) }),
};

function goToUnseen(state: CockpitState, step: 1 | -1, context: UpdateContext): Update {
  const { data, models, now } = context;
  const found = data && findUnseen(state, data, models, step);
  if (!found) {
    return only(notify(state, 'info', 'Nothing has happened here since you last looked.', now));
  }
  const { pane, key, epicId } = found;
  let moved = withFocus(state, pane);
  if (epicId !== null) {
    moved = reducePane(moved, 'epics', { type: 'select', key: epicId }, context);
  }
  moved = reducePane(models.settle(moved, data), pane, { type: 'select', key }, context);
  // The tasks of another epic may have to be read first.
  const there = models.selectedKey(moved, data, pane) === key;
  const reached = there ? moved : { ...moved, awaited: { pane, key } };
  return state.detail && there ? openDetail(reached, context) : only(reached);
}
