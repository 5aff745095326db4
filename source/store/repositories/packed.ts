import type { Reader, SqlRow, SqlValue } from '../types.js';

/**
 * All rows of a query, sent as one JSON text: the library converts every cell by itself, which for thousands of rows
 * costs five times as much as the query. Rows are lists in it: SQLite writes objects four times slower.
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
  const packed = await reader.get<{ rows: string }>(
    `SELECT json_group_array(json_array(${columns.join(', ')})) AS rows FROM (${sql})`,
    args,
  );
  const rows = JSON.parse(packed?.rows ?? '[]') as SqlValue[][];
  return rows.map((values) => {
    const row: Record<string, SqlValue> = {};
    for (let index = 0; index < columns.length; index += 1) {
      row[columns[index] as string] = values[index] ?? null;
    }
    return row as Row;
  });
}
