/**
 * Read models: what the store tells its readers, in plain JSON (no Date, Map, bigint or buffer).
 * Times are ISO 8601 in UTC with milliseconds, durations whole seconds, costs US dollars. Lists never carry bodies.
 */
import type {
  DependencyKind,
  EntityKind,
  EpicStatus,
  EventKind,
  MemorySeverity,
  MemoryStatus,
  MemoryTrack,
  MemoryType,
  Origin,
  PhaseStatus,
  ReviewStatus,
  StatusSource,
  TaskStatus,
} from '../vocabulary.js';

/** A place in the change feed. A cursor of another database or generation is answered with a reload. */
export interface Cursor {
  readonly databaseId: string;
  readonly generation: number;
  /** The last event seen. */
  readonly event: number;
  /** The last token record seen. */
  readonly token: number;
  /** The time of the last heartbeat seen; empty before the first. */
  readonly heartbeat: string;
}

/** Tasks of an epic (or of the project) by status; `hinted` and `ready` are parts of them, not further ones. */
export interface TaskCounts {
  readonly total: number;
  readonly byStatus: Readonly<Record<TaskStatus, number>>;
  /** `todo` tasks whose Done summary is filled. */
  readonly hinted: number;
  readonly ready: number;
}

export interface EpicRow {
  readonly id: string;
  readonly title: string;
  readonly status: EpicStatus;
  readonly archived: boolean;
  /** Made for tasks whose epic has no file; not counted. */
  readonly placeholder: boolean;
  readonly branchName: string | null;
  readonly planReview: ReviewStatus;
  readonly completionReview: ReviewStatus;
  /** The phase of the pipeline the epic is in; null before its first. */
  readonly pipelinePhase: string | null;
  readonly dependsOn: readonly string[];
  readonly unresolved: readonly string[];
  readonly counts: TaskCounts;
  readonly tokens: number;
  readonly costUsd: number;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** True when the file it was imported from is gone. */
  readonly vanished: boolean;
}

/** The phase a task is in, for its row. */
export interface PhaseMark {
  readonly id: string;
  readonly title: string;
  readonly startedAt: string | null;
  readonly completed: number;
  readonly total: number;
}

export interface TaskRow {
  readonly id: string;
  readonly epicId: string | null;
  readonly parentId: string | null;
  readonly title: string;
  readonly status: TaskStatus;
  readonly statusSource: StatusSource;
  readonly finishedHint: boolean;
  readonly priority: number | null;
  readonly domain: string;
  readonly version: number;
  readonly assignee: string | null;
  readonly claimedAt: string | null;
  readonly completedAt: string | null;
  readonly durationSeconds: number | null;
  readonly blockedReason: string | null;
  readonly failedReason: string | null;
  readonly retryCount: number;
  /** Ids that this task waits for (kind `blocks`), in natural order. */
  readonly dependsOn: readonly string[];
  /** Dependencies whose target does not exist yet. */
  readonly unresolved: readonly string[];
  readonly labels: readonly string[];
  readonly phase: PhaseMark | null;
  readonly lastHeartbeat: string | null;
  readonly tokens: number;
  readonly costUsd: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly vanished: boolean;
}

export interface PhaseRow {
  readonly id: string;
  readonly title: string;
  readonly status: PhaseStatus;
  /** What holds when the phase is complete, in words. */
  readonly doneCondition: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}

export interface Evidence {
  readonly commits: readonly string[];
  readonly tests: readonly string[];
  readonly prs: readonly string[];
  readonly filesChanged: number | null;
  readonly insertions: number | null;
  readonly deletions: number | null;
  readonly reviewIterations: number | null;
  readonly baselineRevision: string | null;
  readonly finalRevision: string | null;
  /** Evidence in free words, where a file held no lists. */
  readonly text: string;
  /** Keys of a foreign format, kept as they were. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface Dependency {
  readonly id: string;
  readonly kind: DependencyKind;
  /** Null when the target does not exist. */
  readonly status: TaskStatus | null;
  readonly title: string | null;
}

