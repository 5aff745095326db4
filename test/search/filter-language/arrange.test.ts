import { describe, expect, test } from 'vitest';
import { listKinds } from '../../../source/search/filter-language/definition.js';
import {
  groupKeys,
  groupRows,
  sortKeys,
  sortRows,
} from '../../../source/search/filter-language/index.js';
import { makeMemory, makeTask, minutesAgo } from '../../tui/panes/support.js';

const tasks = [
  makeTask({ id: 'fn-1.10', priority: 2, title: 'b', tokens: 5, assignee: 'bob' }),
  makeTask({ id: 'fn-1.2', priority: null, title: 'C', status: 'blocked', tokens: 9 }),
  makeTask({ id: 'fn-1.1', priority: 1, title: 'a', status: 'done', assignee: 'ada' }),
  makeTask({ id: 'fn-2.1', epicId: 'fn-2', priority: 2, updatedAt: minutesAgo(1), title: 'a' }),
];
const order = (by: string, descending?: boolean) =>
  sortRows(tasks, 'tasks', { by, ...(descending !== undefined && { descending }) }).map(
    ({ id }) => id,
  );

describe('sortRows', () => {
  test.each([
    ['id', undefined, ['fn-1.1', 'fn-1.2', 'fn-1.10', 'fn-2.1']],
    ['id', true, ['fn-2.1', 'fn-1.10', 'fn-1.2', 'fn-1.1']],
    ['priority', undefined, ['fn-1.1', 'fn-1.10', 'fn-2.1', 'fn-1.2']],
    ['priority', true, ['fn-1.10', 'fn-2.1', 'fn-1.1', 'fn-1.2']],
    ['status', undefined, ['fn-1.2', 'fn-1.10', 'fn-2.1', 'fn-1.1']],
    ['title', undefined, ['fn-1.1', 'fn-2.1', 'fn-1.10', 'fn-1.2']],
    ['tokens', undefined, ['fn-1.2', 'fn-1.10', 'fn-1.1', 'fn-2.1']],
    ['updated', undefined, ['fn-2.1', 'fn-1.1', 'fn-1.2', 'fn-1.10']],
    ['nothing', undefined, ['fn-1.1', 'fn-1.2', 'fn-1.10', 'fn-2.1']],
  ])('by %s, descending %s', (by, descending, expected) => {
    expect(order(by, descending)).toEqual(expected);
  });

  test('puts the worst first in memory', () => {
    const rows = [
      makeMemory({ id: 1, severity: 'low' }),
      makeMemory({ id: 2 }),
      makeMemory({ id: 3, severity: 'critical' }),
    ];
    expect(sortRows(rows, 'memory', { by: 'severity' }).map(({ id }) => id)).toEqual([
      ...[3, 1, 2],
    ]);
  });
});

describe('groupRows', () => {
  const groups = (by: string) =>
    groupRows(tasks, 'tasks', by).map(
      ({ label, rows }) => `${label}: ${rows.map(({ id }) => id).join(' ')}`,
    );

  test('keeps the order of rows and puts those without last', () => {
    expect(groups('status')).toEqual(['blocked: fn-1.2', 'todo: fn-1.10 fn-2.1', 'done: fn-1.1']);
    expect(groups('assignee')).toEqual(['ada: fn-1.1', 'bob: fn-1.10', 'nobody: fn-1.2 fn-2.1']);
    expect(groups('epic')).toEqual(['fn-1: fn-1.10 fn-1.2 fn-1.1', 'fn-2: fn-2.1']);
    expect(groups('nothing')).toEqual([': fn-1.10 fn-1.2 fn-1.1 fn-2.1']);
    expect(groupRows([], 'tasks', 'status')).toEqual([]);
  });
});

test.each(listKinds)('the keys of %s have names and labels of their own', (kind) => {
  for (const keys of [sortKeys(kind), groupKeys(kind)]) {
    expect(new Set(keys.map(({ name }) => name)).size).toBe(keys.length);
    expect(new Set(keys.map(({ label }) => label)).size).toBe(keys.length);
  }
});
