/** Reads a command line by the table of commands; the same rules for every command. */
import { parseArgs } from 'node:util';
import { quoted } from '../domain/quote.js';
import type { ArgumentDefinition, CommandDefinition, FlagDefinition } from './definition.js';
import { successorOf, withTodaysFlag } from './former-names.js';
import { Invocation } from './invocation.js';
import { commands, globalFlags } from './table.js';
import { incomplete, misplacedFlag, unknownCommand, unknownFlag, within } from './unknown.js';
import { UsageError } from './usage-error.js';
import { isName } from './values.js';

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
  const wrong = isGroup ? second : first;
  const before = tokens.find((token) => token.kind === 'option' && !(token.name in globalFlags));
  if (before?.kind === 'option' && wrong && before.index < wrong.index) {
    throw misplacedFlag(before.rawName);
  }
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

function readFlags(
  args: readonly string[],
  flags: Flags,
  name: string,
): { flags: Map<string, boolean | string[]>; positionals: readonly string[] } {
  const given = new Map<string, boolean | string[]>();
  const positionals: string[] = [];
  // The parser takes -12 for two flags.
  let numberAt = -1;
  const options = { args: [...args], options: parserOptions(flags), strict: false, tokens: true };
  for (const token of parseArgs({ ...options, tokens: true }).tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = flags[token.name];
    if (flag === undefined) {
      const word = args[token.index] ?? '';
      if (!isNegativeNumber(word)) throw unknownFlag(token.rawName, flags, name);
      if (token.index !== numberAt) positionals.push(word);
      numberAt = token.index;
      continue;
    }
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

function isNegativeNumber(word: string): boolean {
  return /^-\d+(\.\d+)?$/.test(word);
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
    const meant = value === undefined ? '' : quoted(value);
    const how = value === undefined ? '' : ` If ${meant} is meant, write ${rawName}=${meant}.`;
    throw new UsageError(`${rawName} needs a value.${how}`);
  }
  if (flag.type === 'integer' && !/^-?\d{1,15}$/.test(value)) {
    throw new UsageError(`${rawName} needs a whole number, not ${quoted(value)}.`);
  }
  const mustBeFilled = flag.filled === true || (flag.type === 'text' && isName(flag));
  if (mustBeFilled && value.trim() === '') throw new UsageError(`${rawName} is empty.`);
  if (flag.maximum !== undefined && Number(value) > flag.maximum) {
    throw new UsageError(`${rawName} must be at most ${flag.maximum}, not ${value}.`);
  }
  if (flag.minimum !== undefined && Number(value) < flag.minimum) {
    throw new UsageError(`${rawName} must be at least ${flag.minimum}, not ${value}.`);
  }
  return flag.choices ? choiceOf(value, flag.choices, rawName) : value;
}

function choiceOf(value: string, choices: readonly string[], rawName: string): string {
  const plain = (word: string): string => word.toLowerCase().replace(/[-_ ]/g, '');
  const choice = choices.find((each) => plain(each) === plain(value));
  if (choice !== undefined) return choice;
  throw new UsageError(`${rawName} is one of ${choices.join(', ')}, not ${quoted(value)}.`);
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
    if (
      isName({ value: argument.name, ids: argument.ids }) &&
      values.some((value) => value.trim() === '')
    ) {
      throw new UsageError(`${argument.name} is empty.`);
    }
    const { choices } = argument;
    given.set(
      argument.name,
      choices ? values.map((value) => choiceOf(value, choices, argument.name)) : values,
    );
    rest = argument.repeated ? [] : rest.slice(1);
  }
  const [surplus] = rest;
  if (surplus !== undefined) {
    throw new UsageError(`flowdeck ${name} does not take ${quoted(surplus)}.`);
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
