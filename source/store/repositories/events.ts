/** The log: every change in the order of its commit. It is the change feed, the history and the ground of undo. */
import { Conditions } from './conditions.js';
import type { EventRow, FullEvent } from '../../domain/contract/rows.js';
import type { EntityKind, EventKind, Origin } from '../../domain/vocabulary.js';
import { insertRows } from './bulk.js';
import { optionalNumberOf, optionalTextOf, textOf } from './fields.js';
import { bindList } from './json-list.js';
import type { Reader, SqlRow, SqlValue, Transaction } from '../types.js';

/** Field names with their values before or after a change. */
export type FieldsOfEvent = Readonly<Record<string, unknown>>;

export interface NewEvent {
  readonly timestamp: string;
  readonly kind: EventKind;
  readonly entityKind: EntityKind;
  readonly entityId: string;
  readonly epicId: string | null;
  readonly taskId: string | null;
  /** The entity's row version after the change; null where it has none. */
  readonly version: number | null;
  readonly commandId: string;
  readonly actor: string | null;
  readonly sessionId: string | null;
  readonly origin: Origin;
  readonly before: FieldsOfEvent;
  readonly after: FieldsOfEvent;
  readonly payload: FieldsOfEvent;
  /** The event that this one undoes. */
  readonly undoes?: number | null;
}

const eventColumns = [
  ...['timestamp', 'event_type', 'entity_kind', 'entity_id', 'epic_id', 'task_id', 'version'],
  ...['command_id', 'actor', 'session_id', 'origin', 'before', 'after', 'payload', 'undoes'],
];

function eventValues(event: NewEvent): SqlValue[] {
  return [
    event.timestamp,
    event.kind,
    event.entityKind,
    event.entityId,
    event.epicId,
    event.taskId,
    event.version,
    event.commandId,
    event.actor,
    event.sessionId,
    event.origin,
    JSON.stringify(event.before),
    JSON.stringify(event.after),
    JSON.stringify(event.payload),
    event.undoes ?? null,
  ];
}

export async function insertEvent(transaction: Transaction, event: NewEvent): Promise<number> {
  const [row] = await transaction.all<{ id: number }>(
    `INSERT INTO events (${eventColumns.join(', ')})
     VALUES (${eventColumns.map(() => '?').join(', ')}) RETURNING id`,
    eventValues(event),
  );
  return row?.id ?? 0;
}

/** Many at once, in their order. */
export async function insertEvents(
  transaction: Transaction,
  events: readonly NewEvent[],
): Promise<void> {
  await insertRows(transaction, 'events', eventColumns, events.map(eventValues));
}

/** Lists never carry contents: the names of the changed fields are read without their values. */
const listColumns = `
  e.id, e.timestamp, e.event_type, e.entity_kind, e.entity_id, e.epic_id, e.task_id, e.version,
  e.command_id, e.actor, e.session_id, e.origin, e.payload, e.undoes,
  (SELECT json_group_array(key) FROM (
    SELECT key FROM json_each(e.after) UNION SELECT key FROM json_each(e.before))) AS fields`;

/** Longer values are no reading matter for a list; `event.full` has them. */
const longestValue = 200;

/** The short values of one side of an event, as a JSON object. */
function shortValues(side: 'before' | 'after'): string {
  return `(SELECT json_group_object(key, e.${side} -> fullkey) FROM json_each(e.${side})
    WHERE key <> 'body' AND length(e.${side} -> fullkey) <= ${longestValue}) AS ${side}`;
}

export interface EventFilter {
  readonly afterId?: number;
  readonly epicId?: string;
  readonly taskId?: string;
  readonly actor?: string;
  readonly ids?: readonly number[];
  readonly kind?: string;
  readonly since?: string;
  readonly limit: number;
  /** With the values of the changed fields, as far as they are short. */
  readonly withValues?: boolean;
}

/** Newest first; with `afterId` the first ones after it, oldest first. */
export async function listEvents(reader: Reader, filter: EventFilter): Promise<EventRow[]> {
  const conditions = new Conditions();
  conditions.add('e.id > ?', filter.afterId);
  conditions.add('e.epic_id = ?', filter.epicId);
  conditions.add('e.task_id = ?', filter.taskId);
  conditions.add('e.actor = ?', filter.actor);
  conditions.add('e.id IN (SELECT value FROM json_each(?))', filter.ids && bindList(filter.ids));
  conditions.add('e.event_type = ?', filter.kind);
  conditions.add('e.timestamp >= ?', filter.since);
  const values = filter.withValues ? [shortValues('before'), shortValues('after')] : [];
  const rows = await reader.all(
    `SELECT ${[listColumns, ...values].join(', ')} FROM events e
     WHERE ${conditions.sql}
     ORDER BY e.id ${filter.afterId === undefined ? 'DESC' : 'ASC'} LIMIT ?`,
    [...conditions.args, filter.limit],
  );
  return rows.map((row) => ({
    ...toEventRow(row),
    ...(filter.withValues && { before: parseObject(row.before), after: parseObject(row.after) }),
  }));
}

