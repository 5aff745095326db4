/** What is told about commands, flags and arguments that there are not, with the nearest that there is. */
import { quoted } from '../domain/quote.js';
import { nearest } from '../search/distance.js';
import type { FlagDefinition } from './definition.js';
import { commands, retiredCommands } from './table.js';
import { UsageError } from './usage-error.js';

/** The commands that begin with a word such as `epic`. */
export function within(group: string): readonly string[] {
  return [...commands.keys()].filter((name) => name.startsWith(`${group} `));
}

/** @param path the words that should name a command; the second one may be an argument */
export function unknownCommand(
  path: readonly string[],
  { isGroup = path.length > 1 }: { readonly isGroup?: boolean } = {},
): UsageError {
  const code = 'usage.unknown_command';
  const retired = retiredCommands.find(({ pattern }) => pattern.test(path.join(' ')));
  if (retired) return new UsageError(`flowdeck has no ${retired.name}: ${retired.instead}`, code);
  const words = isGroup ? path : path.slice(0, 1);
  const name = words.join(' ');
  const visible = [...commands].filter(([, { hidden }]) => !hidden).map(([known]) => known);
  // A slip in the second word is about the commands of two words, any other about what a line may begin with.
  const candidates =
    words.length > 1 ? visible : visible.map((known) => known.split(' ')[0] ?? known);
  const sentence = `There is no command ${quotedWords(name)}.`;
  const meant = withoutGroup(words);
  return new UsageError(
    `${sentence}${meant === null ? guess(name, candidates) : asked(meant)}`,
    code,
  );
}

/** `task start` is `start`, and `epic list` is `epics`: some words stand alone here. */
function withoutGroup([first = '', second = '']: readonly string[]): string | null {
  const listed = `${first}s`;
  if (/^(list|ls)$/.test(second) && commands.has(listed)) return listed;
  return commands.has(second) ? second : null;
}

export function incomplete(group: string): UsageError {
  const second = within(group).map((name) => name.slice(group.length + 1));
  return new UsageError(`flowdeck ${group} needs a second word: ${either(second)}.`);
}

/** A flag in front of the command, where only those of every command may stand. */
export function misplacedFlag(rawName: string): UsageError {
  const flag = quoted(rawName);
  return new UsageError(
    `${flag} is no flag of every command: write it behind the command that takes it.`,
  );
}

export function unknownFlag(
  rawName: string,
  flags: Readonly<Record<string, FlagDefinition>>,
  name: string,
): UsageError {
  const owner = name === '' ? 'flowdeck' : `flowdeck ${name}`;
  const [near] = rawName.startsWith('--') ? nearest(rawName.slice(2), Object.keys(flags), 1) : [];
  const guessed = near === undefined ? '' : asked(`--${near}`);
  return new UsageError(`${owner} has no flag ${quoted(rawName)}.${guessed}`);
}

/** The commands' own words need no quotes. */
function quotedWords(name: string): string {
  return name
    .split(' ')
    .map((word) => quoted(word))
    .join(' ');
}

function guess(word: string, candidates: readonly string[]): string {
  const [near] = nearest(word, candidates, 1);
  return near === undefined ? '' : asked(near);
}

function asked(near: string): string {
  return ` Did you mean ${near}?`;
}

/** `a`, `a or b`, `a, b or c`. */
function either(words: readonly string[]): string {
  const last = words.slice(-1);
  return [words.slice(0, -1).join(', '), ...last].filter((part) => part !== '').join(' or ');
}
