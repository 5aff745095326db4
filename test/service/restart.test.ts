import { describe, expect, test } from 'vitest';
import {
  codeOf,
  errorOf,
  forceStatus,
  latestEvent,
  makeEpic,
  openBench,
  statusesOf,
} from './support/service.js';

const chain = [
  [2, 1],
  [3, 2],
] as const;

describe('restart', () => {
  test('clears everything that the work left, and only the heartbeat goes without a trace (mends: restart kept phases and evidence, so work went on from old phases)', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1), note: 'mine' });
    await service.command('phase.next', { taskId: task(1), tdd: true });
    await service.command('phase.done', { taskId: task(1), phase: '0' });
    await service.command('heartbeat.record', { taskId: task(1), workerPid: 7 });
    await service.command('task.done', {
      id: task(1),
      summary: 'Works',
      evidence: { commits: ['abc'] },
    });
    const before = await service.query('task.detail', { id: task(1) });
    const result = await service.command('task.restart', { id: task(1) });
    expect(result).toMatchObject({ status: 'todo', reset: [task(1)], untouched: [], running: [] });

    const after = await service.query('task.detail', { id: task(1) });
    expect(after).toMatchObject({ summary: '', evidence: null, claimNote: '' });
    expect(after.row).toMatchObject({
      status: 'todo',
      assignee: null,
      claimedAt: null,
      completedAt: null,
      durationSeconds: null,
      retryCount: 0,
      phase: null,
      lastHeartbeat: null,
    });
    // The flags were given once and are kept with the task.
    expect(after.phases.map((phase) => phase.id)).toContain('2a');
    expect((await service.command('phase.next', { taskId: task(1) })).phase?.id).toBe('0');

    const event = await latestEvent(service, 'task_restarted');
    expect(event.before).toMatchObject({
      status: 'done',
      summary: 'Works',
      evidence: before.evidence,
      'phase:0': { status: 'done' },
      claimNote: 'mine',
    });
    expect(event.after).toMatchObject({ status: 'todo', evidence: null, 'phase:0': null });
  });

  test('takes all that builds upon the task along, in working order', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 5, [...chain, [4, 3]]);
    for (const number of [1, 2, 4]) await forceStatus(bench, task(number), 'done');
    await forceStatus(bench, task(5), 'done');
    const result = await service.command('task.restart', { id: task(1) });
    expect(result.reset).toEqual([task(1), task(2), task(4)]);
    expect(result.untouched).toEqual([task(3)]);
    expect(result.alsoChanged).toEqual([
      { id: task(2), status: 'todo' },
      { id: task(4), status: 'todo' },
    ]);
    expect(await statusesOf(service, epic)).toEqual({
      1: 'todo',
      2: 'todo',
      3: 'todo',
      4: 'todo',
      5: 'done',
    });
    const events = await service.query('events.list', { kind: 'task_restarted' });
    expect(events.map((event) => event.payload.cause)).toEqual([task(1), task(1), undefined]);
  });

  test('refuses while one of them is running, and names it with its worker', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { task } = await makeEpic(service, 3, chain);
    await forceStatus(bench, task(1), 'done');
    await service.command('task.start', { id: task(2) });
    const error = await errorOf(service.command('task.restart', { id: task(1) }));
    expect(error).toMatchObject({ code: 'task.transition', details: { running: [task(2)] } });
    expect(error.message).toContain(`${task(2)} (ada)`);
    const forced = await service.command('task.restart', { id: task(1), force: true });
    expect(forced).toMatchObject({ reset: [task(1), task(2)], running: [task(2)] });
  });

  test('a dry run says what would be and changes nothing', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 3, chain);
    await forceStatus(bench, task(1), 'done');
    await forceStatus(bench, task(2), 'in_progress');
    const count = await bench.rows('SELECT count(*) AS n FROM events');
    const result = await service.command('task.restart', { id: task(1), dryRun: true });
    expect(result).toMatchObject({
      status: 'done',
      reset: [task(1)],
      untouched: [task(3)],
      running: [task(2)],
      alsoChanged: [],
    });
    expect(await bench.rows('SELECT count(*) AS n FROM events')).toEqual(count);
    expect((await statusesOf(service, epic))[1]).toBe('done');
  });

  test('refuses when the epic is done, forced or not', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 1);
    await bench.execute("UPDATE epics SET status = 'done' WHERE id = ?", [epic]);
    for (const force of [false, true]) {
      const call = bench.service.command('task.restart', { id: task(1), force });
      expect(await codeOf(call)).toBe('epic.done');
    }
  });

  test('takes a hint and a claim from a task that is already todo, and leaves a fresh one alone', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 2);
    await bench.execute('UPDATE tasks SET finished_hint = 1 WHERE id = ?', [task(1)]);
    expect((await service.command('task.restart', { id: task(1) })).reset).toEqual([task(1)]);
    expect((await service.query('task.detail', { id: task(1) })).row.finishedHint).toBe(false);
    const fresh = await service.command('task.restart', { id: task(2) });
    expect(fresh).toMatchObject({ reset: [], untouched: [task(2)], version: 1 });
  });

  test('ends on a cycle that an import brought', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2, [[2, 1]]);
    await bench.execute("INSERT INTO task_deps VALUES (?, ?, 'blocks')", [task(1), task(2)]);
    await forceStatus(bench, task(1), 'done');
    await forceStatus(bench, task(2), 'done');
    const { reset } = await bench.service.command('task.restart', { id: task(1) });
    expect(reset).toEqual([task(1), task(2)]);
  });
});
