import { describe, expect, test } from 'vitest';
import type { ImportedEpic } from '../../source/domain/contract/import.js';
import { defaultContext } from '../../source/service/context.js';
import { importSet } from '../../source/service/import/index.js';
import {
  codeOf,
  errorOf,
  latestEvent,
  makeEpic,
  openBench,
  statusesOf,
} from './support/service.js';

const cockpit = { origin: 'cockpit' } as const;

describe('undo', () => {
  test('writes the inverse with a reference, under an action of its own', async () => {
    const { service } = await openBench('ada');
    const { epic, task } = await makeEpic(service, 1);
    await service.command('task.block', { id: task(1), reason: 'waits' }, cockpit);
    const blocked = await latestEvent(service);
    const result = await service.command('history.undo', {}, cockpit);
    expect(result).toEqual({
      of: blocked.commandId,
      commandId: expect.any(String) as string,
      label: 'blocked fn-1.1',
      entities: [{ kind: 'task', id: task(1) }],
    });
    expect(await latestEvent(service)).toMatchObject({
      kind: 'change_undone',
      undoes: blocked.id,
      commandId: result.commandId,
      epicId: epic,
      taskId: task(1),
      version: 3,
      before: blocked.after,
      after: blocked.before,
      payload: { undid: 'task_blocked' },
    });
  });

  test('takes back the latest of the caller through the same door, and no one else’s', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 3);
    await service.command('task.skip', { id: task(1) }, cockpit);
    await service.command('task.skip', { id: task(2) });
    await bench.beside('bob').command('task.skip', { id: task(3) }, cockpit);
    await service.command('history.undo', {}, cockpit);
    expect(await statusesOf(service, epic)).toEqual({ 1: 'todo', 2: 'skipped', 3: 'skipped' });
    expect(await codeOf(service.command('history.undo', {}, cockpit))).toBe('undo.nothing');
    await service.command('history.redo', {}, cockpit);
    expect(await codeOf(service.command('history.redo', {}, cockpit))).toBe('redo.nothing');
  });

  test('takes a failure back with all that it stopped, also in another process', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 3, [
      [2, 1],
      [3, 2],
    ]);
    await service.command('task.start', { id: task(1) });
    await service.command('task.fail', { id: task(1) }, cockpit);
    const later = await bench.another('ada');
    await later.command('history.undo', {}, cockpit);
    expect(await statusesOf(later, epic)).toEqual({ 1: 'in_progress', 2: 'todo', 3: 'todo' });
    await service.command('history.redo', {}, cockpit);
    expect(await statusesOf(service, epic)).toMatchObject({ 1: 'failed', 3: 'upstream_failed' });
  });

  test('is refused, whole, where somebody touched the same field since', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2);
    const { commandId } = await service.command('tasks.edit', {
      items: [{ id: task(1) }, { id: task(2) }],
      edit: { priority: 3 },
    });
    const bob = bench.beside('bob');
    await bob.command('task.edit', { id: task(2), title: 'Other words' });
    await bob.command('task.edit', { id: task(2), priority: 1 });
    const error = await errorOf(service.command('history.undo', { commandId }));
    expect(error.code).toBe('undo.conflict');
    expect(error.message).toMatch(
      /^fn-1-sample-work\.2 was changed since by bob at 2026-03-01 10:00:00 \(priority\)\.$/,
    );
    expect(error.details).toMatchObject({ id: task(2), actor: 'bob', fields: ['priority'] });
    const tasks = await service.query('tasks.list', { epicId: epic });
    expect(tasks.map(({ priority }) => priority)).toEqual([3, 1]);
    // What bob did and took back himself stands in nobody's way.
    await bob.command('history.undo', {});
    await service.command('history.undo', { commandId });
    expect((await service.query('task.detail', { id: task(2) })).row).toMatchObject({
      priority: null,
      title: 'Other words',
    });
  });

  test('is refused where an import changed the value, which leaves no event', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    await service.command('task.edit', { id: task(1), title: 'Mine' });
    await bench.execute("UPDATE tasks SET title = 'Theirs' WHERE id = ?", [task(1)]);
    const error = await errorOf(service.command('history.undo', {}));
    expect(error.code).toBe('undo.conflict');
    expect(error.message).toBe(`${task(1)} was changed since (title).`);
  });

  test('of a creation takes the task away, unless something hangs on it', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 1);
    const { id, commandId } = await service.command('task.create', { epicId: epic, title: 'New' });
    const bob = bench.beside('bob');
    await bob.command('dependency.add', { taskId: task(1), dependsOn: id });
    expect(await errorOf(service.command('history.undo', { commandId }))).toMatchObject({
      code: 'undo.conflict',
      message: `${id} has to stay: ${task(1)} refers to it.`,
    });
    await bob.command('history.undo', {});
    const before = (await service.query('task.detail', { id })).row;
    const undone = await service.command('history.undo', { commandId });
    expect(await latestEvent(service)).toMatchObject({ kind: 'task_deleted', entityId: id });
    expect(await codeOf(service.query('task.detail', { id }))).toBe('task.not_found');
    await service.command('history.redo', { commandId: undone.commandId });
    const { version, updatedAt, ...rest } = before;
    const again = (await service.query('task.detail', { id })).row;
    expect(again).toMatchObject(rest);
    expect(again.version).toBeGreaterThan(version);
    expect(again.updatedAt >= updatedAt).toBe(true);
    expect((await latestEvent(service)).kind).toBe('task_created');
  });

  test('of a creation is refused once its number is taken again', async () => {
    const { service } = await openBench('ada');
    const { epic } = await makeEpic(service, 0);
    const first = await service.command('task.create', { epicId: epic, title: 'One' });
    await service.command('history.undo', {});
    const second = await service.command('task.create', { epicId: epic, title: 'Two' });
    expect(second.id).toBe(first.id);
    const redo = service.command('history.redo', { commandId: first.commandId });
    expect((await errorOf(redo)).code).toBe('undo.conflict');
  });

  test('leaves what cannot be taken back, and passes it over', async () => {
    const { service } = await openBench('ada');
    const { epic, task } = await makeEpic(service, 1);
    await service.command('task.skip', { id: task(1) });
    await service.command('message.send', { to: 'bob', text: 'Hello' });
    const [message] = await service.query('history.list', { limit: 1 });
    expect(message?.refusal).toBe('A message that was sent cannot be taken back.');
    const named = { commandId: message?.commandId ?? '' };
    expect(await codeOf(service.command('history.undo', named))).toBe('undo.impossible');
    await service.command('history.undo', {});
    expect(await statusesOf(service, epic)).toEqual({ 1: 'todo' });
  });

  test('does not close a circle that somebody else drew in the meantime', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { task } = await makeEpic(service, 2, [[2, 1]]);
    await service.command('dependency.remove', { taskId: task(2), dependsOn: task(1) });
    const bob = bench.beside('bob');
    await bob.command('dependency.add', { taskId: task(1), dependsOn: task(2) });
    const error = await errorOf(service.command('history.undo', {}));
    expect(error.code).toBe('undo.conflict');
    expect(error.message).toContain('would close the cycle');
  });

  test('counts what was done once: figures of the day ignore undo and redo', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    await service.command('task.start', { id: task(1) });
    await service.command('task.done', { id: task(1) });
    const before = await bench.rows('SELECT * FROM daily_rollup');
    await service.command('history.undo', {});
    await service.command('history.redo', {});
    expect((await latestEvent(service)).kind).toBe('task_completed');
    expect(await bench.rows('SELECT * FROM daily_rollup')).toEqual(before);
  });
});

