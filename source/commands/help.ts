/** The help, made from the table of commands. */
import meow from 'meow';
import { commandGroups, type CommandDefinition, type FlagDefinition } from './definition.js';
import { commands, globalFlags } from './table.js';
import { within } from './unknown.js';

/** The version in package.json. */
export function version(): string {
  const { version: found } = program('').pkg;
  return typeof found === 'string' ? found : 'unknown';
}

/** What gets somebody from nothing to work done; the root help explains only these. */
export const firstCommands: readonly string[] = [
  'init',
  'epic create',
  'task create',
  'ready',
  'start',
  'done',
  'show',
  'status',
  'memory search',
  'import',
];

/** The help for the program (an empty name), for what begins with a word (`epic`), a group (`gates`), or one command. */
export function helpText(name: string): string {
  const definition = commands.get(name);
  if (definition) return program(commandHelp(name, definition)).help;
  if (name === '') return program(rootHelp()).help;
  return program(listHelp([...new Set([...within(name), ...inGroup(name)])])).help;
}

function program(help: string): ReturnType<typeof meow> {
  return meow(help, {
    importMeta: import.meta,
    argv: [],
    autoHelp: false,
    autoVersion: false,
    ...(help !== '' && !help.startsWith('Usage\n  $ flowdeck [') && { description: false }),
  });
}

function rootHelp(): string {
  const width = Math.max(...firstCommands.map((name) => usageOf(name).length)) + 2;
  const groups = Object.keys(commandGroups).filter((group) => inGroup(group).length > 0);
  const margin = Math.max(...groups.map((group) => group.length)) + 4;
  return [
    'Usage',
    '  $ flowdeck [flags]            open the cockpit',
    '  $ flowdeck COMMAND [flags]    run one command',
    '',
    'First commands',
    ...firstCommands.map(
      (name) => `  ${usageOf(name).padEnd(width)}${commands.get(name)?.summary ?? ''}`,
    ),
    '',
    'All commands, by group',
    ...groups.flatMap((group) => wrapped(group, inGroup(group), margin)),
    '',
    'Flags',
    ...flagLines(globalFlags),
    '',
    'Show what the commands of a group do with: flowdeck help GROUP',
    'Show the flags of a command with: flowdeck COMMAND --help',
  ].join('\n');
}

/** The commands of a group that people are to see. */
function inGroup(group: string): readonly string[] {
  return [...commands]
    .filter(([, definition]) => definition.group === group && !definition.hidden)
    .map(([name]) => name);
}

const helpWidth = 78;

/** Names with commas between them, in lines that fit a narrow terminal, hanging behind the group. */
function wrapped(group: string, names: readonly string[], margin: number): readonly string[] {
  const lines = [`  ${group}`.padEnd(margin)];
  names.forEach((name, index) => {
    const word = index < names.length - 1 ? `${name}, ` : name;
    const last = lines.at(-1) ?? '';
    if (last.length > margin && `${last}${word}`.trimEnd().length > helpWidth) {
      lines.push(`${' '.repeat(margin)}${word}`);
    } else {
      lines[lines.length - 1] = `${last}${word}`;
    }
  });
  return lines.map((line) => line.trimEnd());
}

function listHelp(names: readonly string[]): string {
  const width = Math.max(...names.map((name) => usageOf(name).length)) + 2;
  return [
    'Usage',
    ...names.map(
      (name) => `  $ flowdeck ${usageOf(name).padEnd(width)}${commands.get(name)?.summary ?? ''}`,
    ),
  ].join('\n');
}

function commandHelp(name: string, definition: CommandDefinition): string {
  const { flags = {} } = definition;
  return [
    `${definition.summary}.`,
    '',
    'Usage',
    `  $ flowdeck ${usageOf(name)}${Object.keys(flags).length > 0 ? ' [flags]' : ''}`,
    ...(Object.keys(flags).length > 0 ? ['', 'Flags', ...flagLines(flags)] : []),
    '',
    'Flags of every command',
    ...flagLines(globalFlags),
    '',
    'Example',
    `  $ ${definition.example}`,
  ].join('\n');
}

/** The command with its arguments: `dep add TASK DEPENDENCY`, `import [DIR]`, `memory search TEXT…`. */
export function usageOf(name: string): string {
  const parts = (commands.get(name)?.arguments ?? []).map(
    ({ name: argument, optional, repeated }) => {
      const shown = repeated ? `${argument}...` : argument;
      return optional ? `[${shown}]` : shown;
    },
  );
  return [name, ...parts].join(' ');
}

function flagLines(flags: Readonly<Record<string, FlagDefinition>>): readonly string[] {
  const entries = Object.entries(flags).map(
    ([name, flag]) => [flagUsage(name, flag), flag] as const,
  );
  const width = Math.max(...entries.map(([usage]) => usage.length)) + 2;
  return entries.map(
    ([usage, { summary, required }]) =>
      `  ${usage.padEnd(width)}${summary}${required ? ' (required)' : ''}`,
  );
}

/** The flag as one types it: `--title TEXT`, `-h, --help`. */
export function flagUsage(name: string, { short, value }: FlagDefinition): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}
