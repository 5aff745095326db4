import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskRow } from '../../source/domain/contract/rows.js';
import { countTasks } from '../../source/domain/counts.js';
import { taskStatuses } from '../../source/domain/vocabulary.js';
import { projectName } from '../../source/service/project-name.js';
import { createService } from '../../source/service/index.js';
import { defaultContext } from '../../source/service/context.js';
import type { Database } from '../../source/store/types.js';
import { codeOf, forceStatus, makeEpic, openBench } from './support/service.js';

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id);

describe('ready.list', () => {
  test('sorts by priority, then naturally, and says why others wait', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 12, [
      [4, 3],
      [5, 1],
    ]);
    await bench.execute('UPDATE tasks SET priority = 1 WHERE id = ?', [task(10)]);
    await bench.execute('UPDATE tasks SET finished_hint = 1 WHERE id = ?', [task(12)]);
    await forceStatus(bench, task(6), 'up_for_retry');
    await service.command('task.start', { id: task(3) });
    await service.command('task.block', { id: task(7), reason: 'key' });
    await bench.execute('INSERT INTO unresolved_task_deps (task_id, depends_on) VALUES (?, ?)', [
      task(8),
      'elsewhere',
    ]);
    const list = await service.query('ready.list', { epicId: 'fn-1' });
    expect(ids(list.ready)).toEqual([10, 1, 2, 6, 9, 11].map(task));
    expect(ids(list.inProgress)).toEqual([task(3)]);
    expect(list.blocked.map(({ task: row, blockedBy }) => [row.id, blockedBy])).toEqual([
      [task(4), [task(3)]],
      [task(5), [task(1)]],
      [task(7), ['status=blocked']],
      [task(8), ['elsewhere']],
    ]);
    const hinted = await service.query('ready.list', { epicId: epic, includeHinted: true });
    expect(ids(hinted.ready)).toContain(task(12));
    expect((await service.query('epic.detail', { id: epic })).row.counts).toMatchObject({
      ready: list.ready.length,
      hinted: 1,
    });
  });

  test('leaves archived epics out unless asked for one', async () => {
    const bench = await openBench();
    const { epic } = await makeEpic(bench.service, 2);
    await bench.execute('UPDATE epics SET archived = 1');
    expect((await bench.service.query('ready.list', {})).ready).toEqual([]);
    expect((await bench.service.query('ready.list', { epicId: epic })).ready).toHaveLength(2);
  });
});

describe('counts', () => {
  test('are those of the domain, by epic and in all', async () => {
    const status = fc.constantFrom(...taskStatuses);
    const drawn = fc.record({
      statuses: fc.array(fc.tuple(status, fc.boolean(), fc.boolean()), {
        minLength: 6,
        maxLength: 6,
      }),
      edges: fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))),
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ statuses, edges }) => {
        const bench = await openBench();
        const { service } = bench;
        const first = await makeEpic(service, 3);
        const second = await makeEpic(service, 3, [], 'Another epic');
        const id = (number: number): string =>
          number <= 3 ? first.task(number) : second.task(number - 3);
        for (const [index, [to, hinted, dangling]] of statuses.entries()) {
          await forceStatus(bench, id(index + 1), to);
          await bench.execute('UPDATE tasks SET finished_hint = ? WHERE id = ?', [
            Number(hinted),
            id(index + 1),
          ]);
          if (!dangling) continue;
          await bench.execute("INSERT INTO unresolved_task_deps VALUES (?, 'x', 'blocks')", [
            id(index + 1),
          ]);
        }
        for (const [from, to] of edges) {
          if (from === to) continue;
          await bench.execute("INSERT OR IGNORE INTO task_deps VALUES (?, ?, 'blocks')", [
            id(from),
            id(to),
          ]);
        }
        const rows = await service.query('tasks.list', {});
        const statusOf = new Map(rows.map((row) => [row.id, row.status]));
        const expected = (part: readonly TaskRow[]) =>
          countTasks(part, (each) => statusOf.get(each));
        for (const epic of await service.query('epics.list', {})) {
          expect(epic.counts).toEqual(expected(rows.filter((row) => row.epicId === epic.id)));
        }
        expect((await service.query('totals', {})).tasks).toEqual(expected(rows));
      }),
      { numRuns: 25 },
    );
  });

  test('leave placeholders out and count archived epics apart', async () => {
    const bench = await openBench();
    const { service } = bench;
    for (const title of ['Open', 'Done', 'Archived', 'Placeholder']) {
      await makeEpic(service, 2, [], title);
    }
    await bench.execute("UPDATE epics SET status = 'done' WHERE number IN (2, 3)");
    await bench.execute('UPDATE epics SET archived = 1 WHERE number = 3');
    await bench.execute('UPDATE epics SET placeholder = 1 WHERE number = 4');
    const totals = await service.query('totals', {});
    expect(totals.epics).toEqual({ open: 1, done: 1, archived: 1 });
    // The tasks of a placeholder are real, those of an archived epic are put away with it.
    expect(totals.tasks.total).toBe(6);
    expect(totals.events).toBe(12);
    expect(await service.query('epics.list', {})).toHaveLength(3);
    expect(await service.query('epics.list', { includeArchived: true })).toHaveLength(4);
    expect(await service.query('epics.list', { status: 'done' })).toHaveLength(1);
    expect((await service.query('overview', {})).epics).toHaveLength(4);
  });
});

