/** Tokens spent. Records append no events: the change feed finds them by their id. */
import type { Transaction } from '../types.js';

export interface TokenRecord {
  readonly timestamp: string;
  readonly epicId: string | null;
  readonly taskId: string | null;
  readonly phase: string | null;
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly costUsd: number | null;
}

export async function insertTokens(transaction: Transaction, record: TokenRecord): Promise<number> {
  const [row] = await transaction.all<{ id: number }>(
    `INSERT INTO token_usage (timestamp, epic_id, task_id, phase, model,
       input_tokens, output_tokens, cache_read, cache_write, estimated_cost)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    [
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
    ],
  );
  return row?.id ?? 0;
}
