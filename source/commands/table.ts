/**
 * Every command, once: the parser, the help, the README and the tests are made from this table.
 * It is loaded at every start, so it imports nothing that works.
 */
import type { CommandDefinition, FlagDefinition } from './definition.js';
import { coordinationTable } from './tables/coordination.js';
import { lookTable } from './tables/look.js';
import { memoryTable } from './tables/memory.js';
import { modelTable } from './tables/model.js';
import { planTable } from './tables/plan.js';
import { projectTable } from './tables/project.js';
import { statsTable } from './tables/stats.js';
import { watchTable } from './tables/watch.js';
import { workTable } from './tables/work.js';

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

const table: Readonly<Record<string, CommandDefinition>> = {
  ...projectTable,
  ...lookTable,
  ...planTable,
  ...workTable,
  ...coordinationTable,
  ...statsTable,
  ...memoryTable,
  ...modelTable,
  ...watchTable,
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
