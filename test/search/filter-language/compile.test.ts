import { describe, expect, test } from 'vitest';
import {
  compileFilter,
  filterRows,
  parseFilter,
} from '../../../source/search/filter-language/index.js';
import { makeEpic, makeEvent, makeMemory, makeTask, minutesAgo } from '../../tui/panes/support.js';
import { context, filterOf, makeAgent, makeItem, me, passing } from './support.js';

const tasks = [
  makeTask({ id: 'fn-1-login.1', title: 'Draw the login form', status: 'done', priority: 1 }),
  makeTask({
    ...{ id: 'fn-1-login.2', title: 'Check the password', status: 'blocked', assignee: me },
    ...{ dependsOn: ['fn-1-login.1'], blockedReason: 'waits for the vault', priority: 2 },
    ...{ createdAt: minutesAgo(60 * 24 * 3), updatedAt: minutesAgo(90), labels: ['auth', 'db'] },
  }),
  makeTask({
    ...{ id: 'fn-3-search-box.1', epicId: 'fn-3-search-box', title: 'Index the words' },
    ...{ status: 'in_progress', assignee: 'ada.lovelace@example.com', domain: 'backend' },
    ...{ createdAt: minutesAgo(50), updatedAt: minutesAgo(2), tokens: 1234, costUsd: 0.42 },
  }),
  makeTask({
    ...{ id: 'fn-3-search-box.10', epicId: 'fn-3-search-box', title: 'Rank "what" was found' },
    ...{ dependsOn: ['fn-3-search-box.1'], unresolved: [], finishedHint: false },
  }),
];

const numbersOf = (text: string, own = context) =>
  passing(text, 'tasks', tasks, own).map((row) => tasks.indexOf(row) + 1);

