import { describe, expect, test } from 'vitest';
import { latestEvent, makeEpic, openBench } from './support/service.js';

const now = '2026-03-01T20:00:00.000Z';

describe('delivery', () => {
  test('time to restore is measured from the log (mends: it was always empty, as done forgets the block)', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 3);
    const run = async (number: number, hours: number, fail: boolean) => {
      const id = task(number);
      await service.command('task.start', { id });
      if (fail) await service.command('task.fail', { id });
      else await service.command('task.block', { id, reason: 'x' });
      bench.advance(hours * 3600 - 1);
      await service.command(fail ? 'task.restart' : 'task.unblock', { id });
      await service.command('task.start', { id });
      bench.advance(1);
      await service.command('task.done', { id });
    };
    expect((await service.query('stats.dora', { now })).timeToRestoreHours).toBeNull();
    await run(1, 1, false);
    await run(2, 3, true);
    await service.command('task.start', { id: task(3) });
    await service.command('task.done', { id: task(3) });
    const dora = await service.query('stats.dora', { now });
    expect(dora.timeToRestoreHours).toBeCloseTo(2, 3);
    expect(dora.changeFailureRate).toBe(0.25);
    expect(dora.throughputPerWeek).toBe(0.75);
    expect(await service.query('stats.dora', { now: '2026-05-01T00:00:00.000Z' })).toEqual({
      leadTimeHours: null,
      throughputPerWeek: 0,
      changeFailureRate: 0,
      timeToRestoreHours: null,
    });
  });

  test('what was undone did not happen', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    await service.command('task.fail', { id: task(1) });
    await service.command('history.undo', {});
    bench.advance(3600);
    await service.command('task.done', { id: task(1) });
    expect(await service.query('stats.dora', { now })).toMatchObject({
      changeFailureRate: 0,
      timeToRestoreHours: null,
    });
  });
});

describe('upkeep', () => {
  test('takes old events from the beginning of the log, and what nobody needs with them', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    await service.command('message.send', { to: 'a', text: 'read' });
    await bench.beside('a').command('message.receive', {});
    await service.command('task.block', { id: task(1), reason: 'x' });
    await service.command('history.undo', {});
    await service.command('message.send', { to: 'b', text: 'unread' });
    await service.command('note.log', { text: 'old, but after the unread message' });
    bench.advance(100 * 24 * 3600);
    await service.command('note.log', { text: 'young' });
    expect(await service.command('stats.cleanup', {})).toMatchObject({ events: 5 });
    const left = await service.query('events.list', { afterId: 0 });
    expect(left.map(({ kind }) => kind)).toEqual([
      ...['message_sent', 'note_logged', 'note_logged', 'log_trimmed'],
    ]);
    expect(await service.query('messages.list', {})).toMatchObject([{ text: 'unread' }]);
    expect(await latestEvent(service)).toMatchObject({ payload: { events: 5, days: 0 } });
    expect(await service.command('stats.cleanup', {})).toMatchObject({ deleted: 0 });
  });

  test('counts by the days of UTC, over the ends of months, years and summer times', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 4);
    const zone = process.env['TZ'];
    // Its clocks are put back on 5 April 2026, and its days are half a day ahead.
    process.env['TZ'] = 'Pacific/Auckland';
    try {
      let at = Date.parse('2026-03-01T10:00:00.000Z');
      const goTo = (time: string): void => {
        bench.advance((Date.parse(time) - at) / 1000);
        at = Date.parse(time);
      };
      for (const [number, begin, end] of [
        [1, '2026-04-04T11:00:00Z', '2026-04-04T17:00:00Z'],
        [2, '2026-04-30T23:50:00Z', '2026-05-01T00:10:00Z'],
        [3, '2026-12-31T23:50:00Z', '2027-01-01T00:10:00Z'],
      ] as const) {
        goTo(begin);
        await service.command('task.start', { id: task(number) });
        goTo(end);
        await service.command('task.done', { id: task(number) });
      }
      const year = { weeks: 60, now: '2027-01-02T00:00:00.000Z' };
      expect(await service.query('stats.weekly', year)).toEqual([
        { week: '2026-W13', tasksStarted: 1, tasksCompleted: 1, tasksFailed: 0 },
        { week: '2026-W17', tasksStarted: 1, tasksCompleted: 1, tasksFailed: 0 },
        { week: '2026-W52', tasksStarted: 1, tasksCompleted: 0, tasksFailed: 0 },
        { week: '2027-W00', tasksStarted: 0, tasksCompleted: 1, tasksFailed: 0 },
      ]);
      expect(await service.query('stats.dora', { now: '2026-04-10T00:00:00.000Z' })).toMatchObject({
        throughputPerWeek: 0.75,
      });
      const months = 'SELECT month, tasks_completed AS done FROM monthly_rollup ORDER BY month';
      const before = await bench.rows(months);
      expect(before).toEqual([
        { month: '2026-04', done: 1 },
        { month: '2026-05', done: 1 },
        { month: '2027-01', done: 1 },
      ]);
      // A month in which tasks were only begun is counted too: there was work in it.
      expect(await service.command('stats.rollup', {})).toEqual({ monthsUpdated: 4 });
      expect((await bench.rows(months)).filter((row) => row['done'] !== 0)).toEqual(before);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  test('counts months anew from the days that are left', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    bench.advance(600);
    await service.command('task.done', { id: task(1) });
    await service.command('tokens.record', { taskId: task(1), inputTokens: 5, outputTokens: 2 });
    const before = await bench.rows('SELECT * FROM monthly_rollup');
    await bench.execute('UPDATE monthly_rollup SET tasks_completed = 9, total_tokens = 9');
    expect(await service.command('stats.rollup', {})).toEqual({ monthsUpdated: 1 });
    expect(await bench.rows('SELECT * FROM monthly_rollup')).toEqual(before);
  });
});

test('files of a task without any are read from its text', async () => {
  const { service } = await openBench();
  const { epic } = await makeEpic(service, 0);
  await service.command('task.create', { epicId: epic, title: 'A', files: ['b.ts'] });
  await service.command('task.create', { epicId: epic, title: 'B', body: '**Files:** `a.ts`' });
  expect(await service.query('files.list', { epicId: epic })).toEqual([
    { path: 'b.ts', taskId: `${epic}.1` },
    { path: 'a.ts', taskId: `${epic}.2` },
  ]);
});
