/** Messages to agents: sent as events, kept here until somebody takes them, and afterwards for whoever asks. */
import { Conditions } from './conditions.js';
import type { MessageRow } from '../../domain/contract/coordination-calls.js';
import type { Reader, SqlRow, Transaction } from '../types.js';
import { optionalTextOf, textOf } from './fields.js';
import { bindList } from './json-list.js';

const columns = 'm.id, m.sent_at, m.sender, m.addressee, m.task_id, m.text, m.delivered_at';

export interface MessageFilter {
  readonly actor?: string;
  readonly taskId?: string;
  readonly afterId?: number;
  readonly waiting?: boolean;
}

/** Oldest first. */
export async function listMessages(reader: Reader, filter: MessageFilter): Promise<MessageRow[]> {
  const conditions = new Conditions();
  conditions.add('m.addressee = ?', filter.actor);
  conditions.add('m.task_id = ?', filter.taskId);
  conditions.add('m.id > ?', filter.afterId);
  conditions.addIf(filter.waiting, 'm.delivered_at IS NULL');
  const rows = await reader.all(
    `SELECT ${columns} FROM messages m WHERE ${conditions.sql} ORDER BY m.id`,
    conditions.args,
  );
  return rows.map(toMessageRow);
}

export async function insertMessage(
  transaction: Transaction,
  message: Omit<MessageRow, 'deliveredAt'>,
): Promise<void> {
  await transaction.run(
    `INSERT INTO messages (id, sent_at, sender, addressee, task_id, text)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [message.id, message.at, message.from, message.to, message.taskId, message.text],
  );
}

/**
 * Those that wait for this reader: sent to the actor by name, or to whoever works on one of the tasks. Each is handed
 * over once.
 */
export async function takeMessages(
  transaction: Transaction,
  reader: { readonly actor: string; readonly taskIds: readonly string[] },
  now: string,
): Promise<MessageRow[]> {
  const rows = await transaction.all(
    `UPDATE messages AS m SET delivered_at = ?, delivered_to = ?
     WHERE delivered_at IS NULL AND (
       addressee = ?
       OR (addressee IS NULL AND task_id IN (SELECT value FROM json_each(?))))
     RETURNING ${columns.replaceAll('m.', '')}`,
    [now, reader.actor, reader.actor, bindList(reader.taskIds)],
  );
  return rows.map(toMessageRow).sort((left, right) => left.id - right.id);
}

function toMessageRow(row: SqlRow): MessageRow {
  return {
    id: Number(row.id),
    at: textOf(row.sent_at),
    from: optionalTextOf(row.sender),
    to: optionalTextOf(row.addressee),
    taskId: optionalTextOf(row.task_id),
    text: textOf(row.text),
    deliveredAt: optionalTextOf(row.delivered_at),
  };
}
