/** The one table of keys. Key names are those of `input.ts`; what is made of the table is in `keys.ts`. */
import type { TaskRow } from '../domain/contract/rows.js';
import { allowedOperations, type Operation } from '../domain/operations.js';
import type { PaneName } from './panes/pane.js';

/** Where a binding holds. `global` holds besides the others, except where text is typed. */
export const scopes = ['global', 'pane', 'detail', 'prompt', 'confirm', 'reader', 'start'] as const;
export type Scope = (typeof scopes)[number];

/** What decides whether a binding applies now and how it is called. */
export interface KeyContext {
  readonly focus: PaneName;
  readonly detailOpen: boolean;
  /** Whether the row under the cursor leads to a detail. */
  readonly openable: boolean;
  /** Whether a search narrows what is shown, or marks it. */
  readonly searching: boolean;
  /** The task that action keys act on; null when an epic or nothing is selected. */
  readonly task: TaskRow | null;
  readonly epicSelected: boolean;
  readonly storeDead: boolean;
  readonly demoAvailable: boolean;
}

export interface BindingDefinition {
  readonly keys: readonly string[];
  readonly scopes: readonly Scope[];
  /** One or two words for the footer. */
  readonly label: string | ((context: KeyContext) => string);
  readonly help: string;
  /** Changes what is stored: refused in large chunks and just after the terminal got the focus. */
  readonly actsOnData?: true;
  /** Shown in the footer while `when` holds; the doer says why where it does not. */
  readonly hint?: true;
  readonly when?: (context: KeyContext) => boolean;
}

const everywhere: readonly Scope[] = ['pane', 'detail'];
const lists: readonly Scope[] = ['pane', 'detail', 'reader'];

const hasTask = ({ task }: KeyContext): boolean => task !== null;
/** Whether the table of states lets the operation start from where the task is; resuming included. */
const canStartFrom =
  (operation: Operation) =>
  ({ task }: KeyContext): boolean => {
    if (task === null) return false;
    const options = { sameActor: true, hinted: task.finishedHint };
    return allowedOperations(task.status, options).includes(operation);
  };
const isBlocked = ({ task }: KeyContext): boolean => task?.status === 'blocked';
const isHinted = ({ task }: KeyContext): boolean => task?.status === 'todo' && task.finishedHint;