/** Everything about one task; `row` is what the list shows of it. */
export interface TaskDetail {
  readonly row: TaskRow;
  /** Markdown without the sections Done summary and Evidence, which are kept apart. */
  readonly body: string;
  readonly summary: string;
  readonly evidence: Evidence | null;
  readonly claimNote: string;
  readonly skippedReason: string | null;
  readonly files: readonly string[];
  readonly dependencies: readonly Dependency[];
  readonly dependents: readonly Dependency[];
  readonly phases: readonly PhaseRow[];
  readonly implementBackend: string | null;
  readonly reviewBackend: string | null;
  readonly syncBackend: string | null;
  /** Newest first, at most 200. */
  readonly history: readonly EventRow[];
  readonly specPath: string | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface EpicDetail {
  readonly row: EpicRow;
  readonly body: string;
  readonly pipeline: readonly PhaseRow[];
  readonly planReviewedAt: string | null;
  readonly completionReviewedAt: string | null;
  readonly defaultImplementBackend: string | null;
  readonly defaultReviewBackend: string | null;
  readonly defaultSyncBackend: string | null;
  readonly history: readonly EventRow[];
  readonly specPath: string | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** An event as lists show it: the names of the changed fields, not their contents but for a history's short ones. */
export interface EventRow {
  readonly id: number;
  readonly timestamp: string;
  readonly kind: EventKind;
  readonly entityKind: EntityKind;
  readonly entityId: string;
  readonly epicId: string | null;
  readonly taskId: string | null;
  readonly actor: string | null;
  readonly sessionId: string | null;
  readonly origin: Origin;
  readonly commandId: string;
  readonly version: number | null;
  readonly fields: readonly string[];
  /** Small particulars: reason, phase, dependency, forced, retry number. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** The event this one undoes. */
  readonly undoes: number | null;
  /** In the history of an entity: the values of changed fields that are short enough to be shown. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** An event with everything that undo and replay need. */
export interface FullEvent extends EventRow {
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

export interface MemoryRow {
  readonly id: number;
  /** The path-like id of a file store, such as `bug/build-errors/slug-2026-01-01`; null for entries made here. */
  readonly key: string | null;
  readonly type: MemoryType;
  readonly track: MemoryTrack;
  readonly title: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly module: string | null;
  readonly severity: MemorySeverity | null;
  readonly problemType: string | null;
  readonly component: string | null;
  readonly status: MemoryStatus;
  readonly references: number;
  readonly createdAt: string;
  readonly lastVerified: string | null;
  readonly version: number;
}

export interface MemoryDetail {
  readonly row: MemoryRow;
  readonly content: string;
  readonly related: readonly string[];
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface MemoryHit {
  readonly row: MemoryRow;
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
  /** Why it was found. */
  readonly arm: 'words' | 'fuzzy' | 'meaning';
  /** A line of the text around the match, with the matched ranges as [start, end) in UTF-16 units. */
  readonly excerpt: string;
  readonly matches: readonly (readonly [number, number])[];
  /** The matched ranges of the title. */
  readonly titleMatches?: readonly (readonly [number, number])[];
}

/** Which way of searching found something. */
export type SearchArm = 'words' | 'fuzzy' | 'meaning';

/** Matched ranges as [start, end) in UTF-16 units, in order and apart from each other. */
export type MatchRanges = readonly (readonly [number, number])[];

/** Something found, and why. */
export interface SearchHit {
  readonly kind: 'memory' | 'epic' | 'task';
  /** The id of the epic or task, or the number of the memory entry. */
  readonly id: string;
  /** The entry where a memory was found. */
  readonly row: MemoryRow | null;
  readonly title: string;
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
  /** What found it, in a fixed order; never empty but for an empty query. */
  readonly arms: readonly SearchArm[];
  /** A line of the text around the match, with the matched ranges. */
  readonly excerpt: string;
  readonly matches: MatchRanges;
  /** The matched ranges of the title. */
  readonly titleMatches: MatchRanges;
}

/** Whether the search also went by meaning; `reason` says in one clause why not. */
export interface MeaningStatus {
  readonly state: 'off' | 'loading' | 'on' | 'failed';
  readonly reason: string | null;
}

export interface ProjectTotals {
  readonly epics: { readonly open: number; readonly done: number; readonly archived: number };
  readonly tasks: TaskCounts;
  readonly memory: number;
  readonly events: number;
  readonly tokens: number;
  readonly costUsd: number;
}

export interface HeartbeatRow {
  readonly taskId: string;
  readonly lastBeat: string;
  readonly workerPid: number | null;
  readonly actor: string | null;
}

/** What the cockpit starts from. The tasks of an epic are asked for when it is looked at. */
export interface Overview {
  readonly cursor: Cursor;
  readonly epics: readonly EpicRow[];
  readonly totals: ProjectTotals;
  /** Newest first. */
  readonly events: readonly EventRow[];
  /** Epic ids with their stored critical figures are not here: the graph is computed by its reader. */
  readonly projectName: string;
}

/**
 * What changed since a cursor: the events, and the rows they name as they are now.
 * With `reload` the cursor was of another generation: the rows are absent and the reader starts from an overview.
 */
export interface Delta {
  readonly cursor: Cursor;
  readonly reload: boolean;
  /** Oldest first. */
  readonly events: readonly EventRow[];
  readonly epics: readonly EpicRow[];
  readonly tasks: readonly TaskRow[];
  readonly removedEpics: readonly string[];
  readonly removedTasks: readonly string[];
  /** Null when nothing that is counted changed. */
  readonly totals: ProjectTotals | null;
  /** True when a memory entry was added, changed or removed. */
  readonly memoryChanged: boolean;
}
