import { describe, expect, test } from 'vitest';
import type { ServiceCommandName } from '../../source/service/index.js';
import { taskStatuses, type TaskStatus } from '../../source/domain/vocabulary.js';
import {
  codeOf,
  errorOf,
  forceStatus,
  latestEvent,
  makeEpic,
  openBench,
  statusesOf,
  type Bench,
} from './support/service.js';

/** Where each operation leads from the statuses it starts from; written apart from the program's own table. */
const table = {
  'task.start': { todo: 'in_progress', up_for_retry: 'in_progress', in_progress: 'in_progress' },
  'task.done': { in_progress: 'done' },
  'task.block': { todo: 'blocked', in_progress: 'blocked', up_for_retry: 'blocked' },
  'task.unblock': { blocked: 'todo' },
  'task.fail': { in_progress: 'failed' },
  'task.skip': Object.fromEntries(
    taskStatuses.filter((status) => status !== 'done').map((status) => [status, 'skipped']),
  ),
  'task.release': { in_progress: 'todo' },
  'task.accept': {},
} as const satisfies Partial<Record<ServiceCommandName, Partial<Record<TaskStatus, TaskStatus>>>>;
type Operation = keyof typeof table;
const operations = Object.keys(table) as Operation[];

function act(
  bench: Bench,
  operation: Operation,
  id: string,
  options: { readonly force?: boolean } = {},
): Promise<{ readonly status: TaskStatus }> {
  if (operation === 'task.block') {
    return bench.service.command(operation, { id, reason: 'waits for a key', ...options });
  }
  return bench.service.command(operation, { id, ...options });
}

describe('the table of states', () => {
  test.each(
    operations.flatMap((operation) => taskStatuses.map((from) => [operation, from] as const)),
  )('%s from %s', async (operation, from) => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await forceStatus(bench, task(1), from);
    const allowed: Partial<Record<TaskStatus, TaskStatus>> = table[operation];
    const to = allowed[from];
    if (to !== undefined) {
      expect((await act(bench, operation, task(1))).status).toBe(to);
      return;
    }
    const before = await bench.rows('SELECT count(*) AS n FROM events');
    expect(await codeOf(act(bench, operation, task(1)))).toBe('task.transition');
    expect(await bench.rows('SELECT count(*) AS n FROM events')).toEqual(before);
    const { status } = await act(bench, operation, task(1), { force: true });
    expect(taskStatuses).toContain(status);
    const [event] = await bench.service.query('events.list', { limit: 1 });
    expect(event?.payload).toMatchObject({ forced: true });
  });
});

