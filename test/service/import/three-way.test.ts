import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baseOf } from '../../../source/service/import/fields.js';
import { mergeFields, mergeTaskFields } from '../../../source/service/import/three-way.js';
import { epicFile, taskFile, TestProject } from '../../sources/support/project.js';

describe('the three-way comparison', () => {
  const base = baseOf({ title: 'A' });
  it.each([
    ['neither', 'A', 'A', {}, []],
    ['the file', 'B', 'A', { title: 'B' }, []],
    ['the database', 'A', 'C', {}, []],
    ['both', 'B', 'C', {}, ['title']],
    ['both alike', 'B', 'B', {}, []],
  ])('where %s changed', (_who, file, database, apply, conflicts) => {
    const merge = mergeFields({ title: file }, base, { title: database });
    expect(merge.apply).toEqual(apply);
    expect(merge.conflicts.map(({ field }) => field)).toEqual(conflicts);
  });

  it('keeps what the database has where nothing is known of last time', () => {
    const merge = mergeFields({ title: 'B', body: 'x' }, null, { title: 'C', body: 'x' });
    expect(merge).toEqual({
      apply: {},
      conflicts: [{ field: 'title', database: 'C', file: 'B' }],
    });
  });

  it('compares long texts by what they say, and objects in any order of their keys', () => {
    const [left, right] = [
      { a: 1, b: { c: 'x'.repeat(500), d: 2 } },
      { b: { d: 2, c: 'x'.repeat(500) }, a: 1 },
    ];
    const merge = mergeFields({ extra: right }, baseOf({ extra: left }), { extra: left });
    expect(merge).toEqual({ apply: {}, conflicts: [] });
    expect(JSON.stringify(baseOf({ extra: left })).length).toBeLessThan(100);
  });

  const todo = {
    status: 'todo',
    statusSource: 'committed',
    finishedHint: false,
    summary: '',
    assignee: null,
    completedAt: null,
  };

  it('keeps what accompanies a status where the status is kept', () => {
    const merge = mergeTaskFields(
      { ...todo, status: 'done', completedAt: '2026-01-01T00:00:00.000Z', assignee: 'file' },
      baseOf(todo),
      { ...todo, status: 'blocked', statusSource: 'database' },
    );
    expect(merge.apply).toEqual({});
    expect(merge.conflicts.map(({ field }) => field)).toEqual(['status']);
  });

  it('hints at finished work only where nobody acted here', () => {
    const file = { ...todo, summary: 'Done.', finishedHint: true };
    expect(mergeTaskFields(file, baseOf(todo), todo).apply).toEqual({
      summary: 'Done.',
      finishedHint: true,
    });
    const restarted = { ...todo, statusSource: 'database' };
    expect(mergeTaskFields(file, baseOf(todo), restarted).apply).toEqual({ summary: 'Done.' });
  });

  it('takes over where a status comes from when it says the same', () => {
    const live = { ...todo, statusSource: 'live-state' };
    expect(mergeTaskFields(live, baseOf(todo), todo).apply).toEqual({ statusSource: 'live-state' });
    const own = { ...todo, statusSource: 'database' };
    expect(mergeTaskFields(live, baseOf(todo), own).apply).toEqual({});
  });
});

