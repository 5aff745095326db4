import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openService } from '../../source/service/open.js';
import { defaultContext } from '../../source/service/context.js';
import { emptyProject, type Json } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
const text = async (...argv: string[]): Promise<string> => {
  const { code, stdout, stderr } = await project.run(argv);
  if (code !== 0 || stderr !== '') throw new Error(`${argv.join(' ')}: ${code} ${stderr}`);
  return stdout;
};
const add = (content: string, ...rest: string[]): Promise<Json> =>
  project.json(['memory', 'add', 'pitfall', content, ...rest]);
const list = (value: unknown): readonly Json[] => value as readonly Json[];

beforeEach(async () => {
  project = await emptyProject();
});

/** Runs calls on the project's database, as another program would. */
async function withService<Result>(
  work: (opened: Awaited<ReturnType<typeof openService>>) => Promise<Result>,
): Promise<Result> {
  const databasePath = path.join(project.directory, 'flowdeck.db');
  const opened = await openService({ databasePath, context: defaultContext({ actor: 'other' }) });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

const turnOff = (): Promise<void> =>
  withService(({ database }) =>
    database.write((transaction) =>
      transaction.run(`INSERT INTO configuration (key, value) VALUES ('memory.enabled', 'false')`),
    ),
  );

describe('errors of the memory', () => {
  it('leave standard output alone (mends: errors said success: true there)', async () => {
    for (const argv of [
      ['memory', 'get', '9'],
      ['memory', 'verify', 'nothing'],
      ['memory', 'edit', '9', 'x'],
      ['memory', 'delete', '9'],
      ['memory', 'related', '9'],
      ['memory', 'search', '(', '--regex'],
      ['memory', 'import', 'nowhere'],
      ['memory', 'add', 'pitfall', ' '],
      ['memory', 'embed'],
    ]) {
      const { code, stdout, stderr } = await project.run([...argv, '--json']);
      expect({ code, stdout }, argv.join(' ')).toEqual({ code: 1, stdout: '' });
      expect(JSON.parse(stderr), argv.join(' ')).toMatchObject({
        success: false,
        error: expect.any(String) as string,
        code: expect.stringMatching(/^(memory|embedding)\./) as string,
        hint: expect.any(String) as string,
      });
    }
  });

  it('of the command line exit with 2', async () => {
    for (const argv of [
      ['memory', 'add', 'rumour', 'x'],
      ['memory', 'add', 'pitfall'],
      ['memory', 'add', 'pitfall', 'x', '--type', 'decision'],
      ['memory', 'add', 'pitfall', 'x', '--file', 'y'],
      ['memory', 'add', 'pitfall', '--file', 'missing.md'],
      ['memory', 'edit', '1'],
      ['memory', 'list', '--severity', 'dire'],
      ['memory', 'list', '--limit', '0'],
      ['memory', 'gc', '--days', '-1'],
      ['memory', 'inject', '--budget', '0'],
      ['memory', 'export', '--format', 'v2'],
      ['memory', 'import'],
      ['memory', 'embed', '--limit', '0'],
    ]) {
      expect((await project.run(argv)).code, argv.join(' ')).toBe(2);
    }
  });

  it('name a pattern that would never end, and end', async () => {
    await add(`${'a'.repeat(100)}!`);
    const error = await project.error(['memory', 'search', '(a+)+$', '--regex']);
    expect(error).toMatchObject({ code: 'memory.pattern_slow' });
  });
});

describe('memory add', () => {
  it('takes the text as an argument, from a file or from standard input', async () => {
    writeFileSync(path.join(project.directory, 'lesson.md'), 'From a file\n');
    await add('As an argument');
    await project.json(['memory', 'add', 'pitfall', '--file', 'lesson.md']);
    await project.json(['memory', 'add', 'decision', '-'], { stdin: 'From standard input\n' });
    await project.json(['memory', 'add', 'pitfall', '--file', '-'], { stdin: 'Once more\n' });
    await project.json(['memory', 'add', '--type', 'conventions', 'As hooks write it']);
    await project.json(['memory', 'add', '--type', 'pitfall', '-'], { stdin: 'Piped by a hook' });
    const { entries } = await project.json(['memory', 'read']);
    expect(list(entries).map(({ type, content }) => [type, content])).toEqual([
      ['pitfall', 'Piped by a hook'],
      ['convention', 'As hooks write it'],
      ['pitfall', 'Once more'],
      ['decision', 'From standard input'],
      ['pitfall', 'From a file'],
      ['pitfall', 'As an argument'],
    ]);
  });

  it('points out what is nearly the same', async () => {
    await add('The mock server ignores timeouts');
    expect(await text('memory', 'add', 'pitfall', 'The mock servers ignore timeouts')).toBe(
      'Entry 2 remembered\nlooks like #1: The mock server ignores timeouts\n',
    );
    expect(await add('The mock server ignores the timeouts')).toMatchObject({
      similar: [{ id: 1, title: 'The mock server ignores timeouts' }, { id: 2 }],
    });
  });
});

describe('memory get, read and list', () => {
  it('show what is kept, chosen by every flag', async () => {
    await add('One thing\nin two lines', '--module', 'api', '--severity', 'high', '--title', 'T');
    await add('Another', '--problem-type', 'best_practice', '--tags', 'x,y');
    expect(await project.json(['memory', 'get', '#1'])).toMatchObject({
      id: 1,
      title: 'T',
      content: 'One thing\nin two lines',
      module: 'api',
      severity: 'high',
      refs: 0,
      stale: false,
      related_to: [],
      extra: {},
    });
    expect(await text('memory', 'get', '1')).toMatch(
      /^#1 \[pitfall\] T\n.*\n\nOne thing\nin two lines\n$/s,
    );
    const ids = async (...argv: string[]): Promise<unknown[]> =>
      list((await project.json(['memory', 'list', ...argv]))['index']).map(({ id }) => id);
    expect(await ids()).toEqual([2, 1]);
    expect(await ids('--severity', 'high')).toEqual([1]);
    expect(await ids('--module', 'api', '--type', 'pitfalls')).toEqual([1]);
    expect(await ids('--track', 'knowledge')).toEqual([2]);
    expect(await ids('--problem-type', 'best-practice')).toEqual([2]);
    expect(await ids('--tags', 'x,y')).toEqual([2]);
    expect(await ids('--tags', 'x,z')).toEqual([]);
    expect(await ids('--stale')).toEqual([]);
    expect(await ids('--limit', '1')).toEqual([2]);
    expect(await project.json(['memory', 'read', '--module', 'api'])).toMatchObject({
      count: 1,
      entries: [{ content: 'One thing\nin two lines' }],
    });
    expect(await text('memory', 'read', '--type', 'decision')).toBe('Nothing is remembered.\n');
  });

  it('marks entries that nobody verified for 90 days', async () => {
    await withService(({ service }) =>
      service.command(
        'memory.add',
        { type: 'pitfall', content: 'Long ago' },
        { now: () => '2020-01-01T00:00:00.000Z' },
      ),
    );
    expect(await text('memory', 'list')).toBe('#1 [pitfall] Long ago (stale)\n');
    expect(await text('memory', 'inject')).toContain('stale: nobody stood by it since 2020-01-01');
    expect(await project.json(['memory', 'verify', '1'])).toEqual({
      id: 1,
      last_verified: new Date().toISOString().slice(0, 10),
    });
    expect(await project.json(['memory', 'list'])).toMatchObject({ index: [{ stale: false }] });
  });
});

describe('memory search', () => {
  it('takes a regular expression with --regex', async () => {
    await add('Error E1234 in the parser', '--module', 'parser');
    await add('No error at all');
    expect(await project.json(['memory', 'search', '--regex', 'e\\d+'])).toMatchObject({
      query: 'e\\d+',
      count: 1,
      results: [{ id: 1, arm: 'pattern', excerpt: 'Error E1234 in the parser' }],
    });
    expect(
      await project.json(['memory', 'search', '--regex', '^no', '--module', 'parser']),
    ).toMatchObject({ count: 0 });
  });

  it('filters words by every flag of the list', async () => {
    await add('Error in the parser', '--severity', 'low', '--tags', 'x');
    await add('Error in the lexer', '--severity', 'high');
    const ids = async (...argv: string[]): Promise<unknown[]> =>
      list((await project.json(['memory', 'search', 'error', ...argv]))['results']).map(
        ({ id }) => id,
      );
    expect(await ids('--severity', 'high')).toEqual([2]);
    expect(await ids('--tags', 'x')).toEqual([1]);
    expect(await ids('--stale')).toEqual([]);
    expect(await ids('--status', 'active', '--severity', 'low')).toEqual([1]);
  });
});

describe('memory edit, delete and gc', () => {
  it('change, forget and tidy up', async () => {
    await add('One thing');
    await add('Another thing');
    expect(
      await project.json(['memory', 'edit', '1', '-', '--severity', 'low', '--tags', ''], {
        stdin: 'One other thing\n',
      }),
    ).toMatchObject({ id: 1, summary: 'One other thing', severity: 'low', tags: [], version: 2 });
    expect(await project.error(['memory', 'edit', '2', 'One other thing'])).toMatchObject({
      code: 'memory.exists',
      error: expect.stringContaining('#1') as string,
    });
    expect(await text('memory', 'edit', '1', '--severity', 'low')).toBe(
      'Entry 1 was like that already\n',
    );
    expect(await project.json(['memory', 'delete', '1'])).toMatchObject({ id: 1, deleted: true });
    expect(await project.json(['memory', 'gc', '--days', '0', '--dry-run'])).toMatchObject({
      dry_run: true,
      days: 0,
      would_remove: [2],
      count: 1,
    });
    expect(await text('memory', 'gc')).toContain('0 entries never referred to in 90 days removed');
    expect(await project.json(['memory', 'gc', '--days', '0'])).toMatchObject({ removed: [2] });
    expect(await project.json(['memory', 'list'])).toMatchObject({ total: 0 });
  });
});

describe('memory inject', () => {
  it('has three levels and a budget, and counts what it gave', async () => {
    await add('First\nwith more', '--tags', 'net');
    await add('Second');
    expect(await project.json(['memory', 'inject'])).toMatchObject({ level: 'L1', count: 2 });
    expect(await project.json(['memory', 'inject', '--tags', 'net,other'])).toMatchObject({
      level: 'L2',
      entries: [{ id: 1, content: 'First\nwith more' }],
    });
    expect(await project.json(['memory', 'inject', '--full'])).toMatchObject({
      level: 'L3',
      count: 2,
      budget: 8000,
      token_estimate: 'one token for every four bytes of UTF-8',
      left_out: [],
    });
    expect(await project.json(['memory', 'list'])).toMatchObject({ total_refs: 5 });
    expect(await text('memory', 'inject', '--budget', '1')).toBe(
      '(2 left out for want of room: #1 #2; --budget 1)\n',
    );
  });
});

describe('memory related', () => {
  it('belongs to entries, tasks and epics', async () => {
    await add('The login form must not reload', '--tags', 'forms');
    await add('Forms need labels', '--tags', 'forms');
    const { id: epic } = await project.json(['epic', 'create', '--title', 'Sign in']);
    await project.json(['task', 'create', '--epic', String(epic), '--title', 'The login form']);
    expect(await project.json(['memory', 'related', '1'])).toMatchObject({
      id: 1,
      count: 1,
      related: [{ id: 2, shared_tags: ['forms'] }],
    });
    expect(await project.json(['memory', 'related', 'fn-1.1'])).toMatchObject({
      related: [{ id: 1, reasons: ['words'] }],
    });
    expect(await text('memory', 'related', 'fn-1')).toMatch(/^Nothing that belongs/);
    expect(await project.error(['memory', 'related', 'fn-9'])).toMatchObject({
      code: 'epic.not_found',
    });
  });
});

describe('memory import and export', () => {
  it('bring entries from one project to another, in every shape, once', async () => {
    await add('One\n\nwith more', '--module', 'api', '--tags', 'x', '--severity', 'high');
    await project.json(['memory', 'add', 'decision', 'Two', '--title', 'The second']);
    const lines = await text('memory', 'export');
    expect(lines.trim().split('\n')).toHaveLength(2);
    expect(
      readdirSync(project.directory).filter((name) => !name.startsWith('flowdeck.db')),
    ).toEqual([]);
    const v2 = await project.json(['memory', 'export', '--format', 'v2', '--output', 'tree']);
    expect(list(v2['files'])).toHaveLength(2);
    const v1 = await project.json(['memory', 'export', '--format', 'v1', '--output', 'lists']);
    expect(v1).toMatchObject({ files: ['pitfalls.md', 'decisions.md'], reduced: [1, 2] });
    await project.json(['memory', 'export', '--output', 'all.jsonl', '--type', 'decision']);
    expect(readFileSync(path.join(project.directory, 'all.jsonl'), 'utf8')).toContain('"Two"');

    const source = project;
    const original = list((await source.json(['memory', 'export']))['entries']);
    for (const from of ['-', 'tree', 'lists']) {
      project = await emptyProject();
      const place = from === '-' ? from : path.join(source.directory, from);
      const run = (...argv: string[]): Promise<Json> =>
        project.json(['memory', 'import', place, ...argv], { stdin: from === '-' ? lines : '' });
      expect(await run('--dry-run')).toMatchObject({ read: 2, added: 2, ids: [], dry_run: true });
      expect(await run()).toMatchObject({ read: 2, added: 2, findings: [] });
      expect(await run()).toMatchObject({ added: 0, updated: [], kept: [] });
      const { entries } = await project.json(['memory', 'export']);
      const contents = (rows: readonly Json[]): unknown[] =>
        rows.map((row) => row['content']).sort();
      expect(contents(list(entries))).toEqual(contents(original));
      if (from === '-') expect(entries).toEqual(original);
    }
  });

  it('refuse to write over anything else', async () => {
    await add('One');
    writeFileSync(path.join(project.directory, 'all.jsonl'), 'mine');
    expect(await project.error(['memory', 'export', '--output', 'all.jsonl'])).toMatchObject({
      code: 'memory.export_exists',
    });
    await project.json(['memory', 'export', '--output', 'all.jsonl', '--force']);
    expect(readFileSync(path.join(project.directory, 'all.jsonl'), 'utf8')).toContain('"One"');
  });

  it('let no control character through to the terminal, and lose none', async () => {
    await add('Red \u001b[31m and turned \u202e and \u009b1m');
    const lines = await text('memory', 'export');
    for (const control of ['\u001b', '\u202e', '\u009b']) expect(lines).not.toContain(control);
    expect((JSON.parse(lines) as Json)['content']).toBe(
      'Red \u001b[31m and turned \u202e and \u009b1m',
    );
  });

  it('reads the memory of the project without a path', async () => {
    const folder = path.join(project.directory, '.flow', 'memory');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'pitfalls.md');
    writeFileSync(file, '# Pitfalls\n\n## 2026-01-01 manual [pitfall]\nOne\n');
    const directory = path.join(project.directory, '.flow');
    writeFileSync(path.join(directory, 'meta.json'), '{"schema_version": 3}');
    // On first sight the project is imported.
    expect(await project.json(['memory', 'import'])).toMatchObject({ read: 1, unchanged: 1 });
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n## 2026-01-02 manual [pitfall]\nTwo\n`);
    expect(await project.json(['memory', 'init'])).toMatchObject({ total: 1, in_files: 1 });
    expect(await project.json(['memory', 'import'])).toMatchObject({ added: 1, unchanged: 1 });
    expect(existsSync(path.join(project.directory, 'tree'))).toBe(false);
  });
});

