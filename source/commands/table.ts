/**
 * Every command, once: the parser, the help, the README and the tests are made from this table.
 * It is loaded at every start, so it imports nothing that works.
 */
import { taskStatuses } from '../domain/vocabulary.js';
import type { ArgumentDefinition, CommandDefinition, FlagDefinition } from './definition.js';
import { memoryTable } from './memory-table.js';

/** Understood by every command, before or after its name. */
export const globalFlags = {
  dir: { type: 'path', value: 'PATH', summary: 'Work on the project there instead of here' },
  db: { type: 'path', value: 'FILE', summary: 'Use this database (also FLOWDECK_DB)' },
  json: { type: 'switch', summary: 'Print one JSON object instead of text' },
  compact: { type: 'switch', summary: 'With --json, leave out messages, times and paths' },
  actor: { type: 'text', value: 'NAME', summary: 'Act under this name (also FLOW_ACTOR)' },
  ascii: { type: 'switch', summary: 'Draw with ASCII characters only' },
  'no-color': { type: 'switch', summary: 'Use no colours (also NO_COLOR)' },
  help: { type: 'switch', short: 'h', summary: 'Show help for the program or a command' },
  version: { type: 'switch', short: 'V', summary: 'Show the version' },
} as const satisfies Record<string, FlagDefinition>;

