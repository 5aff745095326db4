import type { EntityKind, EventKind } from '../../domain/vocabulary.js';
import { configurationStore } from './configuration-store.js';
import { approvalStore, gapStore } from './coordination-stores.js';
import type { EntityStore } from './entity.js';
import { epicStore } from './epic-store.js';
import { lockStore } from './lock-store.js';
import { memoryStore } from './memory-store.js';
import { taskStore } from './task-store.js';

/** Null: what happened to it cannot be taken back. */
export const entityStores: Readonly<Record<EntityKind, EntityStore | null>> = {
  task: taskStore,
  epic: epicStore,
  memory: memoryStore,
  configuration: configurationStore,
  lock: lockStore,
  gap: gapStore,
  approval: approvalStore,
  source: null,
  agent: null,
};

/**
 * By which events an entity comes into being, and by which it goes. Where the other side of an event is not empty it
 * changed an entity that was there: a lock taken otherwise, a gap opened again.
 */
const departures = {
  task_created: 'task_deleted',
  epic_created: 'epic_deleted',
  memory_added: 'memory_deleted',
  file_locked: 'file_unlocked',
  gap_added: 'gap_withdrawn',
  approval_requested: 'approval_withdrawn',
} as const satisfies Partial<Record<EventKind, EventKind>>;

export const creations: ReadonlySet<EventKind> = new Set(
  Object.keys(departures) as (keyof typeof departures)[],
);
export const removals: ReadonlySet<EventKind> = new Set(Object.values(departures));

/** Kinds of events that tell of something outside, which no event can take back, with what to say of them. */
export const irrevocable: Readonly<Partial<Record<EventKind, string>>> = {
  import_completed: 'An import cannot be undone.',
  log_trimmed: 'What was deleted from the log is gone.',
  import_conflict: 'An import cannot be undone.',
  message_sent: 'A message that was sent cannot be taken back.',
  approval_granted: 'An answer that was given cannot be taken back.',
  approval_rejected: 'An answer that was given cannot be taken back.',
  note_logged: 'A note in the log stays there.',
  guard_passed: 'What was checked stays checked.',
  guard_failed: 'What was checked stays checked.',
  invariants_passed: 'What was checked stays checked.',
  invariants_failed: 'What was checked stays checked.',
};

/** What the inverse of an event is called by which something came or went. */
export const oppositeKinds: Readonly<Partial<Record<EventKind, EventKind>>> = {
  ...departures,
  ...Object.fromEntries(
    Object.entries(departures).map(([arrival, departure]) => [departure, arrival]),
  ),
};

/** What the inverse of a change is called; any other is `change_undone`. */
export const inverseKinds: Readonly<Partial<Record<EventKind, EventKind>>> = {
  epic_archived: 'epic_unarchived',
  epic_unarchived: 'epic_archived',
  epic_closed: 'epic_reopened',
  epic_reopened: 'epic_closed',
  epic_renamed: 'epic_renamed',
  dependency_added: 'dependency_removed',
  dependency_removed: 'dependency_added',
  gap_added: 'gap_resolved',
  gap_resolved: 'gap_added',
  configuration_changed: 'configuration_changed',
};
