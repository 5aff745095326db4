/** What each command of the keymap does to the state. */
import { asciiGlyphs, unicodeGlyphs } from '../glyphs.js';
import type { CommandId } from '../keys.js';
import { neighbour } from '../layout.js';
import { readerPage } from '../dialogs.js';
import { paneNames, type Movement, type PaneName } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';
import { openDetail, walk } from './details.js';
import { operationFor, planTask, type Plan, type TaskOperation } from './intents.js';
import { findTask } from './models.js';
import { cancelDialog, movePane, searchPane, submitPrompt } from './prompts.js';
import { emptyField } from './text-field.js';
import { notify, only, type Effect, type Update, type UpdateContext } from './effects.js';

type Command = (state: CockpitState, context: UpdateContext) => Update;

const move =
  (movement: Movement): Command =>
  (state, context) =>
    only(moveCursor(state, movement, context));
const focus =
  (pane: PaneName): Command =>
  (state) =>
    only(withFocus(state, pane));
const act =
  (key: Parameters<typeof operationFor>[0]): Command =>
  (state, context) => {
    const task = context.data && context.models.selectedTask(state, context.data);
    if (!task) return only(notify(state, 'error', withoutTask(state), context.now));
    return followPlan(state, plan(operationFor(key, task), task.id, state, context), context);
  };
const effect =
  (
    type: Exclude<Effect['type'], 'run' | 'searchMemory' | 'showMemory' | 'openDirectory'>,
  ): Command =>
  (state) => ({ state, effects: [{ type }] });

const commands: Readonly<Record<CommandId, Command>> = {
  up: move('up'),
  down: move('down'),
  left: move('left'),
  right: move('right'),
  pageUp: move('pageUp'),
  pageDown: move('pageDown'),
  top: move('top'),
  bottom: move('bottom'),
  nextPane: (state) => only(withFocus(state, paneBeside(state.focus, 1))),
  previousPane: (state) => only(withFocus(state, paneBeside(state.focus, -1))),
  focusEpics: focus('epics'),
  focusTasks: focus('tasks'),
  focusPhases: focus('phases'),
  focusMemory: focus('memory'),
  focusActivity: focus('activity'),
  open: openDetail,
  back: goBack,
  nextItem: (state, context) => only(walk(state, 'down', context)),
  previousItem: (state, context) => only(walk(state, 'up', context)),
  search: askSearch,
  switchScope,
  start: act('start'),
  finish: act('finish'),
  block: act('block'),
  fail: act('fail'),
  restart: act('restart'),
  skip: act('skip'),
  create: (state, context) => (state.focus === 'epics' ? askEpic(state) : askTask(state, context)),
  createEpic: askEpic,
  help: (state, context) =>
    only({
      ...state,
      dialog: { type: 'reader', text: { type: 'help', ascii: context.ascii }, top: 0 },
    }),
  quit: effect('quit'),
  interrupt: effect('quit'),
  leave: effect('quit'),
  repaint: effect('repaint'),
  suspend: effect('suspend'),
  reopen: (state) =>
    state.connection.type === 'dead' || state.stage.type === 'failed'
      ? { state, effects: [{ type: 'reopen' }] }
      : only(state),
  submit: submitPrompt,
  cancel: cancelDialog,
  confirm: confirmed,
  deny: (state) => only({ ...state, dialog: null }),
  closeReader: (state) => only({ ...state, dialog: null }),
  initialise: effect('initialise'),
  openDirectory: (state) =>
    only({
      ...state,
      dialog: {
        type: 'prompt',
        title: 'Open directory',
        placeholder: 'the path of a project',
        required: true,
        field: emptyField,
        intent: { type: 'openDirectory' },
      },
    }),
  demo: (state, context) =>
    context.demoAvailable
      ? { state, effects: [{ type: 'demo' }] }
      : only(notify(state, 'info', 'Quit and run: flowdeck demo', context.now)),
};

export function runCommand(id: CommandId, state: CockpitState, context: UpdateContext): Update {
  return commands[id](state, context);
}

/** Does at once what a plan says, or asks first. */
export function followPlan(state: CockpitState, made: Plan, context: UpdateContext): Update {
  switch (made.type) {
    case 'do':
      return { state, effects: [{ type: 'run', intent: made.intent }] };
    case 'ask':
      return only({ ...state, dialog: made.dialog });
    case 'refuse':
      return only(notify(state, 'error', made.reason, context.now));
  }
}

