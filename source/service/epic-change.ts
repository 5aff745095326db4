/** The one way in which an epic changes; the counterpart of `task-change.ts`. */
import type { EventKind } from '../domain/vocabulary.js';
import { epicFields, findEpic, type EpicState } from '../store/repositories/epics.js';
import type { FieldsOfEvent } from '../store/repositories/events.js';
import { versionConflict } from './conflict.js';
import type { CommandScope } from './context.js';
import { differences } from './differences.js';
import {
  flattenEpic,
  readEpicFields,
  versionedEpicFields,
  writeEpicFields,
  type EpicPatch,
} from './epic-fields.js';
import { appendEvent } from './events.js';
import { resolveEpic } from './identity.js';
import { notFound } from './not-found.js';

export type { EpicPatch } from './epic-fields.js';

export interface EpicEvent {
  readonly kind: EventKind;
  readonly payload?: FieldsOfEvent;
}

/** Writes the patch and appends its event. Returns the epic as it is now. */
export async function changeEpic(
  scope: CommandScope,
  epic: EpicState,
  patch: EpicPatch,
  event: EpicEvent,
): Promise<EpicState> {
  const { transaction } = scope;
  const wanted = flattenEpic(patch);
  const stored = await readEpicFields(transaction, epic.id, Object.keys(wanted));
  const [before, after] = differences(stored ?? {}, wanted);
  const version = await writeEpicFields(transaction, epic.id, after, scope.now);
  const { id = epic.id } = after as EpicPatch;
  await appendEvent(scope, {
    ...event,
    entityKind: 'epic',
    entityId: id,
    epicId: id,
    version,
    before,
    after,
  });
  const state = Object.entries(after).filter(([name]) => name in epicFields);
  return {
    ...epic,
    ...Object.fromEntries(state),
    id,
    version,
    updatedAt: version === epic.version ? epic.updatedAt : scope.now,
  };
}

/**
 * The epic that an action is about, as the caller believes it to be.
 * @throws FlowdeckError `store.conflict` where somebody changed it since, and the errors of resolving an id
 */
export async function openEpic(
  scope: CommandScope,
  input: { readonly id: string; readonly expectedVersion?: number },
): Promise<EpicState> {
  const { transaction } = scope;
  const id = await resolveEpic(transaction, input.id);
  const epic = await findEpic(transaction, id);
  if (epic === null) throw await notFound(transaction, 'epic', input.id);
  const expected = input.expectedVersion;
  if (expected !== undefined && expected !== epic.version) {
    throw await versionConflict(transaction, 'epic', epic, expected, versionedEpicFields);
  }
  return epic;
}
