/** What every list and the detail view understand. */
import type { listKeys } from '../../keymap/lists.js';
import type { CockpitState } from '../cockpit-state.js';
import { openDetail, walk } from '../details.js';
import { only, type Update, type UpdateContext } from '../effects.js';
import { reducePane, searchPane } from '../prompts.js';
import { withScreenBefore } from '../screens.js';
import { emptyField } from '../text-field.js';
import type { CommandsOf } from './command.js';

export const listCommands: CommandsOf<typeof listKeys> = {
  open: (state, context) => foldHere(state, context) ?? openDetail(state, context),
  back: goBack,
  nextItem: (state, context) => only(walk(state, 'down', context)),
  previousItem: (state, context) => only(walk(state, 'up', context)),
  search: askSearch,
  switchScope,
};

/** Enter on the header of a group folds it; null elsewhere. */
function foldHere(state: CockpitState, context: UpdateContext): Update | null {
  const folded = reducePane(state, state.focus, { type: 'fold' }, context);
  return folded === state ? null : only(folded);
}

function goBack(state: CockpitState, context: UpdateContext): Update {
  const quiet: CockpitState = { ...state, notice: null };
  const { data, models } = context;
  if (!state.detail) {
    const marked = data !== null && models.markedKeys(state, data, state.focus).size > 0;
    if (marked)
      return only(reducePane(quiet, state.focus, { type: 'mark', how: 'clear' }, context));
    const narrowed = data !== null && models.search(state, data, state.focus) !== '';
    if (state.screen !== 'main' && !narrowed) return only(withScreenBefore(quiet));
    return searchPane(quiet, state.focus, '', context);
  }
  const searching = data !== null && models.search(state, data, 'detail') !== '';
  return searching ? searchPane(quiet, 'detail', '', context) : only({ ...quiet, detail: null });
}

/** What is typed takes the place of an older search, which Enter alone keeps. */
function askSearch(state: CockpitState, { data, models }: UpdateContext): Update {
  const pane = state.detail ? 'detail' : state.focus;
  const known = data === null ? '' : models.search(state, data, pane);
  return only({
    ...state,
    dialog: {
      type: 'prompt',
      title: `Search ${pane === 'detail' ? 'the text' : pane}`,
      placeholder: known === '' ? 'a few letters' : known,
      required: false,
      field: emptyField,
      intent: { type: 'search', pane },
    },
  });
}

/** While the memory is looked at or searched; anything else that is typed goes on. */
function switchScope(state: CockpitState): Update {
  const { dialog } = state;
  const searching = dialog?.type === 'prompt' && dialog.intent.type === 'search';
  const about = dialog === null ? state.focus : searching ? dialog.intent.pane : null;
  return about === 'memory' ? { state, effects: [{ type: 'switchScope' }] } : only(state);
}
