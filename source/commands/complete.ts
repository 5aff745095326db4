/** What may follow on a command line: commands, flags, choices, ids. */
import { configurationKeys } from '../domain/configuration.js';
import { idsOf, type Peek } from './complete-ids.js';
import type { CommandDefinition, FlagDefinition } from './definition.js';
import type { ProjectFlags } from './project.js';
import { commands, globalFlags } from './table.js';
import { idKindsOf, isFileValue } from './values.js';

export interface Candidate {
  readonly word: string;
  readonly about: string;
}

/** Told in place of candidates where the shell knows better. */
const files: Candidate = { word: '<files>', about: '' };

/**
 * @param words the line without the program; the last one is being typed and may be empty
 * @param peekAt the project that the line names, as it is; asked only for ids
 */
export async function candidatesFor(
  words: readonly string[],
  peekAt: (place: ProjectFlags) => ReturnType<Peek>,
): Promise<Candidate[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { name, definition, positionals, open, place } = lineOf(before);
  const peek: Peek = () => peekAt(place);
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
  return valuesOf({ ...argument, value: argument.name }, typed, peek);
}

/**
 * The command that the words name, how many of its arguments stand there, the flag that waits for its value, and what
 * project the line is about.
 */
function lineOf(words: readonly string[]): {
  readonly name: string;
  readonly definition: CommandDefinition | undefined;
  readonly positionals: number;
  readonly open: FlagDefinition | null;
  readonly place: ProjectFlags;
} {
  let name = '';
  let positionals = 0;
  let open: FlagDefinition | null = null;
  const place: { dir?: string; db?: string } = {};
  const take = (flag: FlagDefinition | undefined, value: string): void => {
    if (flag === globalFlags.dir) place.dir = value;
    if (flag === globalFlags.db) place.db = value;
  };
  for (const word of words) {
    const definition = commands.get(name);
    if (open !== null) {
      take(open, word);
      open = null;
    } else if (word.startsWith('-')) {
      const flag = flagNamed(word, { ...globalFlags, ...definition?.flags });
      const [, value] = /^[^=]+=(.*)$/s.exec(word) ?? [];
      if (value !== undefined) take(flag, value);
      else if (flag && flag.type !== 'switch') open = flag;
    } else if (definition === undefined || commands.has(`${name} ${word}`)) {
      name = name === '' ? word : `${name} ${word}`;
    } else positionals += 1;
  }
  return { name, definition: commands.get(name), positionals, open, place };
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

/** Of a list behind commas the last one is being typed. */
async function valuesOf(
  { type, value = '', choices, ids }: Value,
  typed: string,
  peek: Peek,
): Promise<Candidate[]> {
  if (isFileValue({ value })) return [files];
  const start = type === 'list' ? typed.lastIndexOf(',') + 1 : 0;
  const rest = typed.slice(start);
  const words = choices?.map((word) => ({ word, about: '' })) ?? settingsFor(value);
  const candidates = words ?? (await idsOf(idKindsOf({ value, ids }), peek));
  return candidates
    .filter(({ word }) => word.startsWith(rest))
    .map(({ word, about }) => ({ word: `${typed.slice(0, start)}${word}`, about }));
}

/** A flag, or an argument under the name of its value. */
type Value = Partial<Pick<FlagDefinition, 'type' | 'value' | 'choices' | 'ids'>>;

function settingsFor(value: string): readonly Candidate[] | null {
  if (value !== 'KEY') return null;
  return Object.entries(configurationKeys).map(([word, { summary }]) => ({ word, about: summary }));
}
