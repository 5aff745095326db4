/** The help, made from the table of commands. */
import meow from 'meow';
import { commandGroups, type CommandDefinition, type FlagDefinition } from './definition.js';
import { commands, globalFlags } from './table.js';
import { within } from './arguments.js';

/** The version in package.json. */
export function version(): string {
  const { version: found } = program('').pkg;
  return typeof found === 'string' ? found : 'unknown';
}

/** The help for the program (an empty name), a group of commands (`epic`) or one command. */
export function helpText(name: string): string {
  const definition = commands.get(name);
  if (definition) return program(commandHelp(name, definition)).help;
  return program(name === '' ? rootHelp() : groupHelp(name)).help;
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
  const visible = [...commands].filter(([, { hidden }]) => !hidden);
  const width = Math.max(...visible.map(([name]) => usageOf(name).length)) + 2;
  const groups = Object.entries(commandGroups).flatMap(([group, title]) => [
    '',
    title,
    ...visible
      .filter(([, definition]) => definition.group === group)
      .map(([name, { summary }]) => `  ${usageOf(name).padEnd(width)}${summary}`),
  ]);
  return [
    'Usage',
    '  $ flowdeck [flags]            open the cockpit',
    '  $ flowdeck COMMAND [flags]    run one command',
    ...groups,
    '',
    'Flags',
    ...flagLines(globalFlags),
    '',
    'Show the flags of a command with: flowdeck COMMAND --help',
  ].join('\n');
}

function groupHelp(group: string): string {
  const names = within(group);
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
