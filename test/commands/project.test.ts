import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, plant, temporaryDirectory } from '../platform/tree.js';
import { runCommand, type Json } from './support.js';

const at = (directory: string) => (argv: readonly string[]) => runCommand(argv, { directory });
const answer = (text: string): Json => JSON.parse(text) as Json;

/** A `.flow` directory with one epic of two tasks. */
function plantFlow(root: string): void {
  const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
  const task = (number: number, deps: readonly string[]) => ({
    id: `fn-1-a.${number}`,
    epic: 'fn-1-a',
    title: `Task ${number}`,
    status: 'todo',
    depends_on: deps,
    ...times,
  });
  plant(root, {
    '.flow/meta.json': '{"schema_version":2,"next_epic":1}',
    '.flow/epics/fn-1-a.json': JSON.stringify({
      id: 'fn-1-a',
      title: 'An epic',
      status: 'open',
      depends_on_epics: [],
      ...times,
    }),
    '.flow/specs/fn-1-a.md': '# An epic\n',
    '.flow/tasks/fn-1-a.1.json': JSON.stringify(task(1, [])),
    '.flow/tasks/fn-1-a.1.md': '# fn-1-a.1 Task 1\n',
    '.flow/tasks/fn-1-a.2.json': JSON.stringify(task(2, ['fn-1-a.1'])),
    '.flow/tasks/fn-1-a.2.md': '# fn-1-a.2 Task 2\n',
    '.flow/tasks/fn-1-a.1-evidence.json': '{"commits":[]}',
  });
}

