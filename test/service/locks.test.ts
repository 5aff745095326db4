import { describe, expect, test } from 'vitest';
import { codeOf, forceStatus, makeEpic, openBench, type Bench } from './support/service.js';

/** No process has it: it is beyond what the system gives out. */
const deadPid = 0x7fff_fffe;

const held = async (bench: Bench, now: string) =>
  (await bench.service.query('locks.list', { now })).map(
    ({ path, taskId, mode }) => `${path} ${taskId.slice(-1)} ${mode}`,
  );

const unlocked = async (bench: Bench) =>
  (await bench.service.query('events.list', { kind: 'file_unlocked' })).map(
    ({ entityId, taskId, payload }) => [entityId, taskId?.slice(-1), payload],
  );

describe('taking locks', () => {
  test('takes what is free and tells what is not', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2);
    const first = await bench.service.command('lock.acquire', {
      taskId: task(1),
      paths: ['./src/a.ts', 'src/b.ts', 'src/a.ts'],
    });
    expect(first).toEqual({
      taskId: task(1),
      locked: ['src/a.ts', 'src/b.ts'],
      alreadyLocked: [],
    });
    const second = await bench
      .beside('bob')
      .command('lock.acquire', { taskId: task(2), paths: ['src/b.ts', 'src/c.ts'] });
    expect(second).toEqual({
      taskId: task(2),
      locked: ['src/c.ts'],
      alreadyLocked: [{ path: 'src/b.ts', owner: task(1), mode: 'write', actor: 'ada' }],
    });
    const events = await bench.service.query('events.list', { kind: 'file_locked', afterId: 0 });
    expect(events.map(({ entityKind, entityId, actor }) => [entityKind, entityId, actor])).toEqual([
      ['lock', 'src/a.ts', 'ada'],
      ['lock', 'src/b.ts', 'ada'],
      ['lock', 'src/c.ts', 'bob'],
    ]);
  });

  test('lets readers share, and a reader become a writer once it is alone', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2);
    const take = (number: number, mode: 'read' | 'write') =>
      bench.service.command('lock.acquire', { taskId: task(number), paths: ['a'], mode });
    await take(1, 'read');
    await take(2, 'read');
    expect((await take(1, 'write')).locked).toEqual([]);
    await bench.service.command('lock.release', { taskId: task(2) });
    expect((await take(1, 'write')).locked).toEqual(['a']);
    expect(await held(bench, '2026-03-01T10:00:01.000Z')).toEqual(['a 1 write']);
    const event = await bench.service.query('events.list', { kind: 'file_locked', limit: 1 });
    const full = await bench.service.query('event.full', { id: event[0]?.id ?? 0 });
    expect([full.before, full.after]).toEqual([{ mode: 'read' }, { mode: 'write' }]);
  });

  test('takes expired locks and those of dead processes away first', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 3);
    await bench.service.command('lock.acquire', {
      taskId: task(1),
      paths: ['a'],
      timeToLiveSeconds: 60,
    });
    await bench.service.command('lock.acquire', {
      taskId: task(2),
      paths: ['b'],
      holderPid: deadPid,
    });
    await bench.service.command('lock.acquire', {
      taskId: task(2),
      paths: ['c'],
      holderPid: process.pid,
    });
    bench.advance(61);
    expect(await held(bench, '2026-03-01T10:01:02.000Z')).toEqual(['c 2 write']);
    const taken = await bench.service.command('lock.acquire', {
      taskId: task(3),
      paths: ['a', 'b', 'c'],
    });
    expect(taken.locked).toEqual(['a', 'b']);
    expect(taken.alreadyLocked.map(({ path }) => path)).toEqual(['c']);
    expect(await unlocked(bench)).toEqual([
      ['a', '1', { ended: 'expired' }],
      ['b', '2', { ended: 'holder_gone' }],
    ]);
  });

  test('again only extends them, without an event', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    const take = () => bench.service.command('lock.acquire', { taskId: task(1), paths: ['a'] });
    await take();
    bench.advance(2000);
    await take();
    bench.advance(2000);
    expect(await held(bench, '2026-03-01T11:06:40.000Z')).toEqual(['a 1 write']);
    expect(await bench.service.query('events.list', { kind: 'file_locked' })).toHaveLength(1);
  });

  test('needs a file and a time to live', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    const acquire = (input: { paths: string[]; timeToLiveSeconds?: number }) =>
      codeOf(bench.service.command('lock.acquire', { taskId: task(1), ...input }));
    expect(await acquire({ paths: [' '] })).toBe('lock.no_path');
    expect(await acquire({ paths: ['a'], timeToLiveSeconds: 0 })).toBe('usage.invalid');
  });
});

