import { describe, expect, test } from 'vitest';
import { codeOf, errorOf, makeEpic, openBench } from './support/service.js';

describe('row versions', () => {
  test('rise with definition, status and claim, and with nothing else', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { task } = await makeEpic(service, 2);
    const version = async () => (await service.query('task.detail', { id: task(1) })).row.version;
    const steps: [number, () => Promise<unknown>][] = [
      [1, () => service.command('phase.next', { taskId: task(1), tdd: true })],
      [1, () => service.command('phase.done', { taskId: task(1), phase: '0' })],
      [1, () => service.command('heartbeat.record', { taskId: task(1) })],
      [
        1,
        () =>
          service.command('tokens.record', { taskId: task(1), inputTokens: 1, outputTokens: 1 }),
      ],
      [2, () => service.command('dependency.add', { taskId: task(1), dependsOn: task(2) })],
      [3, () => service.command('dependency.remove', { taskId: task(1), dependsOn: task(2) })],
      [4, () => service.command('task.start', { id: task(1) })],
      [4, () => service.command('task.start', { id: task(1) })],
      [5, () => service.command('task.start', { id: task(1), note: 'again' })],
      [6, () => service.command('task.done', { id: task(1) })],
    ];
    for (const [expected, step] of steps) {
      await step();
      expect(await version()).toBe(expected);
    }
  });

  test('stay when only where the status comes from changes', async () => {
    const bench = await openBench('ada');
    const { task } = await makeEpic(bench.service, 1);
    const { version } = await bench.service.command('task.start', { id: task(1) });
    await bench.execute("UPDATE tasks SET status_source = 'live-state'");
    const resumed = await bench.service.command('task.start', { id: task(1) });
    expect(resumed.version).toBe(version);
    const { row } = await bench.service.query('task.detail', { id: task(1) });
    expect(row.statusSource).toBe('database');
  });

  test('guard an action against what its caller has not seen', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    const bob = await bench.another('bob');
    await bob.command('task.start', { id: task(1) });
    await bob.command('phase.next', { taskId: task(1) });
    const error = await errorOf(
      service.command('task.block', { id: task(1), reason: 'x', expectedVersion: 1, force: true }),
    );
    expect(error.code).toBe('store.conflict');
    expect(error.message).toBe(
      `${task(1)} was changed by bob (assignee, claimedAt, status): it is at version 2, not 1.`,
    );
    expect(error.details).toMatchObject({
      expected: 1,
      version: 2,
      changes: [
        { actor: 'bob', kind: 'task_started', fields: ['assignee', 'claimedAt', 'status'] },
      ],
    });
    const seen = { id: task(1), reason: 'x', expectedVersion: 2 };
    expect((await service.command('task.block', seen)).version).toBe(3);
    expect(await codeOf(service.command('task.block', seen))).toBe('store.conflict');
  });

  test('are told when an import raised them', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await bench.execute('UPDATE tasks SET version = 5 WHERE id = ?', [task(1)]);
    const error = await errorOf(
      bench.service.command('task.skip', { id: task(1), expectedVersion: 1 }),
    );
    expect(error.message).toBe(`${task(1)} was changed by an import: it is at version 5, not 1.`);
  });
});

describe('two who want one task', () => {
  test('of them exactly one gets it, and the other is told who did', async () => {
    for (let round = 0; round < 4; round += 1) {
      const bench = await openBench('ada');
      const { task } = await makeEpic(bench.service, 1);
      const services = { ada: bench.service, bob: await bench.another('bob') };
      const names = ['ada', 'bob'] as const;
      const outcomes = await Promise.allSettled(
        names.map((name) => services[name].command('task.start', { id: task(1) })),
      );
      const winners = names.filter((_, index) => outcomes[index]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      const [loss] = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(loss?.reason).toMatchObject({
        code: 'task.claimed',
        details: { assignee: winners[0] },
      });
      const { row } = await bench.service.query('task.detail', { id: task(1) });
      expect(row.assignee).toBe(winners[0]);
      expect(await bench.service.query('events.list', { kind: 'task_started' })).toHaveLength(1);
    }
  });

  test('the same among eight who share a connection', async () => {
    const bench = await openBench('agent-0');
    const { epic, task } = await makeEpic(bench.service, 20);
    const agents = Array.from({ length: 8 }, (_, number) => bench.beside(`agent-${number}`));
    const won = await Promise.all(
      agents.map(async (agent) => {
        let count = 0;
        for (let number = 1; number <= 20; number += 1) {
          const code = await codeOf(agent.command('task.start', { id: task(number) }));
          expect(['no error', 'task.claimed']).toContain(code);
          if (code === 'no error') count += 1;
        }
        return count;
      }),
    );
    expect(won.reduce((sum, count) => sum + count, 0)).toBe(20);
    const rows = await bench.service.query('tasks.list', { epicId: epic });
    expect(rows.every((row) => row.status === 'in_progress' && row.version === 2)).toBe(true);
    expect(await bench.service.query('events.list', { kind: 'task_started' })).toHaveLength(20);
  });
});

describe('a failed command', () => {
  test('leaves no row and no event', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2, [[2, 1]]);
    const state = async () => [
      await bench.rows('SELECT * FROM tasks ORDER BY id'),
      await bench.rows('SELECT * FROM runtime_state'),
      await bench.rows('SELECT count(*) AS n FROM events'),
    ];
    const before = await state();
    await codeOf(bench.service.command('task.start', { id: task(2) }));
    await codeOf(bench.service.command('task.done', { id: task(1) }));
    await codeOf(bench.service.command('phase.done', { taskId: task(1), phase: '3', tdd: true }));
    expect(await state()).toEqual(before);
  });

  test('of a name that does not exist says so', async () => {
    const { service } = await openBench();
    const name = 'task.explode' as 'task.start';
    expect(await codeOf(service.command(name, { id: 'fn-1.1' }))).toBe('usage.invalid');
    expect(await codeOf(service.query('constructor' as 'totals', {}))).toBe('usage.invalid');
  });
});
