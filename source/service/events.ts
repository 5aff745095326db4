import type { EntityKind, EventKind } from '../domain/vocabulary.js';
import { insertEvent, type FieldsOfEvent } from '../store/repositories/events.js';
import type { CommandScope } from './context.js';

export interface EventParticulars {
  readonly kind: EventKind;
  readonly entityKind: EntityKind;
  readonly entityId: string;
  readonly epicId?: string | null;
  readonly taskId?: string | null;
  readonly version?: number | null;
  readonly before?: FieldsOfEvent;
  readonly after?: FieldsOfEvent;
  readonly payload?: FieldsOfEvent;
  /** The event that this one undoes. */
  readonly undoes?: number;
}

/** Appends an event of this action to the log; entries of the payload that are undefined are left out. */
export async function appendEvent(
  scope: CommandScope,
  particulars: EventParticulars,
): Promise<number> {
  return insertEvent(scope.transaction, {
    epicId: null,
    taskId: null,
    version: null,
    before: {},
    after: {},
    payload: {},
    ...particulars,
    timestamp: scope.now,
    commandId: scope.commandId,
    actor: scope.actor,
    sessionId: scope.sessionId,
    origin: scope.origin,
  });
}
