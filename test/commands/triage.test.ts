import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyProject, type Json } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
const epic = 'fn-1-add-sign-in';
const task = (number: number): string => `${epic}.${number}`;

/** An epic with three tasks in a row. */
beforeEach(async () => {
  project = await emptyProject();
  await project.json(['epic', 'create', '--title', 'Add sign-in']);
  for (const [number, title] of ['Store', 'Form', 'Page'].entries()) {
    const deps = number > 0 ? ['--deps', task(number)] : [];
    await project.json(['task', 'create', '--epic', epic, '--title', title, ...deps]);
  }
});

async function statuses(): Promise<Record<string, unknown>> {
  const { tasks } = await project.json(['tasks', '--epic', epic]);
  const rows = (tasks as Json[]).map((each) => [String(each['id']), each['status']] as const);
  return Object.fromEntries(rows);
}

describe('an epic', () => {
  it('takes its plan from a file, but not one with a heading twice', async () => {
    writeFileSync(path.join(project.directory, 'plan.md'), '# Plan\n\n## Scope\n\nAll.\n');
    expect(await project.json(['epic', 'plan', 'fn-1', '--file', 'plan.md'])).toEqual({
      id: epic,
      spec_path: null,
      message: `Plan of epic ${epic} updated`,
    });
    expect((await project.json(['cat', 'fn-1']))['content']).toContain('## Scope\n\nAll.');
    await project.json(['epic', 'plan', 'fn-1', '--spec', 'Mend the typo']);
    expect((await project.json(['cat', 'fn-1']))['content']).toContain('Mend the typo');
    expect((await project.run(['epic', 'plan', 'fn-1'])).code).toBe(2);
    const twice = { stdin: '## Scope\n\n## scope\n' };
    const refused = await project.run(['epic', 'plan', 'fn-1', '--file', '-'], twice);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('"scope" twice');
  });

  it('takes verdicts, a branch, backends and the mark of automatic execution (mends: show said passed where prompts look for ship)', async () => {
    expect(await project.json(['epic', 'review', 'fn-1', 'ship'])).toMatchObject({
      id: epic,
      plan_review_status: 'ship',
    });
    expect(await project.json(['epic', 'completion', 'fn-1', 'needs_work'])).toMatchObject({
      completion_review_status: 'needs_work',
    });
    expect(await project.json(['epic', 'branch', 'fn-1', 'sign-in'])).toMatchObject({
      branch_name: 'sign-in',
    });
    expect(await project.json(['epic', 'set-backend', 'fn-1', '--impl', 'codex'])).toMatchObject({
      default_impl: 'codex',
      default_review: null,
    });
    expect(await project.json(['epic', 'auto-exec', 'fn-1', '--pending'])).toMatchObject({
      auto_execute_pending: true,
    });
    const shown = await project.json(['show', 'fn-1']);
    expect(shown).toMatchObject({ plan_review_status: 'ship', branch_name: 'sign-in' });
    expect(shown['plan_reviewed_at']).toEqual(expect.any(String));
    const words = ['epic', 'completion', 'fn-1', '--status', 'ship'];
    expect(await project.json(words)).toMatchObject({
      completion_review_status: 'ship',
      completion_reviewed_at: expect.any(String) as string,
    });
    expect((await project.run(['epic', 'review', 'fn-1', 'maybe'])).code).toBe(2);
    expect((await project.run(['epic', 'review', 'fn-1'])).code).toBe(2);
    expect((await project.run(['epic', 'auto-exec', 'fn-1'])).code).toBe(2);
  });

  it('is renamed with its tasks, and old ids keep working', async () => {
    await project.json(['epic', 'create', '--title', 'Later']);
    await project.json(['epic', 'add-dep', 'fn-2', 'fn-1']);
    expect(await project.json(['epic', 'title', 'fn-1', '--title', 'Passkeys'])).toEqual({
      old_id: epic,
      new_id: 'fn-1-passkeys',
      title: 'Passkeys',
      files_renamed: [],
      tasks_updated: [1, 2, 3].map((number) => `fn-1-passkeys.${number}`),
      updated_deps_in: ['fn-2-later'],
      message: `Epic ${epic} is now fn-1-passkeys; the old id works`,
    });
    expect(await project.json(['show', task(2)])).toMatchObject({
      id: 'fn-1-passkeys.2',
      epic: 'fn-1-passkeys',
      depends_on: ['fn-1-passkeys.1'],
    });
    expect((await project.json(['undo']))['label']).toBe('renamed fn-1');
    expect(await project.json(['show', 'fn-2'])).toMatchObject({ depends_on_epics: [epic] });
  });

  it('is closed, reopened, archived and taken out again (mends: archiving wrote the plan over the epic, and nothing came out again)', async () => {
    expect(await project.error(['epic', 'close', 'fn-1'])).toMatchObject({
      code: 'epic.tasks_open',
      error: expect.stringContaining(`${task(1)} (todo)`) as string,
    });
    for (const number of [1, 2, 3]) await project.json(['task', 'skip', task(number)]);
    expect(await project.error(['epic', 'archive', 'fn-1'])).toMatchObject({
      code: 'epic.not_done',
    });
    expect(await project.json(['epic', 'close', 'fn-1'])).toEqual({
      id: epic,
      status: 'done',
      gaps_skipped: false,
      retro_suggested: true,
      message: `Epic ${epic} closed`,
    });
    expect(await project.json(['epic', 'clean'])).toEqual({ archived: [epic], count: 1 });
    expect(await project.json(['epics'])).toMatchObject({ count: 0 });
    expect(await project.error(['epic', 'reopen', 'fn-1'])).toMatchObject({
      code: 'epic.archived',
    });
    await project.json(['epic', 'unarchive', 'fn-1']);
    expect(await project.json(['epic', 'reopen', 'fn-1'])).toMatchObject({ status: 'open' });
    expect(await project.error(['epic', 'reopen', 'fn-1'])).toMatchObject({ code: 'epic.open' });
  });

  it('waits for epics, but not in a circle (mends: epics could wait for each other in a circle)', async () => {
    await project.json(['epic', 'create', '--title', 'Later']);
    expect(await project.json(['epic', 'add-dep', 'fn-2', 'fn-1'])).toMatchObject({
      id: 'fn-2-later',
      depends_on_epics: [epic],
      changed: true,
    });
    expect(await project.error(['epic', 'add-dep', 'fn-1', 'fn-2'])).toMatchObject({
      code: 'dependency.cycle',
      error: expect.stringContaining(`${epic} → fn-2-later → ${epic}`) as string,
    });
    expect(await project.json(['epic', 'rm-dep', 'fn-2', 'fn-1'])).toMatchObject({
      depends_on_epics: [],
    });
  });

  it('is replayed', async () => {
    await project.json(['start', task(1)]);
    expect((await project.error(['replay', 'fn-1']))['code']).toBe('task.transition');
    expect(await project.json(['replay', 'fn-1', '--dry-run'])).toEqual({
      epic,
      dry_run: true,
      would_reset: [],
      in_progress_overridden: [task(1)],
    });
    await project.json(['done', task(1)]);
    expect(await project.json(['replay', 'fn-1'])).toEqual({ epic, reset: [task(1)], count: 1 });
  });
});