describe('start', () => {
  test('claims the task for the actor from now on (mends: the note of a start was taken and forgotten)', async () => {
    const { service } = await openBench('ada');
    const { task } = await makeEpic(service, 1);
    const result = await service.command('task.start', { id: task(1), note: 'in the train' });
    expect(result).toMatchObject({ id: task(1), status: 'in_progress', version: 2 });
    const detail = await service.query('task.detail', { id: task(1) });
    expect(detail.row).toMatchObject({
      assignee: 'ada',
      claimedAt: detail.row.updatedAt,
      statusSource: 'database',
    });
    expect(detail.claimNote).toBe('in the train');
  });

  test('waits for dependencies and names those that are open', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 3, [
      [3, 1],
      [3, 2],
    ]);
    const error = await errorOf(service.command('task.start', { id: task(3) }));
    expect(error.code).toBe('task.dependencies_open');
    expect(error.message).toContain(`${task(1)} (todo), ${task(2)} (todo)`);
    await service.command('task.skip', { id: task(1) });
    await service.command('task.start', { id: task(2) });
    await service.command('task.done', { id: task(2) });
    await service.command('task.start', { id: task(3) });
  });

  test('waits for dependencies that do not exist', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await bench.execute('INSERT INTO unresolved_task_deps (task_id, depends_on) VALUES (?, ?)', [
      task(1),
      'fn-9-gone.4',
    ]);
    const error = await errorOf(bench.service.command('task.start', { id: task(1) }));
    expect(error).toMatchObject({ code: 'task.dependencies_open' });
    expect(error.message).toContain('fn-9-gone.4 (does not exist)');
    await bench.service.command('task.start', { id: task(1), force: true });
  });

  test('does not let a dependency that only relates hold it back', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2);
    await bench.execute("INSERT INTO task_deps VALUES (?, ?, 'related')", [task(1), task(2)]);
    await bench.service.command('task.start', { id: task(1) });
  });

  test("resumes one's own task without force (mends: one's own running task could not be resumed)", async () => {
    const { service } = await openBench('ada');
    const { task } = await makeEpic(service, 1);
    const started = await service.command('task.start', { id: task(1) });
    const resumed = await service.command('task.start', { id: task(1) });
    expect(resumed).toMatchObject({ status: 'in_progress', version: started.version });
    const [event] = await service.query('events.list', { taskId: task(1), limit: 1 });
    expect(event).toMatchObject({ kind: 'task_resumed', fields: [] });
  });

  test('tells who holds a task and since when, and takes it over with force', async () => {
    const bench = await openBench('ada');
    const { task } = await makeEpic(bench.service, 1);
    await bench.service.command('task.start', { id: task(1) });
    const { claimedAt } = (await bench.service.query('task.detail', { id: task(1) })).row;
    const bob = bench.beside('bob');
    const error = await errorOf(bob.command('task.start', { id: task(1) }));
    expect(error.code).toBe('task.claimed');
    expect(error.message).toBe(`${task(1)} is claimed by ada since ${claimedAt}.`);
    expect(error.details).toEqual({ id: task(1), assignee: 'ada', claimedAt });
    expect(await codeOf(bob.command('task.done', { id: task(1) }))).toBe('task.claimed');
    expect(await codeOf(bob.command('task.release', { id: task(1) }))).toBe('task.claimed');

    bench.advance(60);
    await bob.command('task.start', { id: task(1), force: true });
    const taken = await bob.query('task.detail', { id: task(1) });
    expect(taken.row.assignee).toBe('bob');
    expect(taken.row.claimedAt).not.toBe(claimedAt);
    expect(taken.claimNote).toBe('Taken over from ada');
  });

  test('takes over a claim alone: what has not begun still waits for its dependencies', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { task } = await makeEpic(service, 2, [[2, 1]]);
    await service.command('task.start', { id: task(2), force: true });
    await service.command('task.block', { id: task(2), reason: 'no key' });
    await service.command('task.unblock', { id: task(2) });
    const bob = bench.beside('bob');
    const start = { id: task(2), takeOver: true };
    expect(await codeOf(bob.command('task.start', { id: task(2) }))).toBe('task.claimed');
    expect(await codeOf(bob.command('task.start', start))).toBe('task.dependencies_open');
    await service.command('task.skip', { id: task(1) });
    await bob.command('task.start', start);
    expect(await latestEvent(bob)).toMatchObject({
      kind: 'task_started',
      actor: 'bob',
      payload: { takenOverFrom: 'ada' },
      before: { assignee: 'ada' },
      after: { assignee: 'bob' },
    });
  });

  test('begins anew what was finished: its last revision is gone, its first stays', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    const workspaceChanges = { baseline_rev: 'aaa', final_rev: 'bbb' };
    await service.command('task.done', { id: task(1), evidence: { workspaceChanges } });
    await service.command('task.start', { id: task(1), force: true });
    const { before, after } = await latestEvent(service);
    expect([before['finalRevision'], after['finalRevision']]).toEqual(['bbb', null]);
    expect(after).not.toHaveProperty('baselineRevision');
  });

  test('takes over what has begun as its holder would go on', async () => {
    const bench = await openBench('ada');
    const { task } = await makeEpic(bench.service, 2, [[2, 1]]);
    await bench.service.command('task.start', { id: task(2), force: true });
    const bob = bench.beside('bob');
    await bob.command('task.start', { id: task(2), takeOver: true });
    const { payload } = await latestEvent(bob);
    expect(payload).toEqual({ takenOverFrom: 'ada' });
    const cid = bench.beside('cid');
    await cid.command('task.done', { id: task(2), takeOver: true });
    expect(await latestEvent(cid)).toMatchObject({ kind: 'task_completed', actor: 'cid' });
    expect((await latestEvent(cid)).payload).toMatchObject({ heldBy: 'bob' });
    expect((await latestEvent(cid)).payload).not.toHaveProperty('forced');
  });

  test('takes nothing over that its holder could not start either', async () => {
    const bench = await openBench('ada');
    const { task } = await makeEpic(bench.service, 1);
    await bench.service.command('task.start', { id: task(1) });
    await bench.service.command('task.block', { id: task(1), reason: 'no key' });
    const bob = bench.beside('bob');
    const start = { id: task(1), takeOver: true };
    expect(await codeOf(bob.command('task.start', start))).toBe('task.transition');
    await bob.command('task.start', { ...start, force: true });
  });

  test('takes up a task that waits for its retry as if nobody held it (mends: a task up for retry started only with force)', async () => {
    const bench = await openBench('ada');
    const { task } = await makeEpic(bench.service, 1);
    await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', '1')");
    await bench.service.command('task.start', { id: task(1) });
    await bench.service.command('task.fail', { id: task(1) });
    const bob = bench.beside('bob');
    const result = await bob.command('task.start', { id: task(1) });
    expect(result.status).toBe('in_progress');
    expect((await bob.query('task.detail', { id: task(1) })).claimNote).toBe('');
  });
});

