import { describe, expect, test } from 'vitest';
import type { InboxItem } from '../../source/domain/contract/coordination-calls.js';
import { forceStatus, makeEpic, openBench, type Bench } from './support/service.js';

/** A minute after the bench's clock began, unless it is moved. */
const soon = '2026-03-01T10:00:30.000Z';

const list = (bench: Bench, now = soon): Promise<readonly InboxItem[]> =>
  bench.service.query('inbox.list', { now });

const keys = async (bench: Bench, now?: string) => (await list(bench, now)).map(({ key }) => key);

describe('the inbox', () => {
  test('is empty while nobody is needed', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 3, [[3, 2]]);
    await bench.service.command('task.start', { id: task(1) });
    expect(await list(bench)).toEqual([]);
  });

  test('tells of every kind, in the order of their weight', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 7);
    const other = await makeEpic(bench.service, 2, [], 'Other');
    const { service } = bench;
    await service.command('approval.create', { taskId: task(7), question: 'May I?' });
    const { gap } = await service.command('gap.add', {
      epicId: epic,
      capability: 'Rate limits',
      source: 'review-impl',
    });
    await service.command('gap.add', { epicId: epic, capability: 'Docs', source: 'manual' });
    for (const number of [1, 2, 3, 4]) await service.command('task.start', { id: task(number) });
    await service.command('task.block', { id: task(1), reason: 'No key' });
    await service.command('task.fail', { id: task(2), reason: 'Red tests' });
    await service.command('heartbeat.record', { taskId: task(3) });
    await service.command('lock.acquire', { taskId: task(3), paths: ['a.ts'] });
    await bench.execute('INSERT INTO file_ownership (file_path, task_id) VALUES (?, ?)', [
      'a.ts',
      task(4),
    ]);
    await bench.execute('UPDATE tasks SET finished_hint = 1 WHERE id IN (?, ?)', [
      task(5),
      task(6),
    ]);
    for (const number of [1, 2]) {
      await forceStatus(bench, other.task(number), number === 1 ? 'done' : 'skipped');
    }
    const items = await list(bench, '2026-03-01T10:02:00.000Z');
    expect(items.map(({ key, title, detail, actor }) => [key, title, detail, actor])).toEqual([
      [`failed ${task(2)}`, 'Step 2', 'Red tests', 'ada'],
      [`blocked ${task(1)}`, 'Step 1', 'No key', 'ada'],
      [`stale ${task(3)}`, 'Step 3', 'no sign of life', 'ada'],
      [`conflict ${task(3)} ${task(4)}`, `${task(3)}, ${task(4)}`, 'a.ts', 'ada'],
      [`finding ${gap.id}`, 'Rate limits', 'required, review-impl', null],
      ['approval apv-80000000', 'May I?', 'generic', 'ada'],
      [`hint ${epic}`, 'Sample work', '2 tasks look finished', null],
      [`closable ${other.epic}`, 'Other', 'all 2 tasks are finished', null],
    ]);
    expect(items[3]?.taskIds).toEqual([task(3), task(4)]);
    expect(items[4]?.subjectId).toBe(gap.id);
    expect(items[1]).toMatchObject({ taskId: task(1), epicId: epic, version: 3 });
  });

  test('lists what is older first', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2);
    for (const number of [2, 1]) {
      await bench.service.command('task.block', { id: task(number), reason: 'x' });
    }
    expect(await keys(bench)).toEqual([`blocked ${task(2)}`, `blocked ${task(1)}`]);
  });
});

describe('it leaves out', () => {
  test('who was stopped by a failure elsewhere, and who waits for a retry that is left', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 3, [[2, 1]]);
    await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', '1')");
    for (const number of [1, 3]) {
      await bench.service.command('task.start', { id: task(number) });
      await bench.service.command('task.fail', { id: task(number) });
    }
    expect(await keys(bench)).toEqual([]);
    await bench.execute('DELETE FROM configuration');
    expect(await keys(bench)).toEqual([`failed ${task(1)}`, `failed ${task(3)}`]);
    await bench.service.command('task.start', { id: task(1) });
    await bench.service.command('task.fail', { id: task(1) });
    await bench.service.command('task.skip', { id: task(3) });
    expect(await keys(bench)).toEqual([`failed ${task(1)}`]);
  });

  test('who never beats, and who beat for a former claim', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2);
    await bench.service.command('heartbeat.record', { taskId: task(2) });
    bench.advance(1);
    for (const number of [1, 2]) await bench.service.command('task.start', { id: task(number) });
    expect(await keys(bench, '2026-03-02T10:00:00.000Z')).toEqual([]);
  });

  test('epics that are archived or done', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 3);
    await bench.service.command('task.block', { id: task(1), reason: 'x' });
    await bench.service.command('gap.add', { epicId: epic, capability: 'A', source: 'review' });
    await bench.execute('UPDATE tasks SET finished_hint = 1 WHERE id = ?', [task(2)]);
    expect(await list(bench)).toHaveLength(3);
    await bench.execute("UPDATE epics SET status = 'done'");
    expect(await list(bench)).toEqual([]);
    await bench.execute("UPDATE epics SET status = 'open', archived = 1");
    expect(await list(bench)).toEqual([]);
  });

  test('epics without tasks, and those with a gap in the way of closing', async () => {
    const bench = await openBench();
    await makeEpic(bench.service, 0);
    const { epic, task } = await makeEpic(bench.service, 1);
    await forceStatus(bench, task(1), 'done');
    expect(await keys(bench)).toEqual([`closable ${epic}`]);
    const gap = { epicId: epic, capability: 'A' };
    await bench.service.command('gap.add', { ...gap, priority: 'important' });
    expect(await keys(bench)).toEqual([]);
    await bench.service.command('gap.resolve', gap);
    expect(await keys(bench)).toEqual([`closable ${epic}`]);
  });
});
