import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importDirectory } from '../../source/sources/import.js';
import { openDatabase } from '../../source/store/open.js';
import { epicFile, fixtures, projectFiles, taskFile, TestProject } from './support/project.js';

describe('importing a directory', () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject();
  });
  afterEach(() => project.end());

  const nothing = { added: 0, changed: 0, vanished: 0, conflicts: 0 };
  const version = async (id: string) =>
    (await project.all<{ version: number }>('SELECT version FROM tasks WHERE id = ?', [id]))[0]
      ?.version;
  const events = () =>
    project.all<{ event_type: string; entity_id: string; payload: string }>(
      'SELECT event_type, entity_id, payload FROM events ORDER BY id',
    );

  it.each(['schema-1', 'schema-2', 'schema-3', 'file-store'])(
    '%s: what is read is stored, and a second run writes nothing',
    async (name) => {
      const report = await project.copyFixture(name).import();
      const set = await project.read();
      expect(report).toMatchObject({
        source: '.flow',
        added: set.epics.length + set.tasks.length + set.memory.length,
        changed: 0,
        conflicts: 0,
      });
      const before = await (await project.database()).dataVersion();
      const count = (await events()).length;
      project.now = '2026-08-01T00:00:00.000Z';
      expect(await project.import()).toMatchObject({ ...nothing, unchanged: report.added });
      expect(await events()).toHaveLength(count);
      expect(await (await project.database()).dataVersion()).toBe(before);
    },
  );

  it('stores every field of a task', async () => {
    await project.copyFixture('file-store').import();
    const [task] = await project.all(
      `SELECT t.*, r.*, e.commits, e.files_changed, e.final_revision AS final FROM tasks t
       JOIN runtime_state r ON r.task_id = t.id JOIN evidence e ON e.task_id = t.id
       WHERE t.id = 'fn-1-sing.1'`,
    );
    expect(task).toMatchObject({
      epic_id: 'fn-1-sing',
      title: 'Verse 1',
      status: 'done',
      status_source: 'live-state',
      finished_hint: 0,
      phase_scheme: 2,
      spec_path: '.flow/tasks/fn-1-sing.1.md',
      version: 1,
      created_at: '2026-05-01T09:00:00.000Z',
      updated_at: '2026-05-02T10:00:00.000Z',
      assignee: 'choir',
      completed_at: '2026-05-02T10:00:00.000Z',
      duration_seconds: 3600,
      retry_count: 1,
      commits: '["c1"]',
      files_changed: 2,
      final: 'bbb',
    });
    expect(await project.all('SELECT * FROM file_ownership ORDER BY file_path')).toEqual([
      { file_path: 'verse-1.txt', task_id: 'fn-1-sing.1' },
      { file_path: 'verse-2.txt', task_id: 'fn-1-sing.2' },
    ]);
    expect(
      await project.all("SELECT phase FROM phase_progress WHERE status = 'done' ORDER BY phase"),
    ).toEqual(['1', '2', '3', '5'].map((phase) => ({ phase })));
    expect(
      await project.all('SELECT phase, status FROM pipeline_progress ORDER BY status, phase'),
    ).toEqual([
      { phase: 'work', status: 'active' },
      { phase: 'brainstorm', status: 'done' },
      { phase: 'plan', status: 'done' },
      { phase: 'plan_review', status: 'done' },
    ]);
    expect(await project.all('SELECT id, archived FROM epics ORDER BY id')).toEqual([
      { id: 'fn-1-sing', archived: 0 },
      { id: 'fn-2-hum', archived: 1 },
    ]);
  });

  it('takes the log of the file store over once, with its times', async () => {
    await project.copyFixture('file-store').import();
    await project.import();
    expect(
      await project.all(
        "SELECT event_type, timestamp, payload FROM events WHERE event_type <> 'import_completed'",
      ),
    ).toEqual([
      { event_type: 'task_started', timestamp: '2026-05-02T09:00:00.000Z', payload: '{}' },
      {
        event_type: 'task_completed',
        timestamp: '2026-05-02T10:00:00.000Z',
        payload: '{"durationSeconds":3600}',
      },
      {
        event_type: 'note_logged',
        timestamp: '2026-05-02T10:01:00.000Z',
        payload: '{"originalType":"curtain_fell"}',
      },
    ]);
    expect(
      await project.all('SELECT day, tasks_started, tasks_completed FROM daily_rollup'),
    ).toEqual([{ day: '2026-05-02', tasks_started: 1, tasks_completed: 1 }]);
  });

  it('marks finished work whose file says todo, until somebody acts here', async () => {
    await project.copyFixture('schema-2').import();
    const hinted = () => project.all('SELECT id FROM tasks WHERE finished_hint = 1');
    expect(await hinted()).toEqual([{ id: 'fn-1.1' }]);
    project.write({
      'tasks/fn-1.1.md': '# fn-1.1 Dig a hole\n\n## Done summary\nTBD\n',
      'tasks/fn-2-x7k.1.md': '# fn-2-x7k.1 Fill\n\n## Done summary\nFull.\n',
    });
    await project.import();
    expect(await hinted()).toEqual([{ id: 'fn-2-x7k.1' }]);
  });

  it.each([
    ['is empty', ''],
    ['has a blank line before its TBD', '\nTBD\n'],
    ['says what blocks it', 'Blocked:\nno access\n'],
    ['says why it failed', 'Failed:\nno memory\n'],
  ])(
    'takes no task for finished whose summary %s (mends: all were imported as done)',
    async (_, summary) => {
      project.write({
        ...projectFiles('fn-1', { 1: {} }),
        'tasks/fn-1.1.md': `# fn-1.1 Dig\n\n## Done summary\n${summary}\n## Evidence\n`,
      });
      await project.import();
      expect(await project.all('SELECT status, finished_hint FROM tasks')).toEqual([
        { status: 'todo', finished_hint: 0 },
      ]);
    },
  );

  it('names its scope in one event, and only when something changed', async () => {
    await project.write(projectFiles('fn-1', { 1: {}, 2: {} })).import();
    await project.import();
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ event_type: 'import_completed', entity_id: '.flow' });
    expect(JSON.parse(event?.payload ?? '')).toMatchObject({
      added: 3,
      changed: 0,
      counts: { epics: 1, tasks: 2 },
    });
  });

  it('tells how far it is', async () => {
    project.copyFixture('schema-2');
    const stages: string[] = [];
    await importDirectory(
      await project.database(),
      project.context,
      { flowDirectory: project.flow, stateDirectory: null, root: project.root },
      ({ stage, done, total }) => {
        expect(done).toBeLessThanOrEqual(total);
        if (stages.at(-1) !== stage) stages.push(stage);
      },
    );
    expect(stages).toEqual(['reading', 'parsing', 'applying']);
  });

  it('refuses what is no directory', async () => {
    await expect(project.import()).rejects.toMatchObject({ code: 'import.no_flow_directory' });
  });

  it.each(['a file', 'a link to itself', 'a link to nowhere'])('refuses %s', async (what) => {
    if (what === 'a file') project.write({ '.flow': 'x' }, project.root);
    else symlinkSync(what === 'a link to itself' ? '.flow' : 'nowhere', project.flow);
    await expect(project.import()).rejects.toMatchObject({ code: 'import.no_flow_directory' });
  });

  it.each(readdirSync(fixtures))('done by several at once is done once: %s', async (fixture) => {
    project.copyFixture(fixture);
    await project.database();
    const databases = await Promise.all(
      [1, 2, 3].map(() => openDatabase(path.join(project.root, 'git', 'flowdeck.db'))),
    );
    const input = { flowDirectory: project.flow, stateDirectory: null, root: project.root };
    const reports = await Promise.all(
      databases.map((database) => importDirectory(database, project.context, input)),
    );
    await Promise.all(databases.map((database) => database.close()));
    expect(reports.map(({ added }) => added > 0).sort()).toEqual([false, false, true]);
    const completed = (await events()).filter((event) => event.event_type === 'import_completed');
    expect(completed).toHaveLength(1);
  });

  it('applies an edited file and raises the version of its row alone', async () => {
    await project.write(projectFiles('fn-1', { 1: {}, 2: {} })).import();
    project.write({
      'tasks/fn-1.1.json': taskFile('fn-1.1', { title: 'New', depends_on: ['fn-1.2'] }),
    });
    expect(await project.import()).toMatchObject({ added: 0, changed: 1, unchanged: 2 });
    expect(await project.all('SELECT id, title, version FROM tasks ORDER BY id')).toEqual([
      { id: 'fn-1.1', title: 'New', version: 2 },
      { id: 'fn-1.2', title: 'Task fn-1.2', version: 1 },
    ]);
    expect(await project.all('SELECT task_id, depends_on FROM task_deps')).toEqual([
      { task_id: 'fn-1.1', depends_on: 'fn-1.2' },
    ]);
  });

  it('marks rows whose file vanished, deletes nothing, and takes the mark away again', async () => {
    await project.write(projectFiles('fn-1', { 1: {}, 2: {} })).import();
    project.remove('tasks/fn-1.2.json');
    expect(await project.import()).toMatchObject({ vanished: 1, changed: 0 });
    const marked = () => project.all('SELECT id FROM tasks WHERE vanished_at IS NOT NULL');
    expect(await marked()).toEqual([{ id: 'fn-1.2' }]);
    expect(await version('fn-1.2')).toBe(2);
    expect(await project.import()).toMatchObject(nothing);

    project.write({ 'tasks/fn-1.2.json': taskFile('fn-1.2', { title: 'Back' }) });
    expect(await project.import()).toMatchObject({ added: 0, changed: 1, conflicts: 0 });
    expect(await marked()).toEqual([]);
    expect(await project.all("SELECT title FROM tasks WHERE id = 'fn-1.2'")).toEqual([
      { title: 'Back' },
    ]);
  });

  it('takes a file that cannot be read for neither gone nor changed', async () => {
    await project.write(projectFiles('fn-1', { 1: {} })).import();
    project.write({ 'tasks/fn-1.1.json': '<<<<<<< HEAD' });
    expect(await project.import()).toMatchObject(nothing);
    project.write({ 'tasks/fn-1.1.json': taskFile('fn-1.1', { title: 'Mended' }) });
    expect(await project.import()).toMatchObject({ ...nothing, changed: 1 });
  });

  it('keeps the status when the live state of a task was cleared', async () => {
    project.write(projectFiles('fn-1', { 1: {}, 2: {} }));
    project.write({ 'tasks/fn-1.1.state.json': { status: 'done', assignee: 'a' } }, project.state);
    await project.import();
    rmSync(project.state, { recursive: true });
    expect(await project.import()).toMatchObject(nothing);
    project.write({ 'tasks/fn-1.1.json': taskFile('fn-1.1', { title: 'New' }) });
    expect(await project.import()).toMatchObject({ changed: 1 });
    expect(await project.all("SELECT title, status FROM tasks WHERE id = 'fn-1.1'")).toEqual([
      { title: 'New', status: 'done' },
    ]);
    project.write({ 'tasks/fn-1.1.json': taskFile('fn-1.1', { title: 'New', status: 'blocked' }) });
    await project.import();
    expect(
      await project.all("SELECT status, status_source FROM tasks WHERE id = 'fn-1.1'"),
    ).toEqual([{ status: 'blocked', status_source: 'committed' }]);
  });

  it('puts the epic in the place of its placeholder when its file appears', async () => {
    project.write({ 'tasks/fn-5.1.json': taskFile('fn-5.1') });
    expect((await project.import()).counts).toMatchObject({ epics: 0, tasks: 1, placeholders: 1 });
    const epics = () => project.all('SELECT id, title, placeholder FROM epics');
    expect(await epics()).toEqual([{ id: 'fn-5', title: 'fn-5', placeholder: 1 }]);

    project.write({ 'epics/fn-5.json': epicFile('fn-5') });
    const report = await project.import();
    expect(report).toMatchObject({ conflicts: 0, counts: { epics: 1, placeholders: 0 } });
    expect(await epics()).toEqual([{ id: 'fn-5', title: 'Epic fn-5', placeholder: 0 }]);
    expect(await project.all('SELECT epic_id FROM tasks')).toEqual([{ epic_id: 'fn-5' }]);
  });

  it('makes an edge of a loose end when its target appears', async () => {
    project.write(projectFiles('fn-1', { 1: { depends_on: ['fn-1.2'] } }));
    project.write({ 'epics/fn-1.json': epicFile('fn-1', { depends_on_epics: ['fn-2'] }) });
    expect((await project.import()).counts).toMatchObject({
      taskDependencies: 1,
      epicDependencies: 1,
      unresolved: 2,
    });
    expect(await project.all('SELECT * FROM task_deps')).toEqual([]);

    project.write(projectFiles('fn-2', {}));
    project.write({ 'tasks/fn-1.2.json': taskFile('fn-1.2') });
    expect(await project.import()).toMatchObject({
      added: 2,
      changed: 2,
      counts: { unresolved: 0 },
    });
    expect(await project.all('SELECT task_id, depends_on FROM task_deps')).toEqual([
      { task_id: 'fn-1.1', depends_on: 'fn-1.2' },
    ]);
    expect(await project.all('SELECT epic_id, depends_on FROM epic_deps')).toEqual([
      { epic_id: 'fn-1', depends_on: 'fn-2' },
    ]);
    expect(await project.all('SELECT * FROM unresolved_task_deps')).toEqual([]);
    expect(await version('fn-1.1')).toBe(2);
    expect(await project.import()).toMatchObject(nothing);
  });

  it('imports cycles', async () => {
    project.write(
      projectFiles('fn-1', { 1: { depends_on: ['fn-1.2'] }, 2: { depends_on: ['fn-1.1'] } }),
    );
    await project.import();
    expect(await project.all('SELECT count(*) AS n FROM task_deps')).toEqual([{ n: 2 }]);
  });

  it('keeps large unknown objects', async () => {
    const tracker = { identifier: 'X-1', mergeBaseFlow: 'text '.repeat(40_000) };
    await project.write({ 'epics/fn-1.json': epicFile('fn-1', { tracker }) }).import();
    const [row] = await project.all<{ extra: string }>('SELECT extra FROM epics');
    expect(JSON.parse(row?.extra ?? '')).toEqual({ tracker });
  });

  it('stores what text cannot hold as a mark', async () => {
    project.write({ 'epics/fn-1.json': epicFile('fn-1', { title: 'a\0b \ud800 c' }) });
    await project.import();
    expect(await project.import()).toMatchObject(nothing);
    expect(await project.all('SELECT title FROM epics')).toEqual([{ title: 'a\ufffdb \ufffd c' }]);
  });

  it('remembers one entry where the same was remembered here before, and both of two files', async () => {
    project.write({
      'memory/note.md': 'The same words.\n',
      'memory/other.md': 'The same words.\n',
    });
    await project.import();
    expect(await project.all('SELECT key, hash IS NULL AS bare FROM memory ORDER BY key')).toEqual([
      { key: 'note', bare: 0 },
      { key: 'other', bare: 1 },
    ]);
    await project.run('UPDATE memory SET key = NULL, source_id = NULL WHERE key = ?', ['note']);
    await project.run('DELETE FROM import_base');
    await project.run("DELETE FROM memory WHERE key = 'other'");
    await project.import();
    expect(await project.all('SELECT id, key FROM memory ORDER BY id')).toEqual([
      { id: 1, key: 'note' },
      { id: expect.any(Number) as number, key: 'other' },
    ]);
  });

  describe('the configuration', () => {
    const stored = async () =>
      Object.fromEntries(
        (
          await project.all<{ key: string; value: string }>('SELECT key, value FROM configuration')
        ).map(({ key, value }) => [key, JSON.parse(value) as unknown]),
      );

    it('is kept by dotted keys, null meaning unset; changes and deletions follow, own changes stay', async () => {
      project.write({ 'config.json': { a: { b: 1, c: [2] }, d: {}, e: null, f: 'x' } });
      await project.import();
      expect(await stored()).toEqual({ 'a.b': 1, 'a.c': [2], d: {}, f: 'x' });
      await project.run("UPDATE configuration SET value = '9' WHERE key = 'a.b'");
      project.write({ 'config.json': { a: { b: 5, c: [3] }, d: {}, g: true } });
      const report = await project.import();
      expect(await stored()).toEqual({ 'a.b': 9, 'a.c': [3], d: {}, g: true });
      expect(report.conflicts).toBe(1);
      expect(await project.import()).toMatchObject(nothing);
    });

    it('survives an unreadable file', async () => {
      await project.write({ 'config.json': { a: 1 } }).import();
      await project.write({ 'config.json': '{' }).import();
      expect(await stored()).toEqual({ a: 1 });
    });
  });

  describe('another directory', () => {
    beforeEach(async () => {
      await project.write(projectFiles('fn-1', { 1: {} })).import();
    });
    const other = () => path.join(project.root, 'worktree', '.flow');
    const from = (switchSource = false) =>
      project.import({ flowDirectory: other(), root: path.dirname(other()), switchSource });

    it('with the same content is fine, and stays the other one', async () => {
      cpSync(project.flow, other(), { recursive: true });
      expect(await from()).toMatchObject(nothing);
      expect(await project.all('SELECT directory FROM sources')).toEqual([
        { directory: project.flow },
      ]);
    });

    it('with the content that the known one has by now is fine too', async () => {
      project.write({ 'tasks/fn-1.1.json': taskFile('fn-1.1', { title: 'New' }) });
      cpSync(project.flow, other(), { recursive: true });
      expect(await from()).toMatchObject({ changed: 1 });
    });

    it('with other content is refused by name, until it is switched to', async () => {
      cpSync(project.flow, other(), { recursive: true });
      project.write(
        {
          'tasks/fn-1.1.json': taskFile('fn-1.1', { title: 'Elsewhere' }),
          'tasks/fn-1.2.json': taskFile('fn-1.2'),
        },
        other(),
      );
      await expect(from()).rejects.toMatchObject({
        code: 'source.other_content',
        details: { known: project.flow, other: other() },
      });
      expect(await project.all('SELECT title FROM tasks')).toEqual([{ title: 'Task fn-1.1' }]);
      expect(await from(true)).toMatchObject({ added: 1, changed: 1, conflicts: 0 });
      expect(await project.all('SELECT directory FROM sources')).toEqual([{ directory: other() }]);
      await expect(project.import()).rejects.toMatchObject({ code: 'source.other_content' });
    });

    it('takes the place of one that is gone', async () => {
      mkdirSync(path.dirname(other()));
      renameSync(project.flow, other());
      project.write({ 'tasks/fn-1.2.json': taskFile('fn-1.2') }, other());
      expect(await from()).toMatchObject({ added: 1, vanished: 0 });
      expect(await project.all('SELECT directory FROM sources')).toEqual([{ directory: other() }]);
    });
  });

  it('is idempotent for any project', async () => {
    const id = fc.integer({ min: 1, max: 4 });
    const word = fc.string({ maxLength: 12, unit: 'binary' });
    const task = fc.record({
      epic: fc.oneof(
        id.map((n) => `fn-${n}`),
        fc.constant('fn-none'),
      ),
      number: id,
      title: word.filter((text) => text.trim() !== ''),
      status: fc.constantFrom('todo', 'done', 'blocked', 'pending', 'weird'),
      dependsOn: fc.array(fc.tuple(id, id).map(([epic, number]) => `fn-${epic}.${number}`)),
      summary: word,
      live: fc.option(fc.constantFrom('done', 'in_progress', 'todo')),
      extra: fc.dictionary(word, fc.jsonValue(), { maxKeys: 2 }),
      files: fc.array(word, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(id, { maxLength: 3 }),
        fc.array(task, { maxLength: 8 }),
        async (epics, tasks) => {
          const each = new TestProject();
          try {
            mkdirSync(each.flow);
            for (const number of epics) {
              each.write({ [`epics/fn-${number}.json`]: epicFile(`fn-${number}`) });
            }
            for (const { epic, number, dependsOn, summary, live, extra, ...fields } of tasks) {
              const name = `${epic}.${number}`;
              each.write({
                [`tasks/${name}.json`]: {
                  ...extra,
                  ...taskFile(name, { ...fields, depends_on: dependsOn }),
                },
                [`tasks/${name}.md`]: `# ${name} ${fields.title}\n\n## Done summary\n${summary}\n`,
              });
              if (live !== null)
                each.write({ [`tasks/${name}.state.json`]: { status: live } }, each.state);
            }
            const first = await each.import();
            const rows = await each.all('SELECT * FROM tasks ORDER BY id');
            const second = await each.import();
            expect(second).toMatchObject(nothing);
            expect(second.findings).toEqual(first.findings);
            expect(await each.all('SELECT * FROM tasks ORDER BY id')).toEqual(rows);
            // Without its base, everything still agrees with what is stored.
            await each.run('DELETE FROM import_base');
            expect(await each.import()).toMatchObject(nothing);
          } finally {
            await each.end();
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});
