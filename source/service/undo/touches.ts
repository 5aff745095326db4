/** Whether something that happened later stands in the way of taking an action back. */
import type { EventRow } from '../../domain/contract/rows.js';
import { FlowdeckError } from '../../domain/errors.js';
import { eventKinds } from '../../domain/vocabulary.js';
import { listTouches, type TouchFilter } from '../../store/repositories/events.js';
import type { Reader } from '../../store/types.js';
import { creations, removals } from './stores.js';

/** What was undone, and by what later event it was touched. */
export interface Touch {
  readonly event: EventRow;
  readonly by: EventRow;
}

const pageSize = 50;

/**
 * The last later event of another action that touched what an event touched and still stands, by the event's id. What
 * was undone since is as if it had not been, where both lie behind the event. The log is read backwards, for each thing
 * that the events are about, only until something is found for all of them.
 */
export async function findTouches(
  reader: Reader,
  events: readonly EventRow[],
): Promise<ReadonlyMap<number, Touch>> {
  const touches = new Map<number, Touch>();
  for (const group of groupBySubject(events)) {
    for (const touch of await touchesOf(reader, group)) touches.set(touch.event.id, touch);
  }
  return touches;
}

/** The latest of the touches on these events. */
export function latestTouch(
  events: readonly EventRow[],
  touches: ReadonlyMap<number, Touch>,
): Touch | null {
  const found = events.flatMap(({ id }) => touches.get(id) ?? []);
  return found.reduce<Touch | null>(
    (latest, touch) => (latest && latest.by.id > touch.by.id ? latest : touch),
    null,
  );
}

interface Group {
  readonly of: TouchFilter['of'];
  readonly events: EventRow[];
}

function groupBySubject(events: readonly EventRow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const of = subjectOf(event);
    const key = JSON.stringify(of);
    const group = groups.get(key);
    if (group) group.events.push(event);
    else groups.set(key, { of, events: [event] });
  }
  return [...groups.values()];
}

/** What takes an entity away takes along whatever hangs on it. */
function subjectOf({ kind, entityKind, entityId }: EventRow): TouchFilter['of'] {
  if (entityKind === 'task') return { task: entityId };
  if (kind === 'epic_created') return { wholeEpic: entityId };
  return entityKind === 'epic' ? { epic: entityId } : { kind: entityKind, id: entityId };
}

async function touchesOf(reader: Reader, { of, events }: Group): Promise<Touch[]> {
  const afterId = Math.min(...events.map(({ id }) => id));
  const searches = events.map((event) => ({ event, cancelled: new Set<number>(), found: false }));
  const touches: Touch[] = [];
  let beforeId = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const later = await listTouches(reader, { of, afterId, beforeId, limit: pageSize });
    for (const search of searches) {
      const by = search.found ? null : touchAmong(search, later);
      if (by === null) continue;
      search.found = true;
      touches.push({ event: search.event, by });
    }
    beforeId = later.at(-1)?.id ?? 0;
    if (later.length < pageSize || searches.every(({ found }) => found)) return touches;
  }
}

/** @param later newest first; what follows is looked at with what was cancelled by these */
function touchAmong(
  { event, cancelled }: { readonly event: EventRow; readonly cancelled: Set<number> },
  later: readonly EventRow[],
): EventRow | null {
  for (const touch of later) {
    if (touch.id <= event.id || cancelled.has(touch.id)) continue;
    if (touch.undoes !== null && touch.undoes > event.id) cancelled.add(touch.undoes);
    else if (touch.commandId !== event.commandId && concerns(touch, event)) return touch;
  }
  return null;
}

function concerns(touch: EventRow, event: EventRow): boolean {
  const same = touch.entityKind === event.entityKind && touch.entityId === event.entityId;
  const isLock = event.entityKind === 'lock';
  if (isLock) return same && touch.taskId === event.taskId;
  // What takes an entity away takes along whatever hangs on it.
  if (event.kind === 'task_created') return touch.taskId === event.entityId;
  if (event.kind === 'epic_created') return touch.epicId === event.entityId;
  if (!same) return false;
  if (creations.has(touch.kind) || removals.has(touch.kind) || creations.has(event.kind))
    return true;
  return touch.fields.some((field) => event.fields.includes(field));
}

/** Who touched what, and when. */
export function touchError({ event, by: touch }: Touch): FlowdeckError {
  const common = touch.fields.filter((field) => event.fields.includes(field));
  const fields = common.length > 0 ? common : [eventKinds[touch.kind].label];
  // Times and reasons only go along with a status.
  const shown = fields.includes('status') ? ['status'] : fields;
  const id = nameOf(touch);
  return new FlowdeckError(
    'undo.conflict',
    `${id} was changed since by ${touch.actor ?? touch.origin} at ${timeOf(touch.timestamp)} ` +
      `(${shown.join(', ')}).`,
    {
      details: {
        id,
        actor: touch.actor,
        fields,
        at: touch.timestamp,
        event: touch.id,
        commandId: touch.commandId,
      },
    },
  );
}

export function nameOf({
  entityKind,
  entityId,
}: Pick<EventRow, 'entityKind' | 'entityId'>): string {
  return entityKind === 'memory' ? `entry #${entityId}` : entityId;
}

/** `2026-03-01 10:00:05` */
export function timeOf(timestamp: string): string {
  return timestamp.slice(0, 19).replace('T', ' ');
}