describe('where there is nothing', () => {
  it('reading and writing commands say so, status answers', async () => {
    const directory = temporaryDirectory();
    const run = at(directory);
    for (const argv of [
      ['list'],
      ['ready'],
      ['epic', 'create', '--title', 'X'],
      ['snapshot'],
      [],
    ]) {
      const { code, stdout, stderr } = await run([...argv, '--json']);
      expect({ code, stdout }, argv.join(' ')).toEqual({ code: 1, stdout: '' });
      expect(answer(stderr)).toMatchObject({
        success: false,
        code: 'project.not_found',
        hint: 'Run flowdeck init here, or name a directory with --dir.',
      });
    }
    expect(answer((await run(['status', '--json'])).stdout)).toMatchObject({
      success: true,
      flow_exists: false,
    });
    const interrupted = await at(directory)(['status', '--interrupted', '--json']);
    expect(answer(interrupted.stdout)).toEqual({
      success: true,
      interrupted: [],
      daemon_running: false,
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('a directory that is none is named', async () => {
    const { code, stderr } = await at(temporaryDirectory())(['list', '--dir', 'nowhere']);
    expect(code).toBe(1);
    expect(stderr).toContain('/nowhere.');
  });

  it('an import without files says so', async () => {
    const run = at(temporaryDirectory());
    for (const argv of [['import'], ['import', 'nowhere']]) {
      const { code, stderr } = await run([...argv, '--json']);
      expect(code).toBe(1);
      expect(answer(stderr)['code']).toMatch(/^(import\.no_flow_directory|project\.not_found)$/);
    }
  });
});

describe('init', () => {
  it('makes a project once, usable from below', async () => {
    const root = temporaryDirectory();
    git(root, ['init', '--quiet']);
    plant(root, { 'below/': '' });
    const made = answer((await at(path.join(root, 'below'))(['init', '--json'])).stdout);
    expect(made).toMatchObject({ success: true, path: path.join(root, '.flow') });
    expect(made['actions']).not.toEqual([]);
    expect(existsSync(path.join(root, '.flow/meta.json'))).toBe(true);
    expect(existsSync(path.join(root, '.git/flow-state/flowdeck.db'))).toBe(true);
    const again = answer((await at(root)(['init', '--json'])).stdout);
    expect(again).toMatchObject({ success: true, actions: [] });
    const created = await at(path.join(root, 'below'))(['epic', 'create', '--title', 'First']);
    expect(created).toEqual({ code: 0, stdout: 'Epic fn-1-first created\n', stderr: '' });
    expect((await at(root)(['epics'])).stdout).toContain('fn-1-first: First');
  });
});

describe('first sight', () => {
  it('imports the files once, and says so beside the answer', async () => {
    const root = temporaryDirectory();
    plantFlow(root);
    const first = await at(root)(['ready']);
    expect(first.code).toBe(0);
    expect(first.stderr).toBe('Imported 1 epic and 2 tasks from .flow.\n');
    expect(first.stdout).toContain('fn-1-a.1: Task 1');
    plant(root, { '.flow/tasks/fn-1-a.1.json': 'no longer JSON' });
    const second = await at(root)(['ready', '--json']);
    expect(second.stderr).toBe('');
    expect(answer(second.stdout)).toMatchObject({ ready: [{ id: 'fn-1-a.1' }] });
    const events = answer((await at(root)(['events', '--json'])).stdout);
    expect(events).toMatchObject({ count: 1, events: [{ event_type: 'import_completed' }] });
  });

  it('survives eight commands at once', async () => {
    const root = temporaryDirectory();
    plantFlow(root);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => at(root)(['ready', '--json'])),
    );
    for (const { code, stdout } of outcomes) {
      expect(code).toBe(0);
      expect(answer(stdout)).toMatchObject({ ready: [{ id: 'fn-1-a.1' }] });
    }
    expect(answer((await at(root)(['list', '--json'])).stdout)).toMatchObject({
      epic_count: 1,
      task_count: 2,
    });
  });
});

describe('import', () => {
  it('reports counts and what was met, in both forms, and is idempotent', async () => {
    const root = temporaryDirectory();
    plantFlow(root);
    const elsewhere = temporaryDirectory();
    const run = at(elsewhere);
    const report = answer((await run(['import', root, '--json'])).stdout);
    expect(report).toMatchObject({
      success: true,
      epics_imported: 1,
      tasks_imported: 2,
      task_dependencies: 1,
    });
    expect(report['findings']).toContainEqual(
      expect.objectContaining({ path: 'tasks/fn-1-a.1-evidence.json', kind: 'stray-file' }),
    );
    const again = await run(['import', path.join(root, '.flow')]);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/This time: +0 added, 0 changed/);
    expect(again.stdout).toContain('tasks/fn-1-a.1-evidence.json');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('takes another directory in place of the known one only when it is told to', async () => {
    const [first, second] = [temporaryDirectory(), temporaryDirectory()];
    plantFlow(first);
    plant(second, {
      '.flow/epics/fn-7-other.json': '{"id":"fn-7-other","title":"Other","status":"open"}',
    });
    const run = at(temporaryDirectory());
    const importing = (directory: string, ...flags: string[]) =>
      run(['import', directory, '--db', 'shared.db', '--json', ...flags]);
    expect((await importing(first)).code).toBe(0);
    const refused = await importing(second);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(answer(refused.stderr)).toMatchObject({
      code: 'source.other_content',
      error: expect.stringContaining(path.join(second, '.flow')) as string,
      hint: expect.stringContaining('flowdeck import DIR --switch') as string,
    });
    expect(answer((await importing(second, '--switch')).stdout)).toMatchObject({
      epics_imported: 1,
    });
    expect(answer((await importing(first)).stderr)).toMatchObject({ code: 'source.other_content' });
  });
});

describe('without a terminal', () => {
  it('flowdeck prints the overview', async () => {
    const root = temporaryDirectory();
    plantFlow(root);
    const { code, stdout } = await at(root)([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/0 of 2 tasks finished/);
    expect(stdout).toContain('An epic');
    expect(answer((await at(root)(['--json'])).stdout)).toMatchObject({
      success: true,
      epics: [{ id: 'fn-1-a', tasks: 2 }],
    });
  });

  it('snapshot prints a frame of the size asked for', async () => {
    const root = temporaryDirectory();
    plantFlow(root);
    await at(root)(['import']);
    const { stdout } = await at(root)(['snapshot', '--columns', '90', '--rows', '20', '--ascii']);
    const lines = stdout.replace(/\n$/, '').split('\n');
    expect(lines).toHaveLength(20);
    for (const line of lines) expect(line.length).toBeLessThan(91);
    expect(stdout).toContain('An epic');
    const frame = answer((await at(root)(['snapshot', '--json'])).stdout);
    expect(frame).toMatchObject({ success: true, columns: 120, rows: 40 });
    expect(frame['lines']).toHaveLength(40);
    expect((await at(root)(['snapshot', '--rows', '0'])).code).toBe(2);
    expect((await at(root)(['snapshot', '--rows', '99999'])).code).toBe(2);
  });
});
