import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowdeckError } from '../../source/domain/errors.js';
import {
  allowedOperations,
  applyOperation,
  operations,
  type Operation,
} from '../../source/domain/operations.js';
import { taskStatuses, type TaskStatus } from '../../source/domain/vocabulary.js';
import '../support/properties.js';

/** The table as it is decided, written out: the statuses each operation starts from, and where it leads. */
const expected: Record<Operation, { from: readonly TaskStatus[]; to: TaskStatus }> = {
  start: { from: ['todo', 'up_for_retry'], to: 'in_progress' },
  done: { from: ['in_progress'], to: 'done' },
  block: { from: ['todo', 'in_progress', 'up_for_retry'], to: 'blocked' },
  unblock: { from: ['blocked'], to: 'todo' },
  fail: { from: ['in_progress'], to: 'failed' },
  skip: {
    from: [
      'todo',
      'in_progress',
      'blocked',
      'skipped',
      'failed',
      'up_for_retry',
      'upstream_failed',
    ],
    to: 'skipped',
  },
  restart: { from: taskStatuses, to: 'todo' },
  reset: { from: taskStatuses, to: 'todo' },
  replay: { from: taskStatuses, to: 'todo' },
  propagate: {
    from: ['todo', 'in_progress', 'blocked', 'up_for_retry', 'upstream_failed'],
    to: 'upstream_failed',
  },
  revive: { from: ['upstream_failed'], to: 'todo' },
  release: { from: ['in_progress'], to: 'todo' },
  accept: { from: ['todo'], to: 'done' },
  recover: { from: ['todo', 'in_progress', 'up_for_retry'], to: 'done' },
};
const names = Object.keys(expected) as Operation[];

const anyOperation = fc.constantFrom(...names);
const anyStatus = fc.constantFrom(...taskStatuses);
const anyOptions = fc.record(
  {
    force: fc.boolean(),
    retriesLeft: fc.integer({ min: 0, max: 3 }),
    sameActor: fc.boolean(),
    hinted: fc.boolean(),
  },
  { requiredKeys: [] },
);

function attempt<Value>(action: () => Value): Value | FlowdeckError {
  try {
    return action();
  } catch (error) {
    if (error instanceof FlowdeckError) return error;
    throw error;
  }
}

describe('the table of task states', () => {
  it('has exactly the decided operations', () => {
    expect(Object.keys(operations)).toEqual(names);
  });

  it.each(names)('%s starts where it may and leads where it should', (operation) => {
    const { from, to } = expected[operation];
    for (const status of taskStatuses) {
      const result = attempt(() => applyOperation(operation, status));
      if (from.includes(status)) {
        expect(result).toEqual({ to, resumed: false, forced: false });
      } else {
        expect(result).toMatchObject({ code: 'task.transition' });
      }
    }
  });

  it('lets the same actor resume', () => {
    expect(applyOperation('start', 'in_progress', { sameActor: true })).toEqual({
      to: 'in_progress',
      resumed: true,
      forced: false,
    });
    expect(() => applyOperation('start', 'in_progress', { sameActor: false })).toThrow();
    expect(() => applyOperation('start', 'blocked', { sameActor: true })).toThrow();
  });

  it('fails into another try while retries are left', () => {
    expect(applyOperation('fail', 'in_progress', { retriesLeft: 1 }).to).toBe('up_for_retry');
    expect(applyOperation('fail', 'in_progress', { retriesLeft: 0 }).to).toBe('failed');
  });

  it('accepts only what looks finished', () => {
    expect(applyOperation('accept', 'todo', { hinted: true }).to).toBe('done');
    expect(() => applyOperation('accept', 'todo', { hinted: false })).toThrow(/finished hint/);
  });

  it('says what was asked, what is, and what is possible', () => {
    const error = attempt(() => applyOperation('done', 'blocked', { id: 'fn-1.2' }));
    expect(error).toMatchObject({
      message:
        'Cannot apply done: fn-1.2 is blocked, done starts from in_progress; ' +
        'from blocked one can unblock, skip, restart, reset.',
      details: { operation: 'done', status: 'blocked', from: ['in_progress'] },
    });
  });

  it('never leaves the vocabulary, and force always gets through', () => {
    fc.assert(
      fc.property(anyOperation, anyStatus, anyOptions, (operation, status, options) => {
        const result = attempt(() => applyOperation(operation, status, options));
        if (result instanceof FlowdeckError) {
          expect(options.force ?? false).toBe(false);
          expect(result.code).toBe('task.transition');
        } else {
          expect(taskStatuses).toContain(result.to);
          if (result.forced) expect(options.force).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('lets force change whether, not where', () => {
    fc.assert(
      fc.property(anyOperation, anyStatus, anyOptions, (operation, status, options) => {
        const plain = attempt(() =>
          applyOperation(operation, status, { ...options, force: false }),
        );
        const forced = applyOperation(operation, status, { ...options, force: true });
        if (plain instanceof FlowdeckError) expect(forced.forced).toBe(true);
        else expect(forced).toEqual(plain);
      }),
      { numRuns: 2000 },
    );
  });

  it('never strands a task: from every status work can begin again', () => {
    const reachable = (from: TaskStatus): Set<TaskStatus> => {
      const seen = new Set([from]);
      for (const status of seen) {
        for (const operation of allowedOperations(status, { hinted: false })) {
          seen.add(applyOperation(operation, status).to);
        }
      }
      return seen;
    };
    for (const status of taskStatuses) expect(reachable(status)).toContain('in_progress');
  });
});

describe('allowedOperations', () => {
  it('offers what an actor may ask for', () => {
    expect(allowedOperations('todo')).toEqual(['start', 'block', 'skip', 'restart', 'reset']);
    expect(allowedOperations('todo', { hinted: true })).toContain('accept');
    expect(allowedOperations('in_progress', { sameActor: true })).toEqual([
      ...['start', 'done', 'block', 'fail', 'skip', 'restart', 'reset', 'release'],
    ]);
    expect(allowedOperations('done')).toEqual(['restart', 'reset']);
    expect(allowedOperations('upstream_failed')).toEqual(['skip', 'restart', 'reset']);
  });

  it('offers nothing that is then refused', () => {
    fc.assert(
      fc.property(anyStatus, fc.boolean(), fc.boolean(), (status, sameActor, hinted) => {
        for (const operation of allowedOperations(status, { sameActor, hinted })) {
          applyOperation(operation, status, { sameActor, hinted });
        }
      }),
    );
  });
});
