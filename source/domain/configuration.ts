/**
 * The configuration of a project: every key that flowdeck reads, with its type and default. Keys are dotted and values
 * are JSON. Keys of other tools are kept and shown, and mean nothing here.
 */
import { FlowdeckError } from './errors.js';

interface Definition<Value> {
  readonly kind: 'switch' | 'integer' | 'text' | 'choice';
  readonly default: Value;
  /** What it decides, as the second half of a sentence. */
  readonly summary: string;
  readonly choices?: readonly string[];
}

function toggle(on: boolean, summary: string): Definition<boolean> {
  return { kind: 'switch', default: on, summary };
}

function count(usual: number, summary: string): Definition<number> {
  return { kind: 'integer', default: usual, summary };
}

function text(summary: string): Definition<string | null> {
  return { kind: 'text', default: null, summary };
}

/** The programs that may review; `none` says that nobody does. */
export const reviewBackends = ['rp', 'codex', 'none'] as const;
export type ReviewBackend = (typeof reviewBackends)[number];

export const configurationKeys = {
  max_retries: count(0, 'How often a failed task is tried again'),
  'memory.enabled': toggle(true, 'Whether the project keeps a memory'),
  'memory.auto': toggle(true, 'Whether lessons are saved when a session of an agent ends'),
  'notifications.bell': toggle(true, 'Whether the terminal rings when something needs a person'),
  'notifications.desktop': toggle(true, 'Whether the terminal is asked for desktop notifications'),
  'notifications.sound': toggle(true, 'Whether finished epics make a sound'),
  'notifications.webhook_url': text('The address that is told of finished and failed work'),
  'outputs.enabled': toggle(false, 'Whether tasks hand outputs on to those after them'),
  'planSync.enabled': toggle(true, 'Whether plans follow what the work found'),
  'planSync.crossEpic': toggle(false, 'Whether they do so across epics'),
  'review.backend': {
    kind: 'choice',
    default: null as ReviewBackend | null,
    choices: reviewBackends,
    summary: 'The program that reviews plans and changes',
  },
  'scouts.github': toggle(false, 'Whether planning looks at public repositories'),
  mouse: toggle(true, 'Whether the cockpit takes clicks and the wheel'),
} as const satisfies Readonly<Record<string, Definition<unknown>>>;
export type ConfigurationKey = keyof typeof configurationKeys;
export type ConfigurationValue<Key extends ConfigurationKey> =
  (typeof configurationKeys)[Key] extends Definition<infer Value> ? Value : never;

/** What the layers of the stack are checked with, in the order in which that is done. */
export const guardKinds = ['test', 'lint', 'typecheck'] as const;
export type GuardKind = (typeof guardKinds)[number];
const stackKey = 'stack';

/** Stored values by dotted key. */
export type StoredConfiguration = Readonly<Record<string, unknown>>;

export function isConfigurationKey(key: string): key is ConfigurationKey {
  return Object.hasOwn(configurationKeys, key);
}

/** The value that holds: the stored one where it is of the key's type, else the default. */
export function configurationValue<Key extends ConfigurationKey>(
  stored: StoredConfiguration,
  key: Key,
): ConfigurationValue<Key> {
  const definition: Definition<unknown> = configurationKeys[key];
  const value = normalised(definition, stored[key]);
  return (value === undefined ? definition.default : value) as ConfigurationValue<Key>;
}

/** The value in the key's type; undefined where it has another. Numbers and switches may come as text from files. */
function normalised(definition: Definition<unknown>, value: unknown): unknown {
  if (value === null) return definition.default === null ? null : undefined;
  switch (definition.kind) {
    case 'switch':
      if (typeof value === 'boolean') return value;
      return typeof value === 'string' ? switchWords.get(value.toLowerCase()) : undefined;
    case 'integer': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
      return Math.max(0, Math.floor(number));
    }
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
    case 'choice':
      return definition.choices?.find((choice) => choice === value);
  }
}

const switchWords = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['no', false],
  ['off', false],
]);

/** Longer values are somebody's file by mistake, and each is kept in the log twice. */
const longestValue = 10_000;

/**
 * A value as it is typed. For a known key it must be of its type, `null` and an empty text give its default back; for
 * another one `true`, `false`, whole numbers and JSON objects and lists are taken as what they are.
 * @throws FlowdeckError `configuration.invalid`
 */
