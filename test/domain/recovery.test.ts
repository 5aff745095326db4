import { describe, expect, it } from 'vitest';
import { commitsByTask, idsInMessages, type CommitMessage } from '../../source/domain/recovery.js';

let count = 0;
const commit = (subject: string, body = ''): CommitMessage => ({
  hash: (count += 1).toString(16).padStart(40, 'a'),
  at: '2026-03-01T10:00:00+01:00',
  subject,
  body,
});
const verdict = (commits: readonly CommitMessage[], id = 'fn-1.1'): string => {
  const found = commitsByTask(commits, (each) => each).get(id);
  if (!found) return 'nothing';
  return found.proofs.length > 0 ? 'proof' : 'hint';
};

describe('what a commit says of a task', () => {
  it.each([
    ['fn-1.1: add the form', ''],
    ['[fn-1.1] add the form', ''],
    ['feat(fn-1.1): add the form', ''],
    ['feat(fn-1.1, fn-1.2)!: add both', ''],
    ['feat: add the form (fn-1.1)', ''],
    ['feat: add the form (fn-1.1) (#12)', ''],
    ['feat: add the form', 'Words.\n\nTask: fn-1.1\nSigned-off-by: a <b@c.d>'],
    ['feat: add both', 'Tasks: fn-1.2, fn-1.1'],
    ['feat: add the form', 'task-id: fn-1.1'],
  ])('%s %j proves it', (subject, body) => {
    expect(verdict([commit(subject, body)])).toBe('proof');
  });

  it.each([
    ['plan: split fn-1.1 from fn-1.2', ''],
    ['chore: prepare for fn-1.1', ''],
    ['docs: why fn-1.1 waits (see fn-1.1 and others)', ''],
    ['feat: other', 'This makes fn-1.1 possible.'],
    ['feat: other', 'Task: fn-1.1 comes next'],
    ['wip: add the form (fn-1.1)', ''],
    ['fixup! fn-1.1: add the form', ''],
    ['Revert "fn-1.1: add the form"', ''],
  ])('%s %j only mentions it', (subject, body) => {
    expect(verdict([commit(subject, body)])).toBe('hint');
  });

  it('matches ids whole', () => {
    for (const subject of [
      'fn-1.10: other',
      'feat: x (fn-1.10)',
      'fn-1x1: other',
      'fn-1.1.2: other',
      'fn-1.1-b: other',
      'xfn-1.1: other',
      'other-fn-1.1: other',
    ]) {
      expect(verdict([commit(subject)]), subject).toBe('nothing');
    }
    expect(verdict([commit('fn-1-add-auth.1: x')], 'fn-1-add-auth.1')).toBe('proof');
    expect([...idsInMessages([commit('fn-1.1, fn-2-b.3.', 'and (gno-4.5)')])]).toEqual([
      'fn-1.1',
      'fn-2-b.3',
      'gno-4.5',
    ]);
  });

  it('takes nothing as proof that was reverted', () => {
    const done = commit('fn-1.1: add the form');
    const back = commit('Take the form out', `This reverts commit ${done.hash}.`);
    expect(verdict([back, done])).toBe('hint');
    expect(verdict([commit('fn-1.1: add the form again'), back, done])).toBe('proof');
  });

  it('takes a log of any size and content', () => {
    const huge = commit(
      'x'.repeat(100_000),
      `${'fn-1.1 '.repeat(20_000)}\nTask: ${'a-'.repeat(50_000)}`,
    );
    expect(verdict([huge])).toBe('hint');
  });
});
