import { describe, expect, test } from 'vitest';
import type { BatchOperation } from '../../source/domain/contract/triage-calls.js';
import {
  codeOf,
  errorOf,
  forceStatus,
  makeEpic,
  openBench,
  statusesOf,
} from './support/service.js';

describe('editing a task', () => {
  test('writes one event of what differs, and nothing where nothing does', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 3);
    const edit = {
      id: task(3),
      title: ' New  title ',
      priority: 2,
      dependsOn: [task(1), 'fn-1.2'],
    };
    expect(await service.command('task.edit', edit)).toMatchObject({
      version: 2,
      changed: ['title', 'priority', 'dependsOn'],
    });
    expect(await service.command('task.edit', edit)).toMatchObject({ version: 2, changed: [] });
    const { row, history } = await service.query('task.detail', { id: task(3) });
    expect(row).toMatchObject({ title: 'New title', dependsOn: [task(1), task(2)] });
    expect(history.map(({ kind }) => kind)).toEqual(['task_updated', 'task_created']);
  });

  test('refuses cycles, unknown tasks and versions that passed', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 2, [[2, 1]]);
    const depend = (on: string): Promise<string> =>
      codeOf(service.command('task.edit', { id: task(1), dependsOn: [on] }));
    expect(await depend(task(2))).toBe('dependency.cycle');
    expect(await depend(task(1))).toBe('dependency.self');
    expect(await depend('fn-1.9')).toBe('task.not_found');
    const late = { id: task(1), expectedVersion: 7, title: 'x' };
    expect(await codeOf(service.command('task.edit', late))).toBe('store.conflict');
    expect(await codeOf(service.command('task.edit', { id: task(1), title: ' ' }))).toBe(
      'usage.invalid',
    );
  });

  test('gives and takes back a claim without a word about the status', async () => {
    const { service } = await openBench('ada');
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1), note: 'mine' });
    await service.command('task.edit', { id: task(1), assignee: 'bob' });
    const detail = await service.query('task.detail', { id: task(1) });
    expect(detail).toMatchObject({
      row: { assignee: 'bob', status: 'in_progress' },
      claimNote: '',
    });
    await service.command('task.edit', { id: task(1), assignee: null });
    const { row } = await service.query('task.detail', { id: task(1) });
    expect(row).toMatchObject({ assignee: null, claimedAt: null, status: 'in_progress' });
  });

  test('offers what a task may wait for, with why not', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 4, [
      [2, 1],
      [3, 2],
    ]);
    const candidates = await service.query('dependency.candidates', { taskId: task(2) });
    expect(candidates.map(({ id, chosen, refusal }) => [id, chosen, refusal])).toEqual([
      [task(1), true, null],
      [task(3), false, `That would close the cycle ${task(2)} → ${task(3)} → ${task(2)}.`],
      [task(4), false, null],
    ]);
  });
});

describe('acting on many', () => {
  test('does what can be done, tells the rest, and half-writes nothing', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 5, [[5, 4]]);
    await service.command('task.start', { id: task(1) });
    await bench.beside('bob').command('task.start', { id: task(2) });
    await service.command('task.skip', { id: task(3) });
    const items = [1, 2, 3].map((number) => ({ id: task(number) }));
    const { commandId, results } = await service.command('tasks.apply', {
      operation: 'done',
      items: [...items, { id: task(4), expectedVersion: 9 }, { id: 'fn-1.77' }],
    });
    expect(results.map((result) => (result.ok ? result.status : result.error.code))).toEqual([
      'done',
      'task.claimed',
      'task.transition',
      'store.conflict',
      'task.not_found',
    ]);
    const events = await service.query('events.list', { limit: 50 });
    expect(events.filter((event) => event.commandId === commandId)).toHaveLength(1);
    expect(await statusesOf(service, epic)).toMatchObject({ 1: 'done', 2: 'in_progress' });
  });

  test('takes what one item means for another as no conflict, and tells how it ended', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2, [[2, 1]]);
    await service.command('task.start', { id: task(1) });
    await service.command('task.fail', { id: task(1) });
    const [first, second] = await service.query('tasks.list', { epicId: epic });
    const seen = [
      { id: task(1), expectedVersion: first?.version ?? 0 },
      { id: task(2), expectedVersion: second?.version ?? 0 },
    ];
    const { results } = await service.command('tasks.apply', { operation: 'restart', items: seen });
    expect(results).toEqual([
      { id: task(1), ok: true, status: 'todo' },
      { id: task(2), ok: true, status: 'todo' },
    ]);
    const unknown = { operation: 'toString' as BatchOperation, items: [] };
    expect(await codeOf(service.command('tasks.apply', unknown))).toBe('usage.invalid');
  });

  test('edits many alike', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 2);
    const { results } = await service.command('tasks.edit', {
      items: [{ id: task(1) }, { id: task(2) }, { id: 'fn-9.9' }],
      edit: { domain: 'docs', assignee: 'bob' },
    });
    expect(results.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(await service.query('tasks.list', { epicId: epic })).toMatchObject([
      { domain: 'docs', assignee: 'bob' },
      { domain: 'docs', assignee: 'bob' },
    ]);
  });
});

