/** Events and token records taken over from the log of another tool, with the times they had there. */
import type { ImportedTokens } from '../../domain/contract/import.js';
import type { Transaction } from '../types.js';
import { insertEvents, type NewEvent } from './events.js';
import { bindList } from './json-list.js';
import { insertTokenRecords } from './tokens.js';

export async function insertPastEvents(
  transaction: Transaction,
  events: readonly Omit<NewEvent, 'before' | 'after' | 'undoes' | 'version'>[],
): Promise<void> {
  await insertEvents(
    transaction,
    events.map((event) => ({ ...event, version: null, before: {}, after: {} })),
  );
}

/** A record about an epic or a task that does not exist belongs to none. */
export async function insertPastTokens(
  transaction: Transaction,
  records: readonly ImportedTokens[],
): Promise<void> {
  const existing = async (table: 'epics' | 'tasks', ids: readonly (string | null)[]) => {
    const rows = await transaction.all<{ id: string }>(
      `SELECT id FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
      [bindList(new Set(ids.flatMap((id) => id ?? [])))],
    );
    const known = new Set(rows.map(({ id }) => id));
    return (id: string | null) => (id !== null && known.has(id) ? id : null);
  };
  const epic = await existing(
    'epics',
    records.map(({ epicId }) => epicId),
  );
  const task = await existing(
    'tasks',
    records.map(({ taskId }) => taskId),
  );
  await insertTokenRecords(
    transaction,
    records.map((record) => ({
      ...record,
      epicId: epic(record.epicId),
      taskId: task(record.taskId),
    })),
  );
}
