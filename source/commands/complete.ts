/** What may follow on a command line: commands, flags, choices, ids. */
import { sanitise } from '../platform/sanitise.js';
import type { CommandDefinition, FlagDefinition } from './definition.js';
import type { Opened } from './project.js';
import { commands, globalFlags } from './table.js';

export interface Candidate {
  readonly word: string;
  readonly about: string;
}

/** Told in place of candidates where the shell knows better. */
const files: Candidate = { word: '<files>', about: '' };

/** What a value is called in the help, and what ids it stands for. */
const idValues: Readonly<Record<string, readonly Kind[]>> = {
  EPIC: ['epic'],
  TASK: ['task'],
  TASKS: ['task'],
  DEPENDENCY: ['task'],
  ID: ['epic', 'task'],
  ENTRY: ['memory'],
};
type Kind = 'epic' | 'task' | 'memory';

const fileValues = new Set(['FILE', 'PATH', 'DIR', 'FOLDER']);

type Peek = () => Promise<Opened['service'] | null>;

/**
 * @param words the line without the program; the last one is being typed and may be empty
 * @param peek the database, where there is one; asked only for ids
 */
export async function candidatesFor(words: readonly string[], peek: Peek): Promise<Candidate[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { name, definition, positionals, open } = lineOf(before);
  const flags: Readonly<Record<string, FlagDefinition>> = { ...globalFlags, ...definition?.flags };
  if (open !== null) return valuesOf(open, typed, peek);
  const inline = /^--([\w-]+)=(.*)$/s.exec(typed);
  if (inline) {
    const [, flag = '', value = ''] = inline;
    const found = flags[flag] ? await valuesOf(flags[flag], value, peek) : [];
    return found.map((each) =>
      each === files ? each : { ...each, word: `--${flag}=${each.word}` },
    );
  }
  if (typed.startsWith('-')) return flagsOf(flags, typed);
  if (definition === undefined) return commandsAfter(name, typed);
  const index = Math.min(positionals, (definition.arguments?.length ?? 0) - 1);
  const argument = definition.arguments?.[index];
  if (argument === undefined || (positionals > index && !argument.repeated)) return [];
  return valuesOf({ value: argument.name, choices: argument.choices }, typed, peek);
}

/** The command that the words name, how many of its arguments stand there, and the flag that waits for its value. */
function lineOf(words: readonly string[]): {
  readonly name: string;
  readonly definition: CommandDefinition | undefined;
  readonly positionals: number;
  readonly open: FlagDefinition | null;
} {
  let name = '';
  let positionals = 0;
  let open: FlagDefinition | null = null;
  for (const word of words) {
    const definition = commands.get(name);
    if (open !== null) open = null;
    else if (word.startsWith('-')) {
      const flag = flagNamed(word, { ...globalFlags, ...definition?.flags });
      if (flag && flag.type !== 'switch' && !word.includes('=')) open = flag;
    } else if (definition === undefined || commands.has(`${name} ${word}`)) {
      name = name === '' ? word : `${name} ${word}`;
    } else positionals += 1;
  }
  return { name, definition: commands.get(name), positionals, open };
}

function flagNamed(
  word: string,
  flags: Readonly<Record<string, FlagDefinition>>,
): FlagDefinition | undefined {
  const [name = ''] = word.replace(/^--?/, '').split('=');
  if (word.startsWith('--')) return flags[name];
  return Object.values(flags).find(({ short }) => short === name);
}

function flagsOf(flags: Readonly<Record<string, FlagDefinition>>, typed: string): Candidate[] {
  return Object.entries(flags)
    .map(([name, { summary }]) => ({ word: `--${name}`, about: summary }))
    .filter(({ word }) => word.startsWith(typed));
}

function commandsAfter(group: string, typed: string): Candidate[] {
  const found = new Map<string, string>();
  for (const [path, { summary, hidden }] of commands) {
    if (hidden) continue;
    const rest =
      group === '' ? path : path.startsWith(`${group} `) ? path.slice(group.length + 1) : '';
    const [word = '', more] = rest.split(' ');
    if (word === '' || !word.startsWith(typed) || found.has(word)) continue;
    found.set(word, more === undefined ? summary : `${word} commands`);
  }
  return [...found].map(([word, about]) => ({ word, about }));
}

async function valuesOf(
  {
    value = '',
    choices,
  }: Pick<FlagDefinition, 'value'> & { readonly choices?: readonly string[] | undefined },
  typed: string,
  peek: Peek,
): Promise<Candidate[]> {
  if (choices) {
    return choices.filter((word) => word.startsWith(typed)).map((word) => ({ word, about: '' }));
  }
  const kinds = idValues[value];
  if (kinds) return idsOf(kinds, typed, peek);
  return fileValues.has(value) ? [files] : [];
}

/** Of a list behind commas the last one is being typed. */
async function idsOf(kinds: readonly Kind[], typed: string, peek: Peek): Promise<Candidate[]> {
  const service = await peek();
  if (service === null) return [];
  const given = typed.slice(0, typed.lastIndexOf(',') + 1);
  const rows: { readonly id: string | number; readonly title: string }[] = [];
  if (kinds.includes('epic')) rows.push(...(await service.query('epics.list', {})));
  if (kinds.includes('task')) rows.push(...(await service.query('tasks.list', {})));
  if (kinds.includes('memory')) rows.push(...(await service.query('memory.entries', {})));
  return rows
    .map(({ id, title }) => ({ word: `${given}${id}`, about: sanitise(title) }))
    .filter(({ word }) => word.startsWith(typed));
}
