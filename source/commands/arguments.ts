/** Reads a command line by the table of commands; the same rules for every command. */
import { parseArgs } from 'node:util';
import { nearest } from '../search/distance.js';
import type { ArgumentDefinition, CommandDefinition, FlagDefinition } from './definition.js';
import { successorOf, withTodaysFlag } from './former-names.js';
import { Invocation } from './invocation.js';
import { commands, globalFlags, retiredCommands } from './table.js';
import { UsageError } from './usage-error.js';

export type Parsed =
  /** `name` is a path of the table, a prefix of some (`epic`), or empty for the whole program. */
  | { readonly kind: 'help'; readonly name: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'cockpit'; readonly invocation: Invocation }
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly definition: CommandDefinition;
      readonly invocation: Invocation;
    };

type Flags = Readonly<Record<string, FlagDefinition>>;

/** @throws UsageError with the nearest command or flag where one is near */
export function parseCommandLine(argv: readonly string[]): Parsed {
  const { name, rest } = splitPath(argv);
  const definition = commands.get(name);
  const flags: Flags = { ...globalFlags, ...definition?.flags };
  // Help is given whatever else is wrong, version only where no command is named.
  if (hasSwitch(rest, 'help', 'h')) return { kind: 'help', name };
  if (name === '' && hasSwitch(rest, 'version', 'V')) return { kind: 'version' };

  const given = readFlags(rest, flags, name);
  // Also in a cluster such as -hV, which only the parser takes apart.
  if (given.flags.has('help')) return { kind: 'help', name };
  if (name === '' && given.flags.has('version')) return { kind: 'version' };
  if (definition === undefined) {
    if (name !== '') throw incomplete(name);
    return { kind: 'cockpit', invocation: new Invocation(given.flags, new Map()) };
  }
  for (const [flag, { required }] of Object.entries(flags)) {
    if (required && !given.flags.has(flag)) {
      throw new UsageError(`flowdeck ${name} needs --${flag}.`);
    }
  }
  const args = readArguments(given.positionals, definition.arguments ?? [], name);
  return { kind: 'command', name, definition, invocation: new Invocation(given.flags, args) };
}

/** True when `--json` is asked for, also on a line that cannot be read. */
export function wantsJson(argv: readonly string[]): boolean {
  return hasSwitch(argv, 'json');
}

/** The longest path of the table that the line begins with, and the line without it. */
function splitPath(argv: readonly string[]): { name: string; rest: readonly string[] } {
  const { tokens } = parseArgs({
    args: [...argv],
    options: parserOptions(globalFlags),
    strict: false,
    tokens: true,
  });
  const words = tokens.filter((token) => token.kind === 'positional');
  const [first, second] = words;
  if (first === undefined) return { name: '', rest: argv };
  if (first.value === 'help') {
    const path = words.slice(1).map(({ value }) => value);
    const topic = path.join(' ');
    if (!isTopic(topic)) {
      throw unknownCommand(path);
    }
    return { name: topic, rest: ['--help'] };
  }
  const double = second === undefined ? null : `${first.value} ${second.value}`;
  if (double !== null && second && commands.has(double)) {
    return { name: double, rest: without(argv, [first.index, second.index]) };
  }
  if (commands.has(first.value)) return { name: first.value, rest: without(argv, [first.index]) };
  const successor = successorOf(words.slice(0, 2).map(({ value }) => value));
  if (successor) {
    const former = words.slice(0, successor.name.includes(' ') ? 2 : 1).map(({ index }) => index);
    const rest = without(argv, former).map((argument) => withTodaysFlag(argument, successor));
    return splitPath([...successor.name.split(' '), ...rest]);
  }
  const isGroup = within(first.value).length > 0;
  if (second) throw unknownCommand([first.value, second.value], { isGroup });
  if (!isGroup) throw unknownCommand([first.value]);
  return { name: first.value, rest: without(argv, [first.index]) };
}

/** What there is help about: everything, a command, what begins with a word, a group. */
function isTopic(topic: string): boolean {
  return (
    topic === '' ||
    commands.has(topic) ||
    within(topic).length > 0 ||
    [...commands.values()].some(({ group, hidden }) => group === topic && !hidden)
  );
}

function unknownCommand(
  path: readonly string[],
  { isGroup = path.length > 1 }: { readonly isGroup?: boolean } = {},
): UsageError {
  const code = 'usage.unknown_command';
  const retired = retiredCommands.find(({ pattern }) => pattern.test(path.join(' ')));
  if (retired) return new UsageError(`flowdeck has no ${retired.name}: ${retired.instead}`, code);
  const words = isGroup ? path : path.slice(0, 1);
  const name = words.join(' ');
  const sentence = `There is no command ${name.slice(0, 100)}.`;
  // Many say what the command is about before its name.
  const [, alone = ''] = words;
  if (commands.has(alone)) return new UsageError(`${sentence} Did you mean ${alone}?`, code);
  const visible = [...commands].filter(([, { hidden }]) => !hidden).map(([known]) => known);
  // A slip in the second word is about the commands of two words, any other about what a line may begin with.
  const candidates =
    words.length > 1 ? visible : visible.map((known) => known.split(' ')[0] ?? known);
  return new UsageError(`${sentence}${guess(name, candidates)}`, code);
}

