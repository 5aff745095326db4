/** What the values of a filter mean, by the type of their field. */
import { nearest } from '../distance.js';
import { foldText } from '../fold.js';
import type { FieldShape, FilterOperator } from './definition.js';

export interface TypedValue {
  readonly text: string;
  /** Quoted, `none` and `me` are words like others. */
  readonly quoted: boolean;
  /** The cursor stands at it: it may go on. */
  readonly open: boolean;
}

export type FieldValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'me' }
  /** Any of them. */
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  /** Folded, and as it was typed. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly typed: string;
      readonly open: boolean;
    }
  /** Equal is what is not farther from it than the tolerance; a duration in seconds is equal up to the next unit. */
  | { readonly kind: 'number'; readonly value: number; readonly tolerance: number }
  | { readonly kind: 'yes/no'; readonly yes: boolean };

export type ReadValue =
  | { readonly state: 'read'; readonly value: FieldValue }
  /** May become one when more is typed. */
  | { readonly state: 'begun' }
  | { readonly state: 'wrong'; readonly message: string; readonly suggestion: string | null };

const equality = [':', '=', '!='] as const;
const comparison = [...equality, '>', '>=', '<', '<='] as const;

export function operatorsOf({ type, ordered }: FieldShape): readonly FilterOperator[] {
  const isMeasure = type === 'number' || type === 'age' || type === 'duration';
  return isMeasure || ordered ? comparison : equality;
}

/** Whether a row may have nothing there. */
export function canBeNone({ type }: FieldShape): boolean {
  return type !== 'trait' && type !== 'yes/no';
}

