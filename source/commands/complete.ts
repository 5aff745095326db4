/** What may follow on a command line: commands, flags, choices, ids. */
import { sanitise } from '../platform/sanitise.js';
import type { CommandDefinition, FlagDefinition } from './definition.js';
import type { Opened } from './project.js';
import { commands, globalFlags } from './table.js';
import { idKindsOf, isFileValue, type IdKind } from './values.js';

export interface Candidate {
  readonly word: string;
  readonly about: string;
}

/** Told in place of candidates where the shell knows better. */
const files: Candidate = { word: '<files>', about: '' };

type Service = Opened['service'];
type Peek = () => Promise<Service | null>;

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
  const kinds = idKindsOf(value);
  if (kinds.length > 0) return idsOf(kinds, typed, peek);
  return isFileValue(value) ? [files] : [];
}

/** Of a list behind commas the last one is being typed. */
async function idsOf(kinds: readonly IdKind[], typed: string, peek: Peek): Promise<Candidate[]> {
  const service = await peek();
  if (service === null) return [];
  const given = typed.slice(0, typed.lastIndexOf(',') + 1);
  const rows: Candidate[] = [];
  for (const kind of kinds) rows.push(...(await lists[kind](service)));
  return rows
    .map(({ word, about }) => ({ word: `${given}${word}`, about: sanitise(about) }))
    .filter(({ word }) => word.startsWith(typed));
}

/** What may be named: only what still waits of approvals and gaps. */
const lists: Readonly<Record<IdKind, (service: Service) => Promise<readonly Candidate[]>>> = {
  epic: async (service) => (await service.query('epics.list', {})).map(titled),
  task: async (service) => (await service.query('tasks.list', {})).map(titled),
  memory: async (service) => (await service.query('memory.entries', {})).map(titled),
  gap: async (service) =>
    (await service.query('gaps.list', { status: 'open' })).map(({ id, capability }) => ({
      word: id,
      about: capability,
    })),
  approval: async (service) =>
    (await service.query('approvals.list', { status: 'pending' })).map(({ id, question }) => ({
      word: id,
      about: question,
    })),
  action: async (service) =>
    (await service.query('history.list', { limit: 20 })).map(({ commandId, label }) => ({
      word: commandId,
      about: label,
    })),
};

function titled({
  id,
  title,
}: {
  readonly id: string | number;
  readonly title: string;
}): Candidate {
  return { word: String(id), about: title };
}
