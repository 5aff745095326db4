/**
 * Actions in the log: all events of one command id. What undoes an action refers to its events, what does it again to
 * those, and so on; the last of that chain says how things stand.
 */
import type { Origin } from '../../domain/vocabulary.js';
import type { Reader, SqlRow, SqlValue } from '../types.js';
import { optionalTextOf, textOf } from './fields.js';
import { bindList } from './json-list.js';

export interface ActionMark {
  readonly commandId: string;
  /** Its last event. */
  readonly lastEvent: number;
  readonly at: string;
  readonly actor: string | null;
  readonly origin: Origin;
}

export interface ActionFilter {
  readonly actor?: string;
  readonly origin?: Origin;
  /** Only actions whose last event is older. */
  readonly beforeEvent?: number;
  readonly limit: number;
}

const marks = 'e.id, e.command_id, e.timestamp, e.actor, e.origin';
const isLastOfItsAction = `NOT EXISTS (
  SELECT 1 FROM events later WHERE later.command_id = e.command_id AND later.id > e.id)`;

/** Actions that are neither an undo nor a redo, newest first. The log is read backwards as far as the limit asks. */
export async function listActions(reader: Reader, filter: ActionFilter): Promise<ActionMark[]> {
  return select(reader, 'e.undoes IS NULL', filter);
}

/** Undos and redos that nothing has undone, newest first. */
export async function listReversals(reader: Reader, filter: ActionFilter): Promise<ActionMark[]> {
  return select(
    reader,
    'e.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id)',
    filter,
  );
}

async function select(
  reader: Reader,
  condition: string,
  { actor, origin, beforeEvent, limit }: ActionFilter,
): Promise<ActionMark[]> {
  const conditions = [condition];
  const args: SqlValue[] = [];
  const add = (sql: string, value: SqlValue | undefined): void => {
    if (value === undefined) return;
    conditions.push(sql);
    args.push(value);
  };
  // The unary plus keeps the order of the log: an index on them would sort all rows of an actor.
  add('+e.actor = ?', actor);
  add('+e.origin = ?', origin);
  add('e.id < ?', beforeEvent);
  const rows = await reader.all(
    `SELECT ${marks} FROM events e WHERE ${conditions.join(' AND ')} AND ${isLastOfItsAction}
     ORDER BY e.id DESC LIMIT ?`,
    [...args, limit],
  );
  return rows.map(toMark);
}

/** The action that an action is about in the end: itself, or what it undoes or does again. Null where there is none. */
export async function findRoot(reader: Reader, commandId: string): Promise<ActionMark | null> {
  const row = await reader.get(
    `WITH RECURSIVE back (id, undoes) AS (
       SELECT id, undoes FROM events WHERE id = (SELECT max(id) FROM events WHERE command_id = ?)
       UNION ALL SELECT e.id, e.undoes FROM back JOIN events e ON e.id = back.undoes
     )
     SELECT ${marks} FROM back JOIN events root ON root.id = back.id AND back.undoes IS NULL
     JOIN events e ON e.id = (SELECT max(id) FROM events WHERE command_id = root.command_id)`,
    [commandId],
  );
  return row && toMark(row);
}

/** How an action stands: `depth` counts the undos and redos behind it, `tip` is the last of them or itself. */
export interface Standing {
  readonly tip: ActionMark;
  readonly depth: number;
}

/** By the last events of actions that are neither an undo nor a redo. */
export async function findStandings(
  reader: Reader,
  lastEvents: readonly number[],
): Promise<Map<number, Standing>> {
  const rows = await reader.all<{ root: number; depth: number; id: number }>(
    `WITH RECURSIVE chain (root, event, depth) AS (
       SELECT value, value, 0 FROM json_each(?)
       UNION ALL SELECT c.root, u.id, c.depth + 1 FROM chain c JOIN events u ON u.undoes = c.event
     )
     SELECT c.root, max(c.depth) AS depth, ${marks} FROM chain c JOIN events e ON e.id = c.event
     GROUP BY c.root`,
    [bindList(lastEvents)],
  );
  return new Map(rows.map((row) => [row.root, { tip: toMark(row), depth: row.depth }]));
}

/** The time of the last import after an event; null without one. */
export async function findImportAfter(reader: Reader, eventId: number): Promise<string | null> {
  const row = await reader.get<{ timestamp: string }>(
    `SELECT timestamp FROM events WHERE event_type = 'import_completed' AND id > ?
     ORDER BY id DESC LIMIT 1`,
    [eventId],
  );
  return row?.timestamp ?? null;
}

function toMark(row: SqlRow): ActionMark {
  return {
    commandId: textOf(row.command_id),
    lastEvent: Number(row.id),
    at: textOf(row.timestamp),
    actor: optionalTextOf(row.actor),
    origin: textOf(row.origin) as Origin,
  };
}