describe('the history', () => {
  test('folds undo and redo into the action they are about', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 4);
    const items = [1, 2, 3, 4].map((number) => ({ id: task(number) }));
    await service.command('tasks.apply', { operation: 'block', items, text: 'why' }, cockpit);
    await service.command('task.edit', { id: task(1), title: 'Other' }, cockpit);
    await service.command('history.undo', {}, cockpit);
    await service.command('task.split', { id: task(2), titles: ['A', 'B'] }, cockpit);
    await service.command('epic.edit', { id: epic, body: 'Plan' }, cockpit);
    await service.command('dependency.add', { taskId: task(4), dependsOn: task(3) }, cockpit);
    const list = await service.query('history.list', { actor: 'ada', origin: 'cockpit' });
    expect(list.map(({ label, state, refusal }) => [label, state, refusal])).toEqual([
      ['fn-1.4 now waits for fn-1.3', 'done', null],
      ['edited fn-1 (body)', 'done', null],
      ['split fn-1.2', 'done', null],
      ['edited fn-1.1 (title)', 'undone', null],
      [
        'blocked 4 tasks',
        'done',
        'fn-1-sample-work.2 was changed since by ada at 2026-03-01 10:00:00 (status).',
      ],
    ]);
    expect(list[4]?.entities).toHaveLength(4);
    expect(await service.query('history.list', { limit: 1 })).toHaveLength(1);
  });
});