describe('a task', () => {
  it('takes its text whole or by sections', async () => {
    writeFileSync(path.join(project.directory, 'desc.md'), 'What it is.\n');
    const argv = ['task', 'spec', task(1), '--desc', 'desc.md', '--accept', '-'];
    await project.json(argv, { stdin: '- [ ] It is\n' });
    const text = String((await project.json(['cat', task(1)]))['content']);
    expect(text).toContain('## Description\nWhat it is.\n\n## Acceptance\n- [ ] It is');
    await project.json(['task', 'spec', task(1), '--file', '-'], {
      stdin: '## Description\n\nB\n',
    });
    expect((await project.json(['cat', task(1)]))['content']).not.toContain('It is');
    expect((await project.run(['task', 'spec', task(1)])).code).toBe(2);
  });

  it('is split, in a chain or not', async () => {
    const parts = [task(4), task(5)];
    expect(await project.json(['task', 'split', task(2), '--titles', 'A| B'])).toEqual({
      original: task(2),
      split_into: parts,
      chain: false,
      message: `Task ${task(2)} split into 2 parts`,
    });
    expect(await project.json(['show', task(3)])).toMatchObject({ depends_on: parts });
    const chained = ['task', 'split', task(1), '--titles', 'A|B|C', '--chain'];
    expect(await project.json(chained)).toMatchObject({ split_into: [6, 7, 8].map(task) });
    expect(await project.json(['show', task(4)])).toMatchObject({ depends_on: [task(8)] });
    expect((await project.run(['task', 'split', task(3), '--titles', 'A|'])).code).not.toBe(0);
  });

  it('is told what it waits for, who has it, how urgent it is, and who does what (mends: set-deps only ever added)', async () => {
    const deps = ['task', 'set-deps', task(3), '--deps'];
    expect(await project.json([...deps, task(1)])).toMatchObject({ depends_on: [task(1)] });
    expect(await project.json([...deps, ''])).toMatchObject({ depends_on: [] });
    expect((await project.error([...deps, 'fn-1.9']))['code']).toBe('task.not_found');
    expect(await project.json(['task', 'assign', task(1), 'ada'])).toMatchObject({
      assignee: 'ada',
    });
    expect(await project.json(['task', 'priority', task(1), '2'])).toMatchObject({ priority: 2 });
    await project.json(['epic', 'set-backend', 'fn-1', '--impl', 'codex', '--review', 'rp']);
    await project.json(['task', 'set-backend', task(1), '--impl', 'claude']);
    expect(await project.json(['task', 'show-backend', task(1)])).toEqual({
      id: task(1),
      epic,
      impl: { spec: 'claude', source: 'task' },
      review: { spec: 'rp', source: 'epic' },
      sync: { spec: null, source: null },
    });
    expect(await project.json(['show', task(1)])).toMatchObject({ assignee: 'ada', priority: 2 });
  });

  it('is reset, with what waits for it when that is asked for', async () => {
    for (const number of [1, 2]) {
      await project.json(['start', task(number)]);
      await project.json(['done', task(number)]);
    }
    expect(await project.json(['task', 'reset', task(1)])).toMatchObject({ reset: [task(1)] });
    expect(await statuses()).toMatchObject({ [task(1)]: 'todo', [task(2)]: 'done' });
    expect(await project.json(['task', 'reset', task(1), '--cascade'])).toMatchObject({
      reset: [task(2)],
    });
  });
});

