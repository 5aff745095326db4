/** Typing into the help, moving along it and carrying out what it lists. */
import { helpRows } from '../../dialogs/help.js';
import type { InputEvent } from '../../input.js';
import type { helpKeys } from '../../keymap/help.js';
import type { CockpitState } from '../cockpit-state.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import { helpItems, type HelpItem } from '../help-list.js';
import { activeScopes, keyContext } from '../key-context.js';
import { edit, emptyField, insert, type TextField } from '../text-field.js';
import type { Command, CommandsOf } from './command.js';

const move =
  (stepOf: (page: number) => number): Command =>
  (state, context) =>
    only(moveBy(state, stepOf(helpRows(state.size) - 1), context));

/** Running is the dispatcher's: it asks first what may be run. */
export const helpCommands: CommandsOf<typeof helpKeys> = {
  helpUp: move(() => -1),
  helpDown: move(() => 1),
  helpPageUp: move((page) => -page),
  helpPageDown: move((page) => page),
  helpRun: (state) => only(state),
  closeHelp: (state) => only({ ...state, dialog: null }),
};

export function openHelp(state: CockpitState, { ascii }: UpdateContext): Update {
  const active = activeScopes(state);
  return only({
    ...state,
    dialog: { type: 'help', field: emptyField, position: 0, active, ascii },
  });
}

/** What is typed narrows the list; the key that opened it closes it while nothing is typed. */
export function typeHelp(
  state: CockpitState,
  event: Extract<InputEvent, { type: 'key' }>,
): CockpitState {
  const { dialog } = state;
  if (dialog?.type !== 'help') return state;
  if (event.text === '?' && dialog.field.text === '') return { ...state, dialog: null };
  const field =
    event.text === '' ? edit(dialog.field, event.name) : insert(dialog.field, event.text);
  return field ? withField(state, field) : state;
}

export function pasteHelp(state: CockpitState, text: string): CockpitState {
  const { dialog } = state;
  return dialog?.type === 'help' ? withField(state, insert(dialog.field, text)) : state;
}

function withField(state: CockpitState, field: TextField): CockpitState {
  const { dialog } = state;
  if (dialog?.type !== 'help') return state;
  const position = field.text === dialog.field.text ? dialog.position : 0;
  return { ...state, dialog: { ...dialog, field, position } };
}

/** The row under the cursor; null where the search finds none. */
export function selectedHelp(state: CockpitState, context: UpdateContext): HelpItem | null {
  const items = itemsOf(state, context);
  const { dialog } = state;
  if (dialog?.type !== 'help') return null;
  return items[Math.min(dialog.position, items.length - 1)] ?? null;
}

/** Why the row cannot be carried out, told over the help, which stays open. */
export function refuseHelp(state: CockpitState, reason: string, { now }: UpdateContext): Update {
  return only(notify(state, 'info', reason, now));
}

function itemsOf(state: CockpitState, context: UpdateContext): readonly HelpItem[] {
  const { dialog } = state;
  if (dialog?.type !== 'help') return [];
  const closed = { ...state, dialog: null };
  return helpItems(dialog.active, dialog.field.text, keyContext(closed, context), dialog.ascii);
}

function moveBy(state: CockpitState, step: number, context: UpdateContext): CockpitState {
  const { dialog } = state;
  if (dialog?.type !== 'help') return state;
  const last = Math.max(0, itemsOf(state, context).length - 1);
  const position = Math.max(0, Math.min(last, Math.min(dialog.position, last) + step));
  return { ...state, dialog: { ...dialog, position } };
}