const task: ArgumentDefinition = { name: 'TASK' };
const force: FlagDefinition = {
  type: 'switch',
  summary: 'Do it from any state and over any claim; recorded in the event',
};
const reason: FlagDefinition = { type: 'text', value: 'TEXT', summary: 'Why' };
const phaseFlags = {
  task: { type: 'text', value: 'TASK', required: true, summary: 'The task' },
  tdd: { type: 'switch', summary: 'Include the test-first phase; kept with the task' },
  review: {
    type: 'text',
    value: 'BACKEND',
    summary: 'Include the review phase, by this backend; kept with the task',
  },
} as const satisfies Record<string, FlagDefinition>;
const table: Readonly<Record<string, CommandDefinition>> = {
  demo: {
    summary: 'Watch simulated agents work on a throw-away database',
    group: 'project',
    example: 'flowdeck demo',
    load: async () => (await import('./demo/demo.js')).demo,
  },
  init: {
    summary: 'Make .flow and the database here, where they are missing',
    group: 'project',
    example: 'flowdeck init',
    load: async () => (await import('./project-commands.js')).init,
  },
  import: {
    summary: 'Read a .flow directory into the database and report what was met',
    group: 'project',
    arguments: [{ name: 'DIR', optional: true }],
    flags: {
      switch: {
        type: 'switch',
        summary: 'Take it in place of another directory that the database was read from',
      },
    },
    example: 'flowdeck import',
    load: async () => (await import('./project-commands.js')).importFiles,
  },
  status: {
    summary: 'Count epics and tasks by status',
    group: 'project',
    flags: {
      interrupted: { type: 'switch', summary: 'Open epics with unfinished work instead' },
      dag: { type: 'switch', summary: 'The layers of the task graph of --epic instead' },
      epic: { type: 'text', value: 'EPIC', summary: 'The epic for --dag' },
    },
    example: 'flowdeck status --json',
    load: async () => (await import('./status.js')).status,
  },
  epics: {
    summary: 'List the epics',
    group: 'read',
    flags: { archived: { type: 'switch', summary: 'Archived ones too' } },
    example: 'flowdeck epics',
    load: async () => (await import('./query.js')).epics,
  },
  tasks: {
    summary: 'List tasks',
    group: 'read',
    flags: {
      epic: { type: 'text', value: 'EPIC', summary: 'Only tasks of this epic' },
      status: {
        type: 'text',
        value: 'STATUS',
        choices: taskStatuses,
        summary: 'Only tasks in this status',
      },
      domain: { type: 'text', value: 'DOMAIN', summary: 'Only tasks of this domain' },
    },
    example: 'flowdeck tasks --epic fn-1 --status todo',
    load: async () => (await import('./query.js')).tasks,
  },
  list: {
    summary: 'List the epics with their tasks',
    group: 'read',
    example: 'flowdeck list',
    load: async () => (await import('./query.js')).list,
  },
  show: {
    summary: 'Show one epic or task',
    group: 'read',
    arguments: [{ name: 'ID' }],
    example: 'flowdeck show fn-1.2 --json',
    load: async () => (await import('./query.js')).show,
  },
  cat: {
    summary: "Print the text of an epic's plan or of a task",
    group: 'read',
    arguments: [{ name: 'ID' }],
    example: 'flowdeck cat fn-1.2',
    load: async () => (await import('./query.js')).cat,
  },
  ready: {
    summary: 'List what can be started, what runs and what waits',
    group: 'read',
    flags: {
      epic: { type: 'text', value: 'EPIC', summary: 'Only this epic; all without it' },
      'include-hinted': {
        type: 'switch',
        summary: 'Also tasks whose text says that they are finished',
      },
    },
    example: 'flowdeck ready --epic fn-1 --json',
    load: async () => (await import('./ready.js')).ready,
  },
  'epic create': {
    summary: 'Create an epic',
    group: 'plan',
    flags: {
      title: { type: 'text', value: 'TEXT', required: true, summary: 'What it is about' },
      branch: { type: 'text', value: 'NAME', summary: 'The git branch; the id without it' },
    },
    example: 'flowdeck epic create --title "Add sign-in"',
    load: async () => (await import('./planning.js')).epicCreate,
  },
  'task create': {
    summary: 'Create a task',
    group: 'plan',
    flags: {
      epic: { type: 'text', value: 'EPIC', required: true, summary: 'The epic it belongs to' },
      title: { type: 'text', value: 'TEXT', required: true, summary: 'What is to be done' },
      deps: { type: 'list', value: 'TASKS', summary: 'Tasks it waits for' },
      'acceptance-file': {
        type: 'text',
        value: 'FILE',
        summary: 'Acceptance criteria in Markdown; - reads standard input',
      },
      priority: { type: 'integer', value: 'N', summary: 'Lower comes first' },
      domain: { type: 'text', value: 'DOMAIN', summary: 'Such as frontend, backend, docs' },
      files: { type: 'list', value: 'FILES', summary: 'Files the task owns' },
    },
    example: 'flowdeck task create --epic fn-1 --title "Login form" --deps fn-1.1',
    load: async () => (await import('./planning.js')).taskCreate,
  },
  'dep add': {
    summary: 'Let a task wait for another',
    group: 'plan',
    arguments: [task, { name: 'DEPENDENCY' }],
    example: 'flowdeck dep add fn-1.2 fn-1.1',
    load: async () => (await import('./planning.js')).dependencyAdd,
  },
  'dep rm': {
    summary: 'Let a task no longer wait for another',
    group: 'plan',
    arguments: [task, { name: 'DEPENDENCY' }],
    example: 'flowdeck dep rm fn-1.2 fn-1.1',
    load: async () => (await import('./planning.js')).dependencyRemove,
  },
  start: {
    summary: 'Claim a task and start it, or resume your own',
    group: 'work',
    arguments: [task],
    flags: { force, note: { type: 'text', value: 'TEXT', summary: 'Kept with the claim' } },
    example: 'flowdeck start fn-1.2',
    load: async () => (await import('./lifecycle.js')).start,
  },
  done: {
    summary: 'Finish a task',
    group: 'work',
    arguments: [task],
    flags: {
      summary: { type: 'text', value: 'TEXT', summary: 'What was done' },
      'summary-file': {
        type: 'text',
        value: 'FILE',
        summary: 'The summary from a file; - reads standard input',
      },
      'evidence-json': {
        type: 'text',
        value: 'FILE',
        summary: 'Evidence as JSON or the file that holds it; - reads standard input',
      },
      evidence: { type: 'text', value: 'JSON', summary: 'Evidence as a JSON object' },
      force,
    },
    example: `flowdeck done fn-1.2 --summary "Form and tests" --evidence '{"commits":["1a2b3c4"]}'`,
    load: async () => (await import('./lifecycle.js')).done,
  },
  block: {
    summary: 'Mark a task as blocked',
    group: 'work',
    arguments: [task],
    flags: {
      reason,
      'reason-file': {
        type: 'text',
        value: 'FILE',
        summary: 'The reason from a file; - reads standard input',
      },
      force,
    },
    example: 'flowdeck block fn-1.2 --reason "Waits for the API key"',
    load: async () => (await import('./lifecycle.js')).block,
  },
  unblock: {
    summary: 'Put a blocked task back to todo',
    group: 'work',
    arguments: [task],
    flags: { force },
    example: 'flowdeck unblock fn-1.2',
    load: async () => (await import('./lifecycle.js')).unblock,
  },
  fail: {
    summary: 'Mark a running task as failed; up for retry while retries are left',
    group: 'work',
    arguments: [task],
    flags: { reason, force },
    example: 'flowdeck fail fn-1.2 --reason "Tests do not pass"',
    load: async () => (await import('./lifecycle.js')).fail,
  },
  restart: {
    summary: 'Put a task and all that wait for it back to todo',
    group: 'work',
    arguments: [task],
    flags: { 'dry-run': { type: 'switch', summary: 'Only say what would be reset' }, force },
    example: 'flowdeck restart fn-1.2 --dry-run',
    load: async () => (await import('./lifecycle.js')).restart,
  },
  'task skip': {
    summary: 'Skip a task; what waits for it becomes ready',
    group: 'work',
    arguments: [task],
    flags: { reason, force },
    example: 'flowdeck task skip fn-1.3 --reason "Done elsewhere"',
    load: async () => (await import('./lifecycle.js')).skip,
  },
  'worker-phase next': {
    summary: 'Say which phase a worker is to do next, and mark it active',
    group: 'work',
    flags: phaseFlags,
    example: 'flowdeck worker-phase next --task fn-1.2 --json',
    load: async () => (await import('./worker-phase.js')).phaseNext,
  },
  'worker-phase done': {
    summary: 'Mark the current phase of a task as done',
    group: 'work',
    flags: {
      ...phaseFlags,
      phase: { type: 'text', value: 'PHASE', required: true, summary: 'The phase, such as 2.5' },
    },
    example: 'flowdeck worker-phase done --task fn-1.2 --phase 1',
    load: async () => (await import('./worker-phase.js')).phaseDone,
  },
  ...memoryTable,
  'model status': {
    summary: 'Say whether search by meaning is possible, and what it lacks',
    group: 'memory',
    flags: {
      verify: {
        type: 'switch',
        summary: 'Read all files and compare them with what was installed',
      },
    },
    example: 'flowdeck model status --verify',
    load: async () => (await import('./model.js')).modelStatus,
  },
  'model install': {
    summary: 'Fetch the model for search by meaning (about 80 MB) and what runs it',
    group: 'memory',
    flags: {
      from: {
        type: 'text',
        value: 'PATH',
        summary: 'Use the archive or the directory of its files there instead of fetching it',
      },
      force: { type: 'switch', summary: 'Install the model again where it is there already' },
    },
    example: 'flowdeck model install',
    load: async () => (await import('./model.js')).modelInstall,
  },
  'model remove': {
    summary: 'Remove the model and what runs it; a shared copy stays',
    group: 'memory',
    example: 'flowdeck model remove',
    load: async () => (await import('./model.js')).modelRemove,
  },
  'model path': {
    summary: 'Print where the model is or would be',
    group: 'memory',
    example: 'flowdeck model path',
    load: async () => (await import('./model.js')).modelPath,
  },
  events: {
    summary: 'List what happened, newest first, or follow it',
    group: 'watch',
    flags: {
      follow: { type: 'switch', short: 'f', summary: 'Print new events as they appear' },
      epic: { type: 'text', value: 'EPIC', summary: 'Only events of this epic' },
      task: { type: 'text', value: 'TASK', summary: 'Only events of this task' },
      type: { type: 'text', value: 'KIND', summary: 'Only this kind, such as task_started' },
      since: { type: 'text', value: 'TIME', summary: 'Only from this time on (ISO 8601)' },
      limit: {
        type: 'integer',
        value: 'N',
        minimum: 1,
        summary: 'At most so many; 50 without it (with --follow none)',
      },
    },
    example: 'flowdeck events --follow --json',
    load: async () => (await import('./events.js')).events,
  },
  snapshot: {
    summary: 'Print one frame of the cockpit',
    group: 'watch',
    flags: {
      columns: { type: 'integer', value: 'N', summary: 'Width; 120 without it' },
      rows: { type: 'integer', value: 'N', summary: 'Height; 40 without it' },
      epic: { type: 'text', value: 'EPIC', summary: 'Put the cursor on this epic' },
      task: { type: 'text', value: 'TASK', summary: 'Put the cursor on this task' },
    },
    example: 'flowdeck snapshot --columns 120 --rows 40',
    load: async () => (await import('./snapshot.js')).snapshot,
  },
  'demo-agents': {
    summary: 'Work on the database of a demo',
    group: 'project',
    hidden: true,
    example: 'flowdeck demo-agents --db demo.db',
    load: async () => (await import('./demo/agents-process.js')).demoAgents,
  },
};

