import { expect, test } from 'vitest';
import { makeEpic, openBench } from './support/service.js';

test.each(['events', 'heartbeats', 'token_usage', 'daily_rollup', 'memory'])(
  'work leaves its traces in %s (mends: no command ever wrote there)',
  async (table) => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    const taskId = task(1);
    await service.command('task.start', { id: taskId });
    await service.command('heartbeat.record', { taskId });
    await service.command('tokens.record', { taskId, inputTokens: 10, outputTokens: 2 });
    await service.command('task.done', { id: taskId });
    await service.command('memory.add', { type: 'pitfall', content: 'The clock stands still.' });
    expect((await bench.rows(`SELECT * FROM ${table}`)).length).toBeGreaterThan(0);
  },
);

test('each action on a task is told once, with who acted (mends: the command line emitted nothing)', async () => {
  const { service } = await openBench('ada');
  const { task } = await makeEpic(service, 1);
  const id = task(1);
  await service.command('task.start', { id });
  await service.command('task.block', { id, reason: 'No key' });
  await service.command('task.unblock', { id });
  await service.command('task.start', { id });
  await service.command('task.fail', { id });
  await service.command('task.restart', { id });
  await service.command('task.skip', { id });
  const events = await service.query('events.list', { taskId: id });
  expect(events.map(({ kind, actor }) => [kind, actor]).reverse()).toEqual(
    [
      ...['task_created', 'task_started', 'task_blocked', 'task_unblocked', 'task_started'],
      ...['task_failed', 'task_restarted', 'task_skipped'],
    ].map((kind) => [kind, 'ada']),
  );
});
