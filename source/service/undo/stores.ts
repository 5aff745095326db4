import type { EntityKind, EventKind } from '../../domain/vocabulary.js';
import { configurationStore } from './configuration-store.js';
import type { EntityStore } from './entity.js';
import { epicStore } from './epic-store.js';
import { memoryStore } from './memory-store.js';
import { recordStore } from './record-store.js';
import { taskStore } from './task-store.js';

/** Null: what happened to it cannot be taken back. */
export const entityStores: Readonly<Record<EntityKind, EntityStore | null>> = {
  task: taskStore,
  epic: epicStore,
  memory: memoryStore,
  configuration: configurationStore,
  lock: recordStore(({ entityId, taskId }) => ({
    table: 'file_locks',
    key: { file_path: entityId, task_id: taskId ?? '' },
  })),
  gap: recordStore(({ entityId }) => ({ table: 'gaps', key: { id: entityId } })),
  approval: recordStore(({ entityId }) => ({ table: 'approvals', key: { id: entityId } })),
  source: null,
  agent: null,
};

/** Kinds of events by which an entity comes into being or goes, where the other side of the event is empty. */
export const creations: ReadonlySet<EventKind> = new Set([
  'task_created',
  'epic_created',
  'memory_added',
  'file_locked',
  'gap_added',
  'approval_requested',
]);
export const removals: ReadonlySet<EventKind> = new Set([
  'task_deleted',
  'epic_deleted',
  'memory_deleted',
  'file_unlocked',
]);

/** Kinds of events that tell of something outside, which no event can take back, with what to say of them. */
export const irrevocable: Readonly<Partial<Record<EventKind, string>>> = {
  import_completed: 'An import cannot be undone.',
  import_conflict: 'An import cannot be undone.',
  message_sent: 'A message that was sent cannot be taken back.',
  note_logged: 'A note in the log stays there.',
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
  memory_added: 'memory_deleted',
  memory_deleted: 'memory_added',
  file_locked: 'file_unlocked',
  file_unlocked: 'file_locked',
  configuration_changed: 'configuration_changed',
};
