/** What happened since a cursor: the change feed that screens follow. */
import type { Cursor, Delta, EventRow } from '../domain/contract/rows.js';
import { listEpicsOfDependents } from '../store/repositories/dependencies.js';
import { listEpicRows } from '../store/repositories/epic-rows.js';
import { listEvents } from '../store/repositories/events.js';
import {
  findFeedEnd,
  listEpicsOfTasks,
  listTouchedByHeartbeats,
  listTouchedByTokens,
} from '../store/repositories/feed.js';
import { findTotals } from '../store/repositories/metrics.js';
import { listTaskRows } from '../store/repositories/task-rows.js';
import type { QueryScope } from './context.js';

const maximumEvents = 1000;

/** The changes after the cursor, null when there are none; a poll that finds nothing is one statement. */
export async function findChanges(
  { reader }: QueryScope,
  { cursor }: { readonly cursor: Cursor },
): Promise<Delta | null> {
  const end = await findFeedEnd(reader);
  const isOtherLog =
    end.databaseId !== cursor.databaseId ||
    end.generation !== cursor.generation ||
    cursor.event > end.event ||
    cursor.token > end.token;
  if (isOtherLog) return reload(end);

  const hasEvents = end.event > cursor.event;
  const hasTokens = end.token > cursor.token;
  const hasBeats = end.heartbeat > cursor.heartbeat;
  if (!hasEvents && !hasTokens && !hasBeats) return null;

  const events = hasEvents
    ? await listEvents(reader, { afterId: cursor.event, limit: maximumEvents })
    : [];
  if (events.some(changesEverything)) return reload(end);

  const spent = hasTokens
    ? await listTouchedByTokens(reader, cursor.token)
    : { tasks: [], epics: [] };
  const alive = hasBeats ? await listTouchedByHeartbeats(reader, cursor.heartbeat) : [];
  const namedTasks = new Set(events.flatMap((event) => event.taskId ?? []));
  const namedEpics = new Set(events.flatMap((event) => event.epicId ?? []));
  const countedTasks = [...namedTasks, ...spent.tasks];
  const taskIds = new Set([...countedTasks, ...alive]);
  const epicIds = new Set([...namedEpics, ...spent.epics]);
  if (countedTasks.length > 0) {
    for (const id of await listEpicsOfTasks(reader, countedTasks)) epicIds.add(id);
    for (const id of await listEpicsOfDependents(reader, [...namedTasks])) epicIds.add(id);
  }
  const tasks = taskIds.size > 0 ? await listTaskRows(reader, { ids: taskIds }) : [];
  const epics =
    epicIds.size > 0 ? await listEpicRows(reader, { ids: epicIds, includeArchived: true }) : [];

  return {
    cursor: {
      ...end,
      event: events.at(-1)?.id ?? end.event,
      heartbeat: hasBeats ? end.heartbeat : cursor.heartbeat,
    },
    reload: false,
    events,
    epics,
    tasks,
    removedEpics: without(namedEpics, epics),
    removedTasks: without(namedTasks, tasks),
    totals: hasEvents || hasTokens ? await findTotals(reader) : null,
    memoryChanged: events.some((event) => event.entityKind === 'memory'),
  };
}

/** An import names its scope only, what it changed has no events of its own; a rename gives many things new names. */
function changesEverything({ kind, fields }: EventRow): boolean {
  return kind === 'import_completed' || (kind === 'epic_renamed' && fields.includes('id'));
}

function reload(cursor: Cursor): Delta {
  return {
    cursor,
    reload: true,
    events: [],
    epics: [],
    tasks: [],
    removedEpics: [],
    removedTasks: [],
    totals: null,
    memoryChanged: false,
  };
}

function without(named: ReadonlySet<string>, rows: readonly { readonly id: string }[]): string[] {
  const found = new Set(rows.map((row) => row.id));
  return [...named].filter((id) => !found.has(id));
}
