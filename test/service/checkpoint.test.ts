import { describe, expect, test } from 'vitest';
import { codeOf, makeEpic, openBench, statusesOf } from './support/service.js';

const now = '2026-03-01T12:00:00.000Z';

describe('a checkpoint', () => {
  test('is restored in one action, which can be taken back', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 3, [[2, 1]]);
    const checkpoint = await service.query('checkpoint.read', { epicId: epic, now, actor: 'ada' });
    await service.command('task.start', { id: task(1) });
    await service.command('task.done', { id: task(1), summary: 'Built' });
    await service.command('task.block', { id: task(3), reason: 'Waits' });
    const { commandId } = await service.command('checkpoint.restore', { checkpoint });
    expect(await statusesOf(service, epic)).toEqual({ '1': 'todo', '2': 'todo', '3': 'todo' });
    await service.command('history.undo', { commandId });
    expect(await statusesOf(service, epic)).toEqual({ '1': 'done', '2': 'todo', '3': 'blocked' });
    const { summary } = await service.query('task.detail', { id: task(1) });
    expect(summary).toBe('Built');
  });

  test('makes again what is gone, with what waited for it', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2, [[2, 1]]);
    const checkpoint = await service.query('checkpoint.read', { epicId: epic, now, actor: 'ada' });
    await bench.execute('DELETE FROM epics');
    expect(await codeOf(service.query('epic.detail', { id: epic }))).toBe('epic.not_found');
    const result = await service.command('checkpoint.restore', { checkpoint });
    expect(result.created).toEqual([epic, task(1), task(2)]);
    const { row } = await service.query('task.detail', { id: task(2) });
    expect(row).toMatchObject({ epicId: epic, title: 'Step 2', dependsOn: [task(1)] });
    expect(
      await service.query('checkpoint.read', { epicId: epic, now, actor: 'ada' }),
    ).toMatchObject({
      epic: { title: 'Sample work', number: 1, status: 'open' },
    });
  });

  test('carries labels; one from before they were kept leaves them alone', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 1);
    const read = () => service.query('checkpoint.read', { epicId: epic, now, actor: 'ada' });
    const older = await read();
    const withoutLabels = {
      ...older,
      epic: without(older.epic, 'labels'),
      tasks: older.tasks.map((each) => without(each, 'labels')),
    };
    await bench.execute(`INSERT INTO task_labels VALUES ('${task(1)}', 'urgent')`);
    await bench.execute(`INSERT INTO epic_labels VALUES ('${epic}', 'later')`);
    const checkpoint = await read();
    await bench.execute('DELETE FROM task_labels');
    await bench.execute(`INSERT INTO epic_labels VALUES ('${epic}', 'sooner')`);
    await service.command('checkpoint.restore', { checkpoint });
    const labels = { epic: { labels: ['later'] }, tasks: [{ labels: ['urgent'] }] };
    expect(await read()).toMatchObject(labels);
    const again = await service.command('checkpoint.restore', { checkpoint: withoutLabels });
    expect(again.restored).toEqual([]);
    expect(await read()).toMatchObject(labels);
  });

  test('is one state, however much is written meanwhile (mends: a checkpoint missed what lay in the write-ahead log)', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 6);
    const other = await bench.another('bob');
    // Both change in one transaction: no checkpoint may see one without the other.
    const both = {
      operation: 'block' as const,
      text: 'Waits',
      items: [1, 6].map((n) => ({ id: task(n) })),
    };
    const back = { ...both, operation: 'unblock' as const };
    const seen: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const [checkpoint] = await Promise.all([
        service.query('checkpoint.read', { epicId: epic, now, actor: 'ada' }),
        other.command('tasks.apply', round % 2 === 0 ? both : back),
      ]);
      const statuses = checkpoint.tasks.map(({ status }) => String(status));
      seen.push(`${statuses[0]} ${statuses[5]}`);
    }
    for (const pair of seen) expect(['todo todo', 'blocked blocked']).toContain(pair);
  });
});

function without(fields: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));
}