function incomplete(group: string): UsageError {
  const second = within(group).map((name) => name.slice(group.length + 1));
  return new UsageError(`flowdeck ${group} needs a second word: ${either(second)}.`);
}

/** `a`, `a or b`, `a, b or c`. */
function either(words: readonly string[]): string {
  const last = words.slice(-1);
  return [words.slice(0, -1).join(', '), ...last].filter((part) => part !== '').join(' or ');
}

/** The commands that begin with a word such as `epic`. */
export function within(group: string): readonly string[] {
  return [...commands.keys()].filter((name) => name.startsWith(`${group} `));
}

function readFlags(
  args: readonly string[],
  flags: Flags,
  name: string,
): { flags: Map<string, boolean | string[]>; positionals: readonly string[] } {
  const given = new Map<string, boolean | string[]>();
  const positionals: string[] = [];
  const options = { args: [...args], options: parserOptions(flags), strict: false, tokens: true };
  for (const token of parseArgs({ ...options, tokens: true }).tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = flags[token.name];
    if (flag === undefined) throw unknownFlag(token.rawName, flags, name);
    if (flag.type === 'switch') {
      if (token.value !== undefined) throw new UsageError(`${token.rawName} takes no value.`);
      given.set(token.name, true);
      continue;
    }
    const value = checkedValue(token, flag);
    const before = given.get(token.name);
    given.set(token.name, [...(Array.isArray(before) ? before : []), value]);
  }
  return { flags: given, positionals };
}

function checkedValue(
  token: {
    readonly rawName: string;
    readonly value?: string | undefined;
    readonly inlineValue?: boolean | undefined;
  },
  flag: FlagDefinition,
): string {
  const { rawName, value } = token;
  // What looks like a flag is more likely a forgotten value; numbers may be negative, and a text may be a list.
  const taken = value !== undefined && token.inlineValue !== true && /^-\S+$/.test(value);
  if (value === undefined || (taken && flag.type !== 'integer')) {
    const how = value === undefined ? '' : ` If ${value} is meant, write ${rawName}=${value}.`;
    throw new UsageError(`${rawName} needs a value.${how}`);
  }
  if (flag.type === 'integer' && !/^-?\d{1,15}$/.test(value)) {
    throw new UsageError(`${rawName} needs a whole number, not ${value.slice(0, 100)}.`);
  }
  if (flag.type === 'path' && value.trim() === '') throw new UsageError(`${rawName} is empty.`);
  if (flag.minimum !== undefined && Number(value) < flag.minimum) {
    throw new UsageError(`${rawName} must be at least ${flag.minimum}, not ${value}.`);
  }
  return flag.choices ? choiceOf(value, flag.choices, rawName) : value;
}

function choiceOf(value: string, choices: readonly string[], rawName: string): string {
  const plain = (word: string): string => word.toLowerCase().replace(/[-_ ]/g, '');
  const choice = choices.find((each) => plain(each) === plain(value));
  if (choice !== undefined) return choice;
  throw new UsageError(`${rawName} is one of ${choices.join(', ')}, not ${value.slice(0, 100)}.`);
}

function unknownFlag(rawName: string, flags: Flags, name: string): UsageError {
  const known = Object.keys(flags).map((flag) => `--${flag}`);
  const owner = name === '' ? 'flowdeck' : `flowdeck ${name}`;
  const guessed = rawName.length > 2 ? guess(rawName, known) : '';
  return new UsageError(`${owner} has no flag ${rawName.slice(0, 100)}.${guessed}`);
}

function guess(word: string, candidates: readonly string[]): string {
  const [near] = nearest(word, candidates, 1);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

function readArguments(
  positionals: readonly string[],
  definitions: readonly ArgumentDefinition[],
  name: string,
): Map<string, readonly string[]> {
  const given = new Map<string, readonly string[]>();
  let rest = positionals;
  for (const argument of definitions) {
    if (rest.length === 0) {
      if (argument.optional) continue;
      throw new UsageError(`flowdeck ${name} needs ${argument.name}.`);
    }
    const values = argument.repeated ? rest : rest.slice(0, 1);
    const { choices } = argument;
    given.set(
      argument.name,
      choices ? values.map((value) => choiceOf(value, choices, argument.name)) : values,
    );
    rest = argument.repeated ? [] : rest.slice(1);
  }
  const [surplus] = rest;
  if (surplus !== undefined) {
    throw new UsageError(`flowdeck ${name} does not take ${surplus.slice(0, 100)}.`);
  }
  return given;
}

function parserOptions(
  flags: Flags,
): Record<string, { type: 'boolean' | 'string'; short?: string; multiple: true }> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { type, short }]) => [
      name,
      {
        type: type === 'switch' ? 'boolean' : 'string',
        multiple: true,
        ...(short !== undefined && { short }),
      },
    ]),
  );
}

function hasSwitch(args: readonly string[], name: string, short?: string): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some(
    (part) => part === `--${name}` || (short !== undefined && part === `-${short}`),
  );
}

function without(argv: readonly string[], indexes: readonly number[]): readonly string[] {
  return argv.filter((_, index) => !indexes.includes(index));
}
