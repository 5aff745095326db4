/** The words for statuses that files use, and what they mean here. */
import { parseEpicStatus, parseReviewStatus, parseTaskStatus } from '../../domain/statuses.js';
import {
  taskDomains,
  type EpicStatus,
  type ReviewStatus,
  type TaskDomain,
  type TaskStatus,
} from '../../domain/vocabulary.js';

/** What a word was taken for, and how sure that is. */
export interface Reading<Value> {
  readonly value: Value;
  readonly certainty: 'own word' | 'translated' | 'missing' | 'unknown';
}

export function readTaskStatus(word: unknown): Reading<TaskStatus> {
  return read(word, parseTaskStatus, 'todo');
}

export function readEpicStatus(word: unknown): Reading<EpicStatus> {
  return read(word, parseEpicStatus, 'open');
}

export function readReview(word: unknown): Reading<ReviewStatus> {
  return read(word, parseReviewStatus, 'unknown');
}

export function readDomain(word: unknown): Reading<TaskDomain> {
  return read(
    word,
    (text) => taskDomains.find((own) => own === text.trim().toLowerCase()) ?? null,
    'general',
  );
}

function read<Value extends string>(
  word: unknown,
  parse: (text: string) => Value | null,
  fallback: Value,
): Reading<Value> {
  if (word === null || word === undefined || word === '') {
    return { value: fallback, certainty: 'missing' };
  }
  const text = typeof word === 'string' ? word : '';
  const value = parse(text);
  if (value === null) return { value: fallback, certainty: 'unknown' };
  return { value, certainty: value === text.trim().toLowerCase() ? 'own word' : 'translated' };
}
