/** Reads what is typed into a list's filter: `status:blocked assignee:me age>2d dep:fn-3.1 has:lock text`. */
import { editDistance, nearest } from '../distance.js';
import type { FieldShape, FilterOperator, ListKind } from './definition.js';
import { fieldsOfList, findField, lists } from './lists/index.js';
import { readTokens, type FieldToken, type ValueToken, type WordToken } from './tokens.js';
import { meant, operatorsOf, readValue, type FieldValue } from './values.js';

export interface FilterTerm {
  /** The name of the field, whatever alias was typed. */
  readonly field: string;
  readonly operator: Exclude<FilterOperator, '!='>;
  /** What fits does not pass. */
  readonly negated: boolean;
  /** Any of them. */
  readonly values: readonly FieldValue[];
  readonly start: number;
  readonly end: number;
}

export interface FilterWord {
  readonly text: string;
  /** To be found just as it was typed. */
  readonly quoted: boolean;
  /** What contains it does not pass. */
  readonly negated: boolean;
  readonly start: number;
  readonly end: number;
}

export interface FilterError {
  /** One sentence: what is wrong, and what would be right. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** What to put in its place. */
  readonly suggestion: string | null;
}

export interface Filter {
  readonly terms: readonly FilterTerm[];
  /** The free words that are looked for, as one text. */
  readonly text: string;
  readonly words: readonly FilterWord[];
  /** The first mistake; what is mistaken is left out of the rest. */
  readonly error: FilterError | null;
}

/**
 * @param cursor where more is typed: what stands there may be incomplete, and names and ids match by their beginning;
 *   null for a text that is finished
 */
export function parseFilter(
  text: string,
  kind: ListKind,
  cursor: number | null = text.length,
): Filter {
  const terms: FilterTerm[] = [];
  const words: FilterWord[] = [];
  const errors: FilterError[] = [];
  const isOpen = ({ start, end }: { start: number; end: number }): boolean =>
    cursor !== null && start <= cursor && cursor <= end;
  for (const token of readTokens(text, (name) => findField(kind, name) !== undefined)) {
    if (token.kind === 'word') {
      const word = readWord(token, isOpen(token), errors);
      if (word !== null) words.push(word);
      continue;
    }
    const field = findField(kind, token.name);
    if (field !== undefined) {
      const term = readTerm(field, token, isOpen, errors);
      if (term !== null) terms.push(term);
    } else if (isPlainText(token, kind)) {
      const { start, end, negated, nameStart } = token;
      const raw = text.slice(text.charAt(start) === '-' ? start : nameStart, end);
      words.push({
        ...{ text: raw, quoted: false, start, end },
        negated: negated && text.charAt(start) === '!',
      });
    } else errors.push(unknownField(token, kind));
  }
  return {
    terms,
    words,
    text: words
      .filter(({ negated }) => !negated)
      .map((word) => word.text)
      .join(' '),
    error: errors[0] ?? null,
  };
}

function readWord(
  { text, quoted, closed, negated, start, end }: WordToken,
  open: boolean,
  errors: FilterError[],
): FilterWord | null {
  if (!closed && !open) errors.push(unclosed(start, end, text));
  const isMark = !quoted && (text === '' || text === '-');
  if (isMark || (quoted && text.trim() === '')) return null;
  return { text, quoted, negated, start, end };
}

function readTerm(
  field: FieldShape,
  token: FieldToken,
  isOpen: (value: ValueToken) => boolean,
  errors: FilterError[],
): FilterTerm | null {
  const { operator, start, end, nameStart, valueStart, name } = token;
  const operators = operatorsOf(field);
  if (!operators.includes(operator)) {
    errors.push({
      message: `${field.name} takes ${operators.join(' ')}, not ${operator}.`,
      ...{ start: nameStart, end: valueStart, suggestion: `${name}:` },
    });
    return null;
  }
  const isComparison = ['>', '>=', '<', '<='].includes(operator);
  if (isComparison && token.values.length > 1) {
    errors.push({
      message: `${field.name}${operator} takes one value, not ${token.values.length}.`,
      ...{ start: valueStart, end, suggestion: null },
    });
    return null;
  }
  const values: FieldValue[] = [];
  const before = errors.length;
  for (const value of token.values) {
    const open = isOpen(value);
    if (!value.closed && !open) errors.push(unclosed(value.start, value.end, value.text));
    // A comma too many is no mistake.
    if (value.text === '' && token.values.length > 1) continue;
    const read = readValue(field, { text: value.text, quoted: value.quoted, open });
    if (read.state === 'read') values.push(read.value);
    if (read.state !== 'wrong') continue;
    const { message, suggestion } = read;
    const at = value.text === '' ? nameStart : value.start;
    errors.push({ message, suggestion, start: at, end: value.end });
  }
  // What is left of a mistaken list is not what was asked for.
  if (values.length === 0 || errors.length > before) return null;
  return {
    ...{ field: field.name, values, start, end },
    operator: operator === '!=' ? '=' : operator,
    negated: token.negated !== (operator === '!='),
  };
}

function unclosed(start: number, end: number, text: string): FilterError {
  const suggestion = `"${text}"`;
  return { message: 'The quotation mark has no second.', start, end, suggestion };
}

/** Addresses, scopes of a program and the like are words, and so is `word:` by itself. */
function isPlainText(token: FieldToken, kind: ListKind): boolean {
  const [first] = token.values;
  if (first === undefined || (first.text === '' && token.values.length === 1)) return true;
  if (token.operator !== ':') return nearestField(token.name, kind) === null;
  if (!first.quoted && /^[:/\\]/.test(first.text)) return true;
  return lists[kind].colonsAreText && nearestField(token.name, kind) === null;
}

function unknownField(token: FieldToken, kind: ListKind): FilterError {
  const { name, nameStart: start } = token;
  const near = nearestField(name, kind);
  const names = fieldsOfList(kind).map((field) => field.name);
  return {
    message: `There is no field “${name}” here; ${meant(near, names)}`,
    ...{ start, end: start + name.length, suggestion: near },
  };
}

/** The field that a misspelt or unfinished name means; null where none is near. */
function nearestField(name: string, kind: ListKind): string | null {
  const typed = name.toLowerCase();
  const names = fieldsOfList(kind).flatMap((field) =>
    [field.name, ...field.aliases].filter((each) => each.length > 1),
  );
  const [near] = nearest(typed, names, 1);
  if (near === undefined || typed.length < 3) return null;
  const slips = typed.length < 5 ? 1 : 2;
  return near.startsWith(typed) || editDistance(typed, near, slips) <= slips ? near : null;
}
