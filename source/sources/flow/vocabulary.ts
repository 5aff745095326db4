/** The words for statuses that files use, and what they mean here. */
import {
  epicStatuses,
  reviewStatuses,
  taskDomains,
  taskStatuses,
  type EpicStatus,
  type ReviewStatus,
  type TaskDomain,
  type TaskStatus,
} from '../../domain/vocabulary.js';

const foreignTaskStatuses: Readonly<Record<string, TaskStatus>> = {
  pending: 'todo',
  completed: 'done',
  closed: 'done',
};

const foreignEpicStatuses: Readonly<Record<string, EpicStatus>> = {
  ready: 'open',
  completed: 'done',
  closed: 'done',
};

const foreignReviews: Readonly<Record<string, ReviewStatus>> = {
  ship: 'passed',
  approved: 'passed',
  needs_work: 'failed',
  major_rethink: 'failed',
};

/** What a word was taken for, and how sure that is. */
export interface Reading<Value> {
  readonly value: Value;
  readonly certainty: 'own word' | 'translated' | 'missing' | 'unknown';
}

export function readTaskStatus(word: unknown): Reading<TaskStatus> {
  return read(word, taskStatuses, foreignTaskStatuses, 'todo');
}

export function readEpicStatus(word: unknown): Reading<EpicStatus> {
  return read(word, epicStatuses, foreignEpicStatuses, 'open');
}

export function readReview(word: unknown): Reading<ReviewStatus> {
  return read(word, reviewStatuses, foreignReviews, 'unknown');
}

export function readDomain(word: unknown): Reading<TaskDomain> {
  return read(word, taskDomains, {}, 'general');
}

function read<Value extends string>(
  word: unknown,
  own: readonly Value[],
  foreign: Readonly<Record<string, Value>>,
  fallback: Value,
): Reading<Value> {
  if (word === null || word === undefined || word === '') {
    return { value: fallback, certainty: 'missing' };
  }
  const normal = typeof word === 'string' ? word.trim().toLowerCase() : '';
  const ownWord = own.find((candidate) => candidate === normal);
  if (ownWord !== undefined) return { value: ownWord, certainty: 'own word' };
  const translated = Object.hasOwn(foreign, normal) ? foreign[normal] : undefined;
  if (translated !== undefined) return { value: translated, certainty: 'translated' };
  return { value: fallback, certainty: 'unknown' };
}
