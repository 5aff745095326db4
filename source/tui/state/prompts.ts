/** Typing into a prompt, sending it off and giving it up. */
import type { InputEvent } from '../input.js';
import type { Movement, PaneAction, PaneName } from '../panes/pane.js';
import type { CockpitState, Prompt } from './cockpit-state.js';
import type { Intent } from './intents.js';
import { withPane } from './models.js';
import type { ProjectData } from './project-data.js';
import { filterCandidates } from './filter-typing.js';
import { edit, insert, replaceRange, type TextField } from './text-field.js';
import { followUp } from './follow-up.js';
import { refreshed } from './retry.js';
import { isTriageIntent, textRefusal, withTriageText } from './triage-intents.js';
import { withView } from './views.js';
import { notify, only, type Effect, type Update, type UpdateContext } from './effects.js';

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
  return withField(state, dialog, insert(dialog.field, asTyped(dialog, text)), context);
}

/** Lines that are pasted where titles are asked for are titles each. */
function asTyped({ intent }: Prompt, text: string): string {
  const titles = intent.type === 'intent' && intent.intent.type === 'split';
  return titles ? text.trim().replace(/\s*[\r\n]+\s*/g, ' | ') : text;
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
    const { pane } = dialog.intent;
    if (pane === 'detail' && event.name === 'down' && context.data) {
      const text = context.models.search(state, context.data, pane);
      return searchPane(state, pane, text, context);
    }
    return only(movePane(state, pane, movement, context));
  }
  const completed = event.name === 'tab' ? completedField(state, dialog, context) : null;
  const field = completed ?? edit(dialog.field, event.name);
  return field ? withField(state, dialog, field, context) : only(state);
}

/** The field with the likeliest completion of what stands at its cursor. */
function completedField(
  state: CockpitState,
  dialog: Prompt,
  { data, models }: UpdateContext,
): TextField | null {
  const [best] = data === null ? [] : filterCandidates(state, dialog, data, models);
  return best ? replaceRange(dialog.field, best.start, best.end, best.insert) : null;
}

/** What was typed is finished: its last word is no beginning any more. */
function finishedSearch(
  state: CockpitState,
  pane: PaneName | 'detail',
  context: UpdateContext,
): CockpitState {
  const text = context.data === null ? '' : context.models.search(state, context.data, pane);
  return text === '' || pane === 'detail'
    ? state
    : reducePane(state, pane, { type: 'search', text, typing: false }, context);
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
      // In a text Enter alone goes on to the next place.
      return text === '' && intent.pane === 'detail' && context.data
        ? searchPane(
            closed,
            'detail',
            context.models.search(state, context.data, 'detail'),
            context,
          )
        : only(finishedSearch(closed, intent.pane, context));
    case 'saveView': {
      const { kind, text: shown } = intent;
      const saved = { ...closed, views: withView(state.views, { kind, name: text, text: shown }) };
      return only(notify(saved, 'info', `Saved the view ${text}: press v for it.`, context.now));
    }
    case 'openDirectory':
      return { state: closed, effects: [{ type: 'openDirectory', directory: text }] };
    case 'intent': {
      const why = isTriageIntent(intent.intent) ? textRefusal(intent.intent, text) : null;
      if (why !== null) return only(notify(state, 'error', why, context.now));
      const wanted = withText(intent.intent, text);
      const dialogAfter = followUp(wanted);
      return dialogAfter
        ? only({ ...closed, dialog: dialogAfter })
        : { state: closed, effects: [{ type: 'run', intent: wanted, prompt: dialog }] };
    }
  }
}

/**
 * A prompt once more after its intent failed, with what was typed and for the task as it is now; null where nothing
 * was typed or the task is gone.
 */
export function askedAgain(prompt: Prompt, data: ProjectData | null): Prompt | null {
  const { intent } = prompt;
  if (prompt.field.text.trim() === '' || data === null || intent.type !== 'intent') return null;
  const again = refreshed(intent.intent, data);
  return again && { ...prompt, intent: { ...intent, intent: again } };
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
  pane: PaneName | 'detail',
  text: string,
  context: UpdateContext,
  typing = false,
): Update {
  const effects: Effect[] = pane === 'memory' ? [{ type: 'searchMemory', text }] : [];
  return { state: reducePane(state, pane, { type: 'search', text, typing }, context), effects };
}

export function movePane(
  state: CockpitState,
  pane: PaneName | 'detail',
  movement: Movement,
  context: UpdateContext,
): CockpitState {
  return reducePane(state, pane, { type: 'move', movement }, context);
}

/** A pane's state after an action on it. */
export function reducePane(
  state: CockpitState,
  pane: PaneName | 'detail',
  action: PaneAction,
  { data, models }: UpdateContext,
): CockpitState {
  if (data === null) return state;
  const before = models.own(state, pane);
  const model = models.model(state, data, pane);
  const definition = models.definition(pane);
  const filterContext = models.filterContext(state, data);
  const room = models.room(state, pane);
  const after = definition.reduce(before, action, model, room, filterContext);
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
    ? searchPane(typed, dialog.intent.pane, field.text, context, true)
    : only(typed);
}

/** The intent with what was typed for it. */
export function withText(intent: Intent, text: string): Intent {
  if (isTriageIntent(intent)) return withTriageText(intent, text);
  switch (intent.type) {
    case 'task':
      return { ...intent, text };
    case 'createEpic':
    case 'createTask':
      return { ...intent, title: text };
    case 'reject':
      return { ...intent, reason: text };
    case 'resolveGap':
      return { ...intent, evidence: text };
    case 'message':
      return { ...intent, text };
    case 'approve':
    case 'checkRestart':
    case 'override':
      return intent;
  }
}
