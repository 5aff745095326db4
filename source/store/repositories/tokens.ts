/** Tokens spent. Records append no events: the change feed finds them by their id. */
import type { ImportedTokens } from '../../domain/contract/import.js';
import type { Reader, SqlValue, Transaction } from '../types.js';
import { insertRows } from './bulk.js';

export type TokenRecord = Omit<ImportedTokens, 'position'>;

const tokenColumns = [
  ...['timestamp', 'epic_id', 'task_id', 'phase', 'model', 'input_tokens', 'output_tokens'],
  ...['cache_read', 'cache_write', 'estimated_cost'],
];

function tokenValues(record: TokenRecord): SqlValue[] {
  return [
    record.timestamp,
    record.epicId,
    record.taskId,
    record.phase,
    record.model,
    record.inputTokens,
    record.outputTokens,
    record.cacheRead,
    record.cacheWrite,
    record.costUsd,
  ];
}

export async function insertTokens(transaction: Transaction, record: TokenRecord): Promise<number> {
  const [row] = await transaction.all<{ id: number }>(
    `INSERT INTO token_usage (${tokenColumns.join(', ')})
     VALUES (${tokenColumns.map(() => '?').join(', ')}) RETURNING id`,
    tokenValues(record),
  );
  return row?.id ?? 0;
}

/** Many at once, in their order. */
export async function insertTokenRecords(
  transaction: Transaction,
  records: readonly TokenRecord[],
): Promise<void> {
  await insertRows(transaction, 'token_usage', tokenColumns, records.map(tokenValues));
}

export async function hasTokens(
  reader: Reader,
  owner: 'epic' | 'task',
  id: string,
): Promise<boolean> {
  const sql = `SELECT 1 FROM token_usage WHERE ${owner}_id = ? LIMIT 1`;
  return (await reader.get(sql, [id])) !== null;
}
