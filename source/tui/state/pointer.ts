/**
 * What the mouse does. A press puts the cursor on a row and the focus on its pane; another one opens what the row leads
 * to. The wheel scrolls what is under the pointer. Neither ever changes what is stored: that is for keys alone.
 */
import { asciiGlyphs, unicodeGlyphs } from '../glyphs.js';
import { refusal, type InputChunk } from '../input.js';
import { bindingFor } from '../keys.js';
import type { MouseEvent } from '../mouse-report.js';
import type { PaneName } from '../panes/pane.js';
import { targetAt, type Target } from '../pointing.js';
import { Screen } from '../screen.js';
import { createTheme } from '../theme.js';
import type { CockpitState } from './cockpit-state.js';
import { notify, only, type Update, type UpdateContext } from './effects.js';
import { activeScopes } from './key-context.js';
import { firstOfTwo, type Press } from './mouse.js';
import { selectedItem, type Picker } from './picker.js';
import { reducePane } from './prompts.js';
import { withFocus } from './screens.js';
import { helpAt, refuseHelp, scrollHelp, selectedHelp, selectHelp } from './updates/help.js';
import { runCommand } from './updates/index.js';
import { scrollReader } from './updates/movement.js';
import { choiceActsOnData, pickAt, scrollPicked } from './updates/pickers.js';

/** How far one notch of the wheel goes. */
const wheelRows = 3;
const changesNothing = 'A click changes nothing that is stored: press Enter to do it.';

export function handleMouse(
  state: CockpitState,
  event: MouseEvent,
  chunk: InputChunk,
  context: UpdateContext,
): Update {
  if (!state.mouse.on || state.stage.type !== 'ready') return only(state);
  const target = targetOf(state, event, context);
  if (event.kind === 'wheel') {
    return only(scroll(state, target, event.button === 'up' ? -wheelRows : wheelRows, context));
  }
  if (event.button !== 'left' || event.modifiers.length > 0) return only(state);
  // The click that brings the window to the front is meant for nothing in it.
  const isLooking = state.terminalFocused && refusal(chunk, context.now, state.focusedAt) === null;
  if (!isLooking) return only(state);
  const first = firstOfTwo(state.mouse, event, context.now);
  // What opened at the first click of two may lie elsewhere than under the second.
  if (first === 'done') return only(state);
  const { update, outcome } = press(state, target, first === 'selected', context);
  const { column, row } = event;
  const lastPress: Press = { column, row, at: context.now, outcome };
  const mouse = { ...update.state.mouse, lastPress };
  return { ...update, state: { ...update.state, mouse } };
}

function targetOf(state: CockpitState, cell: MouseEvent, context: UpdateContext): Target {
  const { models, data, demoAvailable, ascii } = context;
  const layout = models.layout(state);
  if (layout === null) return { type: 'nothing' };
  const glyphs = ascii ? asciiGlyphs : unicodeGlyphs;
  const screen = new Screen({ models, glyphs, theme: createTheme('none'), demoAvailable });
  const rectangleOf = (name: 'dialog' | 'notice' | 'connection') =>
    screen.box(name, state, data)?.rectangle ?? null;
  return targetAt(cell, layout, {
    dialog: rectangleOf('dialog'),
    notice: rectangleOf('notice'),
    connection: rectangleOf('connection'),
  });
}

function scroll(
  state: CockpitState,
  target: Target,
  by: number,
  context: UpdateContext,
): CockpitState {
  switch (target.type) {
    case 'pane': {
      const isFolded = context.models.size(state, target.name).rows === 0;
      return isFolded ? state : reducePane(state, target.name, { type: 'scroll', by }, context);
    }
    case 'detail':
      return reducePane(state, 'detail', { type: 'scroll', by }, context);
    case 'dialog':
      return scrollDialog(state, by, context);
    case 'outside':
    case 'notice':
    case 'nothing':
      return state;
  }
}

function scrollDialog(state: CockpitState, by: number, context: UpdateContext): CockpitState {
  switch (state.dialog?.type) {
    case 'reader':
      return scrollReader(state, () => by, context);
    case 'help':
      return scrollHelp(state, by, context);
    case 'picker':
      return scrollPicked(state, by);
    case 'prompt':
    case 'confirm':
    case undefined:
      return state;
  }
}

interface Pressed {
  readonly update: Update;
  readonly outcome: Press['outcome'];
}

const selected = (state: CockpitState): Pressed => ({ update: only(state), outcome: 'selected' });
const done = (update: Update): Pressed => ({ update, outcome: 'done' });

