/** Whether something that happened later stands in the way of taking an action back. */
import type { EventRow } from '../../domain/contract/rows.js';
import { FlowdeckError } from '../../domain/errors.js';
import { eventKinds } from '../../domain/vocabulary.js';
import { listTouches } from '../../store/repositories/events.js';
import type { Reader } from '../../store/types.js';
import { creations, removals } from './stores.js';

/** Later events on everything that these are about, for `findTouch`. */
export async function loadTouches(
  reader: Reader,
  events: readonly EventRow[],
): Promise<readonly EventRow[]> {
  const [first] = events;
  if (!first) return [];
  const idsOf = (kind: string): string[] => [
    ...new Set(events.flatMap((event) => (event.entityKind === kind ? event.entityId : []))),
  ];
  const createdEpics = events.filter(({ kind }) => kind === 'epic_created');
  return listTouches(reader, {
    afterId: events.reduce((lowest, { id }) => Math.min(lowest, id), first.id),
    tasks: idsOf('task'),
    epics: idsOf('epic'),
    wholeEpics: createdEpics.map(({ entityId }) => entityId),
    others: [
      ...new Set(
        events.flatMap(({ entityKind, entityId }) =>
          entityKind === 'task' || entityKind === 'epic' ? [] : entityId,
        ),
      ),
    ],
  });
}

/**
 * The last later event of another action that touched what these events touched and still stands; null where none does.
 * What was undone since is as if it had not been, where both lie behind the event that is asked about.
 */
export function findTouch(
  events: readonly EventRow[],
  touches: readonly EventRow[],
): { readonly event: EventRow; readonly touch: EventRow } | null {
  let latest: { readonly event: EventRow; readonly touch: EventRow } | null = null;
  for (const event of events) {
    const later = touches.filter(
      (touch) => touch.id > event.id && touch.commandId !== event.commandId,
    );
    const touch = standing(later).findLast((each) => concerns(each, event));
    if (touch && (latest === null || touch.id > latest.touch.id)) latest = { event, touch };
  }
  return latest;
}

/** Without what undid one of them, and without that one. */
function standing(events: readonly EventRow[]): EventRow[] {
  const ids = new Set(events.map(({ id }) => id));
  const cancelled = new Set<number>();
  for (const { id, undoes } of events.toReversed()) {
    if (undoes === null || cancelled.has(id) || !ids.has(undoes)) continue;
    cancelled.add(id).add(undoes);
  }
  return events.filter(({ id }) => !cancelled.has(id));
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
export function touchError(event: EventRow, touch: EventRow): FlowdeckError {
  const common = touch.fields.filter((field) => event.fields.includes(field));
  const fields = common.length > 0 ? common : [eventKinds[touch.kind].label];
  const id = nameOf(touch);
  return new FlowdeckError(
    'undo.conflict',
    `${id} was changed since by ${touch.actor ?? touch.origin} at ${timeOf(touch.timestamp)} ` +
      `(${fields.join(', ')}).`,
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
