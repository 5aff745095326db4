import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyProject, type Json } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
let epic: string;
const environment = { PATH: process.env['PATH'] ?? '' };
const task = (number: number): string => `${epic}.${number}`;
const list = (value: unknown): readonly Json[] => value as readonly Json[];
const ids = (value: unknown): readonly unknown[] => list(value).map(({ id }) => id);

beforeEach(async () => {
  project = await emptyProject();
  epic = String((await project.json(['epic', 'create', '--title', 'Add sign-in']))['id']);
  for (let number = 1; number <= 10; number += 1) {
    await project.json(['task', 'create', '--epic', epic, '--title', `Step ${number}`]);
  }
});

const statuses = async (): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    list((await project.json(['tasks']))['tasks']).map(({ id, status }) => [
      String(id).replace(`${epic}.`, ''),
      status,
    ]),
  );

describe('recover', () => {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      cwd: project.directory,
      encoding: 'utf8',
    });
  const commit = (message: string) => git('commit', '-q', '--allow-empty', '-m', message);
  const recover = (...flags: string[]) =>
    project.json(['recover', '--epic', 'fn-1', ...flags], { environment });

  beforeEach(() => {
    git('init', '-q');
  });

  it('takes over what commits prove, by whole ids, and nothing that is only mentioned (mends: fn-1.1 was found in fn-1.10, and a mention counted as proof)', async () => {
    commit(`${task(10)}: ten`);
    commit('plan: fn-1.2 and others');
    commit('feat: three\n\nTask: fn-1.3');
    commit('fix: three again (fn-1.3)');
    const foreseen = await recover('--dry-run');
    expect(ids(foreseen['recovered'])).toEqual([task(3), task(10)]);
    expect((await statuses())['3']).toBe('todo');

    const report = await recover();
    expect(report).toMatchObject({
      epic,
      dry_run: false,
      already_done: [],
      summary: { recovered_count: 2, already_done_count: 0, not_found_count: 8 },
    });
    expect(ids(report['hints'])).toEqual([task(2)]);
    expect(list(report['recovered'])[0]?.['commits']).toEqual([
      expect.stringMatching(/^[0-9a-f]{7} fix: three again/),
      expect.stringMatching(/^[0-9a-f]{7} feat: three$/),
    ]);
    expect(await statuses()).toMatchObject({ '1': 'todo', '2': 'todo', '3': 'done', '10': 'done' });
    const shown = await project.json(['show', task(3)]);
    expect(shown['evidence']).toMatchObject({ commits: [expect.any(String), expect.any(String)] });
    expect((await project.json(['cat', task(3)]))['content']).toContain('Recovered from the log');
    expect((await project.json(['events', '--type', 'task_recovered']))['events']).toHaveLength(2);
    expect(await recover()).toMatchObject({
      recovered: [],
      summary: { recovered_count: 0, already_done_count: 2 },
    });
  });

  it('leaves skipped, blocked and failed tasks alone unless asked (mends: recovering overwrote skipped, blocked and failed tasks)', async () => {
    await project.json(['task', 'skip', task(1)]);
    await project.json(['block', task(2), '--reason', 'Waits']);
    commit('fn-1.1: one');
    commit('fn-1.2: two');
    const report = await recover();
    expect(report['left_alone']).toEqual([
      { id: task(1), status: 'skipped' },
      { id: task(2), status: 'blocked' },
    ]);
    await recover('--include', 'blocked');
    expect(await statuses()).toMatchObject({ '1': 'skipped', '2': 'done' });
    const wrong = await project.run(['recover', '--epic', epic, '--include', 'todo']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('not todo')]);
  });

  it('sees packed refs, merges, other worktrees and tags, but no stash and no note', async () => {
    commit('begin');
    git('checkout', '-q', '-b', 'side');
    commit('fn-1.1: on a branch that was merged');
    git('checkout', '-q', '-');
    commit('other');
    git('merge', '-q', '--no-ff', 'side', '-m', 'Merge side');
    git('branch', '-q', '-D', 'side');
    git('checkout', '-q', '--detach');
    commit('fn-1.2: only tagged');
    git('tag', 'kept');
    git('checkout', '-q', '-');
    git('pack-refs', '--all');
    const other = path.join(project.directory, 'other');
    git('worktree', 'add', '-q', '--detach', other);
    git('-C', other, 'commit', '-q', '--allow-empty', '-m', 'fn-1.3: in another worktree');
    writeFileSync(path.join(project.directory, 'file'), 'x');
    git('add', 'file');
    git('stash', 'push', '-q', '-m', 'not yet (fn-1.4)');
    git('notes', 'add', '-m', 'Task: fn-1.5');
    expect(ids((await recover('--dry-run'))['recovered'])).toEqual([task(1), task(2), task(3)]);
  });

  it('says where a clone holds only the end of the history', async () => {
    commit('fn-1.1: one');
    commit('fn-1.2: two');
    const clone = path.join(project.directory, 'clone');
    git('clone', '-q', '--depth', '1', `file://${project.directory}`, clone);
    const far = await recover('--dry-run', '--dir', clone);
    expect(far).toMatchObject({ shallow: true });
    expect(ids(far['recovered'])).toEqual([task(2)]);
    expect(await recover('--dry-run')).toMatchObject({ shallow: false });
  });

  it('says what is wrong where there is no log and no such epic', async () => {
    rmSync(path.join(project.directory, '.git'), { recursive: true });
    expect((await project.error(['recover', '--epic', epic], { environment }))['code']).toBe(
      'recover.no_log',
    );
    expect((await project.error(['recover', '--epic', 'fn-9'], { environment }))['code']).toBe(
      'epic.not_found',
    );
    expect((await project.error(['recover', '--epic', task(1)], { environment }))['code']).toBe(
      'id.invalid',
    );
    expect((await project.run(['recover'])).code).toBe(2);
  });
});

