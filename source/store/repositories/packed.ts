import type { Reader, SqlRow, SqlValue } from '../types.js';

/**
 * All rows of a query, sent as one JSON text: the library converts every cell by itself, which for thousands of rows
 * costs five times as much as the query.
 *
 * @param sql a SELECT
 * @param columns the names of its columns that are wanted
 */
export async function allPacked<Row extends SqlRow>(
  reader: Reader,
  sql: string,
  columns: readonly (keyof Row & string)[],
  args: readonly SqlValue[] = [],
): Promise<Row[]> {
  const pairs = columns.map((column) => `'${column}', ${column}`).join(', ');
  return packed<Row>(reader, `json_object(${pairs})`, sql, args);
}

/**
 * The same with a list of values for each row, for many columns: SQLite writes objects four times slower.
 *
 * @param columns its columns by the names that the SELECT gives them; `positionsOf` tells where each is
 */
export function allPackedLists(
  reader: Reader,
  sql: string,
  columns: readonly string[],
  args: readonly SqlValue[] = [],
): Promise<SqlRow[string][][]> {
  return packed<SqlRow[string][]>(reader, `json_array(${columns.join(', ')})`, sql, args);
}

export function positionsOf<Column extends string>(
  columns: readonly Column[],
): Readonly<Record<Column, number>> {
  return Object.fromEntries(columns.map((column, index) => [column, index])) as Record<
    Column,
    number
  >;
}

async function packed<Row>(
  reader: Reader,
  row: string,
  sql: string,
  args: readonly SqlValue[],
): Promise<Row[]> {
  const found = await reader.get<{ rows: string }>(
    `SELECT json_group_array(${row}) AS rows FROM (${sql})`,
    args,
  );
  return JSON.parse(found?.rows ?? '[]') as Row[];
}
