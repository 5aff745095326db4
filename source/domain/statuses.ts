import {
  epicStatuses,
  reviewStatuses,
  taskStatuses,
  type EpicStatus,
  type ReviewStatus,
  type TaskStatus,
  type Verdict,
} from './vocabulary.js';

/** What satisfies a dependency. */
export function isSatisfied(status: TaskStatus): boolean {
  return status === 'done' || status === 'skipped';
}

/** What stops the tasks below. */
export function isFailure(status: TaskStatus): boolean {
  return status === 'failed' || status === 'upstream_failed';
}

/** Words that other writers use for our statuses; unlisted ones are unknown, not guessed. */
const taskStatusWords = new Map<string, TaskStatus>([
  ...words(taskStatuses),
  ['pending', 'todo'],
  ['open', 'todo'],
  ['completed', 'done'],
  ['closed', 'done'],
]);
const epicStatusWords = new Map<string, EpicStatus>([
  ...words(epicStatuses),
  ['ready', 'open'],
  ['completed', 'done'],
  ['closed', 'done'],
]);
const reviewStatusWords = new Map<string, ReviewStatus>([
  ...words(reviewStatuses),
  ['ship', 'passed'],
  ['approved', 'passed'],
  ['needswork', 'failed'],
  ['majorrethink', 'failed'],
]);

/** Case, hyphens, underscores and spaces do not matter; null for a word that nobody uses. */
export function parseTaskStatus(text: string): TaskStatus | null {
  return taskStatusWords.get(joined(text)) ?? null;
}

export function parseEpicStatus(text: string): EpicStatus | null {
  return epicStatusWords.get(joined(text)) ?? null;
}

const verdictOf = {
  unknown: 'unknown',
  passed: 'ship',
  failed: 'needs_work',
} as const satisfies Record<ReviewStatus, Verdict>;

/** The word of agents for how a review ended. */
export function verdict(status: ReviewStatus): Verdict {
  return verdictOf[status];
}

export function parseReviewStatus(text: string): ReviewStatus | null {
  return reviewStatusWords.get(joined(text)) ?? null;
}

function words<Word extends string>(all: readonly Word[]): [string, Word][] {
  return all.map((word) => [joined(word), word]);
}

function joined(text: string): string {
  return text.trim().toLowerCase().replace(/[-_ ]/g, '');
}
