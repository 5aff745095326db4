/** From what the terminal sent to the next state and what is to be done outside: pure, but for the models' memory. */
import type { MemoryDetail } from '../../domain/contract/rows.js';
import { refusal, type InputChunk, type InputEvent } from '../input.js';
import { bindingFor, type Binding } from '../keys.js';
import type { CockpitState } from './cockpit-state.js';
import { runCommand } from './updates/index.js';
import { notify, only, type Effect, type Update, type UpdateContext } from './effects.js';
import { activeScopes, keyContext } from './key-context.js';
import type { Picker } from './picker.js';
import { handleMouse } from './pointer.js';
import { typeText, typeKey } from './prompts.js';
import { pasteHelp, refuseHelp, selectedHelp, typeHelp } from './updates/help.js';
import { choiceActsOnData, pasteInPicker, typeInPicker } from './updates/pickers.js';

/** A notice stays at least this long, however fast keys follow. */
const noticeMilliseconds = 1000;

/** Applies the events of one chunk one after another. */
export function handleChunk(
  before: CockpitState,
  chunk: InputChunk,
  context: UpdateContext,
): Update {
  let state = forgetNotice(before, chunk, context.now);
  const effects: Effect[] = [];
  let opened = false;
  for (const event of chunk.events) {
    const update = handleEvent(state, event, chunk, opened, context);
    opened ||= update.state.dialog !== null && update.state.dialog.type !== state.dialog?.type;
    state = context.models.settle(update.state, context.data);
    effects.push(...update.effects);
  }
  return { state, effects };
}

function handleEvent(
  state: CockpitState,
  event: InputEvent,
  chunk: InputChunk,
  openedInChunk: boolean,
  context: UpdateContext,
): Update {
  if (event.type === 'focus') {
    const focusedAt = event.focused ? context.now : state.focusedAt;
    return only({ ...state, focusedAt, terminalFocused: event.focused });
  }
  if (context.models.layout(state) === null) return handleUnseen(state, event, context);
  if (event.type === 'mouse') return handleMouse(state, event, chunk, context);
  if (event.type === 'paste') return paste(state, event.text, context);
  const binding = bindingFor(event.name, activeScopes(state), () => keyContext(state, context));
  if (state.dialog?.type === 'picker') {
    if (openedInChunk && binding?.id === 'choose') return only(state);
    if (!binding || isTyped(binding, event, state.dialog)) return typeInPicker(state, event);
  }
  if (state.dialog?.type === 'prompt') {
    // What follows in the chunk that opened the prompt is its text: nothing is sent off by it.
    if (openedInChunk && binding?.id === 'submit') return only(state);
    if (!binding) return typeKey(state, event, context);
  }
  if (state.dialog?.type === 'help') {
    if (!binding) return only(typeHelp(state, event));
    if (binding.id === 'helpRun')
      return openedInChunk ? only(state) : runSelected(state, chunk, context);
  }
  // Nobody answers a question before having read it.
  if (state.dialog?.type === 'confirm' && openedInChunk) return only(state);
  if (!binding) return only(state);
  const acts = binding.actsOnData ?? (binding.id === 'choose' && choiceActsOnData(state));
  const why = acts ? refusalText(binding, state, chunk, context) : null;
  if (why !== null) return only(notify(state, 'error', why, context.now));
  return runCommand(binding.id, state, context);
}

/** Does what the help's selected row stands for, as its key would where the help was opened. */
function runSelected(state: CockpitState, chunk: InputChunk, context: UpdateContext): Update {
  const item = selectedHelp(state, context);
  if (item === null) return only(state);
  const { binding, refusal: reason } = item;
  const why = binding.actsOnData ? refusalText(binding, state, chunk, context) : null;
  if (reason !== null || why !== null) return refuseHelp(state, reason ?? why ?? '', context);
  return runCommand(binding.id, { ...state, dialog: null }, context);
}

/** On a screen too small to show anything nobody acts on what is not to be seen: only leaving it works. */
function handleUnseen(state: CockpitState, event: InputEvent, context: UpdateContext): Update {
  const binding = event.type === 'key' ? bindingFor(event.name, ['global']) : null;
  const leaves = binding && ['quit', 'interrupt', 'suspend', 'repaint'].includes(binding.id);
  return leaves ? runCommand(binding.id, state, context) : only(state);
}

function paste(state: CockpitState, text: string, context: UpdateContext): Update {
  if (state.dialog?.type === 'prompt') return typeText(state, text, context);
  if (state.dialog?.type === 'help') return only(pasteHelp(state, text));
  if (state.dialog?.type === 'picker') return pasteInPicker(state, text);
  return only(
    notify(state, 'info', 'Pasted text is ignored: nothing is being typed.', context.now),
  );
}

/** The bar of blanks ticks only where there is something to tick. */
function isTyped(binding: Binding, event: InputEvent, picker: Picker): boolean {
  return binding.id === 'tick' && event.type === 'key' && event.text !== '' && !picker.several;
}

function refusalText(
  binding: Binding,
  state: CockpitState,
  chunk: InputChunk,
  context: UpdateContext,
): string | null {
  const why = refusal(chunk, context.now, state.focusedAt);
  const key = binding.keys[0] ?? '';
  if (why === 'pasted') {
    return `"${key}" was ignored: it came in a run of ${chunk.printable} characters, as a paste does.`;
  }
  if (why === 'just-focused')
    return `"${key}" was ignored: this window had only just got the focus.`;
  if (state.connection.type !== 'live') return 'The store is not open. Press R to reopen it.';
  return null;
}

function forgetNotice(state: CockpitState, chunk: InputChunk, now: number): CockpitState {
  const read = state.notice !== null && now - state.notice.at >= noticeMilliseconds;
  return read && chunk.events.some(({ type }) => type === 'key' || type === 'mouse')
    ? { ...state, notice: null }
    : state;
}

/** A memory entry as a text to scroll through. */
export function withMemoryReader(state: CockpitState, detail: MemoryDetail): CockpitState {
  return { ...state, dialog: { type: 'reader', text: { type: 'memory', detail }, top: 0 } };
}
