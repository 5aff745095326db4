import { describe, expect, test } from 'vitest';
import type { Named } from '../../source/store/repositories/identity.js';
import { codeOf, errorOf, makeEpic, openBench, type Bench } from './support/service.js';

const now = '2026-01-01T00:00:00.000Z';

async function insertEpic(bench: Bench, id: string, number: number): Promise<void> {
  await bench.execute(
    'INSERT INTO epics (id, number, title, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
    [id, number, id, now, now],
  );
}

async function insertTask(bench: Bench, id: string, epicId: string | null): Promise<void> {
  await bench.execute(
    'INSERT INTO tasks (id, epic_id, title, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
    [id, epicId, id, now, now],
  );
}

describe('ids', () => {
  const resolve = (bench: Bench, id: string): Promise<Named> =>
    bench.service.query('id.resolve', { id });

  test('name what they spell, in full or short', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 2);
    expect(await resolve(bench, epic)).toEqual({ kind: 'epic', id: epic });
    expect(await resolve(bench, ` ${task(2)} `)).toEqual({ kind: 'task', id: task(2) });
    expect(await resolve(bench, 'fn-1')).toEqual({ kind: 'epic', id: epic });
    expect(await resolve(bench, 'fn-1.2')).toEqual({ kind: 'task', id: task(2) });
  });

  test('of a short form stand for the only epic of that number and prefix', async () => {
    const bench = await openBench();
    await insertEpic(bench, 'fn-3-login', 3);
    await insertEpic(bench, 'gh-3-other', 3);
    await insertTask(bench, 'fn-3-login.1', 'fn-3-login');
    expect(await resolve(bench, 'fn-3')).toEqual({ kind: 'epic', id: 'fn-3-login' });
    expect(await resolve(bench, 'fn-3.1')).toEqual({ kind: 'task', id: 'fn-3-login.1' });
    await insertEpic(bench, 'fn-3-logout', 3);
    for (const [short, candidates] of [
      ['fn-3', ['fn-3-login', 'fn-3-logout']],
      ['fn-3.1', ['fn-3-login.1', 'fn-3-logout.1']],
    ] as const) {
      const error = await errorOf(resolve(bench, short));
      expect(error).toMatchObject({ code: 'id.ambiguous', details: { candidates } });
      for (const candidate of candidates) expect(error.message).toContain(candidate);
    }
  });

  test('that are short and exact mean themselves', async () => {
    const bench = await openBench();
    await insertEpic(bench, 'fn-4', 4);
    await insertEpic(bench, 'fn-4-longer', 4);
    expect(await resolve(bench, 'fn-4')).toEqual({ kind: 'epic', id: 'fn-4' });
  });

  test('of old still work', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 1);
    await bench.execute("INSERT INTO id_aliases VALUES ('fn-1-before', 'epic', ?)", [epic]);
    await bench.execute("INSERT INTO id_aliases VALUES ('fn-1-before.1', 'task', ?)", [task(1)]);
    expect(await resolve(bench, 'fn-1-before')).toEqual({ kind: 'epic', id: epic });
    const started = await bench.service.command('task.start', { id: 'fn-1-before.1' });
    expect(started.id).toBe(task(1));
  });

  test('are opaque: the epic of a task is what is recorded, not what its id spells', async () => {
    const bench = await openBench();
    await insertEpic(bench, 'fn-5-renamed', 5);
    await insertTask(bench, 'fn-5-former.2', 'fn-5-renamed');
    await insertTask(bench, 'bd-a1b2', null);
    expect(await resolve(bench, 'fn-5.2')).toEqual({ kind: 'task', id: 'fn-5-former.2' });
    expect(await resolve(bench, 'bd-a1b2')).toEqual({ kind: 'task', id: 'bd-a1b2' });
    const started = await bench.service.command('task.start', { id: 'bd-a1b2' });
    expect(started.status).toBe('in_progress');
    const rows = await bench.service.query('tasks.list', { epicId: null });
    expect(rows.map((row) => row.id)).toEqual(['bd-a1b2']);
  });

  test('that name nothing bring the nearest to mind', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 2);
    const missing = await errorOf(resolve(bench, 'fn-1-sampel-work.2'));
    expect(missing).toMatchObject({ code: 'task.not_found' });
    expect(missing.details).toMatchObject({ nearest: [task(2), task(1)] });
    expect(missing.message).toContain(task(2));
    expect(await codeOf(resolve(bench, 'fn-9'))).toBe('epic.not_found');
    expect(await codeOf(resolve(bench, 'fn-1.7'))).toBe('task.not_found');
    expect(await codeOf(resolve(bench, 'rubbish'))).toBe('id.invalid');
    const wanted = bench.service.query('epic.detail', { id: 'rubbish' });
    expect(await errorOf(wanted)).toMatchObject({ code: 'epic.not_found' });
    expect((await bench.service.query('epic.detail', { id: epic })).row.id).toBe(epic);
  });

  test('of the wrong kind are told apart', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 1);
    const error = await errorOf(bench.service.command('task.start', { id: epic }));
    expect(error.code).toBe('id.invalid');
    expect(error.message).toBe(`${epic} is an epic; a task is needed here.`);
    expect(await codeOf(bench.service.query('epic.detail', { id: task(1) }))).toBe('id.invalid');
  });
});
