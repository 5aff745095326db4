/** Finding what to do, taking it back, and taking things along. */
import type { triageKeys } from '../../keymap/triage.js';
import type { CockpitState } from '../cockpit-state.js';
import { copyPicker } from '../copying.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import type { Errand } from '../errands.js';
import { keyContext } from '../key-context.js';
import { makePalette } from '../palette.js';
import { refreshed } from '../retry.js';
import { withFocus } from '../screens.js';
import { unlessRefused, type Command, type CommandsOf } from './command.js';

export const triageCommands: CommandsOf<typeof triageKeys> = {
  palette: (state, context) => {
    const storeOpen = state.connection.type === 'live';
    const { epics } = context.data ?? { epics: [] };
    return only({
      ...state,
      dialog: makePalette(epics, keyContext(state, context), storeOpen),
    });
  },
  undo: unlessRefused('undo', takeBack('undo')),
  redo: unlessRefused('redo', takeBack('redo')),
  history: (state) => only(withFocus(state, 'history')),
  retry: unlessRefused('retry', tryAgain),
  copy: unlessRefused('copy', (state, context) => {
    const dialog = copyPicker(keyContext(state, context));
    return only(dialog ? { ...state, dialog } : state);
  }),
  editText: unlessRefused('editText', (state, context) => {
    const errand = textToEdit(state, context);
    return errand ? { state, effects: [{ type: 'errand', errand }] } : only(state);
  }),
};

function takeBack(type: 'undo' | 'redo'): Command {
  return (state, context): Update => {
    const { action } = keyContext(state, context);
    const follow = state.screen !== 'history';
    const intent = { type, commandId: action?.commandId ?? null, follow } as const;
    return { state, effects: [{ type: 'run', intent }] };
  };
}

/** The same once more on what is there now; what was typed for it comes along, should it fail again. */
function tryAgain(state: CockpitState, context: UpdateContext): Update {
  const { lastFailure } = state;
  if (lastFailure === null || context.data === null) return only(state);
  const { prompt } = lastFailure;
  const intent = refreshed(lastFailure.intent, context.data);
  if (intent !== null) {
    return { state, effects: [{ type: 'run', intent, ...(prompt && { prompt }) }] };
  }
  const forgotten: CockpitState = { ...state, lastFailure: null };
  return only(notify(forgotten, 'error', 'What it was about is gone.', context.now));
}

function textToEdit(state: CockpitState, context: UpdateContext): Errand | null {
  const { task, epic, onEpic, memory } = keyContext(state, context);
  if (memory !== null) return { type: 'editText', kind: 'memory', id: String(memory.id) };
  if (task !== null) return { type: 'editText', kind: 'task', id: task.id };
  return onEpic && epic !== null ? { type: 'editText', kind: 'epic', id: epic.id } : null;
}