describe('memory init', () => {
  it('turns the memory on and says what it holds', async () => {
    await add('One');
    await turnOff();
    for (const argv of [
      ['list'],
      ['search', 'x'],
      ['search', 'x', '--regex'],
      ['add', 'pitfall', 'x'],
      ['get', '1'],
      ['gc'],
      ['inject'],
      ['export'],
      ['embed'],
    ]) {
      const error = await project.error(['memory', ...argv]);
      expect(error, argv.join(' ')).toMatchObject({
        code: 'memory.disabled',
        error: expect.stringContaining('memory.enabled') as string,
        hint: expect.stringContaining('flowdeck memory init') as string,
      });
    }
    expect(await project.json(['memory', 'init'])).toEqual({
      enabled: true,
      actions: ['set memory.enabled to true'],
      counts: { pitfall: 1, convention: 0, decision: 0 },
      total: 1,
      total_refs: 0,
      stale: 0,
      in_files: 0,
    });
    expect(await project.json(['memory', 'init'])).toMatchObject({ actions: [] });
    expect(await text('memory', 'init')).toContain('The memory is ready');
    expect(await project.json(['memory', 'list'])).toMatchObject({ total: 1 });
  });

  it('needs a project', async () => {
    const { code, stderr } = await project.run(['memory', 'init'], {
      environment: { FLOWDECK_DB: path.join(project.directory, 'none', 'flowdeck.db') },
    });
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no flowdeck project') as string,
    });
  });
});

describe('memory embed', () => {
  it('says how to get a model where there is none', async () => {
    const home = path.join(project.directory, 'home');
    const error = await project.error(['memory', 'embed'], {
      environment: { HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home },
    });
    expect(error).toMatchObject({ code: 'embedding.unavailable' });
  });
});