describe('the past', () => {
  it('is listed, taken back and done again', async () => {
    await project.json(['start', task(1)]);
    await project.json(['block', task(1), '--reason', 'waits']);
    const undone = await project.json(['undo']);
    expect(undone).toMatchObject({
      label: 'blocked fn-1.1',
      entities: [{ kind: 'task', id: task(1) }],
      message: 'Undone: blocked fn-1.1',
    });
    expect(await statuses()).toMatchObject({ [task(1)]: 'in_progress' });
    const { actions, count } = await project.json(['history', '--mine', '--limit', '2']);
    expect(count).toBe(2);
    expect(actions).toMatchObject([
      { command_id: undone['action'], label: 'blocked fn-1.1', state: 'undone', refusal: null },
      { label: 'started fn-1.1', state: 'done', origin: 'command', actor: 'tester' },
    ]);
    expect(await project.json(['redo'])).toMatchObject({ label: 'blocked fn-1.1' });
    expect((await project.error(['redo']))['code']).toBe('redo.nothing');
    await project.json(['unblock', task(1)], { environment: { FLOW_ACTOR: 'bob' } });
    expect(await project.error(['undo'])).toMatchObject({
      code: 'undo.conflict',
      error: expect.stringContaining('by bob') as string,
    });
    expect((await project.run(['history'])).stdout).toContain('was changed since by bob');
  });
});