/** Why an action has no task to act on. */
function withoutTask({ focus, detail }: CockpitState): string {
  if (detail?.type === 'task') return `${detail.id} is not there any more.`;
  if (focus === 'activity') return 'Open the task first: press Enter.';
  return 'Select a task first: press 2.';
}

function plan(
  operation: TaskOperation,
  id: string,
  state: CockpitState,
  { data, actor, now }: UpdateContext,
): Plan {
  const task = data && findTask(data, id);
  if (!task) return { type: 'refuse', reason: `${id} is not there any more.` };
  return planTask(operation, task, { actor, now, overridden: state.overridden });
}

function confirmed(state: CockpitState, context: UpdateContext): Update {
  const { dialog } = state;
  if (dialog?.type !== 'confirm') return only(state);
  const closed: CockpitState = { ...state, dialog: null };
  const { intent } = dialog;
  if (intent.type !== 'override') return { state: closed, effects: [{ type: 'run', intent }] };
  const overriding = { ...closed, overridden: [...state.overridden, intent.claim] };
  return followPlan(overriding, plan(intent.operation, intent.id, overriding, context), context);
}

function moveCursor(state: CockpitState, movement: Movement, context: UpdateContext): CockpitState {
  if (state.dialog?.type === 'reader') return moveReader(state, movement, context);
  if (state.detail) return movePane(state, 'detail', movement, context);
  const moved = movePane(state, state.focus, movement, context);
  if (moved !== state || (movement !== 'left' && movement !== 'right')) return moved;
  // A list has no left and right of its own: they lead to the pane beside it.
  const layout = context.models.layout(state);
  const beside = layout && neighbour(layout, state.focus, movement);
  return beside ? withFocus(state, beside) : state;
}

function moveReader(
  state: CockpitState,
  movement: Movement,
  { ascii }: UpdateContext,
): CockpitState {
  const { dialog } = state;
  if (dialog?.type !== 'reader') return state;
  const { lines, rows } = readerPage(dialog.text, state.size, ascii ? asciiGlyphs : unicodeGlyphs);
  const last = Math.max(0, lines.length - rows);
  const steps: Readonly<Record<Movement, number>> = {
    up: -1,
    down: 1,
    pageUp: -rows,
    pageDown: rows,
    top: -lines.length,
    bottom: lines.length,
    left: 0,
    right: 0,
  };
  // A text that was made shorter by a wider screen is shown from an earlier line than was asked for.
  const top = Math.min(last, Math.max(0, Math.min(last, dialog.top) + steps[movement]));
  return { ...state, dialog: { ...dialog, top } };
}

function withFocus(state: CockpitState, pane: PaneName): CockpitState {
  const subject = pane === 'epics' ? 'epic' : pane === 'tasks' ? 'task' : state.subject;
  return { ...state, focus: pane, subject, detail: null };
}

function paneBeside(pane: PaneName, step: number): PaneName {
  const index = paneNames.indexOf(pane) + step + paneNames.length;
  return paneNames[index % paneNames.length] ?? pane;
}

function goBack(state: CockpitState, context: UpdateContext): Update {
  const quiet: CockpitState = { ...state, notice: null };
  const { data, models } = context;
  if (!state.detail) return searchPane(quiet, state.focus, '', context);
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

function askEpic(state: CockpitState): Update {
  return only({
    ...state,
    dialog: {
      type: 'prompt',
      title: 'New epic',
      placeholder: 'its title',
      required: true,
      field: emptyField,
      intent: { type: 'intent', intent: { type: 'createEpic', title: '' } },
    },
  });
}

function askTask(state: CockpitState, { data, models, now }: UpdateContext): Update {
  const epicId = data && models.selectedEpic(state, data);
  if (!epicId) return only(notify(state, 'error', 'Select an epic first.', now));
  return only({
    ...state,
    dialog: {
      type: 'prompt',
      title: `New task in ${epicId}`,
      placeholder: 'its title',
      required: true,
      field: emptyField,
      intent: { type: 'intent', intent: { type: 'createTask', epicId, title: '' } },
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
