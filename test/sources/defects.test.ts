import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epicFile, projectFiles, taskFile, TestProject } from './support/project.js';

describe('defects of a .flow directory', () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject().write(projectFiles('fn-1', { 1: {}, 2: {} }));
  });
  afterEach(() => project.end());

  /** What was found, and that the rest is there. */
  const read = async () => {
    const set = await project.read();
    expect(set.epics.map(({ id }) => id)).toContain('fn-1');
    expect(set.tasks.map(({ id }) => id)).toEqual(expect.arrayContaining(['fn-1.1', 'fn-1.2']));
    return {
      set,
      findings: set.findings.map((finding) => `${finding.kind} ${finding.path ?? ''}`),
    };
  };

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'evidence beside tasks',
      { 'tasks/fn-1.1-evidence.json': { commits: [] } },
      'stray-file tasks/fn-1.1-evidence.json',
    ],
    [
      'a review beside tasks',
      { 'tasks/fn-1.1.review.json': { id: 'fn-1.1', type: 'impl_review', verdict: 'SHIP' } },
      'stray-file tasks/fn-1.1.review.json',
    ],
    [
      'a checkpoint',
      { '.checkpoint-fn-1.json': { epic_id: 'fn-1', tasks: [] } },
      'checkpoint .checkpoint-fn-1.json',
    ],
    [
      'a loose text',
      { 'tasks/fn-1.1-summary.md': 'Words.\n' },
      'stray-file tasks/fn-1.1-summary.md',
    ],
    ['a document among the specs', { 'specs/audit.md': '# Audit\n' }, 'stray-file specs/audit.md'],
    ['another file type', { 'tasks/fn-1.1.txt': 'x' }, 'stray-file tasks/fn-1.1.txt'],
    ['a list', { 'tasks/list.json': [1] }, 'stray-file tasks/list.json'],
    [
      'a task without an epic',
      { 'tasks/fn-1.3.json': { id: 'fn-1.3', title: 'Lost' } },
      'missing-field tasks/fn-1.3.json',
    ],
    [
      'a task without a title',
      { 'tasks/fn-1.3.json': { id: 'fn-1.3', epic: 'fn-1' }, 'tasks/fn-1.3.md': '# fn-1.3\n' },
      'missing-field tasks/fn-1.3.json',
    ],
    [
      'a task without a status',
      { 'tasks/fn-1.3.json': taskFile('fn-1.3', { status: undefined }) },
      'missing-field tasks/fn-1.3.json',
    ],
    [
      'an epic without a status',
      { 'epics/fn-3.json': epicFile('fn-3', { status: undefined }) },
      'missing-field epics/fn-3.json',
    ],
    [
      'an unknown status',
      { 'tasks/fn-1.3.json': taskFile('fn-1.3', { status: 'someday' }) },
      'unknown-status tasks/fn-1.3.json',
    ],
    [
      'an unknown status of an epic',
      { 'epics/fn-3.json': epicFile('fn-3', { status: 'hm' }) },
      'unknown-status epics/fn-3.json',
    ],
    [
      'a status that is no text',
      { 'tasks/fn-1.3.json': taskFile('fn-1.3', { status: 7 }) },
      'unknown-status tasks/fn-1.3.json',
    ],
    [
      'a foreign status',
      { 'tasks/fn-1.3.json': taskFile('fn-1.3', { status: 'pending' }) },
      'translated-status tasks/fn-1.3.json',
    ],
    [
      'an unknown review',
      { 'epics/fn-3.json': epicFile('fn-3', { plan_review_status: 'shrug' }) },
      'unknown-review epics/fn-3.json',
    ],
    [
      'an unknown domain',
      { 'tasks/fn-1.3.json': taskFile('fn-1.3', { domain: 'cooking' }) },
      'unknown-domain tasks/fn-1.3.json',
    ],
    ['an orphan', { 'tasks/fn-8.1.json': taskFile('fn-8.1') }, 'orphan-task tasks/fn-8.1.json'],
    [
      'an orphan with a text for its epic',
      { 'tasks/fn-8.1.json': taskFile('fn-8.1'), 'specs/fn-8.md': '# Eight\n' },
      'orphan-task tasks/fn-8.1.json',
    ],
    [
      'a loose end',
      { 'tasks/fn-1.3.json': taskFile('fn-1.3', { depends_on: ['fn-1.99'] }) },
      'unresolved-dependency tasks/fn-1.3.json',
    ],
    [
      'a loose end of an epic',
      { 'epics/fn-3.json': epicFile('fn-3', { depends_on_epics: ['fn-99'] }) },
      'unresolved-dependency epics/fn-3.json',
    ],
    [
      'a task that waits for itself',
      { 'tasks/fn-1.3.json': taskFile('fn-1.3', { depends_on: ['fn-1.3', 'fn-1.1'] }) },
      'self-dependency tasks/fn-1.3.json',
    ],
    [
      'a cycle',
      {
        'tasks/fn-1.3.json': taskFile('fn-1.3', { depends_on: ['fn-1.4'] }),
        'tasks/fn-1.4.json': taskFile('fn-1.4', { depends_on: ['fn-1.3'] }),
      },
      'dependency-cycle tasks/fn-1.3.json',
    ],
    [
      'a number given twice',
      { 'epics/fn-1-other.json': epicFile('fn-1-other') },
      'duplicate-number ',
    ],
    [
      'a task defined twice',
      { 'tasks/copy.json': taskFile('fn-1.1') },
      'duplicate-id tasks/copy.json',
    ],
    [
      'an epic in both layouts',
      { 'specs/fn-1.json': epicFile('fn-1') },
      'duplicate-id specs/fn-1.json',
    ],
    [
      'broken JSON',
      { 'tasks/fn-1.3.json': '{"id": "fn-1.3", "title"', 'tasks/fn-1.3.md': '# fn-1.3\n' },
      'invalid-json tasks/fn-1.3.json',
    ],
    [
      'an epic in broken JSON',
      { 'epics/fn-3.json': '{', 'tasks/fn-3.1.json': taskFile('fn-3.1') },
      'invalid-json epics/fn-3.json',
    ],
    ['merge marks', { 'config.json': '<<<<<<< HEAD\n{}\n' }, 'invalid-json config.json'],
    ['a configuration that is a list', { 'config.json': '[]' }, 'invalid-json config.json'],
    [
      'binary garbage',
      { 'tasks/fn-1.1.md': new Uint8Array([0, 159, 146, 150]) },
      'binary-file tasks/fn-1.1.md',
    ],
    [
      'binary garbage for JSON',
      { 'tasks/fn-1.3.json': new Uint8Array([0, 1, 2]) },
      'binary-file tasks/fn-1.3.json',
    ],
    [
      'another encoding',
      {
        'tasks/fn-1.1.md': Buffer.from(
          '# fn-1.1 Caf\xe9 with quite some words after it\n',
          'latin1',
        ),
      },
      'invalid-utf8 tasks/fn-1.1.md',
    ],
    [
      'broken front matter',
      { 'tasks/fn-1.1.md': '---\na: [\n---\n# fn-1.1\n' },
      'invalid-front-matter tasks/fn-1.1.md',
    ],
    [
      'a byte order mark',
      { 'tasks/fn-1.3.json': `\ufeff${JSON.stringify(taskFile('fn-1.3'))}` },
      'byte-order-mark tasks/fn-1.3.json',
    ],
    [
      'CRLF',
      { 'tasks/fn-1.1.md': '# fn-1.1\r\n\r\n## Description\r\nx\r\n' },
      'crlf-line-ends tasks/fn-1.1.md',
    ],
    [
      'no final newline',
      { 'tasks/fn-1.1.md': '# fn-1.1', 'tasks/fn-1.2.md': '# fn-1.2' },
      'no-final-newline tasks/fn-1.1.md',
    ],
    [
      'a line of memory that is no JSON',
      { 'memory/entries.jsonl': 'oops\n{"content":"kept"}\n' },
      'invalid-json memory/entries.jsonl',
    ],
    [
      'a very large text',
      { 'tasks/fn-1.1.md': `# fn-1.1 Big\n\n${'word '.repeat(2 * 1024 * 1024)}\n` },
      'large-file tasks/fn-1.1.md',
    ],
  ])('%s gives one line', async (_name, files, finding) => {
    project.write(files);
    expect((await read()).findings).toEqual([finding]);
  });

  it('keeps what it can of what it reports', async () => {
    project.write({
      'tasks/fn-1.3.json': taskFile('fn-1.3', {
        status: 'someday',
        domain: 'cooking',
        depends_on: ['fn-1.3', 'fn-1.99'],
        review: { verdict: 'SHIP' },
      }),
      'tasks/fn-1.1.md': `# fn-1.1 Big\n\n${'word '.repeat(2 * 1024 * 1024)}\n`,
      'tasks/fn-8.1.json': taskFile('fn-8.1'),
      'specs/fn-8.md': '# Eight\n\nText.\n',
    });
    const { set } = await read();
    expect(set.tasks.find(({ id }) => id === 'fn-1.3')).toMatchObject({
      status: 'todo',
      domain: 'general',
      dependsOn: [{ id: 'fn-1.99' }],
      extra: {
        original_status: 'someday',
        original_domain: 'cooking',
        review: { verdict: 'SHIP' },
      },
    });
    expect(set.tasks.find(({ id }) => id === 'fn-1.1')?.body.length).toBeGreaterThan(10_000_000);
    expect(set.placeholders).toEqual([{ id: 'fn-8', title: 'Eight', body: '# Eight\n\nText.\n' }]);
  });

  it('reports links that lead nowhere, and follows the others', async () => {
    symlinkSync(
      path.join(project.root, 'nowhere'),
      path.join(project.flow, 'tasks', 'fn-1.3.json'),
    );
    project.write({ 'other.json': taskFile('fn-1.4') }, project.root);
    symlinkSync(
      path.join(project.root, 'other.json'),
      path.join(project.flow, 'tasks/fn-1.4.json'),
    );
    const { set, findings } = await read();
    expect(findings).toEqual(['broken-link tasks/fn-1.3.json']);
    expect(set.tasks).toHaveLength(3);
  });

  it('follows a linked .flow and says so', async () => {
    renameSync(project.flow, path.join(project.root, 'elsewhere'));
    symlinkSync('elsewhere', project.flow);
    expect((await read()).findings).toEqual(['linked-directory ']);
  });

  it('walks past pipes and folders that are named like files', async () => {
    mkdirSync(path.join(project.flow, 'tasks', 'fn-1.3.json'));
    execFileSync('mkfifo', [path.join(project.flow, 'tasks', 'fn-1.4.json')]);
    expect((await read()).findings).toEqual(['not-a-file tasks/fn-1.3.json']);
  });

  it.skipIf(process.getuid?.() === 0)('reports what may not be read', async () => {
    project.write({ 'tasks/fn-1.3.json': taskFile('fn-1.3') });
    chmodSync(path.join(project.flow, 'tasks', 'fn-1.3.json'), 0);
    expect((await read()).findings).toEqual(['unreadable-file tasks/fn-1.3.json']);
  });

  it('prefers the definition that is not archived, then the one named after its id', async () => {
    project.write({
      '.archive/fn-1/epics/fn-1.json': epicFile('fn-1', { title: 'Old' }),
      'epics/a-copy.json': epicFile('fn-1', { title: 'Copy', updated_at: '2027-01-01T00:00:00Z' }),
    });
    const { set, findings } = await read();
    expect(set.epics.map(({ title, archived }) => [title, archived])).toEqual([
      ['Epic fn-1', false],
    ]);
    expect(findings.sort()).toEqual([
      'duplicate-id .archive/fn-1/epics/fn-1.json',
      'duplicate-id epics/a-copy.json',
    ]);
  });
});
