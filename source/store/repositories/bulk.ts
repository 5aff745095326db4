import type { SqlValue, Transaction } from '../types.js';

/** Values in one statement, far below what the library allows. */
const valuesPerStatement = 1500;

/**
 * Inserts many rows with few statements, each a round trip of its own.
 * @param columns as many as each row has values
 * @param suffix such as `ON CONFLICT DO NOTHING`
 */
export async function insertRows(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
  suffix = '',
): Promise<void> {
  const size = Math.max(1, Math.floor(valuesPerStatement / columns.length));
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  for (let start = 0; start < rows.length; start += size) {
    const chunk = rows.slice(start, start + size);
    await transaction.run(
      `INSERT INTO ${table} (${columns.join(', ')})
       VALUES ${chunk.map(() => tuple).join(', ')} ${suffix}`,
      chunk.flat(),
    );
  }
}