describe('checkpoint', () => {
  const checkpoint = (verb: string, id = epic) => project.json(['checkpoint', verb, '--epic', id]);

  it('brings one epic back whole, with events, and leaves others and later tasks alone (mends: restoring a checkpoint put the whole database back)', async () => {
    await project.json(['start', task(1)]);
    await project.json([
      'done',
      task(1),
      '--summary',
      'Built',
      '--evidence',
      '{"commits":["abc1234"]}',
    ]);
    await project.json(['dep', 'add', task(3), task(2)]);
    await project.json(['worker-phase', 'next', '--task', task(2)]);
    await project.json(['phase', 'next', '--epic', epic]);
    const before = await project.json(['show', epic]);
    const text = await project.json(['cat', task(1)]);
    const saved = await checkpoint('save', 'fn-1');
    expect(saved).toMatchObject({ epic, tasks: 10 });
    expect(readdirSync(project.directory)).toContain(`checkpoint-${epic}.json`);

    await project.json(['restart', task(1)]);
    await project.json(['dep', 'rm', task(3), task(2)]);
    await project.json(['worker-phase', 'done', '--task', task(2), '--phase', '0']);
    await project.json(['phase', 'done', '--epic', epic, '--phase', 'brainstorm', '--no-gate']);
    await project.json(['block', task(4), '--reason', 'Waits']);
    await project.json(['task', 'create', '--epic', epic, '--title', 'Later']);
    const other = String((await project.json(['epic', 'create', '--title', 'Other']))['id']);

    const restored = await checkpoint('restore');
    expect(restored).toMatchObject({ epic, created: [], kept: [task(11)] });
    expect(new Set(restored['restored'] as string[])).toEqual(
      new Set([epic, task(1), task(2), task(3), task(4)]),
    );
    const after = await project.json(['show', epic]);
    expect(list(after['tasks']).slice(0, 10)).toEqual(before['tasks']);
    expect(after['pipeline_phase']).toBe('brainstorm');
    expect(await project.json(['cat', task(1)])).toEqual(text);
    expect((await project.json(['show', task(1)]))['evidence']).toMatchObject({
      commits: ['abc1234'],
    });
    expect(await project.json(['show', other])).toMatchObject({ status: 'open' });
    const { events } = await project.json(['events', '--task', task(4), '--limit', '1']);
    expect(events).toMatchObject([{ event_type: 'task_restored' }]);

    // Done again, nothing is left to do, and nothing is written.
    expect(await checkpoint('restore')).toMatchObject({ restored: [], created: [] });
    expect((await project.json(['events', '--type', 'task_restored']))['events']).toHaveLength(4);
  });

  it('stays with an epic that is renamed, and there is one of each', async () => {
    await checkpoint('save');
    const renamed = String((await project.json(['epic', 'title', epic, 'Passkeys']))['new_id']);
    await project.json(['block', `${renamed}.1`, '--reason', 'Waits']);
    const all = async () => (await project.json(['checkpoint', 'list']))['checkpoints'];
    expect(await all()).toMatchObject([{ epic: renamed, title: 'Add sign-in' }]);
    expect(await checkpoint('restore', renamed)).toMatchObject({
      epic: renamed,
      restored: expect.arrayContaining([`${renamed}.1`]) as string[],
    });
    await checkpoint('save', epic);
    expect(await all()).toHaveLength(1);
    expect(await checkpoint('delete', epic)).toMatchObject({ epic: renamed, deleted: true });
    expect(await all()).toEqual([]);
  });

  it('sets only what an older checkpoint holds, and leaves what it does not know', async () => {
    const { checkpoint: saved } = await checkpoint('save');
    const content = JSON.parse(readFileSync(String(saved), 'utf8')) as {
      epic: Record<string, unknown>;
      tasks: Record<string, unknown>[];
    };
    for (const record of [content.epic, ...content.tasks]) {
      delete record['branchName'];
      delete record['priority'];
      record['aFieldOfAnotherVersion'] = 1;
    }
    writeFileSync(String(saved), JSON.stringify(content));
    await project.json(['task', 'priority', task(1), '3']);
    await project.json(['start', task(1)]);
    expect((await checkpoint('restore'))['restored']).toEqual([task(1)]);
    expect(await project.json(['show', task(1)])).toMatchObject({ status: 'todo', priority: 3 });
  });

  it('lists, deletes, and says what is not there', async () => {
    expect(await project.json(['checkpoint', 'list'])).toEqual({ checkpoints: [], count: 0 });
    expect((await project.error(['checkpoint', 'restore', '--epic', epic]))['code']).toBe(
      'checkpoint.not_found',
    );
    expect(await checkpoint('delete')).toMatchObject({ epic, deleted: false });
    await checkpoint('save');
    expect(await project.json(['checkpoint', 'list'])).toMatchObject({
      count: 1,
      checkpoints: [{ epic, title: 'Add sign-in', tasks: 10, actor: 'tester' }],
    });
    expect(await checkpoint('delete', 'fn-1')).toMatchObject({ deleted: true });
    for (const verb of ['save', 'restore', 'delete']) {
      expect((await project.error(['checkpoint', verb, '--epic', 'fn-9']))['code']).toBe(
        'epic.not_found',
      );
    }
  });

  it('refuses a file that is damaged, of another format or of a newer program', async () => {
    const { checkpoint: file } = await checkpoint('save');
    const whole = JSON.parse(readFileSync(String(file), 'utf8')) as Json;
    for (const content of [
      '{',
      '{}',
      '[]',
      JSON.stringify({ ...whole, version: 2 }),
      JSON.stringify({ ...whole, tasks: [1] }),
    ]) {
      writeFileSync(String(file), content);
      const error = await project.error(['checkpoint', 'restore', '--epic', epic]);
      expect(error['code']).toBe('checkpoint.unreadable');
    }
    expect((await project.json(['checkpoint', 'list']))['warnings']).toHaveLength(1);
    expect(path.dirname(String(file))).toBe(project.directory);
  });
});