describe('compileFilter on tasks', () => {
  test.each([
    ['', [1, 2, 3, 4]],
    ['status:blocked', [2]],
    ['status:blocked,done', [1, 2]],
    ['-status:blocked,done', [3, 4]],
    ['status!=done', [2, 3, 4]],
    ['assignee:me', [2]],
    ['assignee:none', [1, 4]],
    ['-assignee:none', [2, 3]],
    ['assignee:lovelace', [3]],
    ['assignee:lace', []],
    ['assignee=ada', []],
    ['priority:1', [1]],
    ['priority>1', [2]],
    ['priority:none', [3, 4]],
    ['priority!=1', [2, 3, 4]],
    ['age>2d', [1, 2, 4]],
    ['age:3d', [2]],
    ['age<1h', [3]],
    ['updated<=2m', [3]],
    ['updated<2m', []],
    ['dep:fn-1.1', [2]],
    ['dep:1.1', [2]],
    ['dep:fn-3.1', [4]],
    ['dep:fn-3', [4]],
    ['dep:none', [1, 3]],
    ['id:fn-3.1', [3]],
    ['id:fn-3', [3, 4]],
    ['epic:search', [3, 4]],
    ['id=fn-3', []],
    ['title:"the pass"', [2]],
    ['label:DB', [2]],
    ['label:d', []],
    ['reason:vault', [2]],
    ['tokens:1.2k', [3]],
    ['cost>0.4', [3]],
    ['has:dep', [2, 4]],
    ['has:reason,assignee', [2, 3]],
    ['is:mine', [2]],
    ['is:open', [2, 3, 4]],
    ['domain:backend status:running', [3]],
    ['form', [1]],
    ['pasword chekc', [2]],
    ['login -status:done', [2]],
    ['!login', [3, 4]],
    ['"the words"', [3]],
    ['"words the"', []],
    ['indexthewords', [3]],
  ])('%s', (text, expected) => {
    expect(numbersOf(text)).toEqual(expected);
  });

  test('asks the context for what rows do not say', () => {
    const statuses = new Map(tasks.map(({ id, status }) => [id, status]));
    const own = {
      ...context,
      locks: new Map([['fn-1-login.2', ['source/auth.ts']]]),
      unread: new Set(['fn-3-search-box.10']),
      statusOf: (id: string) => statuses.get(id),
    };
    expect(numbersOf('has:lock', own)).toEqual([2]);
    expect(numbersOf('lock:auth', own)).toEqual([2]);
    expect(numbersOf('is:unread', own)).toEqual([4]);
    expect(numbersOf('is:waiting', own)).toEqual([4]);
    statuses.set('fn-3-search-box.1', 'done');
    expect(numbersOf('is:ready', own)).toEqual([4]);
    expect(numbersOf('has:lock is:unread')).toEqual([]);
    expect(numbersOf('assignee:me', { ...context, actor: null })).toEqual([]);
  });

  test('matches the beginning of what is being typed', () => {
    const typed = (text: string) => {
      const filter = compileFilter(parseFilter(text, 'tasks'), 'tasks', context);
      return tasks.filter(filter).map((row) => tasks.indexOf(row) + 1);
    };
    expect(typed('label:d')).toEqual([2]);
    expect(typed('id:fn-3.1')).toEqual([3, 4]);
    expect(typed('status:b')).toEqual([2]);
    expect(typed('status:')).toEqual([1, 2, 3, 4]);
    expect(typed('age>2')).toEqual([1, 2, 3, 4]);
  });

  test('ranks by the free words and marks them', () => {
    const rows = [
      makeTask({ id: 'fn-9.1', title: 'A loginess of sorts' }),
      makeTask({ id: 'fn-9.2', title: 'Fix the loign' }),
      makeTask({ id: 'fn-9.3', title: 'Fix the login' }),
    ];
    const filter = filterOf('login is:open', 'tasks');
    expect(filterRows(rows, filter, { best: true }).map(({ id }) => id)).toEqual([
      ...['fn-9.3', 'fn-9.1', 'fn-9.2'],
    ]);
    expect(filterRows(rows, filter)).toEqual(rows);
    expect(filter.ranges('Fix the login')).toEqual([[8, 13]]);
    expect(filterOf('"the lo" fx', 'tasks').ranges('Fix the login')).toEqual([
      [0, 1],
      [2, 3],
      [4, 10],
    ]);
    expect(filterOf('status:todo', 'tasks').score(rows[0] ?? makeTask({ id: 'x' }))).toBe(1);
  });

  test('keeps the rows as they are where nothing is asked', () => {
    const filter = filterOf('', 'tasks');
    expect(filter.isEmpty).toBe(true);
    expect(filterRows(tasks, filter)).toBe(tasks);
  });

  test('reads a row anew when it was replaced', () => {
    const filter = filterOf('harbour', 'tasks');
    const [row] = tasks;
    if (!row) throw new Error('There is no row.');
    expect(filter(row)).toBe(false);
    expect(filter({ ...row, title: 'Leave the harbour' })).toBe(true);
  });
});

test('forgets rows that are gone, and a filter from before stays right', () => {
  const rows = Array.from({ length: 21_000 }, (_, index) =>
    makeTask({ id: `fn-1.${index}`, title: `harbour ${index}` }),
  );
  const before = filterOf('harbour', 'tasks');
  expect(rows.every(before)).toBe(true);
  const fresh = makeTask({ id: 'fn-2.1', title: 'Reach the harbour' });
  // The first learns that few rows are asked for now, the second begins anew.
  for (let round = 0; round < 3; round += 1) {
    expect(filterOf('reach', 'tasks')(fresh)).toBe(true);
    expect(filterOf('harbour', 'tasks')(fresh)).toBe(true);
  }
  expect(before(fresh)).toBe(true);
  expect(before(makeTask({ id: 'fn-2.2', title: 'Leave the port' }))).toBe(false);
});

