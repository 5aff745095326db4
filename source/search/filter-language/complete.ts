/** What may stand where the cursor is in a filter. */
import type {
  FieldShape,
  FilterContext,
  FilterField,
  FilterRows,
  ListDefinition,
  ListKind,
  ValueSource,
} from './definition.js';
import { fieldsOfList, findField, lists } from './lists/index.js';
import { readTokens, type FieldToken, type FilterToken } from './tokens.js';
import { canBeNone, examplesOf, isSpan } from './values.js';
import { foldText } from '../fold.js';

export interface FilterCandidate {
  /** What takes the place of the text from `start` to `end`. */
  readonly insert: string;
  readonly label: string;
  readonly help: string;
  readonly start: number;
  readonly end: number;
}

/** The values that the rows have, the likeliest first. */
export type FilterValues = Readonly<Partial<Record<ValueSource, readonly string[]>>>;

/** Below so many letters a word is not taken for the beginning of a value. */
const shortestValue = 2;

/** Best first; empty where nothing known fits. */
export function completeFilter(
  text: string,
  cursor: number,
  kind: ListKind,
  values: FilterValues = {},
): FilterCandidate[] {
  const token = readTokens(text, (name) => findField(kind, name) !== undefined).find(
    ({ start, end }) => start <= cursor && cursor <= end,
  );
  if (token === undefined) return fieldCandidates(kind, '', { start: cursor, end: cursor });
  if (token.kind === 'field') {
    const field = findField(kind, token.name);
    const inName = cursor < token.valueStart;
    if (!inName) return field ? valueCandidates(field, token, cursor, values) : [];
    const name = text.slice(token.nameStart, Math.min(cursor, token.nameStart + token.name.length));
    return fieldCandidates(kind, name, { start: token.nameStart, end: token.valueStart });
  }
  return wordCandidates(text, token, cursor, kind, values);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A word may be the beginning of a field or, without one, of a value. */
function wordCandidates(
  text: string,
  token: Exclude<FilterToken, FieldToken>,
  cursor: number,
  kind: ListKind,
  values: FilterValues,
): FilterCandidate[] {
  if (token.quoted) return [];
  const start = /[!-]/.test(text.charAt(token.start)) ? token.start + 1 : token.start;
  const typed = text.slice(start, cursor);
  const span = { start, end: token.end };
  const named = fieldCandidates(kind, typed, span);
  if (typed.length < shortestValue) return named;
  const known = fieldsOfList(kind).flatMap((field) =>
    matching(valuesOf(field, values), typed)
      .filter(({ rank }) => rank < 2)
      .map(({ value, help }) => ({
        ...{ insert: `${field.name}:${quote(value)}`, label: `${field.name}:${value}`, help },
        ...span,
      })),
  );
  return [...named, ...known];
}

function fieldCandidates(kind: ListKind, typed: string, span: Span): FilterCandidate[] {
  const wanted = foldText(typed);
  return fieldsOfList(kind)
    .map((field) => ({ field, rank: rankOf([field.name, ...field.aliases], wanted) }))
    .filter(({ rank }) => rank < unlike)
    .sort((left, right) => left.rank - right.rank)
    .map(({ field }) => ({
      ...{ insert: `${field.name}${isSpan(field) ? '>' : ':'}`, label: field.name },
      ...{ help: field.help, ...span },
    }));
}

function valueCandidates(
  field: FieldShape,
  { values: typed, operator }: FieldToken,
  cursor: number,
  values: FilterValues,
): FilterCandidate[] {
  const at = typed.find(({ start, end }) => start <= cursor && cursor <= end);
  if (at === undefined) return [];
  const before = at.quoted ? at.text : at.text.slice(0, Math.max(0, cursor - at.start));
  const others = new Set(typed.filter((value) => value !== at).map((value) => value.text));
  const offered = valuesOf(field, values).filter(({ value }) => {
    const isWord = value === 'none' || value === 'me';
    return !others.has(value) && !(isWord && /[<>]/.test(operator));
  });
  return matching(offered, before)
    .sort((left, right) => left.rank - right.rank)
    .map(({ value, help, isWord }) => ({
      ...{ insert: isWord ? value : quote(value), label: value, help },
      ...{ start: at.start, end: at.end },
    }));
}

interface OfferedValue {
  readonly value: string;
  readonly help: string;
  readonly aliases: readonly string[];
  /** `me`, `none`: never quoted. */
  readonly isWord: boolean;
}

function valuesOf(field: FieldShape, values: FilterValues): OfferedValue[] {
  const offered = (value: string, help: string, isWord: boolean): OfferedValue => ({
    ...{ value, help, isWord, aliases: [] },
  });
  const dynamic = field.source === null ? [] : (values[field.source] ?? []);
  return [
    ...(field.type === 'person' ? [offered('me', 'you', true)] : []),
    ...(field.choices.length > 0
      ? field.choices.map(({ value, help, aliases = [] }) => ({
          value,
          help,
          aliases,
          isWord: true,
        }))
      : examplesOf(field).map((value) => offered(value, '', true))),
    ...dynamic.map((value) => offered(value, '', false)),
    ...(canBeNone(field) && field.type !== 'age'
      ? [offered('none', `without ${field.name}`, true)]
      : []),
  ];
}

const unlike = 3;

function matching(
  offered: readonly OfferedValue[],
  typed: string,
): (OfferedValue & { readonly rank: number })[] {
  const wanted = foldText(typed);
  return offered
    .map((each) => ({ ...each, rank: rankOf([each.value, ...each.aliases], wanted) }))
    .filter(({ rank }) => rank < unlike);
}

/** Its name begins so, another name of it does, a part of it does, it does not. */
function rankOf([name = '', ...aliases]: readonly string[], wanted: string): number {
  const folded = foldText(name);
  if (folded.startsWith(wanted)) return 0;
  if (aliases.some((alias) => foldText(alias).startsWith(wanted))) return 1;
  return folded.includes(wanted) ? 2 : unlike;
}

/** A value as it is typed. */
export function quote(value: string): string {
  const isPlain = /^[^\s,"]+$/u.test(value) && value !== 'me' && value !== 'none';
  return isPlain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** The values of the rows for the fields whose values are not known beforehand, the most frequent first. */
export function collectValues<Kind extends ListKind>(
  rows: readonly FilterRows[Kind][],
  kind: Kind,
  context: FilterContext,
): FilterValues {
  const definition: ListDefinition<FilterRows[Kind]> = lists[kind];
  const counts = new Map<ValueSource, Map<string, number>>();
  for (const field of definition.fields) {
    if (field.source === null) continue;
    const own = counts.get(field.source) ?? new Map<string, number>();
    counts.set(field.source, own);
    for (const row of rows) {
      for (const value of textsOf(field, row, context)) own.set(value, (own.get(value) ?? 0) + 1);
    }
  }
  return Object.fromEntries(
    [...counts].map(([source, own]) => [
      source,
      [...own]
        .sort(([left, a], [right, b]) => b - a || (left < right ? -1 : 1))
        .map(([value]) => value),
    ]),
  );
}

function textsOf<Row>(
  field: FilterField<Row>,
  row: Row,
  context: FilterContext,
): readonly string[] {
  switch (field.type) {
    case 'name':
    case 'person':
    case 'id':
    case 'text': {
      const texts = field.read(row, context);
      return texts === null ? [] : typeof texts === 'string' ? [texts] : texts;
    }
    case 'choice':
    case 'trait':
    case 'number':
    case 'age':
    case 'duration':
    case 'yes/no':
      return [];
  }
}