export function parseConfigurationValue(key: string, typed: string): unknown {
  if (typed.length > longestValue) {
    throw invalid(`The value of ${key} has ${typed.length} characters, at most ${longestValue}.`);
  }
  if (!isConfigurationKey(key)) return parseFreely(typed.trim());
  const definition: Definition<unknown> = configurationKeys[key];
  const given = typed.trim();
  if (given === '' || given === 'null') return null;
  const isWhole = definition.kind !== 'integer' || /^\d{1,9}$/.test(given);
  const value = isWhole ? normalised(definition, given) : undefined;
  if (value !== undefined) return value;
  throw invalid(`${key} is ${expected(definition)}, not ${JSON.stringify(given.slice(0, 100))}.`);
}

function expected({ kind, choices = [] }: Definition<unknown>): string {
  if (kind === 'choice') return `one of ${choices.join(', ')}`;
  return { switch: 'true or false', integer: 'a whole number from 0', text: 'a text' }[kind];
}

function parseFreely(typed: string): unknown {
  if (switchWords.has(typed) && /^(true|false)$/.test(typed)) return typed === 'true';
  if (typed === 'null') return null;
  if (/^-?\d{1,15}$/.test(typed)) return Number(typed);
  if (!/^[[{]/.test(typed)) return typed;
  try {
    return JSON.parse(typed) as unknown;
  } catch {
    return typed;
  }
}

const keyPattern = /^[A-Za-z0-9_$-]+(\.[A-Za-z0-9_$-]+)*$/;

/** @throws FlowdeckError `configuration.invalid` for what can be no key */
export function checkConfigurationKey(key: string): string {
  const clean = key.trim();
  if (keyPattern.test(clean) && clean.length <= 200) return clean;
  throw invalid(
    `A key is words of letters and digits with dots between them, not ${JSON.stringify(key.slice(0, 100))}.`,
  );
}

/**
 * What is stored under a key or below it, as one value: objects are put together from the dotted keys, with the
 * defaults of those that are not set. Undefined where there is nothing.
 */
export function configurationAt(stored: StoredConfiguration, key: string): unknown {
  if (isConfigurationKey(key)) return configurationValue(stored, key);
  const defaults = Object.keys(configurationKeys)
    .filter(isConfigurationKey)
    .map((known): [string, unknown] => [known, configurationValue(stored, known)]);
  const entries = [...Object.entries(stored), ...defaults];
  const below = entries.filter(([name]) => name.startsWith(`${key}.`));
  if (below.length === 0) return stored[key];
  return nested(below.map(([name, value]) => [name.slice(key.length + 1), value]));
}

/** All keys, set or not, as one object of objects. */
export function wholeConfiguration(stored: StoredConfiguration): Readonly<Record<string, unknown>> {
  const known = Object.keys(configurationKeys).filter(isConfigurationKey);
  return nested([
    [stackKey, {}],
    ...Object.entries(stored),
    ...known.map((key): [string, unknown] => [key, configurationValue(stored, key)]),
  ]);
}

type Nested = Record<string, unknown>;

function nested(entries: readonly (readonly [string, unknown])[]): Nested {
  const root: Nested = {};
  for (const [name, value] of entries) {
    const parts = name.split('.');
    const last = parts.pop() ?? '';
    let place = root;
    for (const part of parts) {
      const held = Object.hasOwn(place, part) ? place[part] : undefined;
      const inner: Nested = isObject(held) ? held : {};
      define(place, part, inner);
      place = inner;
    }
    // An object may be stored empty beside what was put below it later.
    const isHeld = Object.hasOwn(place, last) && isObject(place[last]) && isObject(value);
    if (!isHeld) define(place, last, value);
  }
  return root;
}

/** A key called `__proto__` is a key like any other. */
function define(place: Nested, key: string, value: unknown): void {
  Object.defineProperty(place, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

/** The dotted keys of a value; an empty object is a value of its own. */
export function flattened(key: string, value: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(value) || Object.keys(value).length === 0) return { [key]: value };
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      Object.entries(flattened(`${key}.${name}`, inner)),
    ),
  );
}

function isObject(value: unknown): value is Nested {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One check of one layer: a command for a shell. */
export interface GuardCommand {
  readonly layer: string;
  readonly kind: GuardKind;
  readonly command: string;
}

/** The checks that the stack names, by layer in the order of the names, then in that of the kinds. */
export function guardCommands(stored: StoredConfiguration): readonly GuardCommand[] {
  const stack = configurationAt(stored, stackKey);
  if (!isObject(stack)) return [];
  return Object.entries(stack).flatMap(([layer, checks]) =>
    guardKinds.flatMap((kind) => {
      const command = isObject(checks) ? checks[kind] : null;
      return typeof command === 'string' && command.trim() !== ''
        ? [{ layer, kind, command: command.trim() }]
        : [];
    }),
  );
}

function invalid(message: string): FlowdeckError {
  return new FlowdeckError('configuration.invalid', message);
}
