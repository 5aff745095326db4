import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cursor, Delta, EpicRow, TaskRow } from '../../source/domain/contract/rows.js';
import type { Service } from '../../source/service/index.js';
import { codeOf, forceStatus, makeEpic, openBench } from './support/service.js';

async function cursorOf(service: Service): Promise<Cursor> {
  return (await service.query('overview', {})).cursor;
}

describe('the change feed', () => {
  test('is silent while nothing happens', async () => {
    const { service } = await openBench();
    await makeEpic(service, 2);
    const cursor = await cursorOf(service);
    expect(await service.query('changes', { cursor })).toBeNull();
  });

  test('brings the event, its row, the counts of its epic and the totals', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 3, [[2, 1]]);
    const other = await makeEpic(service, 1, [], 'Another epic');
    const cursor = await cursorOf(service);
    await service.command('task.start', { id: task(1) });
    await service.command('task.done', { id: task(1) });
    const delta = await service.query('changes', { cursor });
    expect(delta).toMatchObject({ reload: false, removedEpics: [], removedTasks: [] });
    expect(delta?.events.map((event) => event.kind)).toEqual(['task_started', 'task_completed']);
    expect(delta?.tasks).toEqual([(await service.query('task.detail', { id: task(1) })).row]);
    expect(delta?.epics.map((row) => row.id)).toEqual([epic]);
    expect(delta?.epics[0]?.counts).toMatchObject({ total: 3, ready: 2 });
    expect(delta?.totals).toEqual(await service.query('totals', {}));
    expect(delta?.memoryChanged).toBe(false);
    expect(other.epic).not.toBe(epic);
    expect(await service.query('changes', { cursor: delta?.cursor ?? cursor })).toBeNull();
  });

  test('brings the epics of dependents elsewhere, whose ready counts moved', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 1);
    const other = await makeEpic(service, 1, [], 'Another epic');
    await bench.execute("INSERT INTO task_deps VALUES (?, ?, 'blocks')", [other.task(1), task(1)]);
    const cursor = await cursorOf(service);
    await service.command('task.skip', { id: task(1) });
    const delta = await service.query('changes', { cursor });
    expect(delta?.epics.map((row) => row.id)).toEqual([epic, other.epic]);
    expect(delta?.epics.map((row) => row.counts.ready)).toEqual([0, 1]);
  });

  test('tells of what an undo took away, and of its epic', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 1);
    const { id } = await service.command('task.create', { epicId: epic, title: 'New' });
    const other = await service.command('epic.create', { title: 'Other' });
    const cursor = await cursorOf(service);
    await service.command('history.undo', {});
    await service.command('history.undo', {});
    const delta = await service.query('changes', { cursor });
    expect(delta).toMatchObject({
      reload: false,
      removedTasks: [id],
      removedEpics: [other.id],
      epics: [{ id: epic, counts: { total: 1 } }],
    });
  });

  test('is read anew after a rename', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 1);
    const cursor = await cursorOf(service);
    await service.command('epic.rename', { id: epic, title: 'Sample  work' });
    expect(await service.query('changes', { cursor })).toBeNull();
    await service.command('epic.rename', { id: epic, title: 'Another name' });
    expect(await service.query('changes', { cursor })).toMatchObject({ reload: true });
  });

  test('brings signs of life and tokens, which have no events', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 2);
    const cursor = await cursorOf(service);
    const { lastBeat } = await service.command('heartbeat.record', { taskId: task(1) });
    const first = await service.query('changes', { cursor });
    expect(first).toMatchObject({ events: [], epics: [], totals: null });
    expect(first?.tasks).toMatchObject([{ id: task(1), lastHeartbeat: lastBeat }]);
    const next = first?.cursor ?? cursor;
    expect(await service.query('changes', { cursor: next })).toBeNull();
    await service.command('tokens.record', { taskId: task(2), inputTokens: 5, outputTokens: 6 });
    const second = await service.query('changes', { cursor: next });
    expect(second).toMatchObject({
      events: [],
      tasks: [{ id: task(2), tokens: 11 }],
      epics: [{ id: epic, tokens: 11 }],
      totals: { tokens: 11 },
    });
    expect(await service.query('changes', { cursor: second?.cursor ?? next })).toBeNull();
  });

  test('misses no heartbeat of the same millisecond', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 2);
    const cursor = await cursorOf(service);
    const context = { now: () => '2026-05-01T00:00:00.000Z' };
    await service.command('heartbeat.record', { taskId: task(1) }, context);
    const first = await service.query('changes', { cursor });
    await service.command('heartbeat.record', { taskId: task(2) }, context);
    const second = await service.query('changes', { cursor: first?.cursor ?? cursor });
    expect(second?.tasks.map((row) => row.id)).toEqual([task(2)]);
  });

  test('tells of memory entries and of what is gone', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 2);
    const cursor = await cursorOf(service);
    await service.command('memory.add', { type: 'pitfall', content: 'Mind the gap' });
    await service.command('task.skip', { id: task(1) });
    await bench.execute('DELETE FROM tasks WHERE id = ?', [task(1)]);
    const delta = await service.query('changes', { cursor });
    expect(delta).toMatchObject({ memoryChanged: true, removedTasks: [task(1)], tasks: [] });
  });

  test.each([
    ['another database', { databaseId: 'elsewhere' }],
    ['another generation', { generation: 99 }],
    ['events that are not there', { event: 1_000_000 }],
    ['token records that are not there', { token: 1_000_000 }],
  ])('starts anew for a cursor of %s', async (_, part) => {
    const { service } = await openBench();
    await makeEpic(service, 1);
    const cursor = await cursorOf(service);
    const delta = await service.query('changes', { cursor: { ...cursor, ...part } });
    expect(delta).toMatchObject({ reload: true, cursor, events: [], tasks: [], totals: null });
  });

  test('starts anew when the file was restored while it is open', async () => {
    const bench = await openBench();
    await makeEpic(bench.service, 1);
    const cursor = await cursorOf(bench.service);
    await bench.execute("UPDATE meta SET value = '2' WHERE key = 'generation'");
    const delta = await bench.service.query('changes', { cursor });
    expect(delta).toMatchObject({ reload: true, cursor: { generation: 2 } });
  });

  test('starts anew after an import, which names its scope only', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    const cursor = await cursorOf(bench.service);
    await forceStatus(bench, task(1), 'done');
    await bench.execute(
      `INSERT INTO events (timestamp, event_type, entity_kind, entity_id, command_id, origin)
       VALUES ('2026-03-01T10:00:00.000Z', 'import_completed', 'source', '.flow', 'c', 'import')`,
    );
    const delta = await bench.service.query('changes', { cursor });
    expect(delta?.reload).toBe(true);
    expect(await bench.service.query('changes', { cursor: delta?.cursor ?? cursor })).toBeNull();
  });

  test('brings many events in portions, none twice', async () => {
    const bench = await openBench();
    const { service } = bench;
    await makeEpic(service, 1);
    let cursor = await cursorOf(service);
    await bench.execute(
      `INSERT INTO events (timestamp, event_type, entity_kind, entity_id, command_id, origin)
       SELECT '2026-03-01T10:00:00.000Z', 'note_logged', 'configuration', 'x', 'c', 'command'
       FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
         SELECT i FROM n)`,
    );
    const sizes: number[] = [];
    const seen = new Set<number>();
    for (let delta: Delta | null; (delta = await service.query('changes', { cursor }));) {
      sizes.push(delta.events.length);
      for (const { id } of delta.events) seen.add(id);
      cursor = delta.cursor;
    }
    expect(sizes).toEqual([1000, 1000, 500]);
    expect(seen.size).toBe(2500);
  });
});

