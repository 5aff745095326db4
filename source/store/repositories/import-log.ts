/** Events and token records taken over from the log of another tool, with the times they had there. */
import type { ImportedTokens } from '../../domain/contract/import.js';
import type { Transaction } from '../types.js';
import { insertRows } from './bulk.js';
import type { NewEvent } from './events.js';
import { bindList } from './json-list.js';

export async function insertPastEvents(
  transaction: Transaction,
  events: readonly Omit<NewEvent, 'before' | 'after' | 'undoes' | 'version'>[],
): Promise<void> {
  await insertRows(
    transaction,
    'events',
    [
      ...['timestamp', 'event_type', 'entity_kind', 'entity_id', 'epic_id', 'task_id'],
      ...['command_id', 'actor', 'session_id', 'origin', 'payload'],
    ],
    events.map((event) => [
      event.timestamp,
      event.kind,
      event.entityKind,
      event.entityId,
      event.epicId,
      event.taskId,
      event.commandId,
      event.actor,
      event.sessionId,
      event.origin,
      JSON.stringify(event.payload),
    ]),
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
  await insertRows(
    transaction,
    'token_usage',
    [
      ...['timestamp', 'epic_id', 'task_id', 'phase', 'model', 'input_tokens', 'output_tokens'],
      ...['cache_read', 'cache_write', 'estimated_cost'],
    ],
    records.map((record) => [
      record.timestamp,
      epic(record.epicId),
      task(record.taskId),
      record.phase,
      record.model,
      record.inputTokens,
      record.outputTokens,
      record.cacheRead,
      record.cacheWrite,
      record.costUsd,
    ]),
  );
}
