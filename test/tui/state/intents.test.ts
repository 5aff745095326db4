import { describe, expect, it } from 'vitest';
import { operationFor, planTask, restartQuestion } from '../../../source/tui/state/intents.js';
import { makeTask, minutesAgo, now } from '../panes/support.js';

const context = { actor: 'ada', now, overridden: [] };
const todo = makeTask({ id: 'fn-1.1', version: 7 });
const foreign = makeTask({
  id: 'fn-1.1',
  status: 'in_progress',
  assignee: 'grace',
  claimedAt: minutesAgo(25),
  version: 8,
});

describe('planning an action', () => {
  it('starts at once, with the version that was on the screen', () => {
    expect(planTask('start', todo, context)).toEqual({
      type: 'do',
      intent: {
        type: 'task',
        operation: 'start',
        id: 'fn-1.1',
        expectedVersion: 7,
        takeOver: false,
        force: false,
        text: '',
      },
    });
  });

  it.each([
    ['block', todo, true],
    ['skip', todo, false],
    ['done', { ...foreign, assignee: 'ada' }, false],
    ['fail', { ...foreign, assignee: 'ada' }, false],
  ] as const)('asks for a text before %s', (operation, task, required) => {
    expect(planTask(operation, task, context)).toMatchObject({
      type: 'ask',
      dialog: { type: 'prompt', required, intent: { intent: { operation, takeOver: false } } },
    });
  });

  it('says why it cannot be done, before anybody types a summary', () => {
    const plan = planTask('done', todo, context);
    expect(plan.type === 'refuse' && plan.reason).toMatch(
      /fn-1\.1 is todo.*starts from in_progress/,
    );
  });

  it('asks before it takes over what somebody else works on, and names who and since when', () => {
    expect(planTask('start', foreign, context)).toMatchObject({
      type: 'ask',
      dialog: {
        type: 'confirm',
        lines: ['grace has been working on it for 25m.', 'Task fn-1.1'],
        intent: { type: 'override', operation: 'start', claim: 'fn-1.1 grace' },
      },
    });
  });

  it('asks about a claim on what has not begun only before it is started', () => {
    const claimed = { ...todo, assignee: 'grace' };
    expect(planTask('start', claimed, context)).toMatchObject({
      type: 'ask',
      dialog: { type: 'confirm', intent: { type: 'override' } },
    });
    expect(planTask('skip', claimed, context)).toMatchObject({ dialog: { type: 'prompt' } });
  });

  it('asks only once about a claim, and then takes it over without forcing anything else', () => {
    const asked = { ...context, overridden: ['fn-1.1 grace'] };
    expect(planTask('start', foreign, asked)).toMatchObject({
      type: 'do',
      intent: { takeOver: true, force: false },
    });
    expect(planTask('start', { ...foreign, assignee: 'alan' }, asked)).toMatchObject({
      type: 'ask',
    });
  });

  it('resumes its own work without a question', () => {
    expect(planTask('start', { ...foreign, assignee: 'ada' }, context)).toMatchObject({
      type: 'do',
      intent: { takeOver: false, force: false },
    });
  });

  it('asks the store what a restart would reset', () => {
    expect(planTask('restart', todo, context)).toMatchObject({
      type: 'do',
      intent: { type: 'checkRestart', losesWork: false },
    });
    expect(planTask('restart', makeTask({ id: 'fn-1.1', status: 'done' }), context)).toMatchObject({
      intent: { losesWork: true },
    });
  });

  it('reads the keys by what the task is', () => {
    expect(operationFor('block', makeTask({ id: 'x', status: 'blocked' }))).toBe('unblock');
    expect(operationFor('block', todo)).toBe('block');
    expect(operationFor('finish', makeTask({ id: 'x', finishedHint: true }))).toBe('accept');
    expect(
      operationFor('finish', makeTask({ id: 'x', finishedHint: true, status: 'in_progress' })),
    ).toBe('done');
  });
});

describe('the question before a restart', () => {
  const intent = {
    type: 'checkRestart',
    id: 'fn-1.1',
    expectedVersion: 7,
    losesWork: false,
  } as const;

  it('is not asked where nothing is lost', () => {
    expect(restartQuestion(intent, { reset: ['fn-1.1'], running: [] })).toBeNull();
  });

  it('names what is reset and what runs, and forces over what runs', () => {
    expect(
      restartQuestion(intent, { reset: ['fn-1.1', 'fn-1.2'], running: ['fn-1.3'] }),
    ).toMatchObject({
      lines: [
        'Its summary, evidence and phases begin anew.',
        'Reset as well: fn-1.2',
        'Running now: fn-1.3',
      ],
      intent: { operation: 'restart', expectedVersion: 7, force: true },
    });
  });

  it('is asked where the task itself runs, and told to the store as known', () => {
    const question = restartQuestion(
      { ...intent, losesWork: true },
      { reset: ['fn-1.1'], running: ['fn-1.1'] },
    );
    expect(question).toMatchObject({ intent: { force: true } });
  });

  it('does not list a hundred tasks', () => {
    const reset = Array.from({ length: 100 }, (_, index) => `fn-1.${index + 2}`);
    const question = restartQuestion(intent, { reset, running: [] });
    expect(question?.type === 'confirm' && question.lines[1]).toMatch(/fn-1\.7 and 94 more$/);
  });
});
