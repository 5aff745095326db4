/** A filter's text cut into fields with their values and free words, with their places. */
import { filterOperators, type FilterOperator } from './definition.js';

export interface ValueToken {
  /** Without quotation marks. */
  readonly text: string;
  readonly quoted: boolean;
  /** False for a quotation mark without its second. */
  readonly closed: boolean;
  readonly start: number;
  readonly end: number;
}

export interface FieldToken {
  readonly kind: 'field';
  readonly negated: boolean;
  /** As it was typed. */
  readonly name: string;
  readonly nameStart: number;
  readonly operator: FilterOperator;
  /** Where the values begin. */
  readonly valueStart: number;
  /** What stands between commas; one empty text at least. */
  readonly values: readonly ValueToken[];
  readonly start: number;
  readonly end: number;
}

export interface WordToken extends ValueToken {
  readonly kind: 'word';
  readonly negated: boolean;
}

export type FilterToken = FieldToken | WordToken;

/** Nobody types more; the rest of a pasted text is not looked at. */
export const maximumFilterLength = 2000;

const operator = filterOperators.filter((each) => each !== ':').join('|');
const field = new RegExp(`([\\p{L}][\\p{L}_-]*)(?::(${operator})|(${operator}|:))`, 'uy');
/** With blanks around the operator: only behind a known name, and not with a colon. */
const spaced = new RegExp(`([\\p{L}][\\p{L}_-]*) *(${operator}) *(?=\\S|$)`, 'uy');

/** @param isField whether a field has that name */
export function readTokens(whole: string, isField: (name: string) => boolean): FilterToken[] {
  const text = whole.slice(0, maximumFilterLength);
  const tokens: FilterToken[] = [];
  for (let at = nextNonBlank(text, 0); at < text.length;) {
    const token = readToken(text, at, isField);
    tokens.push(token);
    at = nextNonBlank(text, Math.max(token.end, at + 1));
  }
  return tokens;
}

function readToken(text: string, start: number, isField: (name: string) => boolean): FilterToken {
  const mark = text.charAt(start);
  const negated = mark === '!' || mark === '-';
  const at = negated ? start + 1 : start;
  const named = readField(text, start, at, isField);
  if (named !== null) return named;
  const isWord = mark === '-' && text.charAt(at) !== '"';
  const word = readValue(text, isWord ? start : at, /\s/);
  return { kind: 'word', ...word, negated: negated && !isWord, start };
}

function readField(
  text: string,
  start: number,
  at: number,
  isField: (name: string) => boolean,
): FieldToken | null {
  const match = matchAt(field, text, at) ?? knownAt(text, at, isField);
  if (match === null) return null;
  const [typed, name = '', afterColon, plain] = match;
  const valueStart = at + typed.length;
  const values: ValueToken[] = [readValue(text, valueStart, /[\s,]/)];
  for (let end = values.at(-1)?.end ?? text.length; text.charAt(end) === ',';) {
    const value = readValue(text, end + 1, /[\s,]/);
    values.push(value);
    end = value.end;
  }
  return {
    ...{ kind: 'field', name, values, start, valueStart },
    negated: at > start,
    nameStart: at,
    operator: (afterColon ?? plain) as FilterOperator,
    end: values.at(-1)?.end ?? valueStart,
  };
}

function knownAt(
  text: string,
  at: number,
  isField: (name: string) => boolean,
): readonly [string, string?, string?] | null {
  const match = matchAt(spaced, text, at);
  return match !== null && isField(match[1] ?? '') ? [match[0], match[1], match[2]] : null;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Up to where it ends by the pattern, or by its second quotation mark; a mark behind a backslash is one of the text. */
function readValue(text: string, start: number, ends: RegExp): ValueToken {
  if (text.charAt(start) !== '"') {
    let end = start;
    while (end < text.length && !ends.test(text.charAt(end))) end += 1;
    return { text: text.slice(start, end), quoted: false, closed: true, start, end };
  }
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return { text: value, quoted: true, closed: true, start, end: at + 1 };
    if (character === '\\' && /["\\]/.test(text.charAt(at + 1))) at += 1;
    value += text.charAt(at);
  }
  return { text: value, quoted: true, closed: false, start, end: text.length };
}

function nextNonBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}