describe('a claim', () => {
  const actions = [
    ['task.block', 'in_progress', { reason: 'no key' }],
    ['task.unblock', 'blocked', {}],
    ['task.fail', 'in_progress', {}],
    ['task.skip', 'todo', {}],
    ['task.restart', 'blocked', {}],
  ] as const;

  test.each(actions)(
    'does not hold back %s, and its event says who did it to whom',
    async (...action) => {
      const [name, status, input] = action;
      const bench = await openBench('ada');
      const { task } = await makeEpic(bench.service, 1);
      await bench.service.command('task.start', { id: task(1) });
      await forceStatus(bench, task(1), status);
      const bob = bench.beside('bob');
      await bob.command(name, { id: task(1), reason: '', ...input });
      const event = await latestEvent(bob);
      expect(event.actor).toBe('bob');
      expect(event.payload['heldBy'] ?? event.before['assignee']).toBe('ada');
    },
  );

  test('of the one who acts is no particular', async () => {
    const { service } = await openBench('ada');
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    await service.command('task.block', { id: task(1), reason: 'no key' });
    expect((await latestEvent(service)).payload).toEqual({ reason: 'no key' });
  });
});

describe('done', () => {
  test('keeps summary, evidence and duration in the database', async () => {
    const { service, advance } = await openBench();
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    advance(125);
    const result = await service.command('task.done', {
      id: task(1),
      summary: '  It works.  ',
      evidence: {
        commits: 'abc1234' as unknown as string[],
        tests: ['npm test'],
        prs: ['#7'],
        reviewIterations: 2,
        workspaceChanges: {
          baseline_rev: 'aaa',
          final_rev: 'bbb',
          files_changed: 3,
          insertions: 40,
          deletions: 2,
        },
        extra: { review_receipt: { verdict: 'SHIP' } },
      },
    });
    expect(result).toMatchObject({ status: 'done', durationSeconds: 125, warning: null });
    const detail = await service.query('task.detail', { id: task(1) });
    expect(detail.summary).toBe('It works.');
    expect(detail.evidence).toEqual({
      commits: ['abc1234'],
      tests: ['npm test'],
      prs: ['#7'],
      filesChanged: 3,
      insertions: 40,
      deletions: 2,
      reviewIterations: 2,
      baselineRevision: 'aaa',
      finalRevision: 'bbb',
      text: '',
      extra: { review_receipt: { verdict: 'SHIP' } },
    });
    expect(detail.row).toMatchObject({ durationSeconds: 125, finishedHint: false });
  });

  test('warns of what the workspace changes lack', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    const { warning } = await service.command('task.done', {
      id: task(1),
      evidence: { workspaceChanges: { baselineRevision: 'aaa', insertions: 1, deletions: 0 } },
    });
    expect(warning).toBe('The workspace changes lack final_rev, files_changed.');
  });

  test.each([null, 'text', [], { commits: [1] }, { workspaceChanges: 'many' }])(
    'refuses %j as evidence and changes nothing',
    async (evidence) => {
      const { service } = await openBench();
      const { task } = await makeEpic(service, 1);
      await service.command('task.start', { id: task(1) });
      const call = service.command('task.done', { id: task(1), evidence: evidence as object });
      expect(await codeOf(call)).toBe('usage.invalid');
      expect((await service.query('task.detail', { id: task(1) })).row.status).toBe('in_progress');
    },
  );

  test('leaves the reasons of former states behind', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    await service.command('task.block', { id: task(1), reason: 'no key' });
    await service.command('task.done', { id: task(1), force: true });
    const { row } = await service.query('task.detail', { id: task(1) });
    expect(row).toMatchObject({ blockedReason: null, failedReason: null, status: 'done' });
  });

  test('gives back what a failure had stopped, also when forced (mends: a forced done kept what had waited for the task stopped)', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 3, [
      [2, 1],
      [3, 2],
    ]);
    await service.command('task.start', { id: task(1) });
    const failed = await service.command('task.fail', { id: task(1) });
    expect(failed.alsoChanged.map(({ status }) => status)).toEqual([
      'upstream_failed',
      'upstream_failed',
    ]);
    const done = await service.command('task.done', { id: task(1), force: true });
    expect(done.alsoChanged).toEqual([
      { id: task(2), status: 'todo' },
      { id: task(3), status: 'todo' },
    ]);
    expect(await statusesOf(service, epic)).toEqual({ 1: 'done', 2: 'todo', 3: 'todo' });
  });
});