describe('lists', () => {
  test('are in natural order and can be narrowed (mends: tasks were listed as text, .10 before .2)', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 11);
    await makeEpic(service, 1, [], 'Another epic');
    const rows = await service.query('tasks.list', { epicId: 'fn-1' });
    expect(ids(rows)).toEqual(Array.from({ length: 11 }, (_, index) => task(index + 1)));
    await forceStatus(bench, task(2), 'done');
    await bench.execute("UPDATE tasks SET domain = 'docs' WHERE id = ?", [task(3)]);
    expect(ids(await service.query('tasks.list', { status: 'done' }))).toEqual([task(2)]);
    expect(ids(await service.query('tasks.list', { domain: 'docs' }))).toEqual([task(3)]);
    expect(await service.query('tasks.list', { epicId: epic, status: 'failed' })).toEqual([]);
    expect(await service.query('tasks.list', {})).toHaveLength(12);
    expect(await codeOf(service.query('tasks.list', { epicId: 'fn-9' }))).toBe('epic.not_found');
  });

  test('cost the same number of statements for two tasks and for many', async () => {
    const bench = await openBench();
    let statements = 0;
    const counting = {
      ...bench.database,
      path: bench.path,
      identity: bench.database.identity,
      read: (work) =>
        bench.database.read((reader) =>
          work({
            all: (sql, args) => ((statements += 1), reader.all(sql, args)),
            get: (sql, args) => ((statements += 1), reader.get(sql, args)),
          }),
        ),
    } as Database;
    const service = createService(counting, defaultContext({ actor: 'ada' }));
    const costs = async (): Promise<number[]> => {
      const { cursor } = await service.query('overview', {});
      const figures: number[] = [];
      const calls = [
        () => service.query('overview', {}),
        () => service.query('tasks.list', {}),
        () => service.query('ready.list', {}),
        () => service.query('changes', { cursor: { ...cursor, event: 0 } }),
        () => service.query('changes', { cursor }),
      ];
      for (const call of calls) {
        statements = 0;
        await call();
        figures.push(statements);
      }
      return figures;
    };
    await makeEpic(bench.service, 2, [[2, 1]]);
    const few = await costs();
    for (const title of ['Two', 'Three', 'Four']) {
      await makeEpic(bench.service, 10, [[2, 1]], title);
    }
    expect(await costs()).toEqual(few);
    // A poll that finds nothing is one look-up.
    expect(few.at(-1)).toBe(1);
  });

  test('show hostile texts as they were given, except for what no text can hold', async () => {
    const { service } = await openBench();
    const title = '\u001b[31m"Robert\'); DROP TABLE tasks;-- \u202e 🦊 \ud800\0x';
    const { id: epicId } = await service.command('epic.create', { title });
    const { id } = await service.command('task.create', { epicId, title });
    const shown = '\u001b[31m"Robert\'); DROP TABLE tasks;-- \u202e 🦊 \ufffdx';
    expect((await service.query('tasks.list', { epicId }))[0]?.title).toBe(shown);
    expect((await service.query('task.detail', { id })).row.title).toBe(shown);
  });
});

describe('events.list', () => {
  test('goes upwards from an id, else downwards from the newest', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 2);
    await makeEpic(service, 1, [], 'Another epic');
    const list = async (input: object): Promise<number[]> =>
      (await service.query('events.list', input)).map((event) => event.id);
    expect(await list({})).toEqual([5, 4, 3, 2, 1]);
    expect(await list({ limit: 2 })).toEqual([5, 4]);
    expect(await list({ afterId: 2 })).toEqual([3, 4, 5]);
    expect(await list({ afterId: 2, limit: 1 })).toEqual([3]);
    expect(await list({ epicId: 'fn-1' })).toEqual([3, 2, 1]);
    expect(await list({ taskId: task(2) })).toEqual([3]);
    expect(await list({ kind: 'epic_created' })).toEqual([4, 1]);
    expect(await list({ since: '2026-03-01T10:00:00.004Z' })).toEqual([5, 4]);
    expect(await list({ taskId: `${epic}.99` })).toEqual([]);
    expect(await codeOf(service.query('event.full', { id: 99 }))).toBe('usage.invalid');
  });

  test('still tells of a task that is gone', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await bench.execute('DELETE FROM tasks');
    const events = await bench.service.query('events.list', { taskId: task(1) });
    expect(events).toHaveLength(1);
  });
});

describe('projectName', () => {
  test.each([
    ['/home/ada/shop/.git/flow-state/flowdeck.db', 'shop'],
    ['/home/ada/shop/.flow/.state/flowdeck.db', 'shop'],
    ['/home/ada/shop/flowdeck.db', 'shop'],
    ['/tmp/try-out.db', 'try-out'],
    ['/flowdeck.db', '/'],
  ])('of %s is %s', (file, name) => {
    expect(projectName(file)).toBe(name);
  });
});

test('histories tell what changed from what to what, the feed only what changed', async () => {
  const { service } = await openBench('ada');
  const { epic, task } = await makeEpic(service, 1);
  await service.command('task.block', { id: task(1), reason: 'no key' });
  const change = {
    before: { status: 'todo', blockedReason: null },
    after: { status: 'blocked', blockedReason: 'no key' },
  };
  const { history } = await service.query('task.detail', { id: task(1) });
  expect(history[0]).toMatchObject(change);
  expect((await service.query('epic.detail', { id: epic })).history[0]).toMatchObject(change);
  const [event] = await service.query('events.list', { limit: 1 });
  expect(event).not.toHaveProperty('after');
});