/** What somebody does between two looks at the feed. */
const action = fc.record({
  what: fc.constantFrom(
    ...(['start', 'done', 'fail', 'restart', 'skip', 'beat', 'spend', 'create', 'look'] as const),
    ...(['depend', 'independ', 'phase', 'remember'] as const),
  ),
  epic: fc.integer({ min: 0, max: 1 }),
  task: fc.integer({ min: 1, max: 4 }),
  other: fc.integer({ min: 1, max: 4 }),
});

describe('a reader that merges every delta', () => {
  test('knows what an overview would tell, whatever happened in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
        const { service } = await openBench();
        const made = [await makeEpic(service, 3, [[2, 1]]), await makeEpic(service, 3, [[3, 2]])];
        const start = await service.query('overview', {});
        const epics = new Map<string, EpicRow>(start.epics.map((row) => [row.id, row]));
        const tasks = new Map<string, TaskRow>(
          (await service.query('tasks.list', {})).map((row) => [row.id, row]),
        );
        let { cursor, totals } = start;
        let lastEvent = cursor.event;
        const look = async (): Promise<void> => {
          const delta = await service.query('changes', { cursor });
          if (delta === null) return;
          cursor = delta.cursor;
          for (const event of delta.events) {
            expect(event.id).toBe(lastEvent + 1);
            lastEvent = event.id;
          }
          for (const row of delta.epics) epics.set(row.id, row);
          for (const row of delta.tasks) tasks.set(row.id, row);
          totals = delta.totals ?? totals;
        };

        for (const { what, epic, ...numbers } of actions) {
          const { epic: epicId = '', task } = made[epic] ?? {};
          const id = task?.(numbers.task) ?? '';
          const dependency = { taskId: id, dependsOn: task?.(numbers.other) ?? '' };
          const spent = { taskId: id, inputTokens: 3, outputTokens: 4, costUsd: 0.5 };
          const calls = {
            look,
            create: () => service.command('task.create', { epicId, title: 'More' }),
            beat: () => service.command('heartbeat.record', { taskId: id }),
            spend: () => service.command('tokens.record', spent),
            depend: () => service.command('dependency.add', dependency),
            independ: () => service.command('dependency.remove', dependency),
            phase: () => service.command('phase.next', { taskId: id }),
            remember: () =>
              service.command('memory.add', { type: 'decision', content: `About ${id}` }),
            start: () => service.command('task.start', { id }),
            done: () => service.command('task.done', { id }),
            fail: () => service.command('task.fail', { id }),
            skip: () => service.command('task.skip', { id }),
            restart: () => service.command('task.restart', { id, force: true }),
          };
          expect(await codeOf(calls[what]())).not.toContain('internal');
        }
        await look();

        const end = await service.query('overview', {});
        expect([...epics.values()]).toEqual(end.epics);
        expect(totals).toEqual(end.totals);
        const rows = await service.query('tasks.list', {});
        expect(new Map(rows.map((row) => [row.id, row]))).toEqual(tasks);
        expect(cursor).toEqual({ ...end.cursor, heartbeat: cursor.heartbeat });
      }),
      { numRuns: 25 },
    );
  });
});
