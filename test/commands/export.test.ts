import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeFlow } from '../support/flow-project.js';
import { emptyProject, type Json } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
beforeEach(async () => {
  project = await emptyProject();
});

const at = (name: string): string => path.join(project.directory, '.flow', name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const json = (name: string): Json => JSON.parse(read(name)) as Json;
const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
};
const exported = (...flags: string[]) => project.json(['export', ...flags]);
const everything = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(at('.'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(json|md)$/.test(name))
      .map((name) => [name, read(name)]),
  );

/** What does not depend on where it was read from. */
const ownKeys = ['version', 'updated_at', 'status_source', 'spec_path', 'tasks'];
const lasting = (shown: Json): Json =>
  Object.fromEntries(Object.entries(shown).filter(([key]) => !ownKeys.includes(key)));

describe('export', () => {
  it('makes files in which everything is found again (mends: reviews, backends, gaps were lost, summaries were old)', async () => {
    await project.json(['epic', 'create', '--title', 'Sign-in']);
    const create = ['task', 'create', '--epic', 'fn-1', '--title'];
    await project.json([...create, 'Store', '--priority', '3', '--files', 'a.ts']);
    await project.json([...create, 'Form', '--deps', 'fn-1-sign-in.1']);
    await project.json(['start', 'fn-1.1']);
    const evidence = '{"commits":["abc1234"],"odd":{"a":1}}';
    await project.json(['done', 'fn-1.1', '--summary', 'Built', '--evidence', evidence]);
    await project.json(['block', 'fn-1.2', '--reason', 'Waits']);
    await project.json(['epic', 'review', 'fn-1', 'ship']);
    await project.json(['epic', 'completion', 'fn-1', 'needs_work']);
    await project.json(['epic', 'set-backend', 'fn-1', '--impl', 'codex', '--sync', 'claude']);
    await project.json(['task', 'set-backend', 'fn-1.2', '--review', 'claude:opus']);
    await project.json(['gap', 'add', '--epic', 'fn-1', '--capability', 'Reset']);
    const report = await exported();
    expect(report).toMatchObject({ epics_exported: 1, tasks_exported: 2, skipped: [] });
    expect(json('specs/fn-1-sign-in.json')).toMatchObject({
      id: 'fn-1-sign-in',
      status: 'open',
      plan_review_status: 'ship',
      completion_review_status: 'needs_work',
      depends_on_epics: [],
    });
    expect(json('tasks/fn-1-sign-in.1.json')).toMatchObject({
      spec: 'fn-1-sign-in',
      status: 'done',
      priority: 3,
      files: ['a.ts'],
      evidence: { commits: ['abc1234'], odd: { a: 1 } },
    });
    expect(read('tasks/fn-1-sign-in.1.md')).toContain('## Done summary\nBuilt\n');
    expect(read('tasks/fn-1-sign-in.2.md')).toContain('Blocked:\nWaits');

    // Done again, nothing is left to write; read by another database, everything is there.
    expect(await exported()).toMatchObject({ written: [] });
    const other = await emptyProject();
    const far = ['--dir', project.directory];
    await other.run(['import', project.directory]);
    for (const id of ['fn-1.1', 'fn-1.2', 'fn-1']) {
      const here = await project.json(['show', id]);
      const there = await other.json(['show', id, ...far]);
      expect(lasting(there)).toEqual(lasting(here));
    }
    const gaps = ['gap', 'list', '--epic', 'fn-1'];
    expect(await other.json([...gaps, ...far])).toEqual(await project.json(gaps));
  });

  it('changes in a file only what differs, and keeps what it does not know', async () => {
    await writeFlow(project.directory, [
      { id: 'fn-7-a', title: 'A', tasks: [{ title: 'T' }, { title: 'U', status: 'done' }] },
    ]);
    const odd = { ...json('tasks/fn-7-a.1.json'), zeta: [1, { b: 2 }], alpha: null };
    write('tasks/fn-7-a.1.json', JSON.stringify(odd, null, 2));
    const text = read('tasks/fn-7-a.1.md');
    write('tasks/fn-7-a.1.md', `---\nsatisfies: [R1, R2] # both\n---\n${text}`);
    await project.run(['import']);
    const before = everything();
    expect(await exported()).toMatchObject({ written: [] });

    await project.json(['start', 'fn-7.1']);
    await project.json(['done', 'fn-7.1', '--summary', 'Built']);
    expect((await exported())['written']).toEqual(['tasks/fn-7-a.1.md', 'tasks/fn-7-a.1.json']);
    const { status, zeta, alpha } = json('tasks/fn-7-a.1.json');
    expect([status, zeta, alpha]).toEqual(['done', [1, { b: 2 }], null]);
    expect(read('tasks/fn-7-a.1.json')).not.toMatch(/\n$/);
    expect(read('tasks/fn-7-a.1.md')).toMatch(
      /^---\nsatisfies: \[R1, R2\] # both\n---\n# fn-7-a\.1/,
    );
    const after = everything();
    const untouched = Object.keys(before).filter((name) => !name.includes('fn-7-a.1.'));
    for (const name of untouched) expect(after[name], name).toBe(before[name]);
  });

  it('takes in first what somebody wrote, and leaves out what both changed', async () => {
    await writeFlow(project.directory, [
      { id: 'fn-7-a', title: 'A', tasks: [{ title: 'T' }, { title: 'U' }] },
    ]);
    await project.run(['import']);
    await project.json(['block', 'fn-7.1', '--reason', 'Waits']);
    const edit = (name: string, changes: Json): void =>
      write(name, JSON.stringify({ ...json(name), ...changes }, null, 2));
    edit('tasks/fn-7-a.1.json', { status: 'done' });
    edit('tasks/fn-7-a.2.json', { title: 'Renamed by hand' });
    const report = await exported();
    expect(report).toMatchObject({
      written: [],
      skipped: [{ id: 'fn-7-a.1', reason: expect.stringContaining('--force') as string }],
    });
    expect(json('tasks/fn-7-a.1.json')['status']).toBe('done');
    expect(await project.json(['show', 'fn-7.2'])).toMatchObject({ title: 'Renamed by hand' });
    expect((await exported('--force'))['written']).toContain('tasks/fn-7-a.1.json');
    expect(json('tasks/fn-7-a.1.json')['status']).toBe('blocked');
  });

  it('writes front matter where the project has it', async () => {
    write('meta.json', '{"schema_version":1}');
    const head =
      'schema_version: 1\nid: fn-7-a\ntitle: A # ours\nstatus: open\nplan_review: unknown\n';
    write('epics/fn-7-a.md', `---\n${head}---\nOwn words.\n`);
    await project.run(['import']);
    expect(await exported()).toMatchObject({ written: [] });
    await project.json(['task', 'create', '--epic', 'fn-7', '--title', 'New: one']);
    await project.json(['phase', 'done', '--epic', 'fn-7', '--phase', 'brainstorm', '--no-gate']);
    await exported();
    expect(read('epics/fn-7-a.md')).toBe(`---\n${head}---\nOwn words.\n`);
    expect(read('tasks/fn-7-a.1.md')).toMatch(
      /^---\nschema_version: 1\nid: fn-7-a\.1\nepic: fn-7-a\ntitle: "New: one"\nstatus: todo\n/,
    );
    expect(await project.json(['import'])).toMatchObject({ changed: 0, added: 0 });
    await project.json(['start', 'fn-7.1']);
    await exported();
    expect(read('tasks/fn-7-a.1.md')).toMatch(/\nstatus: in_progress\n[\s\S]*\nassignee: tester\n/);
  });

  it('writes gaps where the project has them, and leaves alone what it only read', async () => {
    await writeFlow(project.directory, [
      { id: 'fn-7-a', title: 'A', tasks: [] },
      { id: 'fn-8-b', title: 'B', tasks: [] },
    ]);
    const gaps = [
      { id: 'gap-1', capability: 'Reset', priority: 'important', note: 'mine', task: 'fn-7-a.9' },
      { title: 'Logs', priority: 'nice-to-have' },
    ];
    write('epics/fn-7-a.gaps.json', JSON.stringify({ gaps }));
    await project.run(['import']);
    expect(await exported()).toMatchObject({ written: [] });

    await project.json(['gap', 'resolve', '--epic', 'fn-7', '--capability', 'logs']);
    await project.json(['gap', 'add', '--epic', 'fn-7', '--capability', 'Mail']);
    await project.json(['gap', 'add', '--epic', 'fn-8', '--capability', 'Print']);
    expect((await exported())['written']).toEqual(['epics/fn-7-a.gaps.json', 'epics/fn-8-b.json']);
    expect(json('epics/fn-7-a.gaps.json')['gaps']).toMatchObject([
      gaps[0],
      { title: 'Logs', capability: 'Logs', status: 'resolved' },
      { capability: 'Mail', status: 'open', priority: 'required' },
    ]);
    expect(json('epics/fn-8-b.json')['gaps']).toMatchObject([{ capability: 'Print' }]);
    expect(await exported()).toMatchObject({ written: [] });
    await project.json(['undo']);
    expect(await project.json(['gap', 'list', '--epic', 'fn-8'])).toMatchObject({ count: 0 });
    await exported();
    expect(json('epics/fn-8-b.json')['gaps']).toEqual([]);

    await exported('--format', 'md');
    await project.json(['epic', 'create', '--title', 'New']);
    await project.json(['gap', 'add', '--epic', 'fn-9', '--capability', 'Sound']);
    await exported('--format', 'md');
    expect(read('epics/fn-9-new.gaps.json')).toContain('"capability": "Sound"');
  });

  it('brings no deleted file back unasked, and overwrites nobody', async () => {
    await writeFlow(project.directory, [{ id: 'fn-7-a', title: 'A', tasks: [{ title: 'T' }] }]);
    await project.run(['import']);
    rmSync(at('tasks/fn-7-a.1.json'));
    rmSync(at('tasks/fn-7-a.1.md'));
    const kept = await exported();
    expect(kept).toMatchObject({ written: [], skipped: [{ id: 'fn-7-a.1' }] });
    expect((await exported('--epic', 'fn-7'))['written']).toEqual([
      'tasks/fn-7-a.1.json',
      'tasks/fn-7-a.1.md',
    ]);
    await project.json(['task', 'create', '--epic', 'fn-7', '--title', 'New']);
    write('tasks/fn-7-a.2.json', '{ broken');
    expect((await exported())['skipped']).toMatchObject([
      { id: 'fn-7-a.2', reason: expect.stringContaining('says something else') as string },
    ]);
    expect(read('tasks/fn-7-a.2.json')).toBe('{ broken');
  });

  it('moves the files that it made of an epic that was renamed since, and leaves no second copy', async () => {
    await project.json(['epic', 'create', '--title', 'Sign-in']);
    await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Store']);
    await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Form', '--deps', 'fn-1.1']);
    await project.json(['epic', 'create', '--title', 'Next']);
    await project.json(['epic', 'add-dep', 'fn-2', 'fn-1']);
    await exported();
    await project.json(['epic', 'title', 'fn-1', 'Passkeys']);
    const before = everything();
    const planned = await exported('--dry-run');
    expect(everything()).toEqual(before);
    const report = await exported();
    expect(report).toMatchObject({ removed: planned['removed'], skipped: [], notes: [] });
    expect(Object.keys(before).filter((name) => !(name in everything()))).toEqual(
      (report['removed'] as string[]).toSorted(),
    );
    const files = everything();
    expect(Object.entries(files).filter(([entry]) => entry.includes('sign-in'))).toEqual([]);
    expect(json('tasks/fn-1-passkeys.2.json')).toMatchObject({
      id: 'fn-1-passkeys.2',
      spec: 'fn-1-passkeys',
      depends_on: ['fn-1-passkeys.1'],
      spec_path: '.flow/tasks/fn-1-passkeys.2.md',
    });
    expect(read('tasks/fn-1-passkeys.2.md')).toMatch(/^# fn-1-passkeys\.2 Form\n/);
    expect(json('specs/fn-2-next.json')).toMatchObject({ depends_on_epics: ['fn-1-passkeys'] });
    expect(await exported()).toMatchObject({ written: [], removed: [] });
    expect(await project.json(['validate', '--all'])).toMatchObject({ total_warnings: 0 });
    expect(await project.json(['import'])).toMatchObject({ changed: 0, vanished: 0 });
  });

  it('goes on in the files that others made of a renamed epic, and moves them when asked', async () => {
    await writeFlow(project.directory, [
      { id: 'fn-7-a', title: 'A', tasks: [{ title: 'T' }, { title: 'U' }] },
      { id: 'fn-8-b', title: 'B', tasks: [] },
    ]);
    const odd = { ...json('tasks/fn-7-a.1.json'), zeta: [1, { b: 2 }] };
    write('tasks/fn-7-a.1.json', JSON.stringify(odd, null, 2));
    const gap = { capability: 'Reset', priority: 'important', status: 'open', task: 'fn-7-a.1' };
    write('epics/fn-7-a.gaps.json', JSON.stringify([gap]));
    await project.run(['import']);
    await project.json(['epic', 'title', 'fn-7', 'Other']);
    await project.json(['epic', 'add-dep', 'fn-8', 'fn-7']);
    await project.json(['dep', 'add', 'fn-7.2', 'fn-7.1']);
    const names = Object.keys(everything());
    const report = await exported();
    expect(report).toMatchObject({
      removed: [],
      skipped: [],
      notes: [expect.stringMatching(/fn-7-other stays in the files of fn-7-a, .*--move/) as string],
    });
    expect(Object.keys(everything())).toEqual(names);
    const found = names.find((name) => /(epics|specs)\/fn-7-a\.json/.test(name)) ?? '';
    expect(json(found)).toMatchObject({ id: 'fn-7-a', title: 'Other' });
    expect(json(found.replace('fn-7-a', 'fn-8-b'))).toMatchObject({ depends_on_epics: ['fn-7-a'] });
    expect(json('tasks/fn-7-a.2.json')).toMatchObject({ depends_on: ['fn-7-a.1'] });
    expect(json('epics/fn-7-a.gaps.json')).toEqual([gap]);
    expect(await exported('--epic', 'fn-8')).toMatchObject({ written: [], notes: [] });

    expect((await exported('--move'))['removed']).toContain('tasks/fn-7-a.1.json');
    expect(json('tasks/fn-7-other.1.json')).toMatchObject({ id: 'fn-7-other.1', zeta: odd.zeta });
    expect(json('epics/fn-7-other.gaps.json')).toMatchObject([{ ...gap, task: 'fn-7-other.1' }]);
    expect(json(found.replace('fn-7-a', 'fn-8-b'))).toMatchObject({
      depends_on_epics: ['fn-7-other'],
    });
    // Nobody asked for another branch.
    const still = Object.entries(everything())
      .map((entry) => entry.join().replace('"branch_name": "fn-7-a"', ''))
      .filter((text) => /fn-7-a\b/.test(text));
    expect(still).toEqual([]);
    expect(await exported()).toMatchObject({ written: [], removed: [], notes: [] });
  });

  it('only tells with --dry-run, and refuses what names nothing', async () => {
    await project.json(['epic', 'create', '--title', 'One']);
    const report = await exported('--dry-run');
    expect(report).toMatchObject({ dry_run: true });
    expect(report['written']).toEqual(['specs/fn-1-one.json', 'specs/fn-1-one.md']);
    expect(() => readdirSync(at('.'))).toThrow();
    expect((await project.error(['export', '--epic', 'fn-9']))['code']).toBe('epic.not_found');
    expect((await project.run(['export', '--format', 'xml'])).code).toBe(2);
  });
});
