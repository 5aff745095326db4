/** Typing into a prompt, sending it off and giving it up. */
import type { InputEvent } from '../input.js';
import type { Movement, PaneName } from '../panes/pane.js';
import type { CockpitState, Dialog } from './cockpit-state.js';
import { withPane } from './models.js';
import { edit, insert, type TextField } from './text-field.js';
import { notify, only, type Effect, type Update, type UpdateContext } from './effects.js';

type Prompt = Extract<Dialog, { type: 'prompt' }>;

/** While searching, these move the cursor of what is found. */
const movements: Readonly<Record<string, Movement>> = {
  up: 'up',
  down: 'down',
  pageup: 'pageUp',
  pagedown: 'pageDown',
};

export function typeText(state: CockpitState, text: string, context: UpdateContext): Update {
  const { dialog } = state;
  if (dialog?.type !== 'prompt') return only(state);
  return withField(state, dialog, insert(dialog.field, text), context);
}

export function typeKey(
  state: CockpitState,
  event: Extract<InputEvent, { type: 'key' }>,
  context: UpdateContext,
): Update {
  const { dialog } = state;
  if (dialog?.type !== 'prompt') return only(state);
  if (event.text !== '') return typeText(state, event.text, context);
  const movement = movements[event.name];
  if (movement && dialog.intent.type === 'search') {
    return only(movePane(state, dialog.intent.pane, movement, context));
  }
  const field = edit(dialog.field, event.name);
  return field ? withField(state, dialog, field, context) : only(state);
}

export function submitPrompt(state: CockpitState, context: UpdateContext): Update {
  const { dialog } = state;
  if (dialog?.type !== 'prompt') return only(state);
  const text = dialog.field.text.trim();
  if (text === '' && dialog.required) {
    return only(notify(state, 'error', `Type ${dialog.placeholder}, or press Esc.`, context.now));
  }
  const closed: CockpitState = { ...state, dialog: null };
  const { intent } = dialog;
  switch (intent.type) {
    case 'search':
      return only(closed);
    case 'openDirectory':
      return { state: closed, effects: [{ type: 'openDirectory', directory: text }] };
    case 'intent':
      return { state: closed, effects: [{ type: 'run', intent: withText(intent.intent, text) }] };
  }
}

export function cancelDialog(state: CockpitState, context: UpdateContext): Update {
  const closed: CockpitState = { ...state, dialog: null };
  return state.dialog?.type === 'prompt' && state.dialog.intent.type === 'search'
    ? searchPane(closed, state.dialog.intent.pane, '', context)
    : only(closed);
}

/** Tells a pane its search text; the memory's is answered by the store. */
export function searchPane(
  state: CockpitState,
  pane: PaneName,
  text: string,
  context: UpdateContext,
): Update {
  const { data, models } = context;
  if (data === null) return only(state);
  const model = models.model(state, data, pane);
  const own = models.registry.panes[pane].reduce(
    state.panes[pane],
    { type: 'search', text },
    model,
    models.room(state, pane),
  );
  const effects: Effect[] = pane === 'memory' ? [{ type: 'searchMemory', text }] : [];
  return { state: withPane(state, pane, own), effects };
}

export function movePane(
  state: CockpitState,
  pane: PaneName,
  movement: Movement,
  { data, models }: UpdateContext,
): CockpitState {
  if (data === null) return state;
  const before = state.panes[pane];
  const model = models.model(state, data, pane);
  const after = models.registry.panes[pane].reduce(
    before,
    { type: 'move', movement },
    model,
    models.room(state, pane),
  );
  return after === before ? state : withPane(state, pane, after);
}

function withField(
  state: CockpitState,
  dialog: Prompt,
  field: TextField,
  context: UpdateContext,
): Update {
  const typed: CockpitState = { ...state, dialog: { ...dialog, field } };
  return dialog.intent.type === 'search' && field.text !== dialog.field.text
    ? searchPane(typed, dialog.intent.pane, field.text, context)
    : only(typed);
}

function withText(
  intent: Extract<Prompt['intent'], { type: 'intent' }>['intent'],
  text: string,
): typeof intent {
  switch (intent.type) {
    case 'task':
      return { ...intent, text };
    case 'createEpic':
    case 'createTask':
      return { ...intent, title: text };
    case 'checkRestart':
    case 'override':
      return intent;
  }
}