export function readValue(field: FieldShape, typed: TypedValue): ReadValue {
  const text = typed.text.trim();
  if (text === '') {
    return typed.open
      ? { state: 'begun' }
      : wrong(`${field.name} lacks its value${example(field)}.`);
  }
  const word = text.toLowerCase();
  if (!typed.quoted && word === 'none' && canBeNone(field)) return read({ kind: 'none' });
  switch (field.type) {
    case 'choice':
    case 'trait':
      return readChoice(field, text, typed.open);
    case 'yes/no':
      return readYesNo(field, word, typed.open);
    case 'number':
      return readNumber(field, word, typed.open);
    case 'age':
    case 'duration':
      return readSpan(field, word, typed.open);
    case 'person':
      if (!typed.quoted && word === 'me') return read({ kind: 'me' });
      return readText(text, typed.open);
    case 'name':
      // Tags are written with a hash sign, too.
      return readText(text.replace(/^#(?=.)/, ''), typed.open);
    case 'id':
    case 'text':
      return readText(text, typed.open);
  }
}

function read(value: FieldValue): ReadValue {
  return { state: 'read', value };
}

function readText(text: string, open: boolean): ReadValue {
  return read({ kind: 'text', text: foldText(text), typed: text, open });
}

function wrong(message: string, suggestion: string | null = null): ReadValue {
  return { state: 'wrong', message, suggestion };
}

/** What a value looks like, as the end of a sentence. */
function example(field: FieldShape): string {
  const [text = ''] = examplesOf(field);
  return text === '' ? '' : `, such as ${field.name}${isSpan(field) ? '>' : ':'}${text}`;
}

const spans = ['1h', '1d', '7d', '30d'] as const;

/** Values that a field takes whatever the rows are. */
export function examplesOf(field: FieldShape): readonly string[] {
  switch (field.type) {
    case 'choice':
    case 'trait':
      return field.choices.map(({ value }) => value);
    case 'yes/no':
      return ['yes', 'no'];
    case 'age':
    case 'duration':
      return spans;
    case 'number':
    case 'name':
    case 'person':
    case 'id':
    case 'text':
      return [];
  }
}

/** Asked for by more than or less than. */
export function isSpan({ type }: FieldShape): boolean {
  return type === 'age' || type === 'duration';
}

function joined(text: string): string {
  return foldText(text).replace(/[-_ ]/g, '');
}

/** The whole word or one that only one choice begins with; while it is typed, all that begin so. */
function readChoice(field: FieldShape, text: string, open: boolean): ReadValue {
  const wanted = joined(text);
  const named = field.choices.map(({ value, aliases = [] }) => ({
    value,
    words: [value, ...aliases].map(joined),
  }));
  const exact = named.find(({ words }) => words.includes(wanted));
  if (exact) return read({ kind: 'choices', choices: [exact.value] });
  const begun = named.filter(({ words }) => words.some((each) => each.startsWith(wanted)));
  const choices = begun.map(({ value }) => value);
  if (choices.length === 1 || (open && choices.length > 1))
    return read({ kind: 'choices', choices });
  if (choices.length > 1) {
    return wrong(`${field.name}:${text} could be ${listed(choices, 'or')}.`, choices[0]);
  }
  const known = field.choices.map(({ value }) => value);
  const [near = null] = nearest(text.toLowerCase(), known, 1);
  return wrong(`There is no ${field.name} “${text}”; ${meant(near, known)}`, near);
}

/** The end of a sentence about an unknown word. */
export function meant(near: string | null, known: readonly string[]): string {
  return near === null ? `there are ${listed(known, 'and')}.` : `did you mean ${near}?`;
}

/** In one line: of many only the first. */
function listed(words: readonly string[], joint: 'and' | 'or'): string {
  const most = 9;
  if (words.length > most) return `${words.slice(0, most).join(', ')} and more`;
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joint} ${last}`;
}

const yes = ['yes', 'true', 'on', '1'];
const no = ['no', 'false', 'off', '0'];

function readYesNo({ name }: FieldShape, word: string, open: boolean): ReadValue {
  const begins = (words: readonly string[]): boolean =>
    words.some((each) => (word.length === 1 || open ? each.startsWith(word) : each === word));
  const [isYes, isNo] = [begins(yes), begins(no)];
  if (isYes !== isNo) return read({ kind: 'yes/no', yes: isYes });
  return isYes ? { state: 'begun' } : wrong(`${name} is yes or no, not “${word}”.`, 'yes');
}

const numberPattern = /^\$?(\d+)(?:\.(\d*))?([kmb%]?)$/;
const scales: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 };

/** What is shown as `1.2K` is found by `1.2k`. */
function readNumber({ name }: FieldShape, word: string, open: boolean): ReadValue {
  const match = numberPattern.exec(word);
  if (match === null) {
    if (open && word === '$') return { state: 'begun' };
    return wrong(`${name} is a number such as 3 or 1.5k, not “${word}”.`);
  }
  const [, whole = '', part = '', unit = ''] = match;
  const scale = scales[unit] ?? 1;
  const tolerance = unit === '' && part === '' ? 0.5 : (0.5 * scale) / 10 ** part.length;
  return read({ kind: 'number', value: Number(`${whole}.${part || '0'}`) * scale, tolerance });
}

/** In seconds. */
const units: Readonly<Record<string, number>> = {
  ...{ s: 1, sec: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 },
  ...{ mo: 2_592_000, y: 31_536_000 },
};
const spanPattern = /^(?:\d+(?:\.\d+)?(?:sec|s|min|mo|m|h|d|w|y))+$/;

/** `45m`, `2d`, `1d12h`; equal to it is what is less than its smallest unit above it, as ages are shown. */
function readSpan({ name }: FieldShape, word: string, open: boolean): ReadValue {
  if (!spanPattern.test(word)) {
    if (open && /^(?:\d+(?:\.\d*)?[a-z]{0,3})+$/.test(word)) return { state: 'begun' };
    const bare = /^\d+$/.test(word) ? `${word}d` : '2d';
    return wrong(
      `${name} is a span of time such as 45m, 3h, ${bare} or 2w, not “${word}”.`,
      /^\d+$/.test(word) ? bare : null,
    );
  }
  let value = 0;
  let smallest = Infinity;
  for (const [, amount = '', unit = ''] of word.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/g)) {
    const seconds = units[unit] ?? 1;
    value += Number(amount) * seconds;
    smallest = Math.min(smallest, seconds);
  }
  return read({ kind: 'number', value, tolerance: smallest });
}