describe('compileFilter on the other lists', () => {
  test('epics', () => {
    const counts = (done: number, blocked: number) => ({
      ...makeEpic({ id: 'x' }).counts,
      ...{ total: 4, ready: 0 },
      byStatus: {
        ...makeEpic({ id: 'x' }).counts.byStatus,
        done,
        blocked,
        todo: 4 - done - blocked,
      },
    });
    const rows = [
      makeEpic({ id: 'fn-1-login', title: 'Log in', counts: counts(2, 1) }),
      makeEpic({ id: 'fn-2-search', title: 'Search', counts: counts(4, 0), branchName: 'fn-2' }),
      makeEpic({ id: 'fn-3', title: 'Old', status: 'done', archived: true, pipelinePhase: 'work' }),
    ];
    const ids = (text: string) => passing(text, 'epics', rows).map(({ id }) => id);
    expect(ids('progress>=50 progress<100')).toEqual(['fn-1-login']);
    expect(ids('is:closable')).toEqual(['fn-2-search']);
    expect(ids('has:blocked')).toEqual(['fn-1-login']);
    expect(ids('-is:archived has:branch')).toEqual(['fn-2-search']);
    expect(ids('phase:work')).toEqual(['fn-3']);
    expect(ids('progress:none')).toEqual(['fn-3']);
    expect(ids('serch')).toEqual(['fn-2-search']);
  });

  test('memory', () => {
    const rows = [
      makeMemory({ id: 1, title: 'Busy', tags: ['db'], module: 'store', severity: 'high' }),
      makeMemory({ id: 2, type: 'decision', createdAt: minutesAgo(60 * 24 * 91), references: 7 }),
      makeMemory({ id: 3, type: 'convention', severity: 'low', status: 'stale' }),
    ];
    const ids = (text: string) => passing(text, 'memory', rows).map(({ id }) => id);
    expect(ids('type:pitfalls tag:db module:Store')).toEqual([1]);
    expect(ids('stale:yes')).toEqual([2, 3]);
    expect(ids('-stale:yes')).toEqual([1]);
    expect(ids('severity>=medium')).toEqual([1]);
    expect(ids('severity<high')).toEqual([3]);
    expect(ids('severity:none refs>5')).toEqual([2]);
    expect(ids('id:2')).toEqual([2]);
  });

  test('events', () => {
    const rows = [
      makeEvent({ id: 1, payload: { reason: 'no key' }, kind: 'task_blocked' }),
      makeEvent({ id: 2, kind: 'task_failed', actor: me, fields: ['status'] }),
      makeEvent({ id: 3, kind: 'phase_started', payload: { forced: true }, undoes: 1 }),
    ];
    const ids = (text: string) => passing(text, 'events', rows).map(({ id }) => id);
    expect(ids('level>=warning')).toEqual([1, 2]);
    expect(ids('level:error')).toEqual([2]);
    expect(ids('is:mine field:status')).toEqual([2]);
    expect(ids('is:undo,forced')).toEqual([3]);
    expect(ids('reason:key task:fn-1.1')).toEqual([1]);
  });

  test('the inbox and the agents', () => {
    const items = [
      makeItem({ key: 'a', actor: me }),
      makeItem({ key: 'b', kind: 'approval', since: minutesAgo(60 * 30) }),
    ];
    const keys = (text: string) => passing(text, 'inbox', items).map(({ key }) => key);
    expect(keys('kind:approval age>1d')).toEqual(['b']);
    expect(keys('is:mine')).toEqual(['a']);
    const agents = [
      makeAgent({ actor: 'ada', locks: ['a.ts'], unreadMessages: 2 }),
      makeAgent({ actor: 'bob', lastHeartbeat: minutesAgo(2) }),
      makeAgent({ actor: 'cy', lastHeartbeat: null }),
      makeAgent({ actor: 'di', taskId: null, lastHeartbeat: null, phase: null }),
    ];
    const actors = (text: string) => passing(text, 'agents', agents).map(({ actor }) => actor);
    expect(actors('is:stale')).toEqual(['bob']);
    expect(actors('is:silent')).toEqual(['cy']);
    expect(actors('is:idle')).toEqual(['di']);
    expect(actors('has:lock,message')).toEqual(['ada']);
    expect(actors('beat<1m')).toEqual(['ada']);
    expect(actors('task:fn-1.2 beat:none')).toEqual(['cy']);
  });
});
