import { describe, expect, test } from 'vitest';
import { codeOf, errorOf, latestEvent, makeEpic, openBench } from './support/service.js';

describe('epic.create', () => {
  test('numbers after the highest of epics and old names, whatever other prefixes have (mends: ids without a slug counted as 0, so numbers were given twice)', async () => {
    const bench = await openBench();
    const { service } = bench;
    const now = '2026-01-01T00:00:00.000Z';
    const insert =
      'INSERT INTO epics (id, number, title, created_at, updated_at) VALUES (?, ?, ?, ?, ?)';
    await bench.execute(insert, ['fn-7-login', 7, 'Login', now, now]);
    await bench.execute(insert, ['fn-9', 9, 'No slug', now, now]);
    await bench.execute(insert, ['gh-4812-tracker', 4812, 'Elsewhere', now, now]);
    expect((await service.command('epic.create', { title: 'Next' })).id).toBe('fn-10-next');
    await bench.execute("INSERT INTO id_aliases VALUES ('fn-20-old', 'epic', 'fn-7-login')");
    expect((await service.command('epic.create', { title: 'After' })).id).toBe('fn-21-after');
  });

  test('makes a slug of at most twenty characters and a text to begin with', async () => {
    const { service } = await openBench();
    const title = 'An epic  with a title\nthat goes on and on';
    const { id } = await service.command('epic.create', { title });
    expect(id).toBe('fn-1-an-epic-with-a-title');
    const detail = await service.query('epic.detail', { id });
    expect(detail.row).toMatchObject({
      title: 'An epic with a title that goes on and on',
      branchName: id,
      status: 'open',
      version: 1,
    });
    expect(detail.body).toContain('## Acceptance');
    expect(detail.specPath).toBeNull();
  });

  test('takes a title without ASCII letters', async () => {
    const { service } = await openBench();
    const { id, title } = await service.command('epic.create', { title: '検索' });
    expect(id).toMatch(/^fn-1-[a-z0-9]{3}$/);
    expect(title).toBe('検索');
  });

  test('refuses an empty title', async () => {
    const { service } = await openBench();
    expect(await codeOf(service.command('epic.create', { title: ' \n' }))).toBe('usage.invalid');
  });

  test('turns texts that waited for its id into edges', async () => {
    const bench = await openBench();
    const { id } = await bench.service.command('epic.create', { title: 'First' });
    await bench.execute("INSERT INTO unresolved_epic_deps VALUES (?, 'fn-2-second')", [id]);
    await bench.service.command('epic.create', { title: 'Second' });
    const { row } = await bench.service.query('epic.detail', { id });
    expect(row).toMatchObject({ dependsOn: ['fn-2-second'], unresolved: [], version: 2 });
  });
});

describe('task.create', () => {
  test('numbers after the highest of the epic, names of vanished tasks included', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 2);
    const now = '2026-01-01T00:00:00.000Z';
    await bench.execute(
      'INSERT INTO tasks (id, epic_id, title, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
      [task(10), epic, 'Ten', now, now],
    );
    const create = { epicId: epic, title: 'Next' };
    expect((await bench.service.command('task.create', create)).id).toBe(task(11));
    await bench.execute("INSERT INTO id_aliases VALUES (?, 'task', ?)", [task(12), task(1)]);
    expect((await bench.service.command('task.create', create)).id).toBe(task(13));
  });

  test('keeps everything it is given', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 2);
    const created = await service.command('task.create', {
      epicId: 'fn-1',
      title: 'Third',
      dependsOn: ['fn-1.2', task(1), task(1)],
      body: 'Do the thing.',
      acceptance: '- [ ] It is done',
      priority: 3,
      domain: 'Backend',
      files: ['src/b.ts', 'src/a.ts', 'src/a.ts'],
    });
    expect(created).toMatchObject({ epicId: epic, dependsOn: [task(1), task(2)] });
    const detail = await service.query('task.detail', { id: created.id });
    expect(detail.row).toMatchObject({
      priority: 3,
      domain: 'backend',
      dependsOn: created.dependsOn,
    });
    expect(detail.files).toEqual(['src/a.ts', 'src/b.ts']);
    expect(detail.body).toMatch(
      /^## Description\s+Do the thing\.\s+## Acceptance\s+- \[ \] It is done\s*$/,
    );
    const { before, after } = await latestEvent(service);
    expect(before).toEqual({});
    expect(after).toMatchObject({
      title: 'Third',
      status: 'todo',
      body: detail.body,
      files: detail.files,
      dependencies: [
        { id: task(1), kind: 'blocks' },
        { id: task(2), kind: 'blocks' },
      ],
    });
  });

  test('takes a text with headings of its own as it is, without what is kept apart', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    const body = '## Description\nOwn words.\n\n## Acceptance\n- own\n\n## Done summary\nTBD\n';
    const { id } = await service.command('task.create', { epicId: epic, title: 'Own', body });
    const detail = await service.query('task.detail', { id });
    expect(detail.body.trim()).toBe('## Description\nOwn words.\n\n## Acceptance\n- own');
  });

  test('begins with the two headings that a worker fills', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    const { body } = await service.query('task.detail', { id: task(1) });
    expect(body).toMatch(/^## Description\s+TBD\s+## Acceptance\s+- \[ \] TBD\s*$/);
  });

  test('refuses what does not fit and leaves nothing behind', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic } = await makeEpic(service, 1);
    const other = await makeEpic(service, 1, [], 'Another epic');
    const create = (rest: object): Promise<string> =>
      codeOf(service.command('task.create', { epicId: epic, title: 'New', ...rest }));
    expect(await create({ title: '' })).toBe('usage.invalid');
    expect(await create({ priority: 1.5 })).toBe('usage.invalid');
    expect(await create({ domain: 'kitchen' })).toBe('usage.invalid');
    expect(await create({ epicId: 'fn-77-none' })).toBe('epic.not_found');
    expect(await create({ epicId: `${epic}.1` })).toBe('id.invalid');
    expect(await create({ dependsOn: ['fn-1.9'] })).toBe('task.not_found');
    expect(await create({ dependsOn: [other.task(1)] })).toBe('dependency.other_epic');
    expect(await create({ dependsOn: [`${epic}.2`] })).toBe('dependency.self');
    expect(await service.query('tasks.list', { epicId: epic })).toHaveLength(1);
  });

  test('turns texts that waited for its id into edges, and refuses the cycle they would close', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2, [[2, 1]]);
    await bench.execute('INSERT INTO unresolved_task_deps (task_id, depends_on) VALUES (?, ?)', [
      task(1),
      task(3),
    ]);
    const error = await errorOf(
      service.command('task.create', { epicId: epic, title: 'Third', dependsOn: [task(2)] }),
    );
    expect(error).toMatchObject({
      code: 'dependency.cycle',
      details: { path: [task(3), task(2), task(1), task(3)] },
    });
    await service.command('task.create', { epicId: epic, title: 'Third' });
    const { row } = await service.query('task.detail', { id: task(1) });
    expect(row).toMatchObject({ dependsOn: [task(3)], unresolved: [], version: 2 });
  });
});

