import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeFlow } from '../support/flow-project.js';
import { emptyProject, type Json } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
beforeEach(async () => {
  project = await emptyProject();
});

const list = (value: unknown): readonly Json[] => value as readonly Json[];
const texts = (value: unknown): string => (value as readonly string[]).join('\n');
const write = (name: string, text: string): void => {
  const file = path.join(project.directory, '.flow', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const checked = async (argv: readonly string[], code: number): Promise<Json> => {
  const outcome = await project.run([...argv, '--json']);
  expect([outcome.code, outcome.stderr]).toEqual([code, '']);
  return JSON.parse(outcome.stdout) as Json;
};

describe('validate', () => {
  it('accepts every schema version that exists, and fresh clones without empty folders (mends: validate failed on every schema but 1)', async () => {
    for (const version of [1, 2, 3]) {
      write('meta.json', JSON.stringify({ schema_version: version }));
      const report = await checked(['validate', '--all'], 0);
      expect(report).toMatchObject({ success: true, valid: true, root_errors: [] });
      expect(report['root_warnings']).toEqual([
        'There is neither epics/ nor specs/.',
        'There is no tasks/.',
      ]);
    }
    write('meta.json', JSON.stringify({ schema_version: 4 }));
    expect(texts((await checked(['validate', '--all'], 1))['root_errors'])).toBe(
      'meta.json: schema_version is 4; known are 1, 2, 3.',
    );
    for (const content of ['{', '[]', '{}']) {
      write('meta.json', content);
      expect((await checked(['validate', '--all'], 1))['root_errors']).toHaveLength(1);
    }
  });

  it('tells each defect once, at the epic that has it (mends: each member of a cycle reported its own line)', async () => {
    const epic = String((await project.json(['epic', 'create', '--title', 'One']))['id']);
    await project.json(['epic', 'create', '--title', 'Two']);
    for (const title of ['A', 'B', 'C']) {
      await project.json(['task', 'create', '--epic', epic, '--title', title]);
    }
    expect(await checked(['validate', '--epic', 'fn-1'], 0)).toMatchObject({
      epic,
      valid: true,
      errors: [],
      task_count: 3,
    });
    await writeFlow(project.directory, [
      {
        id: 'fn-7-ring',
        title: 'Ring',
        tasks: [
          { title: 'A', dependsOn: [2] },
          { title: 'B', dependsOn: [3] },
          { title: 'C', dependsOn: [1] },
          { title: 'D', dependsOn: [9] },
        ],
      },
      { id: 'fn-8-done', title: 'Done', tasks: [{ title: 'E' }] },
    ]);
    write(
      'epics/fn-8-done.json',
      JSON.stringify({ id: 'fn-8-done', title: 'Done', status: 'done' }),
    );
    write('epics/fn-9-broken.json', '{');
    await project.run(['import']);
    const report = await checked(['validate', '--all'], 1);
    expect(report).toMatchObject({ valid: false, total_epics: 4, total_tasks: 8, total_errors: 3 });
    expect(texts(report['root_errors'])).toMatch(/^epics\/fn-9-broken\.json: It is not JSON/);
    const ring = list(report['epics']).find((each) => each['epic'] === 'fn-7-ring');
    expect(ring?.['errors']).toEqual([
      'They wait for each other: fn-7-ring.1 -> fn-7-ring.2 -> fn-7-ring.3 -> fn-7-ring.1.',
      'fn-7-ring.4 waits for fn-7-ring.9, which does not exist.',
    ]);
    expect(ring?.['warnings']).toEqual([]);
    // Committed files say `todo` for finished work: that is no error.
    const done = list(report['epics']).find((each) => each['epic'] === 'fn-8-done');
    expect(done).toMatchObject({
      valid: true,
      warnings: ['fn-8-done is done, but .1 is not, says the committed file.'],
    });
    const { stdout } = await project.run(['validate', '--all']);
    expect(stdout).toContain('[invalid] fn-7-ring (4 tasks)\n  error: They wait');
    expect(stdout).toMatch(/4 epics, 8 tasks: 3 errors, \d+ warnings?\n$/);

    await project.json(['start', 'fn-8-done.1']);
    expect(texts((await checked(['validate', '--epic', 'fn-8'], 1))['errors'])).toContain(
      'fn-8-done is done, but .1 is not.',
    );
  });

  it('sees files that are gone', async () => {
    await writeFlow(project.directory, [{ id: 'fn-7-a', title: 'A', tasks: [{ title: 'T' }] }]);
    await project.run(['import']);
    rmSync(path.join(project.directory, '.flow', 'tasks'), { recursive: true });
    mkdirSync(path.join(project.directory, '.flow', 'tasks'));
    await project.run(['import']);
    const { warnings } = await checked(['validate', '--epic', 'fn-7-a'], 0);
    expect(texts(warnings)).toContain('The file that fn-7-a.1 was read from is gone.');
  });

  it('wants to know what', async () => {
    for (const argv of [['validate'], ['validate', '--all', '--epic', 'fn-1']]) {
      expect((await project.run(argv)).code).toBe(2);
    }
    expect((await project.error(['validate', '--epic', 'fn-9']))['code']).toBe('epic.not_found');
  });
});

describe('doctor', () => {
  it('looks everything over and knows every setting of ours (mends: doctor called max_retries unknown)', async () => {
    await project.json(['config', 'set', 'max_retries', '2']);
    await project.json(['config', 'set', 'maxretries', '2']);
    const report = await checked(['doctor'], 0);
    const states: Json = Object.fromEntries(
      list(report['checks']).map(
        ({ name, status, message }) => [String(name), [status, message]] as const,
      ),
    );
    expect(states).toMatchObject({
      validate: ['pass', '0 errors, 0 warnings in 0 epics'],
      database: ['pass', path.join(project.directory, 'flowdeck.db')],
      state_dir_access: ['pass', project.directory],
      config: ['warn', 'Nobody knows maxretries.'],
      git_common_dir: ['warn', `${project.directory} is not in a git repository.`],
      actor: ['pass', 'tester'],
      review_backend: ['pass', 'not decided'],
    });
    expect(report).toMatchObject({ summary: { pass: 5, warn: 2, fail: 0 }, healthy: true });
  });

  it('says what is wrong with a database that cannot be opened', async () => {
    writeFileSync(
      path.join(project.directory, 'flowdeck.db'),
      'no database at all, but some words',
    );
    const report = await checked(['doctor'], 1);
    expect(report).toMatchObject({ healthy: false });
    expect(list(report['checks'])[0]).toMatchObject({ name: 'database', status: 'fail' });
  });

  it('fails with the validation', async () => {
    write('meta.json', '{}');
    const { code, stdout } = await project.run(['doctor']);
    expect(code).toBe(1);
    expect(stdout).toContain('1 error, 2 warnings in 0 epics; see flowdeck validate --all');
    expect(stdout).toMatch(/is not well: \d passed, \d warnings?, 1 failed\.\n$/);
  });
});

describe('detect and state-path', () => {
  it('say what is here', async () => {
    expect(await project.json(['detect'])).toMatchObject({
      exists: false,
      valid: false,
      issues: [],
    });
    write('meta.json', '{"schema_version":3}');
    expect(await project.json(['detect'])).toMatchObject({
      exists: true,
      valid: true,
      schema_version: 3,
      path: path.join(project.directory, '.flow'),
    });
    write('meta.json', '{');
    expect(await project.json(['detect'])).toMatchObject({ valid: false });
  });

  it('name the place of the state, and of a task', async () => {
    const epic = String((await project.json(['epic', 'create', '--title', 'One']))['id']);
    await project.json(['task', 'create', '--epic', epic, '--title', 'T']);
    const found = await project.json(['state-path', '--task', 'fn-1.1']);
    expect(found).toEqual({
      state_dir: project.directory,
      database: path.join(project.directory, 'flowdeck.db'),
      task_state_path: path.join(project.directory, 'tasks', `${epic}.1.state.json`),
    });
    expect((await project.run(['state-path'])).stdout).toBe(`${project.directory}\n`);
    expect((await project.error(['state-path', '--task', 'fn-1.7']))['code']).toBe(
      'task.not_found',
    );
    expect((await project.error(['state-path', '--task', epic]))['code']).toBe('id.invalid');
  });
});

describe('worker-prompt', () => {
  beforeEach(async () => {
    await project.json(['epic', 'create', '--title', 'Sign-in']);
    const create = ['task', 'create', '--epic', 'fn-1', '--title'];
    await project.json([...create, 'Store']);
    await project.json([...create, 'Form', '--deps', 'fn-1-sign-in.1', '--files', 'a.ts']);
  });

  it('tells a worker what it needs', async () => {
    const argv = ['worker-prompt', '--task', 'fn-1.2'];
    const plain = await project.json(argv);
    expect(plain).toMatchObject({ mode: 'bootstrap' });
    const prompt = String(plain['prompt']);
    expect(prompt).toMatch(
      /^TASK_ID: fn-1-sign-in\.2\nEPIC_ID: fn-1-sign-in\nTDD_MODE: false\nREVIEW_MODE: none\n/,
    );
    expect(prompt).toContain('Builds on: fn-1-sign-in.1 (todo)');
    expect(prompt).toContain('Owned files: a.ts');
    expect(prompt).not.toContain('Phase 2a');
    expect(plain['estimated_tokens']).toBe(Math.ceil(prompt.length / 4));
    const more = await project.json([...argv, '--tdd', '--review', 'codex', '--full']);
    expect(more).toMatchObject({ mode: 'full' });
    expect(String(more['prompt'])).toMatch(
      /REVIEW_MODE: codex[\s\S]*Phase 2a[\s\S]*Phase 4[\s\S]*## Acceptance/,
    );
    // Asking changes nothing.
    expect((await project.json(argv))['prompt']).toBe(prompt);
  });

  it('remembers the flags of the task', async () => {
    await project.json(['worker-phase', 'next', '--task', 'fn-1.2', '--tdd', '--review', 'rp']);
    const { stdout } = await project.run(['worker-prompt', '--task', 'fn-1.2']);
    expect(stdout).toContain('TDD_MODE: true');
    expect(stdout).toContain('Phase 4: Review');
  });

  it('needs a task', async () => {
    expect((await project.run(['worker-prompt'])).code).toBe(2);
    expect((await project.error(['worker-prompt', '--task', 'fn-1']))['code']).toBe('id.invalid');
    const missing = await project.error(['worker-prompt', '--task', 'fn-1-sign-in.3']);
    expect(missing['error']).toContain('Nearest: fn-1-sign-in.');
  });
});