describe('locks end', () => {
  test('when they are given back: by file, by task, or all (mends: unlock gave all back, whatever files it named)', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2);
    for (const number of [1, 2]) {
      const paths = [`${number}a`, `${number}b`];
      await bench.service.command('lock.acquire', { taskId: task(number), paths });
    }
    const release = async (input: { taskId?: string; paths?: string[] }) =>
      (await bench.service.command('lock.release', input)).released;
    expect(await release({ taskId: task(1), paths: ['1a', '2a'] })).toEqual(['1a']);
    expect(await release({ taskId: task(1) })).toEqual(['1b']);
    expect(await release({})).toEqual(['2a', '2b']);
  });

  test.each([
    ['done', 'task.done', { id: '' }],
    ['fail', 'task.fail', { id: '' }],
    ['release', 'task.release', { id: '' }],
    ['skip', 'task.skip', { id: '' }],
    ['restart', 'task.restart', { id: '', force: true }],
  ] as const)('with %s, in the same action', async (_, name, input) => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await bench.service.command('task.start', { id: task(1) });
    await bench.service.command('lock.acquire', { taskId: task(1), paths: ['a'] });
    const { commandId } = await bench.service.command(name, { ...input, id: task(1) });
    expect(await bench.rows('SELECT * FROM file_locks')).toEqual([]);
    const [event] = await bench.service.query('events.list', { kind: 'file_unlocked' });
    expect(event).toMatchObject({ entityId: 'a', commandId });
  });

  test('but a blocked task keeps its own: half of its work lies in the files', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await bench.service.command('task.start', { id: task(1) });
    await bench.service.command('lock.acquire', { taskId: task(1), paths: ['a'] });
    await bench.service.command('task.block', { id: task(1), reason: 'waits' });
    expect(await bench.rows('SELECT file_path FROM file_locks')).toEqual([{ file_path: 'a' }]);
  });

  test('with a failed dependency', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2, [[2, 1]]);
    await bench.service.command('task.start', { id: task(1) });
    await forceStatus(bench, task(2), 'in_progress');
    await bench.service.command('lock.acquire', { taskId: task(2), paths: ['a'] });
    await bench.service.command('task.fail', { id: task(1) });
    expect(await bench.rows('SELECT * FROM file_locks')).toEqual([]);
  });
});

test('a heartbeat extends the locks of its task by as much as they were taken for', async () => {
  const bench = await openBench();
  const { task } = await makeEpic(bench.service, 2);
  for (const number of [1, 2]) {
    await bench.service.command('lock.acquire', {
      taskId: task(number),
      paths: [`${number}`],
      timeToLiveSeconds: 600,
    });
  }
  bench.advance(500);
  await bench.service.command('heartbeat.record', { taskId: task(1) });
  bench.advance(500);
  expect(await held(bench, '2026-03-01T10:16:40.000Z')).toEqual(['1 1 write']);
});

describe('undoing', () => {
  const ended = async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2);
    await bench.service.command('task.start', { id: task(1) });
    await bench.service.command('lock.acquire', { taskId: task(1), paths: ['a'] });
    await bench.service.command('heartbeat.record', { taskId: task(1) });
    const { commandId } = await bench.service.command('task.done', { id: task(1) });
    bench.advance(3000);
    return { bench, task, undo: () => bench.service.command('history.undo', { commandId }) };
  };

  test('the end of a task gives its locks back, for as long again', async () => {
    const { bench, undo } = await ended();
    expect((await undo()).label).toContain('finished');
    expect(await held(bench, '2026-03-01T11:34:00.000Z')).toEqual(['a 1 write']);
    expect(await held(bench, '2026-03-01T11:36:00.000Z')).toEqual([]);
  });

  test('is refused where another task took the file', async () => {
    const { bench, task, undo } = await ended();
    await bench.service.command('lock.acquire', { taskId: task(2), paths: ['a'] });
    expect(await codeOf(undo())).toBe('undo.conflict');
  });

  test('a lock takes it away, also after a heartbeat; the undo of that brings it back', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await bench.service.command('lock.acquire', { taskId: task(1), paths: ['a'] });
    await bench.service.command('heartbeat.record', { taskId: task(1) });
    await bench.service.command('history.undo', {});
    expect(await held(bench, '2026-03-01T10:00:01.000Z')).toEqual([]);
    await bench.service.command('history.redo', {});
    expect(await held(bench, '2026-03-01T10:00:01.000Z')).toEqual(['a 1 write']);
  });

  test('another way of holding a lock keeps the lock, whose it is and how it was held', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 2);
    const lock = { taskId: task(1), paths: ['a'], mode: 'read' } as const;
    await bench.service.command('lock.acquire', lock);
    await bench.service.command('lock.acquire', { ...lock, taskId: task(2) });
    await bench.service.command('lock.acquire', { ...lock, holderPid: process.pid });
    await bench.service.command('history.undo', {});
    const now = '2026-03-01T10:00:01.000Z';
    expect(await held(bench, now)).toEqual(['a 1 read', 'a 2 read']);
    const [found] = await bench.service.query('locks.list', { taskId: task(1), now });
    expect(found?.holderPid).toBeNull();
    const [undone] = await bench.service.query('events.list', { limit: 1 });
    expect(undone?.kind).toBe('change_undone');
  });

  test('a lock that was taken away and came back later can be taken away again', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 1);
    await bench.service.command('lock.acquire', { taskId: task(1), paths: ['a'] });
    await bench.service.command('history.undo', {});
    bench.advance(60);
    await bench.service.command('history.redo', {});
    await bench.service.command('history.undo', {});
    expect(await held(bench, '2026-03-01T10:01:01.000Z')).toEqual([]);
  });
});
