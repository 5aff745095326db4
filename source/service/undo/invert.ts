/** The inverse of one event, written as a new event that refers to it. */
import { isDeepStrictEqual } from 'node:util';
import type { FullEvent } from '../../domain/contract/rows.js';
import { FlowdeckError } from '../../domain/errors.js';
import type { EventKind } from '../../domain/vocabulary.js';
import { findImportAfter } from '../../store/repositories/actions.js';
import type { FieldsOfEvent } from '../../store/repositories/events.js';
import type { CommandScope } from '../context.js';
import { appendEvent } from '../events.js';
import type { EntityStore } from './entity.js';
import {
  creations,
  entityStores,
  inverseKinds,
  irrevocable,
  oppositeKinds,
  removals,
} from './stores.js';
import { nameOf, timeOf } from './touches.js';

/**
 * Sets what the event changed back to what was before, outside the table of states.
 * @throws FlowdeckError `undo.conflict` where what is stored is not what the event left, `undo.impossible`
 */
export async function invertEvent(scope: CommandScope, event: FullEvent): Promise<void> {
  const store = entityStores[event.entityKind];
  const reason = irrevocable[event.kind] ?? (store ? null : 'That cannot be undone.');
  if (store === null || reason !== null) {
    throw new FlowdeckError('undo.impossible', reason ?? 'That cannot be undone.');
  }
  const carry = async (fields: FieldsOfEvent): Promise<FieldsOfEvent> =>
    (await store.current?.(scope.transaction, fields)) ?? fields;
  const recorded = { ...event, before: await carry(event.before), after: await carry(event.after) };
  if (creations.has(event.kind) && isEmpty(event.before)) await takeAway(scope, store, recorded);
  else if (removals.has(event.kind) && isEmpty(event.after))
    await bringBack(scope, store, recorded);
  else await setBack(scope, store, recorded);
}

async function setBack(scope: CommandScope, store: EntityStore, event: FullEvent): Promise<void> {
  const { transaction } = scope;
  const names = [...new Set([...Object.keys(event.before), ...Object.keys(event.after)])];
  const found = await store.read(transaction, event, names);
  if (found === null) throw await conflict(scope, event, 'is gone');
  const different = names.filter((name) => isOther(store, name, found, event.after));
  if (different.length > 0) {
    throw await conflict(scope, event, `was changed since (${different.join(', ')})`, different);
  }
  const obstacle = await store.obstacle?.(transaction, event, event.before, scope.now);
  if (obstacle) throw await conflict(scope, event, `cannot be set back: ${obstacle}`);
  const version = await store.write(transaction, event, event.before, scope.now);
  await append(scope, event, {
    kind: inverseKind(event),
    ...{ version, before: event.after, after: event.before },
  });
}

async function takeAway(scope: CommandScope, store: EntityStore, event: FullEvent): Promise<void> {
  const { transaction } = scope;
  const found = await store.read(transaction, event);
  if (found === null) throw await conflict(scope, event, 'is gone already');
  const different = Object.keys(event.after).filter(
    (name) => name in found && isOther(store, name, found, event.after),
  );
  if (different.length > 0) {
    throw await conflict(scope, event, `was changed since (${different.join(', ')})`, different);
  }
  const attachment = await store.attachment?.(transaction, event, event.after);
  if (attachment) throw await conflict(scope, event, `has to stay: ${attachment}`);
  await store.remove(transaction, event);
  const version = event.version === null ? null : event.version + 1;
  await append(scope, event, { kind: oppositeKind(event), version, before: found, after: {} });
}

async function bringBack(scope: CommandScope, store: EntityStore, event: FullEvent): Promise<void> {
  const { transaction } = scope;
  if ((await store.read(transaction, event)) !== null) {
    throw await conflict(scope, event, 'is there again');
  }
  // The version that an entry had is no field of it.
  const fields = Object.fromEntries(
    Object.entries(event.before).filter(([name]) => name !== 'version'),
  );
  const obstacle = await store.obstacle?.(transaction, event, fields, scope.now);
  if (obstacle) throw await conflict(scope, event, `cannot come back: ${obstacle}`);
  const version = await store.insert(transaction, event, fields, {
    version: event.version ?? 0,
    now: scope.now,
  });
  await append(scope, event, { kind: oppositeKind(event), version, before: {}, after: fields });
}

async function append(
  scope: CommandScope,
  event: FullEvent,
  change: {
    readonly kind: EventKind;
    readonly version: number | null;
    readonly before: FieldsOfEvent;
    readonly after: FieldsOfEvent;
  },
): Promise<void> {
  const newId = change.after['id'];
  const entityId = typeof newId === 'string' ? newId : event.entityId;
  await appendEvent(scope, {
    entityKind: event.entityKind,
    entityId,
    epicId: event.entityKind === 'epic' ? entityId : event.epicId,
    taskId: event.taskId,
    payload: { ...event.payload, undid: event.kind },
    undoes: event.id,
    ...change,
  });
}

/** What does an action again is called as it was called the first time. */
function inverseKind(event: FullEvent): EventKind {
  const undid = event.payload['undid'];
  if (event.kind === 'change_undone' && typeof undid === 'string') return undid as EventKind;
  return inverseKinds[event.kind] ?? 'change_undone';
}

function oppositeKind({ kind }: FullEvent): EventKind {
  return oppositeKinds[kind] ?? 'change_undone';
}

async function conflict(
  scope: CommandScope,
  event: FullEvent,
  what: string,
  fields: readonly string[] = [],
): Promise<FlowdeckError> {
  const id = nameOf(event);
  // Whatever leaves an event was looked at before; what else changes values is an import.
  const at = fields.length > 0 ? await findImportAfter(scope.transaction, event.id) : null;
  const by = at === null ? '' : ` by an import at ${timeOf(at)}`;
  return new FlowdeckError('undo.conflict', `${id} ${what}${by}.`, {
    details: { id, actor: null, fields, at },
  });
}

function isOther(
  { uncompared }: EntityStore,
  name: string,
  found: FieldsOfEvent,
  recorded: FieldsOfEvent,
): boolean {
  return uncompared?.has(name) !== true && !isSame(found[name], recorded[name]);
}

function isEmpty(fields: FieldsOfEvent): boolean {
  return Object.keys(fields).length === 0;
}

/** The order of a list says nothing. */
function isSame(stored: unknown, recorded: unknown): boolean {
  return isDeepStrictEqual(sorted(stored ?? null), sorted(recorded ?? null));
}

function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) => JSON.stringify(item)).sort();
}