describe('a rename', () => {
  test('carries every reference, and can be taken back with what was done before and after', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2, [[2, 1]]);
    const other = await makeEpic(service, 1, [], 'Other');
    await service.command('epic.addDependency', { id: other.epic, dependsOn: epic });
    await service.command('task.start', { id: task(1) });
    await service.command('tokens.record', { taskId: task(1), inputTokens: 5, outputTokens: 1 });
    await service.command('dependency.remove', { taskId: task(2), dependsOn: task(1) });
    const { newId } = await service.command('epic.rename', { id: epic, title: 'New name' });
    expect(newId).toBe('fn-1-new-name');

    const detail = await service.query('task.detail', { id: task(1) });
    expect(detail.row).toMatchObject({ id: `${newId}.1`, epicId: newId, tokens: 6 });
    expect(detail.history.map(({ kind }) => kind)).toEqual(['task_started', 'task_created']);
    expect(await service.query('epic.detail', { id: newId })).toMatchObject({
      row: { title: 'New name', tokens: 6 },
      body: expect.stringMatching(/^# fn-1-new-name New name\n/) as string,
    });
    expect((await service.query('epic.detail', { id: other.epic })).row.dependsOn).toEqual([newId]);
    const found = await service.query('search', { text: 'Step 2', scope: 'project' });
    expect(found.hits.map(({ id }) => id)).toContain(`${newId}.2`);

    // An event from before speaks of the old ids, and is undone under the new ones.
    const { commandId } = await latestEvent(service, 'dependency_removed');
    await service.command('history.undo', { commandId });
    expect((await service.query('task.detail', { id: task(2) })).row.dependsOn).toEqual([
      `${newId}.1`,
    ]);
    const renaming = await latestEvent(service, 'epic_renamed');
    await service.command('history.undo', { commandId: renaming.commandId });
    expect((await service.query('task.detail', { id: `${newId}.2` })).row).toMatchObject({
      id: task(2),
      dependsOn: [task(1)],
    });
  });

  test('is followed by files that still use the old ids', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const epic: ImportedEpic = {
      id: 'fn-1-old',
      files: [{ path: 'a', sha256: 'a' }],
      title: 'Old',
      status: 'open',
      archived: false,
      branchName: null,
      planReview: 'unknown',
      planReviewedAt: null,
      completionReview: 'unknown',
      completionReviewedAt: null,
      dependsOn: [],
      defaultImplementBackend: null,
      defaultReviewBackend: null,
      defaultSyncBackend: null,
      body: '',
      specPath: null,
      createdAt: null,
      updatedAt: null,
      extra: {},
    };
    const set = { kind: 'flow', epics: [epic], tasks: [], memory: [], configuration: {} } as const;
    const source = { path: '.flow', directory: '/x/.flow' };
    const context = defaultContext({ actor: 'ada', origin: 'import' });
    const read = () => importSet(bench.database, context, { ...set, findings: [] }, source);
    expect(await read()).toMatchObject({ added: 1 });
    await service.command('epic.rename', { id: 'fn-1', title: 'New' });
    expect(await read()).toMatchObject({ added: 0, changed: 0, vanished: 0 });
    const epics = await service.query('epics.list', {});
    expect(epics.map(({ id, title }) => [id, title])).toEqual([['fn-1-new', 'New']]);
  });

  test('is refused where the new id is taken', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    const other = await makeEpic(service, 0, [], 'Taken');
    await service.command('epic.rename', { id: other.epic, title: 'Free' });
    expect((await service.command('epic.rename', { id: epic, title: 'Taken' })).newId).toBe(
      'fn-1-taken',
    );
    expect(await codeOf(service.query('epic.detail', { id: other.epic }))).toBe('no error');
  });
});
