/**
 * Every command, once: the parser, the help, the README and the tests are made from this table.
 * It is loaded at every start, so it imports nothing that works.
 */
import type { ErrorJson, EventJson } from '../domain/shapes.js';
import type { CommandDefinition, FlagDefinition } from './definition.js';
import { epicTable } from './tables/epics.js';
import { coordinationTable } from './tables/coordination.js';
import { gatesTable } from './tables/gates.js';
import { healthTable } from './tables/health.js';
import type { VersionJson } from './run.js';
import type { OverviewJson } from './screen.js';
import { agentsTable } from './tables/agents.js';
import { hooksTable } from './tables/hooks.js';
import { lookTable } from './tables/look.js';
import { memoryTable } from './tables/memory.js';
import { modelTable } from './tables/model.js';
import { pipelineTable } from './tables/pipeline.js';
import { planTable } from './tables/plan.js';
import { projectTable } from './tables/project.js';
import { recoveryTable } from './tables/recovery.js';
import { triageTable } from './tables/triage.js';
import { statsTable } from './tables/stats.js';
import { watchTable } from './tables/watch.js';
import { workTable } from './tables/work.js';

/** Understood by every command, before or after its name. */
export const globalFlags = {
  dir: {
    type: 'text',
    short: 'C',
    value: 'PATH',
    summary: 'Work on the project there instead of here',
  },
  db: { type: 'text', value: 'FILE', summary: 'Use this database (also FLOWDECK_DB)' },
  json: { type: 'switch', summary: 'Print one JSON object instead of text' },
  compact: { type: 'switch', summary: 'With --json, leave out messages, times and paths' },
  actor: {
    type: 'text',
    value: 'NAME',
    filled: true,
    summary: 'Act under this name (also FLOW_ACTOR)',
  },
  ascii: { type: 'switch', summary: 'Draw with ASCII characters only' },
  'no-color': { type: 'switch', summary: 'Use no colours (also NO_COLOR)' },
  help: { type: 'switch', short: 'h', summary: 'Show help for the program or a command' },
  version: { type: 'switch', short: 'V', summary: 'Show the version' },
} as const satisfies Record<string, FlagDefinition>;

const table = {
  ...projectTable,
  ...lookTable,
  ...planTable,
  ...epicTable,
  ...triageTable,
  ...workTable,
  ...memoryTable,
  ...modelTable,
  ...watchTable,
  ...pipelineTable,
  ...gatesTable,
  ...recoveryTable,
  ...healthTable,
  ...agentsTable,
  ...coordinationTable,
  ...statsTable,
  ...hooksTable,
};

/** By the path as typed, such as `epic create`, in the order of the help. */
export const commands: ReadonlyMap<string, CommandDefinition> = new Map(Object.entries(table));

/** What every command prints with `--json`, by its path. */
export type Answers = {
  readonly [Path in keyof typeof table]: (typeof table)[Path] extends CommandDefinition<infer Json>
    ? Json
    : never;
};

/** What else is printed with `--json`. */
export interface FurtherAnswers {
  /** Without a command, where there is no terminal. */
  readonly overview: OverviewJson;
  readonly version: VersionJson;
  /** A line of `events --follow`, which is not an answer but one of many: it has no `success`. */
  readonly event: EventJson;
  /** On standard error. */
  readonly error: ErrorJson;
}

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
  { pattern: /^(rp|prep-chat)\b/, name: 'rp commands', instead: 'run rp-cli itself.' },
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
  {
    pattern: /^outputs\b/,
    name: 'outputs',
    instead: 'hand over with flowdeck done --summary, and read it with flowdeck cat.',
  },
  {
    pattern: /^log\b/,
    name: 'log of decisions',
    instead:
      'keep one with flowdeck memory add decision, or put a line into the log with flowdeck note.',
  },
  {
    pattern: /^checklist\b/,
    name: 'checklists',
    instead: 'write the criteria into the task with flowdeck task spec --accept.',
  },
  {
    pattern: /^(skill|scout-cache|plan-depth|project-context)\b/,
    name: 'store for skills and scouts',
    instead: 'keep them in files, and what was learned with flowdeck memory add.',
  },
  {
    pattern: /^(find|edit|patch|write-file|index|graph|code-structure|repo-map)\b/,
    name: 'tools for files and code',
    instead: "use the agent's own.",
  },
  {
    pattern: /^epic audit\b/,
    name: 'audit of epics',
    instead: 'see what one lacks with flowdeck gap list and flowdeck validate --epic.',
  },
  {
    pattern: /^config toggle\b/,
    name: 'toggling of settings',
    instead: 'set the value with flowdeck config set.',
  },
];