describe('splitting', () => {
  test('lets who waited wait for all parts, which wait for what the original waited for (mends: without a chain only the last part was waited for)', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 3, [
      [2, 1],
      [3, 2],
    ]);
    await service.command('task.edit', { id: task(2), priority: 4, domain: 'docs' });
    await service.command('task.split', { id: task(2), titles: ['A', 'B'] });
    const waits = async (id: string): Promise<readonly string[]> =>
      (await service.query('task.detail', { id })).row.dependsOn;
    expect(await waits(task(3))).toEqual([task(4), task(5)]);
    expect(await waits(task(4))).toEqual([task(1)]);
    expect(await waits(task(5))).toEqual([task(1)]);
    const tasks = await service.query('tasks.list', { epicId: epic });
    expect(tasks[1]).toMatchObject({ status: 'skipped' });
    expect(tasks[4]).toMatchObject({ title: 'B', priority: 4, domain: 'docs', status: 'todo' });
  });

  test('frees what a failed original had stopped, and is refused for what is over', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2, [[2, 1]]);
    await service.command('task.start', { id: task(1) });
    await service.command('task.fail', { id: task(1) });
    await service.command('task.split', { id: task(1), titles: ['A', 'B'], chain: true });
    expect(await statusesOf(service, epic)).toEqual({
      1: 'skipped',
      2: 'todo',
      3: 'todo',
      4: 'todo',
    });
    const again = { id: task(1), titles: ['A', 'B'] };
    expect(await codeOf(service.command('task.split', again))).toBe('task.transition');
    const one = { id: task(2), titles: ['A'] };
    expect(await codeOf(service.command('task.split', one))).toBe('usage.invalid');
  });
});

describe('reset and replay', () => {
  test('leave nothing of the work behind: claim, summary, evidence, phases (mends: replay kept claim, evidence and phases, reset the summary)', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2);
    for (const number of [1, 2]) {
      const id = task(number);
      await service.command('task.start', { id });
      await service.command('phase.next', { taskId: id });
      await service.command('task.done', { id, summary: 'did', evidence: { commits: ['abc'] } });
    }
    await service.command('task.reset', { id: task(1) });
    await service.command('epic.replay', { id: epic });
    for (const number of [1, 2]) {
      expect(await service.query('task.detail', { id: task(number) })).toMatchObject({
        row: { status: 'todo', assignee: null, claimedAt: null, completedAt: null, phase: null },
        summary: '',
        evidence: null,
      });
    }
    expect(await bench.rows('SELECT * FROM phase_progress')).toEqual([]);
    expect(await service.command('epic.replay', { id: epic })).toMatchObject({ reset: [] });
  });

  test('clear the phases of a task that was only given back', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    await service.command('phase.next', { taskId: task(1) });
    await service.command('task.release', { id: task(1) });
    expect(await service.command('epic.replay', { id: epic })).toMatchObject({ reset: [task(1)] });
    expect(await bench.rows('SELECT * FROM phase_progress')).toEqual([]);
  });

  test('of a failed task frees what it had stopped', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 2, [[2, 1]]);
    await service.command('task.start', { id: task(1) });
    await service.command('task.fail', { id: task(1) });
    await service.command('task.reset', { id: task(1) });
    expect(await statusesOf(service, epic)).toEqual({ 1: 'todo', 2: 'todo' });
  });
});

describe('closing an epic', () => {
  test('needs its tasks to be over and its blocking gaps to be closed', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2);
    const close = (options: { force?: boolean; skipGapCheck?: boolean } = {}): Promise<string> =>
      codeOf(service.command('epic.close', { id: epic, ...options }));
    expect(await close()).toBe('epic.tasks_open');
    await forceStatus(bench, task(1), 'done');
    await forceStatus(bench, task(2), 'skipped');
    await service.command('gap.add', {
      epicId: epic,
      capability: 'Nice',
      priority: 'nice-to-have',
    });
    await service.command('gap.add', { epicId: epic, capability: 'Logs' });
    const error = await errorOf(service.command('epic.close', { id: epic }));
    expect(error).toMatchObject({
      code: 'epic.gaps_open',
      message: `${epic} has open gaps: Logs.`,
    });
    expect(await close({ skipGapCheck: true })).toBe('no error');
    expect((await service.query('epic.detail', { id: epic })).row.status).toBe('done');
    await service.command('epic.set', { id: epic, planReview: 'ship', completionReview: 'ship' });
    await service.command('epic.reopen', { id: epic });
    expect((await service.query('epic.detail', { id: epic })).row).toMatchObject({
      status: 'open',
      planReview: 'unknown',
      completionReview: 'unknown',
    });
  });
});
