/** The words of the domain: every enumerated value that is stored, shown or sent. */

export const taskStatuses = [
  'todo',
  'in_progress',
  'done',
  'blocked',
  'skipped',
  'failed',
  'up_for_retry',
  'upstream_failed',
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export const epicStatuses = ['open', 'done'] as const;
export type EpicStatus = (typeof epicStatuses)[number];

export const reviewStatuses = ['unknown', 'passed', 'failed'] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

/** What agents call them, under keys that end in `_status`. */
export const verdicts = ['unknown', 'ship', 'needs_work'] as const;
export type Verdict = (typeof verdicts)[number];

export const taskDomains = [
  'frontend',
  'backend',
  'architecture',
  'testing',
  'docs',
  'ops',
  'general',
] as const;
export type TaskDomain = (typeof taskDomains)[number];

/** Only `blocks` orders tasks; the other kinds relate them. */
export const dependencyKinds = [
  'blocks',
  'related',
  'discovered-from',
  'parent-child',
  'tracks',
  'supersedes',
  'replies-to',
  'duplicates',
] as const;
export type DependencyKind = (typeof dependencyKinds)[number];

export const phaseStatuses = ['pending', 'active', 'done', 'skipped'] as const;
export type PhaseStatus = (typeof phaseStatuses)[number];

/** Where a change came from. */
export const origins = ['cockpit', 'command', 'mcp', 'http', 'follow', 'import', 'demo'] as const;
export type Origin = (typeof origins)[number];

/** What an event is about. */
export const entityKinds = [
  'epic',
  'task',
  'memory',
  'lock',
  'gap',
  'approval',
  /** Somebody by name: whom a message is for, who notes something. */
  'agent',
  'source',
  'configuration',
] as const;
export type EntityKind = (typeof entityKinds)[number];

export const memoryTypes = ['pitfall', 'convention', 'decision'] as const;
export type MemoryType = (typeof memoryTypes)[number];

export const memoryTracks = ['bug', 'knowledge'] as const;
export type MemoryTrack = (typeof memoryTracks)[number];

export const memoryStatuses = ['active', 'stale', 'hardened'] as const;
export type MemoryStatus = (typeof memoryStatuses)[number];

export const memorySeverities = ['critical', 'high', 'medium', 'low'] as const;
export type MemorySeverity = (typeof memorySeverities)[number];

export const lockModes = ['read', 'write', 'directory_add'] as const;
export type LockMode = (typeof lockModes)[number];

export const gapPriorities = ['required', 'important', 'nice-to-have'] as const;
export type GapPriority = (typeof gapPriorities)[number];

export const approvalKinds = ['file_access', 'mutation', 'generic'] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

export const approvalStatuses = ['pending', 'approved', 'rejected'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

/** What needs a person, in the order of the inbox. */
export const inboxKinds = [
  'failed',
  'blocked',
  'stale',
  'conflict',
  'finding',
  'approval',
  'hint',
  'closable',
] as const;
export type InboxKind = (typeof inboxKinds)[number];

/** Where a task's status was read: the database once anybody acted, else the files it was imported from. */
export const statusSources = ['database', 'committed', 'live-state'] as const;
export type StatusSource = (typeof statusSources)[number];

/** How much an event matters to somebody who watches. */
export const eventLevels = ['debug', 'info', 'warning', 'error'] as const;
export type EventLevel = (typeof eventLevels)[number];

/** Every kind of event, with the sentence part that the feed shows and its level. */
export const eventKinds = {
  epic_created: { label: 'created', level: 'info' },
  epic_updated: { label: 'edited', level: 'info' },
  epic_closed: { label: 'closed', level: 'info' },
  epic_reopened: { label: 'reopened', level: 'info' },
  pipeline_phase_started: { label: 'entered phase', level: 'info' },
  pipeline_phase_completed: { label: 'finished phase', level: 'info' },
  task_created: { label: 'created', level: 'info' },
  task_updated: { label: 'edited', level: 'info' },
  task_started: { label: 'started', level: 'info' },
  task_resumed: { label: 'resumed', level: 'info' },
  task_completed: { label: 'finished', level: 'info' },
  task_blocked: { label: 'blocked', level: 'warning' },
  task_unblocked: { label: 'unblocked', level: 'info' },
  task_failed: { label: 'failed', level: 'error' },
  task_retry_scheduled: { label: 'failed, up for retry', level: 'warning' },
  task_skipped: { label: 'skipped', level: 'info' },
  task_restarted: { label: 'restarted', level: 'warning' },
  task_reset: { label: 'reset', level: 'warning' },
  task_replayed: { label: 'replayed', level: 'warning' },
  task_upstream_failed: { label: 'stopped by a failed dependency', level: 'error' },
  task_revived: { label: 'revived', level: 'info' },
  task_released: { label: 'released', level: 'info' },
  task_accepted: { label: 'accepted as done', level: 'info' },
  task_recovered: { label: 'recovered', level: 'info' },
  task_deleted: { label: 'deleted', level: 'warning' },
  dependency_added: { label: 'now waits for', level: 'info' },
  dependency_removed: { label: 'no longer waits for', level: 'info' },
  phase_started: { label: 'entered phase', level: 'debug' },
  phase_completed: { label: 'finished phase', level: 'info' },
  file_locked: { label: 'locked', level: 'debug' },
  file_unlocked: { label: 'unlocked', level: 'debug' },
  memory_added: { label: 'remembered', level: 'info' },
  memory_updated: { label: 'edited a memory', level: 'info' },
  memory_deleted: { label: 'forgot', level: 'warning' },
  configuration_changed: { label: 'configured', level: 'info' },
  import_completed: { label: 'imported', level: 'info' },
  import_conflict: { label: 'kept against the file', level: 'warning' },
  epic_archived: { label: 'archived', level: 'info' },
  epic_unarchived: { label: 'took out of the archive', level: 'info' },
  epic_deleted: { label: 'deleted', level: 'warning' },
  epic_renamed: { label: 'renamed', level: 'info' },
  gap_added: { label: 'noticed a gap', level: 'warning' },
  gap_resolved: { label: 'closed a gap', level: 'info' },
  gap_withdrawn: { label: 'withdrew a gap', level: 'info' },
  approval_requested: { label: 'asks for approval', level: 'warning' },
  approval_granted: { label: 'approved', level: 'info' },
  approval_rejected: { label: 'rejected', level: 'warning' },
  approval_withdrawn: { label: 'withdrew the question', level: 'info' },
  message_sent: { label: 'sent a message', level: 'info' },
  log_trimmed: { label: 'deleted old entries of the log', level: 'info' },
  epic_restored: { label: 'restored from a checkpoint', level: 'warning' },
  task_restored: { label: 'restored from a checkpoint', level: 'warning' },
  guard_passed: { label: 'saw the guard pass', level: 'info' },
  guard_failed: { label: 'saw the guard fail', level: 'warning' },
  invariants_passed: { label: 'saw the invariants hold', level: 'info' },
  invariants_failed: { label: 'saw an invariant broken', level: 'warning' },
  note_logged: { label: 'noted', level: 'info' },
  task_split: { label: 'split', level: 'info' },
  change_undone: { label: 'undid a change of', level: 'info' },
} as const satisfies Record<string, { label: string; level: EventLevel }>;
export type EventKind = keyof typeof eventKinds;