/** By the path as typed, such as `epic create`, in the order of the help. */
export const commands: ReadonlyMap<string, CommandDefinition> = new Map(Object.entries(table));

/** What comparable tools have and flowdeck has not, with what to use; tried on the first two words of the line. */
export const retiredCommands: readonly {
  readonly pattern: RegExp;
  readonly name: string;
  readonly instead: string;
}[] = [
  {
    pattern: /^codex\b/,
    name: 'codex commands',
    instead: 'run the review tool itself and record its result with flowdeck done.',
  },
  { pattern: /^rp\b/, name: 'rp commands', instead: 'run rp-cli itself.' },
  {
    pattern: /^ralph\b/,
    name: 'ralph commands',
    instead: 'start and stop agents themselves and watch them with flowdeck.',
  },
  {
    pattern: /^migrate-state\b/,
    name: 'migrate-state',
    instead: 'flowdeck import reads the old state.',
  },
  {
    pattern: /^hook ralph-guard\b/,
    name: 'hook ralph-guard',
    instead: 'it has no autonomous mode; watch the agents with flowdeck.',
  },
  {
    pattern: /^hook rtk-rewrite\b/,
    name: 'hook rtk-rewrite',
    instead: 'let the hook call the rewriting tool itself.',
  },
  {
    pattern: /^hook daemon-(start|stop)\b/,
    name: 'daemon',
    instead: 'every command opens the database itself, so drop the hook.',
  },
];
