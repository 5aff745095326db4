/** Typing into the help, moving along it and carrying out what it lists. */
import { helpItemAt, helpPlace, helpRows } from '../../dialogs/help.js';
import type { InputEvent } from '../../input.js';
import type { helpKeys } from '../../keymap/help.js';
import type { CockpitState, HelpDialog } from '../cockpit-state.js';
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
    dialog: { type: 'help', field: emptyField, position: 0, top: 0, active, ascii },
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
  const place = field.text === dialog.field.text ? {} : { position: 0, top: 0 };
  return { ...state, dialog: { ...dialog, field, ...place } };
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
  return selectHelp(state, Math.min(dialog.position, last) + step, context);
}

/** Puts the cursor on an item, or on the nearest there is. */
export function selectHelp(
  state: CockpitState,
  position: number,
  context: UpdateContext,
): CockpitState {
  const { dialog } = state;
  if (dialog?.type !== 'help') return state;
  const place = { position, top: dialog.top };
  const moved = helpPlace(itemsOf(state, context), listOf(state, dialog), place);
  return { ...state, dialog: { ...dialog, ...moved } };
}

export function scrollHelp(state: CockpitState, by: number, context: UpdateContext): CockpitState {
  const { dialog } = state;
  if (dialog?.type !== 'help') return state;
  const moved = helpPlace(itemsOf(state, context), listOf(state, dialog), dialog, by);
  return { ...state, dialog: { ...dialog, ...moved } };
}

/** The item on a line of the help's box; null where there is none. */
export function helpAt(state: CockpitState, line: number, context: UpdateContext): number | null {
  const { dialog } = state;
  if (dialog?.type !== 'help') return null;
  return helpItemAt(itemsOf(state, context), listOf(state, dialog), dialog, line);
}

function listOf({ size }: CockpitState, { field }: HelpDialog): { search: string; rows: number } {
  return { search: field.text, rows: helpRows(size) };
}