describe('every field, three ways, through the database', () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject();
  });
  afterEach(() => project.end());

  interface Case {
    readonly field: string;
    /** The file's key; its value before and after. */
    readonly file: readonly [key: string, before: unknown, after: unknown];
    /** Table and column; what somebody sets here. */
    readonly stored: readonly [
      table: 'epics' | 'tasks' | 'runtime_state',
      column: string,
      own: string | number,
    ];
    /** The column's value for the file's before and after. */
    readonly values: readonly [before: string | number | null, after: string | number | null];
  }

  const plain = (field: string, key: string, table: Case['stored'][0], column: string): Case => ({
    field,
    file: [key, 'before', 'after'],
    stored: [table, column, 'own'],
    values: ['before', 'after'],
  });
  const [early, late, own] = ['2026-01-01', '2026-02-02', '2026-03-03'].map(
    (day) => `${day}T00:00:00.000Z`,
  ) as [string, string, string];
  const time = (field: string, key: string, table: Case['stored'][0], column: string): Case => ({
    field,
    file: [key, early, late],
    stored: [table, column, own],
    values: [early, late],
  });

  const cases: readonly Case[] = [
    plain('title', 'title', 'epics', 'title'),
    {
      field: 'status',
      file: ['status', 'open', 'done'],
      stored: ['epics', 'status', 'own'],
      values: ['open', 'done'],
    },
    {
      field: 'archived',
      file: ['archived', false, true],
      stored: ['epics', 'archived', 2],
      values: [0, 1],
    },
    plain('branchName', 'branch_name', 'epics', 'branch_name'),
    {
      field: 'planReview',
      file: ['plan_review_status', 'unknown', 'ship'],
      stored: ['epics', 'plan_review', 'failed'],
      values: ['unknown', 'passed'],
    },
    time('planReviewedAt', 'plan_reviewed_at', 'epics', 'plan_reviewed_at'),
    {
      field: 'completionReview',
      file: ['completion_review_status', 'ship', 'needs_work'],
      stored: ['epics', 'completion_review', 'unknown'],
      values: ['passed', 'failed'],
    },
    time('completionReviewedAt', 'completion_reviewed_at', 'epics', 'completion_reviewed_at'),
    plain('defaultImplementBackend', 'default_impl', 'epics', 'default_implement_backend'),
    plain('defaultReviewBackend', 'default_review', 'epics', 'default_review_backend'),
    plain('defaultSyncBackend', 'default_sync', 'epics', 'default_sync_backend'),
    {
      field: 'extra',
      file: ['ready', true, false],
      stored: ['epics', 'extra', '{"own":1}'],
      values: ['{"ready":true}', '{"ready":false}'],
    },
    plain('title', 'title', 'tasks', 'title'),
    {
      field: 'status',
      file: ['status', 'todo', 'done'],
      stored: ['tasks', 'status', 'blocked'],
      values: ['todo', 'done'],
    },
    {
      field: 'priority',
      file: ['priority', null, 3],
      stored: ['tasks', 'priority', 9],
      values: [null, 3],
    },
    {
      field: 'domain',
      file: ['domain', 'general', 'docs'],
      stored: ['tasks', 'domain', 'ops'],
      values: ['general', 'docs'],
    },
    plain('implementBackend', 'impl', 'tasks', 'implement_backend'),
    plain('reviewBackend', 'review', 'tasks', 'review_backend'),
    plain('syncBackend', 'sync', 'tasks', 'sync_backend'),
    plain('assignee', 'assignee', 'runtime_state', 'assignee'),
    time('claimedAt', 'claimed_at', 'runtime_state', 'claimed_at'),
    plain('claimNote', 'claim_note', 'runtime_state', 'claim_note'),
    time('completedAt', 'completed_at', 'runtime_state', 'completed_at'),
    {
      field: 'durationSeconds',
      file: ['duration_seconds', 1, 2],
      stored: ['runtime_state', 'duration_seconds', 3],
      values: [1, 2],
    },
    plain('blockedReason', 'blocked_reason', 'runtime_state', 'blocked_reason'),
    plain('skippedReason', 'skipped_reason', 'runtime_state', 'skipped_reason'),
    {
      field: 'retryCount',
      file: ['retry_count', 0, 1],
      stored: ['runtime_state', 'retry_count', 5],
      values: [0, 1],
    },
  ];

  const setUp = async ({ file: [key, before, after], stored: [table, column] }: Case) => {
    const write = (value: unknown) =>
      project.write({
        'epics/fn-1.json': epicFile('fn-1', table === 'epics' ? { [key]: value } : {}),
        'tasks/fn-1.1.json': taskFile('fn-1.1', table === 'epics' ? {} : { [key]: value }),
      });
    const [id, idColumn] =
      table === 'epics' ? ['fn-1', 'id'] : ['fn-1.1', table === 'tasks' ? 'id' : 'task_id'];
    write(before);
    await project.import();
    return {
      changeFile: () => write(after),
      changeDatabase: (value: string | number) =>
        project.run(`UPDATE ${table} SET ${column} = ? WHERE ${idColumn} = ?`, [value, id]),
      stored: async () =>
        (
          await project.all(`SELECT ${column} AS value FROM ${table} WHERE ${idColumn} = ?`, [id])
        )[0]?.value,
      conflicts: async () =>
        (
          await project.all<{ payload: string; entity_id: string }>(
            "SELECT entity_id, payload FROM events WHERE event_type = 'import_conflict'",
          )
        ).map(({ entity_id, payload }) => [
          entity_id,
          (JSON.parse(payload) as { fields: string[] }).fields,
        ]),
      id,
    };
  };

  const named = cases.map((each) => [`${each.stored[0]}.${each.stored[1]}`, each] as const);
  it.each(named)('%s', async (_name, each) => {
    // A field of two values cannot differ three ways.
    const isBinary = each.stored[0] === 'epics' && ['status', 'archived'].includes(each.stored[1]);
    const world = await setUp(each);
    const [before, after] = each.values;
    expect(await world.stored()).toBe(before);

    // Changed here alone: kept.
    const mine = isBinary ? (after ?? '') : each.stored[2];
    await world.changeDatabase(mine);
    expect(await project.import()).toMatchObject({ changed: 0, conflicts: 0 });
    expect(await world.stored()).toBe(mine);

    // Changed in the file too: kept and told once.
    world.changeFile();
    const report = await project.import();
    expect(await world.stored()).toBe(mine);
    if (isBinary) {
      expect(report.conflicts).toBe(0);
    } else {
      expect(report).toMatchObject({ changed: 0, conflicts: 1 });
      expect(report.findings.filter(({ kind }) => kind === 'conflict')).toHaveLength(1);
      expect(await world.conflicts()).toEqual([[world.id, [each.field]]]);
    }
    expect(await project.import()).toMatchObject({ changed: 0, conflicts: 0 });
  });

  it.each(named)('%s follows the file', async (_name, each) => {
    const world = await setUp(each);
    world.changeFile();
    expect(await project.import()).toMatchObject({ added: 0, changed: 1, conflicts: 0 });
    expect(await world.stored()).toBe(each.values[1]);
    expect(await project.import()).toMatchObject({ changed: 0, conflicts: 0 });
  });

  it('lists: dependencies, files and evidence of a task', async () => {
    const write = (more: Readonly<Record<string, unknown>>) =>
      project.write({
        'epics/fn-1.json': epicFile('fn-1'),
        ...Object.fromEntries(
          [2, 3, 4].map((n) => [`tasks/fn-1.${n}.json`, taskFile(`fn-1.${n}`)]),
        ),
        'tasks/fn-1.1.json': taskFile('fn-1.1', more),
      });
    const before = {
      depends_on: ['fn-1.2'],
      files: ['a'],
      labels: ['x'],
      evidence: { commits: ['1'] },
    };
    const after = {
      depends_on: ['fn-1.3', 'fn-9.9'],
      files: ['b'],
      labels: [],
      evidence: { commits: ['2'] },
    };
    const stored = async () => ({
      edges: await project.all('SELECT depends_on FROM task_deps'),
      loose: await project.all('SELECT depends_on FROM unresolved_task_deps'),
      files: await project.all('SELECT file_path FROM file_ownership'),
      labels: await project.all('SELECT label FROM task_labels'),
      commits: await project.all('SELECT commits FROM evidence'),
    });
    write(before);
    await project.import();
    write(after);
    expect(await project.import()).toMatchObject({ changed: 1, conflicts: 0 });
    expect(await stored()).toEqual({
      edges: [{ depends_on: 'fn-1.3' }],
      loose: [{ depends_on: 'fn-9.9' }],
      files: [{ file_path: 'b' }],
      labels: [],
      commits: [{ commits: '["2"]' }],
    });
    await project.run("UPDATE task_deps SET depends_on = 'fn-1.4'");
    await project.run("UPDATE file_ownership SET file_path = 'own'");
    await project.run("INSERT INTO task_labels VALUES ('fn-1.1', 'own')");
    await project.run('UPDATE evidence SET commits = ?', ['["own"]']);
    write(before);
    expect(await project.import()).toMatchObject({ changed: 0, conflicts: 1 });
    expect(await stored()).toMatchObject({
      edges: [{ depends_on: 'fn-1.4' }],
      files: [{ file_path: 'own' }],
      labels: [{ label: 'own' }],
      commits: [{ commits: '["own"]' }],
    });
  });

  it('texts: body and summary', async () => {
    const write = (description: string, summary: string) =>
      project.write({
        'epics/fn-1.json': epicFile('fn-1'),
        'tasks/fn-1.1.json': taskFile('fn-1.1'),
        'tasks/fn-1.1.md': `# fn-1.1 T\n\n## Description\n${description}\n\n## Done summary\n${summary}\n`,
      });
    const stored = async () =>
      (await project.all('SELECT body, summary FROM tasks JOIN runtime_state ON task_id = id'))[0];
    write('one', 'TBD');
    await project.import();
    await project.run("UPDATE tasks SET body = 'own'");
    write('two', 'Finished.');
    expect(await project.import()).toMatchObject({ changed: 1, conflicts: 1 });
    expect(await stored()).toMatchObject({ body: 'own', summary: 'Finished.' });
  });

  it('leaves a task deleted that was deleted here, and tells when its file changes', async () => {
    project.write({ 'epics/fn-1.json': epicFile('fn-1'), 'tasks/fn-1.1.json': taskFile('fn-1.1') });
    await project.import();
    await project.run('DELETE FROM tasks');
    expect(await project.import()).toMatchObject({ added: 0, conflicts: 0 });
    project.write({ 'tasks/fn-1.1.json': taskFile('fn-1.1', { title: 'New' }) });
    expect(await project.import()).toMatchObject({ added: 0, conflicts: 1 });
    project.remove('tasks/fn-1.1.json');
    expect(await project.import()).toMatchObject({ vanished: 0, conflicts: 0 });
    expect(await project.all('SELECT id FROM tasks')).toEqual([]);
  });

  it('gives a task a place to belong to when its epic was deleted here', async () => {
    project.write({ 'epics/fn-1.json': epicFile('fn-1') });
    await project.import();
    await project.run('DELETE FROM epics');
    project.write({ 'tasks/fn-1.1.json': taskFile('fn-1.1') });
    expect(await project.import()).toMatchObject({ added: 1 });
    expect(await project.all('SELECT id, placeholder FROM epics')).toEqual([
      { id: 'fn-1', placeholder: 1 },
    ]);
  });

  it('keeps what was made here under the id of a file that is new', async () => {
    await project.run(
      "INSERT INTO epics (id, title, created_at, updated_at) VALUES ('fn-1', 'Mine', '', '')",
    );
    project.write({ 'epics/fn-1.json': epicFile('fn-1') });
    expect(await project.import()).toMatchObject({ added: 0, conflicts: 1 });
    expect(await project.all('SELECT title FROM epics')).toEqual([{ title: 'Mine' }]);
  });
});
