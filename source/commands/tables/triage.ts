/** The commands by which people put tasks right, and take back what was done; loaded at every start. */
import { origins } from '../../domain/vocabulary.js';
import type { EffectiveBackendsJson, TaskBackendsJson } from '../backends.js';
import type { CommandTable } from '../definition.js';
import type { TextChangedJson } from '../epic-edit.js';
import type { HistoryJson, ReversedJson } from '../history.js';
import type { ReplayJson, ResetJson } from '../reset.js';
import type { AssignedJson, PriorityJson, SplitJson, TaskDependenciesJson } from '../task-edit.js';
import { backendFlags, epic, force, task } from './flags.js';

/** What each prints with `--json`. */
interface TriageAnswers {
  readonly 'task spec': TextChangedJson;
  readonly 'task split': SplitJson;
  readonly 'task set-deps': TaskDependenciesJson;
  readonly 'task set-backend': TaskBackendsJson;
  readonly 'task show-backend': EffectiveBackendsJson;
  readonly 'task assign': AssignedJson;
  readonly 'task priority': PriorityJson;
  readonly 'task reset': ResetJson;
  readonly replay: ReplayJson;
  readonly undo: ReversedJson;
  readonly redo: ReversedJson;
  readonly history: HistoryJson;
}

export const triageTable: CommandTable<TriageAnswers> = {
  'task spec': {
    summary: "Replace a task's text, or sections of it",
    group: 'plan',
    arguments: [task],
    flags: {
      file: { type: 'text', value: 'FILE', summary: 'The whole text; - reads standard input' },
      desc: { type: 'text', value: 'FILE', summary: 'The description; - reads standard input' },
      description: { type: 'text', value: 'FILE', summary: 'The same as --desc' },
      accept: {
        type: 'text',
        value: 'FILE',
        summary: 'Acceptance criteria; - reads standard input',
      },
      acceptance: { type: 'text', value: 'FILE', summary: 'The same as --accept' },
      investigation: {
        type: 'text',
        value: 'FILE',
        summary: 'What to look at first; - reads standard input',
      },
    },
    example: 'flowdeck task spec fn-1.2 --desc desc.md --accept accept.md',
    load: async () => (await import('../task-edit.js')).spec,
  },
  'task split': {
    summary: 'Split a task into parts; it is skipped, what waited for it waits for them',
    group: 'plan',
    arguments: [task],
    flags: {
      titles: {
        type: 'text',
        value: '"A|B"',
        required: true,
        summary: 'The titles of the parts, separated by |',
      },
      chain: { type: 'switch', summary: 'Each part waits for the one before' },
      force,
    },
    example: 'flowdeck task split fn-1.2 --titles "Form|Checks" --chain',
    load: async () => (await import('../task-edit.js')).split,
  },
  'task set-deps': {
    summary: 'Let a task wait for these tasks and no others',
    group: 'plan',
    arguments: [task],
    flags: {
      deps: { type: 'list', value: 'TASKS', required: true, summary: 'The tasks; empty for none' },
    },
    example: 'flowdeck task set-deps fn-1.3 --deps fn-1.1,fn-1.2',
    load: async () => (await import('../task-edit.js')).setDependencies,
  },
  'task set-backend': {
    summary: 'Set which programs work on a task; an empty name clears one',
    group: 'plan',
    arguments: [task],
    flags: backendFlags,
    example: 'flowdeck task set-backend fn-1.2 --impl claude:opus',
    load: async () => (await import('../backends.js')).taskBackends,
  },
  'task show-backend': {
    summary: 'Say which programs work on a task, and who says so',
    group: 'plan',
    arguments: [task],
    example: 'flowdeck task show-backend fn-1.2',
    load: async () => (await import('../backends.js')).showBackends,
  },
  'task assign': {
    summary: 'Give a task to somebody; without a name it is given back',
    group: 'plan',
    arguments: [task, { name: 'ACTOR', optional: true }],
    example: 'flowdeck task assign fn-1.2 ada',
    load: async () => (await import('../task-edit.js')).assign,
  },
  'task priority': {
    summary: "Set a task's priority; lower comes first, without a number there is none",
    group: 'plan',
    arguments: [task, { name: 'N', optional: true }],
    example: 'flowdeck task priority fn-1.2 1',
    load: async () => (await import('../task-edit.js')).priority,
  },
  'task reset': {
    summary: 'Put one task back to todo',
    group: 'work',
    arguments: [task],
    flags: {
      cascade: { type: 'switch', summary: 'Also what waits for it and is not running' },
      force,
    },
    example: 'flowdeck task reset fn-1.2',
    load: async () => (await import('../reset.js')).reset,
  },
  replay: {
    summary: 'Put all tasks of an epic back to todo',
    group: 'work',
    arguments: [epic],
    flags: { 'dry-run': { type: 'switch', summary: 'Only say what would be reset' }, force },
    example: 'flowdeck replay fn-1 --dry-run',
    load: async () => (await import('../reset.js')).replay,
  },
  undo: {
    summary: 'Take back your latest action on the command line, or the one that is named',
    group: 'work',
    arguments: [{ name: 'ACTION', optional: true }],
    example: 'flowdeck undo',
    load: async () => (await import('../history.js')).undo,
  },
  redo: {
    summary: 'Do again what you undid last, or the action that is named',
    group: 'work',
    arguments: [{ name: 'ACTION', optional: true }],
    example: 'flowdeck redo',
    load: async () => (await import('../history.js')).redo,
  },
  history: {
    summary: 'List the latest actions, and whether each can be undone',
    group: 'work',
    flags: {
      mine: { type: 'switch', summary: 'Only your own' },
      origin: { type: 'text', value: 'ORIGIN', choices: origins, summary: 'Only from there' },
      limit: { type: 'integer', value: 'N', minimum: 1, summary: 'How many; 20 without it' },
    },
    example: 'flowdeck history --mine',
    load: async () => (await import('../history.js')).history,
  },
};
