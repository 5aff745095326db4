import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../source/tui/state/intents.js';
import { makesUpFor } from '../../../source/tui/state/retry.js';

const task = (id: string, operation: 'start' | 'block' | 'restart' = 'start'): Intent => ({
  type: 'task',
  operation,
  id,
  expectedVersion: 1,
  takeOver: false,
  force: false,
  text: '',
});
const many = (...ids: readonly string[]): Intent => ({
  type: 'apply',
  operation: 'start',
  items: ids.map((id) => ({ id, expectedVersion: 1 })),
  takeOver: false,
  text: '',
});

describe('what makes up for a failure', () => {
  it.each<[string, boolean, Intent, Intent]>([
    ['the same', true, task('fn-1.1'), task('fn-1.1')],
    ['the same on another task', false, task('fn-1.2'), task('fn-1.1')],
    ['another action on the same task', false, task('fn-1.1', 'block'), task('fn-1.1')],
    ['the same on many, this one among them', true, many('fn-1.1', 'fn-1.2'), task('fn-1.1')],
    ['the same on some of the many', false, task('fn-1.1'), many('fn-1.1', 'fn-1.2')],
    [
      'a restart after its question failed',
      true,
      task('fn-1.1', 'restart'),
      { type: 'checkRestart', id: 'fn-1.1', expectedVersion: 1, losesWork: true },
    ],
    [
      'the other answer to an approval',
      true,
      { type: 'reject', id: 'a1', question: 'May I?', reason: '' },
      { type: 'approve', id: 'a1', question: 'May I?' },
    ],
    [
      'a creation with a title that was taken',
      true,
      { type: 'createTask', epicId: 'fn-1', title: 'Short' },
      { type: 'createTask', epicId: 'fn-1', title: 'Much too long' },
    ],
    [
      'a creation elsewhere',
      false,
      { type: 'createTask', epicId: 'fn-2', title: 'Short' },
      { type: 'createTask', epicId: 'fn-1', title: 'Short' },
    ],
  ])('%s: %s', (_, makesUp, done, failed) => {
    expect(makesUpFor(done, failed)).toBe(makesUp);
  });
});
