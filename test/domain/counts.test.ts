import { describe, expect, it } from 'vitest';
import { countTasks, emptyCounts } from '../../source/domain/counts.js';
import type { TaskStatus } from '../../source/domain/vocabulary.js';

function row(
  id: string,
  status: TaskStatus,
  rest: { dependsOn?: string[]; unresolved?: string[]; finishedHint?: boolean } = {},
): Parameters<typeof countTasks>[0][number] {
  return { id, status, dependsOn: [], unresolved: [], finishedHint: false, ...rest };
}

describe('countTasks', () => {
  it('counts nothing as zeros', () => {
    expect(countTasks([])).toEqual(emptyCounts());
    expect(Object.values(emptyCounts().byStatus)).toEqual(Array(8).fill(0));
  });

  it('counts statuses, and the hinted and ready among them', () => {
    const counts = countTasks([
      row('fn-1.1', 'done', { finishedHint: true }),
      row('fn-1.2', 'todo', { dependsOn: ['fn-1.1'] }),
      row('fn-1.3', 'todo', { dependsOn: ['fn-1.2'] }),
      row('fn-1.4', 'todo', { finishedHint: true }),
      row('fn-1.5', 'up_for_retry'),
      row('fn-1.6', 'todo', { unresolved: ['fn-1.99'] }),
      row('fn-1.7', 'skipped'),
    ]);
    expect(counts).toMatchObject({ total: 7, hinted: 1, ready: 2 });
    expect(counts.byStatus).toMatchObject({ todo: 4, done: 1, skipped: 1, up_for_retry: 1 });
  });

  it('looks up what is not among the rows', () => {
    const rows = [row('fn-2.1', 'todo', { dependsOn: ['fn-1.1'] })];
    expect(countTasks(rows).ready).toBe(0);
    expect(countTasks(rows, () => 'done').ready).toBe(1);
  });
});