describe('block and unblock', () => {
  test('wants a reason with words in it', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    const call = service.command('task.block', { id: task(1), reason: ' \n ' });
    expect(await codeOf(call)).toBe('task.reason_missing');
  });

  test('keeps the claim while the task is blocked', async () => {
    const { service } = await openBench('ada');
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    await service.command('task.block', { id: task(1), reason: 'no key' });
    const blocked = (await service.query('task.detail', { id: task(1) })).row;
    expect(blocked).toMatchObject({ blockedReason: 'no key', assignee: 'ada' });
    await service.command('task.unblock', { id: task(1) });
    const { row } = await service.query('task.detail', { id: task(1) });
    expect(row).toMatchObject({ status: 'todo', blockedReason: null, assignee: 'ada' });
  });
});

describe('fail', () => {
  test('is tried again while retries are left, then stops what waits for it', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 5, [
      [2, 1],
      [3, 2],
      [4, 1],
      [5, 4],
    ]);
    await service.command('task.skip', { id: task(4) });
    await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', '2')");
    for (const retry of [1, 2]) {
      await service.command('task.start', { id: task(1) });
      const { status } = await service.command('task.fail', { id: task(1), reason: 'flaky' });
      expect(status).toBe('up_for_retry');
      const { row } = await service.query('task.detail', { id: task(1) });
      expect(row).toMatchObject({
        retryCount: retry,
        claimedAt: null,
        assignee: 'ada',
        failedReason: 'flaky',
      });
    }
    await service.command('task.start', { id: task(1) });
    const result = await service.command('task.fail', { id: task(1) });
    expect(result.status).toBe('failed');
    expect(result.alsoChanged.map(({ id }) => id)).toEqual([task(2), task(3)]);
    expect(await statusesOf(service, epic)).toEqual({
      1: 'failed',
      2: 'upstream_failed',
      3: 'upstream_failed',
      4: 'skipped',
      5: 'todo',
    });
  });

  test('holds back what waits while the task is tried again (mends: any result let it begin)', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2, [[2, 1]]);
    await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', '1')");
    await service.command('task.start', { id: task(1) });
    await service.command('task.fail', { id: task(1) });
    const { ready, blocked } = await service.query('ready.list', { epicId: epic });
    expect(ready.map(({ id }) => id)).toEqual([task(1)]);
    expect(blocked.map((each) => [each.task.id, each.blockedBy])).toEqual([[task(2), [task(1)]]]);
    expect(await codeOf(service.command('task.start', { id: task(2) }))).toBe(
      'task.dependencies_open',
    );
  });

  test('is told by the words of the table (mends: events spelled inprogress, upforretry)', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 2, [[2, 1]]);
    await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', '1')");
    const told = async () => {
      const { before, after } = await latestEvent(service);
      return [before['status'], after['status']];
    };
    await service.command('task.start', { id: task(1) });
    await service.command('task.fail', { id: task(1) });
    expect(await told()).toEqual(['in_progress', 'up_for_retry']);
    await service.command('task.start', { id: task(1) });
    await service.command('task.fail', { id: task(1) });
    expect(await told()).toEqual(['todo', 'upstream_failed']);
  });

  test('stops running and blocked dependents, and not what is done', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 4, [
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
    await forceStatus(bench, task(2), 'in_progress');
    await forceStatus(bench, task(3), 'done');
    await forceStatus(bench, task(4), 'blocked');
    await bench.service.command('task.fail', { id: task(1), force: true });
    expect(await statusesOf(bench.service, epic)).toEqual({
      1: 'failed',
      2: 'upstream_failed',
      3: 'done',
      4: 'upstream_failed',
    });
  });

  test('leaves nothing of an earlier finish (mends: a forced fail kept what an earlier finish had left)', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    await service.command('task.done', { id: task(1) });
    await service.command('task.fail', { id: task(1), force: true });
    const { row } = await service.query('task.detail', { id: task(1) });
    expect(row).toMatchObject({ completedAt: null, durationSeconds: null });
  });

  test.each(['"many"', 'null', '-3', 'not json'])('takes %s for no retries', async (value) => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', ?)", [
      value,
    ]);
    await bench.service.command('task.start', { id: task(1) });
    expect((await bench.service.command('task.fail', { id: task(1) })).status).toBe('failed');
  });
});

