/** Terms of a typed filter as conditions on `memory m`: what the list's table says of rows, said of columns. */
import { staleAfterDays } from '../../domain/memory-age.js';
import { memorySeverities } from '../../domain/vocabulary.js';
import type { FilterTerm } from '../../search/filter-language/index.js';
import type { SqlValue } from '../types.js';
import { bindList } from './json-list.js';

/** The condition for an entry to be stale at a time, its one argument. */
export const staleCondition = `(m.status = 'stale' OR
  julianday(?) - julianday(coalesce(m.last_verified, m.created_at)) > ${staleAfterDays})`;

export interface TermCondition {
  readonly sql: string;
  readonly args: readonly SqlValue[];
}

type Column =
  | { readonly type: 'choice' | 'name' | 'text' | 'number' | 'age'; readonly sql: string }
  /** The values from the least to the greatest. */
  | { readonly type: 'scale'; readonly sql: string; readonly order: readonly string[] }
  | { readonly type: 'list'; readonly sql: string }
  | { readonly type: 'stale' }
  | { readonly type: 'traits'; readonly sql: Readonly<Record<string, string>> };

const columns: Readonly<Record<string, Column>> = {
  type: { type: 'choice', sql: 'm.entry_type' },
  track: { type: 'choice', sql: 'm.track' },
  status: { type: 'choice', sql: 'm.status' },
  problem: { type: 'choice', sql: 'm.problem_type' },
  severity: { type: 'scale', sql: 'm.severity', order: [...memorySeverities].reverse() },
  module: { type: 'name', sql: 'm.module' },
  component: { type: 'name', sql: 'm.component' },
  tag: { type: 'list', sql: 'm.tags' },
  key: { type: 'text', sql: 'm.key' },
  title: { type: 'text', sql: 'm.title' },
  id: { type: 'number', sql: 'm.id' },
  refs: { type: 'number', sql: 'm.refs' },
  age: { type: 'age', sql: 'm.created_at' },
  verified: { type: 'age', sql: 'm.last_verified' },
  stale: { type: 'stale' },
  has: {
    type: 'traits',
    sql: {
      module: 'm.module IS NOT NULL',
      severity: 'm.severity IS NOT NULL',
      tag: "m.tags <> '[]'",
      component: 'm.component IS NOT NULL',
      problem: 'm.problem_type IS NOT NULL',
    },
  },
};

export const searchableFields: readonly string[] = Object.keys(columns);

/** @throws Error for a field that is no column: the table of the list has more than this one */
export function conditionOfTerm(term: FilterTerm, now: string): TermCondition {
  const column = columns[term.field];
  if (column === undefined) throw new Error(`The field ${term.field} of memory has no column.`);
  const parts = term.values.map((value) => conditionOf(column, term.operator, value, now));
  const sql = `(${parts.map((part) => part.sql).join(' OR ')})`;
  return {
    // What is not known of a row is not so: NOT of null would be null.
    sql: term.negated ? `NOT coalesce(${sql}, 0)` : sql,
    args: parts.flatMap(({ args }) => args),
  };
}

type Value = FilterTerm['values'][number];
type Operator = FilterTerm['operator'];

const never: TermCondition = { sql: '0', args: [] };

function conditionOf(column: Column, operator: Operator, value: Value, now: string): TermCondition {
  if (column.type === 'stale') {
    if (value.kind !== 'yes/no') return never;
    return { sql: `${value.yes ? '' : 'NOT '}${staleCondition}`, args: [now] };
  }
  if (column.type === 'traits') {
    const wanted = value.kind === 'choices' ? value.choices : [];
    return { sql: wanted.map((name) => column.sql[name] ?? '0').join(' OR ') || '0', args: [] };
  }
  const { sql } = column;
  if (value.kind === 'none') {
    return { sql: column.type === 'list' ? `${sql} = '[]'` : `${sql} IS NULL`, args: [] };
  }
  if (value.kind === 'choices') {
    if (column.type !== 'scale' || !isComparison(operator)) return isOneOf(sql, value.choices);
    const { order } = column;
    const places = value.choices.map((choice) => order.indexOf(choice));
    return isOneOf(
      sql,
      order.filter((_, at) => places.some((place) => compares(at, operator, place))),
    );
  }
  if (value.kind === 'number') {
    return column.type === 'age'
      ? ageCondition(sql, operator, value, now)
      : numberCondition(sql, operator, value);
  }
  if (value.kind !== 'text') return never;
  if (column.type === 'list') {
    const inner = textCondition('value', 'name', operator, value);
    return { sql: `EXISTS (SELECT 1 FROM json_each(${sql}) WHERE ${inner.sql})`, args: inner.args };
  }
  return textCondition(sql, column.type, operator, value);
}

function isOneOf(sql: string, words: readonly string[]): TermCondition {
  return { sql: `${sql} IN (SELECT value FROM json_each(?))`, args: [bindList(words)] };
}

type Comparison = Exclude<Operator, ':' | '='>;

function isComparison(operator: Operator): operator is Comparison {
  return operator !== ':' && operator !== '=';
}

function compares(left: number, operator: Comparison, right: number): boolean {
  switch (operator) {
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
  }
}

type NumberValue = Extract<Value, { kind: 'number' }>;
type TextValue = Extract<Value, { kind: 'text' }>;

function numberCondition(
  sql: string,
  operator: Operator,
  { value, tolerance }: NumberValue,
): TermCondition {
  if (isComparison(operator)) return { sql: `${sql} ${operator} ?`, args: [value] };
  return { sql: `abs(${sql} - ?) < ?`, args: [value, tolerance] };
}

const turned = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' } as const;

/** Older is earlier. */
function ageCondition(
  sql: string,
  operator: Operator,
  { value, tolerance }: NumberValue,
  now: string,
): TermCondition {
  const time = `julianday(${sql})`;
  const before = 'julianday(?) - ? / 86400.0';
  if (isComparison(operator)) {
    return { sql: `${time} ${turned[operator]} ${before}`, args: [now, value] };
  }
  const args = [now, value, now, value + tolerance];
  return { sql: `(${time} <= ${before} AND ${time} > ${before})`, args };
}

/** The typed text is folded; what is kept may have accents, for which it is compared as it was typed too. */
function textCondition(
  sql: string,
  type: Column['type'],
  operator: Operator,
  { text, typed, open }: TextValue,
): TermCondition {
  const kept = `lower(${sql})`;
  const args = [text, typed.toLowerCase()];
  if (operator === ':' && type === 'text') {
    return { sql: `(instr(${kept}, ?) > 0 OR instr(${kept}, ?) > 0)`, args };
  }
  if (operator === ':' && open) {
    const begins = `substr(${kept}, 1, length(?)) = ?`;
    return { sql: `(${begins} OR ${begins})`, args: args.flatMap((each) => [each, each]) };
  }
  return { sql: `${kept} IN (?, ?)`, args };
}