export async function findEvent(reader: Reader, id: number): Promise<FullEvent | null> {
  const row = await reader.get(
    `SELECT ${listColumns}, e.before, e.after FROM events e WHERE e.id = ?`,
    [id],
  );
  if (row === null) return null;
  return {
    ...toEventRow(row),
    before: parseObject(row.before),
    after: parseObject(row.after),
  };
}

/** The events of one action with all they hold, in their order. */
export async function listEventsOfAction(reader: Reader, commandId: string): Promise<FullEvent[]> {
  const rows = await reader.all(
    `SELECT ${listColumns}, e.before, e.after FROM events e WHERE e.command_id = ? ORDER BY e.id`,
    [commandId],
  );
  return rows.map((row) => ({
    ...toEventRow(row),
    before: parseObject(row.before),
    after: parseObject(row.after),
  }));
}

/** The events of these actions in their order. */
export async function listEventsOfActions(
  reader: Reader,
  commandIds: readonly string[],
): Promise<EventRow[]> {
  const rows = await reader.all(
    `SELECT ${listColumns} FROM events e
     WHERE e.command_id IN (SELECT value FROM json_each(?)) ORDER BY e.id`,
    [bindList(commandIds)],
  );
  return rows.map(toEventRow);
}

/** On what a later event may have happened. */
export interface TouchFilter {
  /** An epic and all that belongs to it, a task and what hangs on it, or one entity alone. */
  readonly of:
    | { readonly wholeEpic: string }
    | { readonly task: string }
    | { readonly epic: string }
    | { readonly kind: EntityKind; readonly id: string };
  readonly afterId: number;
  readonly beforeId: number;
  readonly limit: number;
}

/** What happened later, newest first. */
export async function listTouches(
  reader: Reader,
  { of, afterId, beforeId, limit }: TouchFilter,
): Promise<EventRow[]> {
  const [condition, args] = touchCondition(of);
  const rows = await reader.all(
    `SELECT ${listColumns} FROM events e WHERE ${condition} AND e.id > ? AND e.id < ?
     ORDER BY e.id DESC LIMIT ?`,
    [...args, afterId, beforeId, limit],
  );
  return rows.map(toEventRow);
}

function touchCondition(of: TouchFilter['of']): readonly [string, SqlValue[]] {
  if ('wholeEpic' in of) return ['e.epic_id = ?', [of.wholeEpic]];
  if ('task' in of) return ['e.task_id = ?', [of.task]];
  if ('epic' in of)
    return ["e.epic_id = ? AND e.task_id IS NULL AND e.entity_kind = 'epic'", [of.epic]];
  return ['e.entity_kind = ? AND e.entity_id = ?', [of.kind, of.id]];
}

/** What happened to an entity since it was at `version`, oldest first. */
export async function listEventsAfterVersion(
  reader: Reader,
  entityKind: 'epic' | 'task',
  entityId: string,
  version: number,
): Promise<EventRow[]> {
  const rows = await reader.all(
    `SELECT ${listColumns} FROM events e
     WHERE e.${entityKind}_id = ? AND e.entity_kind = ? AND e.version > ? ORDER BY e.id`,
    [entityId, entityKind, version],
  );
  return rows.map(toEventRow);
}

function toEventRow(row: SqlRow): EventRow {
  return {
    id: Number(row.id),
    timestamp: textOf(row.timestamp),
    kind: textOf(row.event_type) as EventKind,
    entityKind: textOf(row.entity_kind) as EntityKind,
    entityId: textOf(row.entity_id),
    epicId: optionalTextOf(row.epic_id),
    taskId: optionalTextOf(row.task_id),
    actor: optionalTextOf(row.actor),
    sessionId: optionalTextOf(row.session_id),
    origin: textOf(row.origin) as Origin,
    commandId: textOf(row.command_id),
    version: optionalNumberOf(row.version),
    fields: JSON.parse(textOf(row.fields)) as string[],
    payload: parseObject(row.payload),
    undoes: optionalNumberOf(row.undoes),
  };
}

function parseObject(value: SqlRow[string] | undefined): FieldsOfEvent {
  return JSON.parse(textOf(value)) as FieldsOfEvent;
}