/** @param again this is the second click of two, the first of which selected something */
function press(
  state: CockpitState,
  target: Target,
  again: boolean,
  context: UpdateContext,
): Pressed {
  switch (target.type) {
    case 'pane':
      return again && state.detail === null && state.focus === target.name
        ? done(runCommand('open', state, context))
        : pressPane(state, target, context);
    case 'dialog':
      return pressDialog(state, target, again, context);
    case 'outside':
      return done(isSafeToLeave(state) ? leaveDialog(state, context) : only(state));
    case 'notice':
      return done(only({ ...state, notice: null }));
    case 'detail':
    case 'nothing':
      return done(only(state));
  }
}

function pressPane(
  state: CockpitState,
  { name, line }: { readonly name: PaneName; readonly line: number | null },
  context: UpdateContext,
): Pressed {
  const { data, models } = context;
  if (data === null) return done(only(state));
  const { detail } = state;
  const key = line === null ? null : keyAt(state, name, line, context);
  const isSelected = key !== null && models.selectedKey(state, data, name) === key;
  // Its detail is open beside it.
  if (isSelected && detail?.list === name) return done(only(state));
  if (isSelected && detail === null && state.focus === name) {
    return done(runCommand('open', state, context));
  }
  const focused = detail === null && state.focus === name ? state : withFocus(state, name);
  if (key === null) return done(only(focused));
  if (isSelected) return selected(focused);
  const moved = reducePane(focused, name, { type: 'select', key }, context);
  // The cursor is there already: on the header of a group.
  return moved === state ? done(runCommand('open', state, context)) : selected(moved);
}

function keyAt(
  state: CockpitState,
  name: PaneName,
  line: number,
  { data, models }: UpdateContext,
): string | null {
  if (data === null) return null;
  const model = models.model(state, data, name);
  const size = models.size(state, name);
  return models.definition(name).keyAt?.(state.panes[name], model, line, size) ?? null;
}

function pressDialog(
  state: CockpitState,
  place: { readonly line: number; readonly column: number },
  again: boolean,
  context: UpdateContext,
): Pressed {
  switch (state.dialog?.type) {
    case 'picker':
      return pressPicker(state, place, again, context);
    case 'help':
      return pressHelp(state, place.line, again, context);
    case 'reader':
    case 'prompt':
    case 'confirm':
    case undefined:
      return done(only(state));
  }
}

function pressPicker(
  state: CockpitState,
  place: { readonly line: number; readonly column: number },
  again: boolean,
  context: UpdateContext,
): Pressed {
  const { dialog } = state;
  const picked = again ? state : pickAt(state, place);
  if (dialog?.type !== 'picker' || picked === null) return done(only(state));
  if (dialog.several !== null) return done(tick(picked, context));
  const isSelected = isSamePick(dialog, picked.dialog);
  if (!isSelected) return selected(picked);
  const isRefused = choiceActsOnData(state);
  return done(
    isRefused
      ? only(notify(state, 'info', changesNothing, context.now))
      : runCommand('choose', state, context),
  );
}

function isSamePick(before: Picker, after: CockpitState['dialog']): boolean {
  return after?.type === 'picker' && selectedItem(after)?.key === selectedItem(before)?.key;
}

/** Ticks the row under the cursor, or takes its tick away; the cursor stays on it. */
function tick(picked: CockpitState, context: UpdateContext): Update {
  const list = picked.dialog?.type === 'picker' ? picked.dialog.list : null;
  const update = runCommand('tick', picked, context);
  const { dialog } = update.state;
  if (dialog?.type !== 'picker' || list === null) return update;
  return { ...update, state: { ...update.state, dialog: { ...dialog, list } } };
}

function pressHelp(
  state: CockpitState,
  line: number,
  again: boolean,
  context: UpdateContext,
): Pressed {
  const { dialog } = state;
  const position = helpAt(state, line, context);
  if (dialog?.type !== 'help' || (position === null && !again)) return done(only(state));
  if (!again && position !== null && position !== dialog.position) {
    return selected(selectHelp(state, position, context));
  }
  const item = selectedHelp(state, context);
  if (item === null) return done(only(state));
  const why = item.refusal ?? (item.binding.actsOnData ? changesNothing : null);
  return done(
    why === null
      ? runCommand(item.binding.id, { ...state, dialog: null }, context)
      : refuseHelp(state, why, context),
  );
}

/** Nothing is lost by leaving it: no question, nothing typed for a purpose, nothing ticked. */
function isSafeToLeave({ dialog }: CockpitState): boolean {
  if (dialog?.type === 'picker') {
    const isTyped = dialog.typed !== null && dialog.field.text !== '';
    return dialog.several === null && !isTyped;
  }
  return dialog?.type === 'reader' || dialog?.type === 'help';
}

function leaveDialog(state: CockpitState, context: UpdateContext): Update {
  const binding = bindingFor('escape', activeScopes(state));
  return binding ? runCommand(binding.id, state, context) : only(state);
}
