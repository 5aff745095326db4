/**
 * What a reader of foreign files hands to the importer, and what the importer reports.
 * Readers parse; the importer compares each value with the base of the last import and applies what differs.
 */
import type {
  DependencyKind,
  GapPriority,
  MemoryStatus,
  MemoryTrack,
  MemoryType,
  TaskStatus,
} from '../vocabulary.js';
import type { Evidence } from './rows.js';

export interface ImportedEpic {
  readonly id: string;
  /** Paths relative to the source's directory, with the SHA-256 of their bytes. */
  readonly files: readonly ImportedFile[];
  readonly title: string;
  readonly status: 'open' | 'done';
  readonly archived: boolean;
  readonly branchName: string | null;
  readonly planReview: string;
  readonly planReviewedAt: string | null;
  readonly completionReview: string;
  readonly completionReviewedAt: string | null;
  readonly dependsOn: readonly string[];
  readonly defaultImplementBackend: string | null;
  readonly defaultReviewBackend: string | null;
  readonly defaultSyncBackend: string | null;
  readonly body: string;
  readonly specPath: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** The phase of the pipeline that the epic is in; null where no file says so. */
  readonly pipelinePhase?: string | null;
  readonly gaps?: readonly ImportedGap[];
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Something that an epic lacks, known again by its capability. */
export interface ImportedGap {
  /** As the file says; the importer takes it where it is free. */
  readonly id: string | null;
  readonly capability: string;
  readonly priority: GapPriority;
  readonly status: 'open' | 'resolved';
  readonly source: string;
  readonly taskId: string | null;
  readonly evidence: string | null;
  readonly addedAt: string | null;
  readonly resolvedAt: string | null;
}

/** An epic that tasks name and no file defines, with what a text of its name says about it. */
export interface ImportedPlaceholder {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

export interface ImportedTask {
  readonly id: string;
  /** As the file says; it may name an epic that has no file. Null for a task without one. */
  readonly epicId: string | null;
  readonly parentId: string | null;
  readonly files: readonly ImportedFile[];
  readonly title: string;
  readonly status: TaskStatus;
  readonly statusSource: 'committed' | 'live-state';
  readonly priority: number | null;
  readonly domain: string;
  readonly dependsOn: readonly { readonly id: string; readonly kind: DependencyKind }[];
  readonly ownedFiles: readonly string[];
  readonly labels: readonly string[];
  readonly implementBackend: string | null;
  readonly reviewBackend: string | null;
  readonly syncBackend: string | null;
  readonly assignee: string | null;
  readonly claimedAt: string | null;
  readonly claimNote: string;
  readonly completedAt: string | null;
  readonly durationSeconds: number | null;
  readonly blockedReason: string | null;
  readonly skippedReason: string | null;
  readonly failedReason?: string | null;
  readonly retryCount: number;
  readonly body: string;
  /** The Done summary; empty when unfilled. */
  readonly summary: string;
  readonly evidence: Evidence | null;
  /** Phase progress from a live state file; scheme 1 has string ids, scheme 2 the numbers 1 to 12. */
  readonly phases: {
    readonly scheme: 1 | 2;
    readonly completed: readonly string[];
    readonly current: string | null;
    readonly startedAt: string | null;
    /** When completed phases ended, where that is known. */
    readonly completedAt?: Readonly<Record<string, string>>;
  } | null;
  readonly specPath: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface ImportedMemory {
  readonly key: string;
  readonly files: readonly ImportedFile[];
  readonly type: MemoryType;
  readonly track: MemoryTrack;
  readonly title: string;
  readonly content: string;
  readonly tags: readonly string[];
  readonly module: string | null;
  readonly severity: string | null;
  readonly problemType: string | null;
  readonly component: string | null;
  readonly status: MemoryStatus;
  readonly related: readonly string[];
  readonly createdAt: string | null;
  readonly lastVerified: string | null;
  /** How often it was referred to; only what is new begins with it. */
  readonly references?: number;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface ImportedFile {
  readonly path: string;
  readonly sha256: string;
}

export interface ImportedEvent {
  readonly timestamp: string;
  readonly epicId: string | null;
  readonly taskId: string | null;
  readonly type: string;
  readonly actor: string | null;
  readonly payload: string | null;
  readonly sessionId: string | null;
}

/** A record of spent tokens from the log of another tool. */
export interface ImportedTokens {
  readonly timestamp: string;
  readonly epicId: string | null;
  readonly taskId: string | null;
  readonly phase: string | null;
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly costUsd: number | null;
}

/** A log that only ever grows. Positions rise, so that a later import takes only what is new. */
export interface ImportedLog {
  readonly name: string;
  readonly events: readonly (ImportedEvent & { readonly position: number })[];
  readonly tokens: readonly (ImportedTokens & { readonly position: number })[];
}

/** One line of the report: what was met and what was done about it. */
export interface ImportFinding {
  readonly severity: 'note' | 'warning';
  /** Stable word for programs, such as `stray-file`, `unknown-status`, `orphan-task`, `unresolved-dependency`. */
  readonly kind: string;
  /** Relative to the source's directory; null where no one file is meant. */
  readonly path: string | null;
  readonly message: string;
}

export interface ImportSet {
  readonly kind: 'flow' | 'flowctl-database';
  readonly epics: readonly ImportedEpic[];
  readonly tasks: readonly ImportedTask[];
  readonly memory: readonly ImportedMemory[];
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly findings: readonly ImportFinding[];
  readonly placeholders?: readonly ImportedPlaceholder[];
  readonly logs?: readonly ImportedLog[];
  /** Paths of files that are there and could not be read; a folder ends with `/`. What they held is not gone. */
  readonly unreadable?: readonly string[];
}

export interface ImportReport {
  readonly source: string;
  /** Counts of what the files hold, placeholders left out. */
  readonly counts: {
    readonly epics: number;
    readonly tasks: number;
    readonly taskDependencies: number;
    readonly epicDependencies: number;
    readonly memory: number;
    readonly placeholders: number;
    readonly unresolved: number;
    readonly hinted: number;
  };
  /** What this run did. */
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly vanished: number;
  readonly conflicts: number;
  readonly findings: readonly ImportFinding[];
}
