/** Choosing from a list while typing. */
import { pickerKeyAt, pickerLayout } from '../../dialogs/index.js';
import type { InputEvent } from '../../input.js';
import { bindings, type CommandId } from '../../keys.js';
import type { pickerKeys } from '../../keymap/pickers.js';
import type { Movement } from '../../panes/pane.js';
import type { CockpitState } from '../cockpit-state.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import {
  movePicker,
  nothingText,
  scrollPicker,
  selectedItem,
  selectInPicker,
  tickRow,
  typeIntoPicker,
  type Picker,
} from '../picker.js';
import { searchPane, withText } from '../prompts.js';
import { edit, insert, type TextField } from '../text-field.js';
import { withoutView } from '../views.js';
import type { Command, CommandsOf } from './command.js';

const move =
  (movement: Movement): Command =>
  (state) => {
    const { dialog } = state;
    if (dialog?.type !== 'picker') return only(state);
    return only({ ...state, dialog: movePicker(dialog, movement, heightFor(state, dialog)) });
  };

type Run = (id: CommandId, state: CockpitState, context: UpdateContext) => Update;

/** @param run gives the command that is chosen in the palette */
export const pickerCommands = (run: Run): CommandsOf<typeof pickerKeys> => ({
  choose: (state, context) => choose(state, context, run),
  tick: (state, context) => {
    const { dialog } = state;
    if (dialog?.type !== 'picker') return only(state);
    const refusal = dialog.several && selectedItem(dialog)?.refusal;
    if (refusal) return only(notify(state, 'error', refusal, context.now));
    return only({ ...state, dialog: tickRow(dialog, heightFor(state, dialog)) });
  },
  pickUp: move('up'),
  pickDown: move('down'),
  pickPageUp: move('pageUp'),
  pickPageDown: move('pageDown'),
});

export function typeInPicker(state: CockpitState, event: InputEvent): Update {
  const { dialog } = state;
  if (dialog?.type !== 'picker' || event.type !== 'key') return only(state);
  const field =
    event.text === '' ? edit(dialog.field, event.name) : insert(dialog.field, event.text);
  return field ? withField(state, dialog, field) : only(state);
}

export function pasteInPicker(state: CockpitState, text: string): Update {
  const { dialog } = state;
  if (dialog?.type !== 'picker') return only(state);
  return withField(state, dialog, insert(dialog.field, text));
}

function withField(state: CockpitState, dialog: Picker, field: TextField): Update {
  const typed: CockpitState = { ...state, dialog: typeIntoPicker(dialog, field) };
  const asks = dialog.found !== null && field.text !== dialog.field.text;
  return {
    state: typed,
    effects: asks ? [{ type: 'errand', errand: { type: 'searchPalette', text: field.text } }] : [],
  };
}

/** Whether what is under the cursor would change what is stored. */
export function choiceActsOnData({ dialog }: CockpitState): boolean {
  if (dialog?.type !== 'picker') return false;
  if (dialog.several !== null) return true;
  const chosen = selectedItem(dialog)?.chosen;
  if (chosen?.type !== 'command') return chosen?.type === 'intent';
  return bindings.find(({ id }) => id === chosen.id)?.actsOnData ?? false;
}

function choose(state: CockpitState, context: UpdateContext, run: Run): Update {
  const { dialog } = state;
  if (dialog?.type !== 'picker') return only(state);
  const item = selectedItem(dialog);
  const closed: CockpitState = { ...state, dialog: null };
  if (dialog.several !== null) {
    const { intent, ticked } = dialog.several;
    const wanted = intent.type === 'dependencies' ? { ...intent, dependsOn: ticked } : intent;
    return { state: closed, effects: [{ type: 'run', intent: wanted }] };
  }
  if (item === null) return only(notify(state, 'info', nothingText(dialog), context.now));
  const { refusal, chosen } = item;
  if (refusal !== null) return only(notify(state, 'error', refusal, context.now));
  switch (chosen?.type) {
    case undefined:
      return only(closed);
    case 'command':
      return run(chosen.id, closed, context);
    case 'prompt':
      return only({ ...closed, dialog: chosen.prompt });
    case 'search':
      return searchPane(closed, chosen.pane, chosen.text, context);
    case 'forgetView':
      return only({ ...closed, views: withoutView(state.views, chosen.view) });
    case 'errand':
      return { state: closed, effects: [{ type: 'errand', errand: chosen.errand }] };
    case 'intent': {
      const typed = dialog.typed?.intent === chosen.intent;
      const intent = typed ? withText(chosen.intent, dialog.field.text.trim()) : chosen.intent;
      return { state: closed, effects: [{ type: 'run', intent }] };
    }
  }
}

function heightFor({ size }: CockpitState, picker: Picker): number {
  return pickerLayout(size, picker).height;
}

export function scrollPicked(state: CockpitState, by: number): CockpitState {
  const { dialog } = state;
  if (dialog?.type !== 'picker') return state;
  return { ...state, dialog: scrollPicker(dialog, by, heightFor(state, dialog)) };
}

/** Puts the cursor on the row in a place of the box; null where there is none. */
export function pickAt(
  state: CockpitState,
  place: { readonly line: number; readonly column: number },
): CockpitState | null {
  const { dialog } = state;
  if (dialog?.type !== 'picker') return null;
  const key = pickerKeyAt(dialog, state.size, place);
  if (key === null) return null;
  return { ...state, dialog: selectInPicker(dialog, key, heightFor(state, dialog)) };
}
