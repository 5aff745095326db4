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

/** Kinds of events by which an entity comes into being or goes, where the other side of the event is empty. */
export const creations: ReadonlySet<EventKind> = new Set([
  'task_created',
  'epic_created',
  'memory_added',
  'approval_requested',
]);
export const removals: ReadonlySet<EventKind> = new Set([
  'task_deleted',
  'epic_deleted',
  'memory_deleted',
  'file_unlocked',
  'gap_resolved',
  'approval_withdrawn',
]);

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

/** What the inverse of an event is called; any other is `change_undone`. */
export const inverseKinds: Readonly<Partial<Record<EventKind, EventKind>>> = {
  task_created: 'task_deleted',
  task_deleted: 'task_created',
  epic_created: 'epic_deleted',
  epic_deleted: 'epic_created',
  epic_archived: 'epic_unarchived',
  epic_unarchived: 'epic_archived',
  epic_closed: 'epic_reopened',
  epic_reopened: 'epic_closed',
  epic_renamed: 'epic_renamed',
  dependency_added: 'dependency_removed',
  dependency_removed: 'dependency_added',
  approval_requested: 'approval_withdrawn',
  approval_withdrawn: 'approval_requested',
  memory_added: 'memory_deleted',
  memory_deleted: 'memory_added',
  file_locked: 'file_unlocked',
  file_unlocked: 'file_locked',
  gap_added: 'gap_resolved',
  gap_resolved: 'gap_added',
  configuration_changed: 'configuration_changed',
};
