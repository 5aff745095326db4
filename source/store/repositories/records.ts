/**
 * Rows of tables whose columns are the fields of events in snake case (`addedAt` is `added_at`), so that any table of
 * that shape can be put back to what an event says. Fields without a column are passed over.
 */
import type { FieldsOfEvent } from './events.js';
import type { Reader, SqlRow, SqlValue, Transaction } from '../types.js';

export interface RecordKey {
  readonly table: string;
  /** The columns of the primary key with their values. */
  readonly key: Readonly<Record<string, string>>;
}

/** The fields of a row, those of its key apart; null where there is none. */
export async function findRecord(
  reader: Reader,
  { table, key }: RecordKey,
  names?: readonly string[],
): Promise<FieldsOfEvent | null> {
  const columns = await listColumns(reader, table);
  if (columns.length === 0) return null;
  const row = await reader.get(`SELECT * FROM ${table} WHERE ${conditionOf(key)}`, valuesOf(key));
  if (row === null) return null;
  const fields = columns
    .filter((column) => !(column in key))
    .map((column) => [fieldOf(column), valueOf(column, row)] as const)
    .filter(([name]) => names?.includes(name) ?? true);
  return Object.fromEntries(fields);
}

export async function updateRecord(
  transaction: Transaction,
  { table, key }: RecordKey,
  fields: FieldsOfEvent,
): Promise<void> {
  const cells = await cellsOf(transaction, table, fields);
  if (cells.length === 0) return;
  await transaction.run(
    `UPDATE ${table} SET ${cells.map(([column]) => `${column} = ?`).join(', ')}
     WHERE ${conditionOf(key)}`,
    [...cells.map(([, value]) => value), ...valuesOf(key)],
  );
}

export async function insertRecord(
  transaction: Transaction,
  { table, key }: RecordKey,
  fields: FieldsOfEvent,
): Promise<void> {
  const cells = (await cellsOf(transaction, table, fields)).filter(([column]) => !(column in key));
  const columns = [...Object.keys(key), ...cells.map(([column]) => column)];
  await transaction.run(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    [...valuesOf(key), ...cells.map(([, value]) => value)],
  );
}

export async function deleteRecord(
  transaction: Transaction,
  { table, key }: RecordKey,
): Promise<void> {
  await transaction.run(`DELETE FROM ${table} WHERE ${conditionOf(key)}`, valuesOf(key));
}

/** Empty where there is no such table. */
async function listColumns(reader: Reader, table: string): Promise<string[]> {
  const rows = await reader.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', [table]);
  return rows.map((row) => row.name);
}

async function cellsOf(
  reader: Reader,
  table: string,
  fields: FieldsOfEvent,
): Promise<(readonly [string, SqlValue])[]> {
  return (await listColumns(reader, table)).flatMap((column) => {
    const value = fields[fieldOf(column)];
    return value === undefined ? [] : [[column, cellOf(value)] as const];
  });
}

function cellOf(value: unknown): SqlValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value);
}

/** A payload is JSON in its cell and an object in events. */
function valueOf(column: string, row: SqlRow): unknown {
  const cell = row[column] ?? null;
  return column === 'payload' && typeof cell === 'string' ? (JSON.parse(cell) as unknown) : cell;
}

function conditionOf(key: RecordKey['key']): string {
  return Object.keys(key)
    .map((column) => `${column} = ?`)
    .join(' AND ');
}

function valuesOf(key: RecordKey['key']): string[] {
  return Object.values(key);
}

function fieldOf(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