export const keymap = {
  up: { keys: ['up', 'k'], scopes: lists, label: 'up', help: 'Move up' },
  down: { keys: ['down', 'j'], scopes: lists, label: 'down', help: 'Move down' },
  left: {
    keys: ['left', 'h'],
    scopes: everywhere,
    label: 'left',
    help: 'Move left, or to the pane on the left',
  },
  right: {
    keys: ['right', 'l'],
    scopes: everywhere,
    label: 'right',
    help: 'Move right, or to the pane on the right',
  },
  pageUp: { keys: ['pageup', 'ctrl+u'], scopes: lists, label: 'page up', help: 'One page up' },
  pageDown: {
    keys: ['pagedown', 'ctrl+d'],
    scopes: lists,
    label: 'page down',
    help: 'One page down',
  },
  top: { keys: ['g', 'home'], scopes: lists, label: 'top', help: 'To the first row' },
  bottom: { keys: ['G', 'end'], scopes: lists, label: 'bottom', help: 'To the last row' },
  nextPane: { keys: ['tab'], scopes: everywhere, label: 'pane', help: 'Next pane', hint: true },
  previousPane: { keys: ['shift+tab'], scopes: everywhere, label: 'pane', help: 'Previous pane' },
  focusEpics: { keys: ['1'], scopes: everywhere, label: 'epics', help: 'The epics' },
  focusTasks: { keys: ['2'], scopes: everywhere, label: 'tasks', help: 'The tasks' },
  focusPhases: { keys: ['3'], scopes: everywhere, label: 'phases', help: 'The phases' },
  focusMemory: { keys: ['4'], scopes: everywhere, label: 'memory', help: 'The memory' },
  focusActivity: { keys: ['5'], scopes: everywhere, label: 'activity', help: 'The activity' },
  open: {
    keys: ['enter'],
    scopes: ['pane'],
    label: 'open',
    help: 'Open the detail of the selected row',
    hint: true,
    when: ({ openable }) => openable,
  },
  back: {
    keys: ['escape'],
    scopes: everywhere,
    label: ({ searching }) => (searching ? 'end search' : 'back'),
    help: 'Back: end the search, close the detail',
    hint: true,
    when: ({ detailOpen, searching }) => detailOpen || searching,
  },
  nextItem: {
    keys: ['n'],
    scopes: ['detail'],
    label: 'next',
    help: 'The next one of the list',
    hint: true,
  },
  previousItem: {
    keys: ['p'],
    scopes: ['detail'],
    label: 'previous',
    help: 'The previous one of the list',
    hint: true,
  },
  search: {
    keys: ['/'],
    scopes: everywhere,
    label: 'search',
    help: 'Search in the pane or the text',
    hint: true,
  },
  switchScope: {
    keys: ['ctrl+t'],
    scopes: ['prompt', 'pane'],
    label: 'memory or project',
    help: 'Let the memory’s box search the memory, or the epics and tasks',
    hint: true,
    when: ({ focus }) => focus === 'memory',
  },
  start: {
    keys: ['s'],
    scopes: everywhere,
    label: 'start',
    help: 'Start the task',
    actsOnData: true,
    hint: true,
    when: canStartFrom('start'),
  },
  finish: {
    keys: ['d'],
    scopes: everywhere,
    label: (context) => (isHinted(context) ? 'accept' : 'done'),
    help: 'Finish the task, with a summary; accept one that its file says is finished',
    actsOnData: true,
    hint: true,
    when: (context) => isHinted(context) || canStartFrom('done')(context),
  },
  block: {
    keys: ['b'],
    scopes: everywhere,
    label: (context) => (isBlocked(context) ? 'unblock' : 'block'),
    help: 'Block the task, with a reason; unblock a blocked one',
    actsOnData: true,
    hint: true,
    when: (context) => isBlocked(context) || canStartFrom('block')(context),
  },
  fail: {
    keys: ['f'],
    scopes: everywhere,
    label: 'fail',
    help: 'Fail the task',
    actsOnData: true,
    hint: true,
    when: canStartFrom('fail'),
  },
  restart: {
    keys: ['r'],
    scopes: everywhere,
    label: 'restart',
    help: 'Restart the task and what came after it',
    actsOnData: true,
    hint: true,
    when: hasTask,
  },
  skip: {
    keys: ['x'],
    scopes: everywhere,
    label: 'skip',
    help: 'Skip the task',
    actsOnData: true,
    hint: true,
    when: canStartFrom('skip'),
  },
  create: {
    keys: ['c'],
    scopes: ['pane'],
    label: ({ focus }) => (focus === 'epics' ? 'new epic' : 'new task'),
    help: 'Create a task in the selected epic; among the epics, an epic',
    actsOnData: true,
    hint: true,
    when: ({ focus, epicSelected }) => focus === 'epics' || epicSelected,
  },
  createEpic: {
    keys: ['C'],
    scopes: ['pane'],
    label: 'new epic',
    help: 'Create an epic',
    actsOnData: true,
  },
  help: { keys: ['?'], scopes: ['global'], label: 'help', help: 'This list', hint: true },
  quit: { keys: ['q'], scopes: ['global'], label: 'quit', help: 'Quit', hint: true },
  interrupt: {
    keys: ['ctrl+c'],
    scopes: ['global', 'prompt', 'confirm', 'reader', 'start'],
    label: 'quit',
    help: 'Quit',
  },
  repaint: {
    keys: ['ctrl+l'],
    scopes: ['global', 'prompt', 'confirm', 'reader', 'start'],
    label: 'repaint',
    help: 'Draw the screen anew',
  },
  suspend: {
    keys: ['ctrl+z'],
    scopes: ['global', 'prompt', 'confirm', 'reader', 'start'],
    label: 'suspend',
    help: 'Suspend; fg in the shell comes back',
  },
  reopen: {
    keys: ['R'],
    scopes: ['global'],
    label: 'reopen',
    help: 'Reopen the store after it died',
    hint: true,
    when: ({ storeDead }) => storeDead,
  },
  submit: { keys: ['enter'], scopes: ['prompt'], label: 'ok', help: 'Take the text', hint: true },
  cancel: {
    keys: ['escape'],
    scopes: ['prompt', 'confirm'],
    label: 'cancel',
    help: 'Cancel',
    hint: true,
  },
  confirm: {
    keys: ['y', 'Y'],
    scopes: ['confirm'],
    label: 'yes',
    help: 'Yes, do it',
    actsOnData: true,
    hint: true,
  },
  deny: { keys: ['n', 'N'], scopes: ['confirm'], label: 'no', help: 'No', hint: true },
  closeReader: {
    keys: ['escape', 'q', '?', 'enter'],
    scopes: ['reader'],
    label: 'close',
    help: 'Close',
    hint: true,
  },
  initialise: {
    keys: ['i'],
    scopes: ['start'],
    label: 'initialise',
    help: 'Make this directory a project',
    actsOnData: true,
    hint: true,
  },
  openDirectory: {
    keys: ['o'],
    scopes: ['start'],
    label: 'open another directory',
    help: 'Open a project elsewhere',
    hint: true,
  },
  demo: {
    keys: ['d'],
    scopes: ['start'],
    label: 'demo',
    help: 'Watch simulated agents at work in a throw-away database',
    hint: true,
    when: ({ demoAvailable }) => demoAvailable,
  },
  leave: { keys: ['q', 'escape'], scopes: ['start'], label: 'quit', help: 'Quit', hint: true },
} as const satisfies Record<string, BindingDefinition>;

export type CommandId = keyof typeof keymap;
