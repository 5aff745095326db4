import { describe, expect, it } from 'vitest';
import type { EpicRow, TaskRow } from '../../source/domain/contract/rows.js';
import { nextWork, type NextQuestion } from '../../source/domain/next-work.js';

const epic = (id: string, more: Partial<EpicRow> = {}): EpicRow =>
  ({
    id,
    status: 'open',
    archived: false,
    placeholder: false,
    planReview: 'unknown',
    completionReview: 'unknown',
    dependsOn: [],
    unresolved: [],
    ...more,
  }) as unknown as EpicRow;
const task = (id: string, more: Partial<TaskRow> = {}): TaskRow =>
  ({
    id,
    epicId: id.split('.')[0],
    status: 'todo',
    finishedHint: false,
    priority: null,
    assignee: null,
    dependsOn: [],
    unresolved: [],
    ...more,
  }) as unknown as TaskRow;

const ask = (question: Partial<NextQuestion>) => {
  const {
    status,
    epic: id,
    task: of,
    reason,
    blockedEpics,
  } = nextWork({
    epics: [],
    tasks: [],
    actor: 'me',
    requirePlanReview: false,
    requireCompletionReview: false,
    ...question,
  });
  return [status, of ?? id, reason, blockedEpics];
};

describe('the next thing to do', () => {
  it('is in the epic of the lowest number, by priority and number', () => {
    const epics = [epic('fn-10'), epic('fn-2')];
    const tasks = [task('fn-10.1'), task('fn-2.10'), task('fn-2.9'), task('fn-2.11')];
    expect(ask({ epics, tasks })).toEqual(['work', 'fn-2.9', 'ready_task', {}]);
    const urgent = [...tasks, task('fn-2.12', { priority: 1 })];
    expect(ask({ epics, tasks: urgent })).toEqual(['work', 'fn-2.12', 'ready_task', {}]);
    expect(ask({ epics, tasks, epicIds: ['fn-10'] })).toEqual([
      ...['work', 'fn-10.1', 'ready_task', {}],
    ]);
  });

  it("is one's own running task before others, and never another's", () => {
    const running = (assignee: string) => [
      task('fn-1.1'),
      task('fn-1.2', { status: 'in_progress', assignee }),
    ];
    expect(ask({ epics: [epic('fn-1')], tasks: running('me') })).toEqual([
      ...['work', 'fn-1.2', 'resume_in_progress', {}],
    ]);
    expect(ask({ epics: [epic('fn-1')], tasks: running('you') })[1]).toBe('fn-1.1');
  });

  it('is a retry, too, but no task that looks finished or waits', () => {
    const epics = [epic('fn-1')];
    const tasks = [
      task('fn-1.1', { finishedHint: true }),
      task('fn-1.2', { dependsOn: ['fn-1.1'] }),
      task('fn-1.3', { unresolved: ['fn-9.9'] }),
      task('fn-1.4', { status: 'up_for_retry' }),
    ];
    expect(ask({ epics, tasks })[1]).toBe('fn-1.4');
    expect(ask({ epics, tasks: tasks.slice(0, 3) })).toEqual(['none', null, 'none', {}]);
  });

  it('is the review of a plan where that is asked for', () => {
    const tasks = [task('fn-1.1')];
    const reviewed = { planReview: 'passed' as const };
    expect(ask({ epics: [epic('fn-1')], tasks, requirePlanReview: true })).toEqual([
      ...['plan', 'fn-1', 'needs_plan_review', {}],
    ]);
    expect(ask({ epics: [epic('fn-1', reviewed)], tasks, requirePlanReview: true })[1]).toBe(
      'fn-1.1',
    );
  });

  it('is the review of a complete epic (mends: one with skipped tasks never counted as complete)', () => {
    const tasks = [task('fn-1.1', { status: 'done' }), task('fn-1.2', { status: 'skipped' })];
    const question = { epics: [epic('fn-1')], tasks, requireCompletionReview: true };
    expect(ask(question)).toEqual(['completion_review', 'fn-1', 'needs_completion_review', {}]);
    expect(ask({ ...question, requireCompletionReview: false })[0]).toBe('none');
    expect(ask({ ...question, tasks: [] })[0]).toBe('none');
  });

  it('passes over what is done, in the archive, or waits for another epic', () => {
    const epics = [
      epic('fn-1', { status: 'done' }),
      epic('fn-2', { archived: true }),
      epic('fn-3', { dependsOn: ['fn-1', 'fn-4'] }),
      epic('fn-4', { unresolved: ['fn-9'] }),
    ];
    const tasks = [1, 2, 3, 4].map((number) => task(`fn-${number}.1`));
    expect(ask({ epics, tasks })).toEqual([
      ...['none', null, 'blocked_by_epic_deps', { 'fn-3': ['fn-4'], 'fn-4': ['fn-9'] }],
    ]);
  });
});
