import { expect, test } from 'vitest';
import { createService } from '../../source/service/index.js';
import { makeEpic, openBench, type Bench } from './support/service.js';

const now = '2026-03-01T10:01:00.000Z';

const list = (bench: Bench, at = now) => bench.service.query('agents.list', { now: at });

test('whoever holds tasks has a row for each, with all that is known', async () => {
  const bench = await openBench('ada');
  const { epic, task } = await makeEpic(bench.service, 3);
  const worker = bench.beside('worker-1');
  for (const number of [1, 2]) await worker.command('task.start', { id: task(number) });
  await bench.beside('worker-2').command('task.start', { id: task(3) });
  await worker.command('phase.next', { taskId: task(1) });
  await worker.command('lock.acquire', { taskId: task(1), paths: ['b', 'a'] });
  const { lastBeat } = await worker.command('heartbeat.record', { taskId: task(1), workerPid: 7 });
  await worker.command('tokens.record', {
    taskId: task(1),
    inputTokens: 30,
    outputTokens: 12,
    costUsd: 0.5,
  });
  await bench.service.command('message.send', { taskId: task(1), text: 'x' });
  await bench.service.command('message.send', { to: 'worker-2', text: 'y' });

  const rows = await list(bench);
  expect(rows.map(({ key }) => key)).toEqual([
    'ada',
    `worker-1 ${task(1)}`,
    `worker-1 ${task(2)}`,
    `worker-2 ${task(3)}`,
  ]);
  expect(rows[1]).toMatchObject({
    actor: 'worker-1',
    taskId: task(1),
    epicId: epic,
    title: 'Step 1',
    version: 2,
    phase: { id: '0' },
    lastHeartbeat: lastBeat,
    workerPid: 7,
    tokens: 42,
    costUsd: 0.5,
    lastEvent: { kind: 'file_locked', actor: 'worker-1' },
    locks: ['a', 'b'],
    unreadMessages: 1,
  });
  expect(rows[2]).toMatchObject({ lastHeartbeat: null, locks: [], unreadMessages: 0 });
  expect(rows[3]).toMatchObject({ unreadMessages: 1 });
});

test('who holds nothing is listed for an hour', async () => {
  const bench = await openBench('ada');
  const { task } = await makeEpic(bench.service, 1);
  const worker = bench.beside('worker-1');
  await worker.command('task.start', { id: task(1) });
  await worker.command('task.done', { id: task(1) });
  expect((await list(bench)).map(({ key, taskId }) => [key, taskId])).toEqual([
    ['ada', null],
    ['worker-1', null],
  ]);
  expect(await list(bench, '2026-03-01T11:01:00.000Z')).toEqual([]);
});

test('people in the cockpit are no agents unless they hold a task', async () => {
  const bench = await openBench('worker-1');
  const { task } = await makeEpic(bench.service, 1);
  const person = createService(bench.database, {
    actor: 'ada',
    sessionId: null,
    origin: 'cockpit',
    now: () => '2026-03-01T10:00:50.000Z',
    newId: () => 'by-hand',
    random: () => 0.5,
  });
  await person.command('task.block', { id: task(1), reason: 'x' });
  await bench.beside('ada').command('note.log', { text: 'from the command line' });
  expect((await list(bench)).map(({ key }) => key)).toEqual(['worker-1']);
  await person.command('task.unblock', { id: task(1) });
  await person.command('task.start', { id: task(1) });
  expect((await list(bench)).map(({ key }) => key)).toEqual([`ada ${task(1)}`, 'worker-1']);
});
