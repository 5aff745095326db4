/**
 * Columns by the names that events and programs use. A table of fields is the one place that knows how a value is
 * stored; reading, writing and the before and after of events are made from it.
 */
import type { SqlRow, SqlValue, Transaction } from '../types.js';

type Stored = SqlRow[string] | undefined;

/** Text as it is stored; empty for anything else. */
export function textOf(stored: Stored): string {
  return typeof stored === 'string' ? stored : '';
}

export function optionalTextOf(stored: Stored): string | null {
  return typeof stored === 'string' ? stored : null;
}

export function optionalNumberOf(stored: Stored): number | null {
  return typeof stored === 'number' ? stored : null;
}

export interface Field<Value> {
  readonly column: string;
  readonly decode: (stored: Stored) => Value;
  readonly encode: (value: Value) => SqlValue;
}

/** The values that a table of fields describes. */
export type FieldValues<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Field<infer Value> ? Value : never;
};

export function text<Value extends string = string>(column: string): Field<Value> {
  return {
    column,
    decode: (stored) => textOf(stored) as Value,
    encode: (value) => value,
  };
}

export function optionalText(column: string): Field<string | null> {
  return {
    column,
    decode: optionalTextOf,
    encode: (value) => value,
  };
}

export function number(column: string): Field<number> {
  return { column, decode: (stored) => Number(stored ?? 0), encode: (value) => value };
}

export function optionalNumber(column: string): Field<number | null> {
  return {
    column,
    decode: optionalNumberOf,
    encode: (value) => value,
  };
}

export function flag(column: string): Field<boolean> {
  return { column, decode: (stored) => stored === 1, encode: (value) => (value ? 1 : 0) };
}

export function json<Value>(column: string, empty: Value): Field<Value> {
  return {
    column,
    decode: (stored) => (typeof stored === 'string' ? (JSON.parse(stored) as Value) : empty),
    encode: (value) => JSON.stringify(value),
  };
}

/** `t.title, t.status, …` */
export function columnList(fields: object, alias: string): string {
  return entriesOf(fields)
    .map(([, field]) => `${alias}.${field.column}`)
    .join(', ');
}

export function decodeFields<Fields extends object>(
  fields: Fields,
  row: SqlRow,
): FieldValues<Fields> {
  const values = entriesOf(fields).map(([name, field]) => [name, field.decode(row[field.column])]);
  return Object.fromEntries(values) as FieldValues<Fields>;
}

/** The part of `patch` that belongs to these fields, as columns and stored values. */
export function encodeFields(
  fields: object,
  patch: Readonly<Record<string, unknown>>,
): { columns: string[]; values: SqlValue[] } {
  const columns: string[] = [];
  const values: SqlValue[] = [];
  for (const [name, field] of entriesOf(fields)) {
    if (patch[name] === undefined) continue;
    columns.push(field.column);
    values.push(field.encode(patch[name]));
  }
  return { columns, values };
}

/** A new row of a definition table; columns that `row` does not name keep their defaults. */
export async function insertDefinition(
  transaction: Transaction,
  table: 'epics' | 'tasks',
  row: { readonly id: string; readonly createdAt: string },
  fields: object,
): Promise<void> {
  const { columns, values } = encodeFields(fields, { ...row });
  const all = ['id', 'created_at', 'updated_at', ...columns];
  await transaction.run(
    `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
    [row.id, row.createdAt, row.createdAt, ...values],
  );
}

/** Writes the columns of `patch`; with `raise` the row version rises. Returns the version that holds now. */
export async function updateDefinition(
  transaction: Transaction,
  table: 'epics' | 'tasks',
  id: string,
  fields: object,
  patch: object,
  { raise, now }: { readonly raise: boolean; readonly now: string },
): Promise<number> {
  const { columns, values } = encodeFields(fields, { ...patch });
  const assignments = columns.map((column) => `${column} = ?`);
  if (raise) {
    assignments.push('version = version + 1', 'updated_at = ?');
    values.push(now);
  }
  const [row] = await transaction.all<{ version: number }>(
    assignments.length === 0
      ? `SELECT version FROM ${table} WHERE id = ?`
      : `UPDATE ${table} SET ${assignments.join(', ')} WHERE id = ? RETURNING version`,
    [...values, id],
  );
  return row?.version ?? 0;
}

/** Puts a row that was made again behind everything that was known of the one before. */
export async function setVersion(
  transaction: Transaction,
  table: 'epics' | 'tasks' | 'memory',
  id: string | number,
  version: number,
): Promise<void> {
  await transaction.run(`UPDATE ${table} SET version = ? WHERE id = ?`, [version, id]);
}

/** What hangs on the row by a foreign key goes with it. */
export async function deleteDefinition(
  transaction: Transaction,
  table: 'epics' | 'tasks',
  id: string,
): Promise<void> {
  await transaction.run(`DELETE FROM ${table} WHERE id = ?`, [id]);
}

/** Inserts the row or, where its key exists, overwrites the columns of `patch`. */
export async function upsertFields(
  transaction: Transaction,
  table: string,
  key: { readonly column: string; readonly value: SqlValue },
  fields: object,
  patch: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { columns, values } = encodeFields(fields, patch);
  if (columns.length === 0) return;
  await transaction.run(
    `INSERT INTO ${table} (${[key.column, ...columns].join(', ')})
     VALUES (${['?', ...columns.map(() => '?')].join(', ')})
     ON CONFLICT (${key.column}) DO UPDATE SET
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    [key.value, ...values],
  );
}

function entriesOf(fields: object): [string, Field<unknown>][] {
  return Object.entries(fields) as [string, Field<unknown>][];
}