describe('dependencies', () => {
  test('are added once', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 3);
    const add = (dependsOn: string): Promise<unknown> =>
      service.command('dependency.add', { taskId: task(3), dependsOn });
    expect(await add(task(2))).toEqual({ taskId: task(3), dependsOn: [task(2)], changed: true });
    expect(await add('fn-1.1')).toMatchObject({ dependsOn: [task(1), task(2)], changed: true });
    expect(await add(task(1))).toMatchObject({ dependsOn: [task(1), task(2)], changed: false });
    const events = await service.query('events.list', { kind: 'dependency_added' });
    expect(events).toHaveLength(2);
    expect((await service.query('task.detail', { id: task(3) })).row.version).toBe(3);
  });

  test('refuse themselves, strangers and circles, and name the way round (mends: dependencies were not checked for existence and circles)', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 3, [
      [2, 1],
      [3, 2],
    ]);
    const other = await makeEpic(service, 1, [], 'Another epic');
    const add = (taskId: string, dependsOn: string): Promise<unknown> =>
      service.command('dependency.add', { taskId, dependsOn });
    expect(await codeOf(add(task(1), task(1)))).toBe('dependency.self');
    expect(await codeOf(add(task(1), other.task(1)))).toBe('dependency.other_epic');
    expect(await codeOf(add(task(1), other.epic))).toBe('dependency.other_epic');
    expect(await codeOf(add(task(1), 'fn-1.9'))).toBe('task.not_found');
    const error = await errorOf(add(task(1), task(3)));
    expect(error.code).toBe('dependency.cycle');
    expect(error.message).toContain(`${task(1)} → ${task(3)} → ${task(2)} → ${task(1)}`);
    expect((await service.query('tasks.list', { epicId: epic }))[0]?.dependsOn).toEqual([]);
  });

  test('are removed once, unresolved texts too', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 2, [[2, 1]]);
    await bench.execute('INSERT INTO unresolved_task_deps (task_id, depends_on) VALUES (?, ?)', [
      task(2),
      'somewhere else',
    ]);
    const remove = (dependsOn: string): Promise<unknown> =>
      service.command('dependency.remove', { taskId: task(2), dependsOn });
    expect(await remove(task(1))).toEqual({ taskId: task(2), dependsOn: [], changed: true });
    expect(await remove(task(1))).toMatchObject({ changed: false });
    expect(await remove('somewhere else')).toMatchObject({ changed: true });
    const { row } = await service.query('task.detail', { id: task(2) });
    expect(row).toMatchObject({ dependsOn: [], unresolved: [] });
  });

  test('order epics too', async () => {
    const { service } = await openBench();
    const [{ epic: first }, { epic: second }] = [
      await makeEpic(service, 0, [], 'First'),
      await makeEpic(service, 0, [], 'Second'),
    ];
    const add = (taskId: string, dependsOn: string): Promise<unknown> =>
      service.command('dependency.add', { taskId, dependsOn });
    expect(await add(second, 'fn-1')).toMatchObject({ dependsOn: [first], changed: true });
    expect(await add(second, first)).toMatchObject({ changed: false });
    expect(await codeOf(add(first, second))).toBe('dependency.cycle');
    const [, row] = await service.query('epics.list', {});
    expect(row).toMatchObject({ id: second, dependsOn: [first], version: 2 });
    const removed = await service.command('dependency.remove', {
      taskId: second,
      dependsOn: first,
    });
    expect(removed).toEqual({ taskId: second, dependsOn: [], changed: true });
  });
});