describe('revive', () => {
  test('waits until the last failed dependency is gone (mends: what a failure had stopped was never revived)', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 3, [
      [3, 1],
      [3, 2],
    ]);
    await service.command('task.fail', { id: task(1), force: true });
    await service.command('task.fail', { id: task(2), force: true });
    await service.command('task.skip', { id: task(1) });
    expect((await statusesOf(service, epic))[3]).toBe('upstream_failed');
    await service.command('task.start', { id: task(2), force: true });
    expect((await statusesOf(service, epic))[3]).toBe('todo');
  });

  test('follows the removal of the dependency that failed', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 3, [
      [2, 1],
      [3, 2],
    ]);
    await service.command('task.fail', { id: task(1), force: true });
    await service.command('dependency.remove', { taskId: task(2), dependsOn: task(1) });
    expect(await statusesOf(service, epic)).toEqual({ 1: 'failed', 2: 'todo', 3: 'todo' });
  });
});

describe('skip, release and accept', () => {
  test('skip stores its reason and satisfies what waits (mends: the reason of a skip was only echoed)', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 2, [[2, 1]]);
    await service.command('task.skip', { id: task(1), reason: 'not needed' });
    expect((await service.query('task.detail', { id: task(1) })).skippedReason).toBe('not needed');
    const { ready } = await service.query('ready.list', { epicId: epic });
    expect(ready.map(({ id }) => id)).toEqual([task(2)]);
  });

  test('release gives the claim back', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1), note: 'mine' });
    await service.command('task.release', { id: task(1) });
    const { row, claimNote } = await service.query('task.detail', { id: task(1) });
    expect(row).toMatchObject({ status: 'todo', assignee: null, claimedAt: null });
    expect(claimNote).toBe('');
  });

  test('accept takes a hint for the truth, one task or all of an epic', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 4);
    await bench.execute('UPDATE tasks SET finished_hint = 1 WHERE id <> ?', [task(4)]);
    expect(await codeOf(service.command('task.accept', { id: task(4) }))).toBe('task.transition');
    const one = await service.command('task.accept', { id: task(2) });
    expect(one).toMatchObject({ status: 'done', alsoChanged: [] });
    const all = await service.command('task.accept', { id: epic });
    expect(all.alsoChanged).toEqual([
      { id: task(1), status: 'done' },
      { id: task(3), status: 'done' },
    ]);
    const rows = await service.query('tasks.list', { epicId: epic });
    expect(rows.map((row) => row.finishedHint)).toEqual([false, false, false, false]);
    const events = await service.query('events.list', { kind: 'task_accepted' });
    expect(new Set(events.slice(0, 2).map((event) => event.commandId)).size).toBe(1);
    // Nobody knows when the work was really finished.
    expect(rows.map((row) => row.completedAt)).toEqual([null, null, null, null]);
  });
});
