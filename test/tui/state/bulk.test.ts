import { describe, expect, it } from 'vitest';
import { serialiseError, FlowdeckError } from '../../../source/domain/errors.js';
import { planMany, summaryOf } from '../../../source/tui/state/bulk.js';
import { makeTask, now } from '../panes/support.js';

const context = { actor: 'ada', now, overridden: [] };
const todo = makeTask({ id: 'fn-1.1', version: 3 });
const done = makeTask({ id: 'fn-1.2', status: 'done' });
const running = makeTask({ id: 'fn-1.3', status: 'in_progress', assignee: 'grace', version: 5 });
const blocked = makeTask({ id: 'fn-1.4', status: 'blocked' });

describe('acting on several tasks', () => {
  it('asks once, naming what will be done and what will not, and why', () => {
    const plan = planMany('skip', [todo, done], context);
    expect(plan).toMatchObject({
      type: 'ask',
      dialog: {
        type: 'confirm',
        title: 'Skip 1 task?',
        intent: {
          type: 'apply',
          operation: 'skip',
          items: [{ id: 'fn-1.1', expectedVersion: 3 }],
          takeOver: false,
          text: null,
        },
      },
    });
    const lines = plan.type === 'ask' && plan.dialog.type === 'confirm' ? plan.dialog.lines : [];
    expect(lines.join('\n')).toMatch(
      /^fn-1\.1\n\nNot done to 1 task:\nCannot apply skip: fn-1\.2 is done/,
    );
  });

  it('says from whom something is taken over', () => {
    const plan = planMany('block', [todo, running], context);
    expect(plan).toMatchObject({
      dialog: { intent: { takeOver: true, items: [{ id: 'fn-1.1' }, { id: 'fn-1.3' }] } },
    });
    expect(JSON.stringify(plan)).toContain('Taken over: fn-1.3 from grace.');
  });

  it('means by a key what most of them allow', () => {
    const hinted = (id: string) => makeTask({ id, finishedHint: true });
    const plan = planMany('finish', [running, hinted('fn-1.5'), hinted('fn-1.6')], context);
    expect(plan).toMatchObject({ dialog: { intent: { operation: 'accept' } } });
    expect(planMany('block', [blocked, blocked, todo], context)).toMatchObject({
      dialog: { intent: { operation: 'unblock' } },
    });
  });

  it('refuses with a reason where nothing can be done', () => {
    expect(planMany('start', [done, blocked], context)).toMatchObject({
      type: 'refuse',
      reason: expect.stringContaining('Cannot apply start: fn-1.2 is done') as string,
    });
  });
});

describe('what came of it', () => {
  const error = serialiseError(new FlowdeckError('store.conflict', 'grace changed it.'));
  const well = (id: string) => ({ id, ok: true, status: 'skipped' }) as const;
  const ill = (id: string) => ({ id, ok: false, error }) as const;

  it('is a sentence while it is short', () => {
    expect(summaryOf('skip', [well('fn-1.1'), well('fn-1.2')])).toEqual({
      message: '2 tasks skipped.',
      report: null,
    });
    expect(summaryOf('skip', [well('fn-1.1'), ill('fn-1.2')]).message).toBe(
      '1 task skipped. Not done: fn-1.2: grace changed it.',
    );
  });

  it('is a text to read where more than one thing was refused', () => {
    const { message, report } = summaryOf('changed', [well('a'), ill('b'), ill('c')]);
    expect(message).toBe('1 task changed.');
    expect(report).toEqual({
      title: 'Changed: 1 of 3',
      lines: [
        '# Done',
        '- a',
        '',
        '# Not done',
        '- b: grace changed it.',
        '- c: grace changed it.',
      ],
    });
    expect(summaryOf('changed', [ill('b'), ill('c')]).message).toBe('No task changed.');
  });
});
