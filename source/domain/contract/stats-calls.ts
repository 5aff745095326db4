/** The calls that count: what was done, how long it took, what it cost, what stands in each other's way. */
import type { TaskStatus } from '../vocabulary.js';

export interface SummaryStats {
  readonly totalEpics: number;
  readonly openEpics: number;
  readonly totalTasks: number;
  readonly doneTasks: number;
  readonly inProgressTasks: number;
  readonly blockedTasks: number;
  readonly totalEvents: number;
  readonly totalTokens: number;
  readonly totalCostUsd: number;
}

export interface EpicStats {
  readonly epicId: string;
  readonly title: string;
  readonly status: string;
  readonly taskCount: number;
  readonly doneCount: number;
  readonly avgDurationSecs: number | null;
  readonly totalTokens: number;
  readonly totalCost: number;
}

export interface WeekStats {
  /** Year and week, which begin on Monday: `2026-W09`. */
  readonly week: string;
  readonly tasksStarted: number;
  readonly tasksCompleted: number;
  readonly tasksFailed: number;
}

export interface TokenStats {
  readonly epicId: string | null;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly estimatedCost: number;
}

export interface BottleneckRow {
  readonly taskId: string;
  readonly epicId: string | null;
  readonly title: string;
  readonly durationSecs: number | null;
  readonly status: TaskStatus;
  readonly blockedReason: string | null;
}

/** Null where nothing of the kind happened. */
export interface DoraStats {
  /** From claim to completion, of the last 30 days. */
  readonly leadTimeHours: number | null;
  /** Over the last four weeks. */
  readonly throughputPerWeek: number;
  /** Failures among all ends of the last 30 days. */
  readonly changeFailureRate: number;
  /** From the first failure or block to the completion, of the last 30 days' completions. */
  readonly timeToRestoreHours: number | null;
}

export interface DomainStats {
  readonly domain: string;
  readonly completedCount: number;
  readonly avgDurationSecs: number;
  readonly stddevDurationSecs: number;
}

export interface EstimateStats {
  readonly epicId: string;
  readonly totalTasks: number;
  /** Finished ones whose duration is known. */
  readonly doneTasks: number;
  readonly incompleteTasks: number;
  readonly avgDurationSecs: number;
  readonly estimatedRemainingSecs: number;
}

export interface TokenRow {
  readonly id: number;
  readonly timestamp: string;
  readonly epicId: string | null;
  readonly taskId: string | null;
  readonly phase: string | null;
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly estimatedCost: number | null;
}

export interface FileClaimRow {
  readonly path: string;
  readonly taskId: string;
}

export interface StatsCommands {
  /** Counts the months anew from the days. */
  'stats.rollup': {
    input: Readonly<Record<string, never>>;
    output: { readonly monthsUpdated: number };
  };
  /** Deletes events older than 90 days and daily counts older than a year. */
  'stats.cleanup': {
    input: Readonly<Record<string, never>>;
    output: {
      readonly deleted: number;
      readonly events: number;
      readonly days: number;
      /** What was done before this time cannot be undone where its events are gone. */
      readonly before: string;
    };
  };
}

/** `now` as ISO 8601 in UTC wherever an answer depends on it. */
export interface StatsQueries {
  'stats.summary': { input: Readonly<Record<string, never>>; output: SummaryStats };
  /** By the time of their making. */
  'stats.epics': { input: { readonly epicId?: string }; output: readonly EpicStats[] };
  /** Oldest first; weeks without an event are left out. */
  'stats.weekly': {
    input: { readonly weeks?: number; readonly now: string };
    output: readonly WeekStats[];
  };
  /** The most expensive first. */
  'stats.tokens': { input: { readonly epicId?: string }; output: readonly TokenStats[] };
  /** What is blocked first, then what took longest. */
  'stats.bottlenecks': { input: { readonly limit?: number }; output: readonly BottleneckRow[] };
  'stats.dora': { input: { readonly now: string }; output: DoraStats };
  'stats.domains': { input: Readonly<Record<string, never>>; output: readonly DomainStats[] };
  'stats.estimate': { input: { readonly epicId: string }; output: EstimateStats };
  /** Records of spent tokens, oldest first. */
  'tokens.list': {
    input: { readonly epicId?: string; readonly taskId?: string; readonly limit?: number };
    output: readonly TokenRow[];
  };
  /** Which tasks of an epic mean to touch which files: as recorded, else as the line **Files:** of their text says. */
  'files.list': { input: { readonly epicId: string }; output: readonly FileClaimRow[] };
}
