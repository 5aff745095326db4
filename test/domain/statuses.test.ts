import { describe, expect, it } from 'vitest';
import {
  isFailure,
  isSatisfied,
  parseEpicStatus,
  parseReviewStatus,
  parseTaskStatus,
} from '../../source/domain/statuses.js';
import { taskStatuses } from '../../source/domain/vocabulary.js';

describe('statuses', () => {
  it('says what satisfies a dependency and what stops it', () => {
    expect(taskStatuses.filter(isSatisfied)).toEqual(['done', 'skipped']);
    expect(taskStatuses.filter(isFailure)).toEqual(['failed', 'upstream_failed']);
  });

  it.each(taskStatuses)('reads its own word %s', (status) => {
    expect(parseTaskStatus(status)).toBe(status);
    expect(parseTaskStatus(` ${status.toUpperCase().replaceAll('_', '-')} `)).toBe(status);
    expect(parseTaskStatus(status.replaceAll('_', ''))).toBe(status);
  });

  it('reads the words of others, and guesses none', () => {
    expect(parseTaskStatus('pending')).toBe('todo');
    expect(parseTaskStatus('completed')).toBe('done');
    expect(parseTaskStatus('whatever')).toBeNull();
    expect(parseEpicStatus('ready')).toBe('open');
    expect(parseEpicStatus('Closed')).toBe('done');
    expect(parseEpicStatus('')).toBeNull();
    expect(parseReviewStatus('SHIP')).toBe('passed');
    expect(parseReviewStatus('NEEDS_WORK')).toBe('failed');
    expect(parseReviewStatus('major_rethink')).toBe('failed');
    expect(parseReviewStatus('maybe')).toBeNull();
  });
});
