import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyProject, type Json } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
let environment: Record<string, string>;
beforeEach(async () => {
  project = await emptyProject();
  environment = { PATH: process.env['PATH'] ?? '' };
});

const file = (name: string, text: string): string => {
  const target = path.join(project.directory, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  return target;
};
const stack = (value: unknown) =>
  project.json(['stack', 'set', '--file', '-'], { stdin: JSON.stringify(value) });
const parsed = (stdout: string): Json => JSON.parse(stdout) as Json;

describe('guard', () => {
  it('runs what the stack names, in the environment of the user, and keeps the outcome', async () => {
    await stack({ backend: { test: 'test "$MINE" = yes && echo 3 passed in 1s' } });
    const outcome = await project.json(['guard'], { environment: { ...environment, MINE: 'yes' } });
    expect(outcome).toEqual({
      guards: [{ name: 'backend/test', status: 'pass', summary: '3 passed' }],
      passed: 1,
      failed: 0,
      skipped: 0,
      message: '1/1 guards passed',
    });
    const { events } = await project.json(['events', '--type', 'guard_passed']);
    expect(events).toMatchObject([
      { payload: { results: [{ name: 'backend/test', status: 'pass' }] } },
    ]);
  });

  it('skips a tool that is missing and fails only for a real failure (mends: a missing tool failed the guard)', async () => {
    await stack({
      a: { lint: 'surely-not-installed --check', typecheck: 'cd . && exit 0' },
      b: { test: 'sh -c "surely-not-installed-either"', lint: 'exit 127' },
    });
    const outcome = await project.run(['guard', '--json'], { environment });
    expect(outcome.code).toBe(1);
    expect(parsed(outcome.stdout)).toMatchObject({
      success: true,
      guards: [
        { name: 'a/lint', status: 'skipped', summary: 'surely-not-installed is not installed' },
        { name: 'a/typecheck', status: 'pass' },
        { name: 'b/test', status: 'skipped' },
        { name: 'b/lint', status: 'fail' },
      ],
      ...{ passed: 1, failed: 1, skipped: 2 },
    });
  });

  it('shows the first errors of what fails and ends with 1', async () => {
    await stack({ a: { test: 'echo "FAIL a.test"; echo "1 failed in 1s"; exit 3' } });
    const { code, stdout } = await project.run(['guard'], { environment });
    expect(code).toBe(1);
    expect(stdout).toBe('[fail] a/test: 1 failed\n    FAIL a.test\n0/1 guards passed, 1 failed\n');
    const only = await project.json(['guard', '--layer', 'other'], { environment });
    expect(only['message']).toBe('No checks are set up for the layer other; there are a.');
  });

  it('ends with the check that runs when it is interrupted, and records nothing', async () => {
    await stack({ a: { test: 'echo $$ > begun; sleep 1000', lint: 'true' } });
    const begun = path.join(project.directory, 'begun');
    const interrupted = await project.run(['guard', '--json'], {
      environment,
      interruptWhen: () => existsSync(begun),
    });
    expect(interrupted).toMatchObject({ code: 1, stdout: '' });
    expect(parsed(interrupted.stderr)).toMatchObject({
      code: 'check.interrupted',
      error: 'Interrupted after 0 of 2 checks.',
    });
    expect((await project.json(['events', '--type', 'guard_failed']))['events']).toEqual([]);
  });

  it('has nothing to run where nothing is set up', async () => {
    expect(await project.json(['guard'])).toMatchObject({ guards: [], passed: 0 });
    expect((await project.json(['events', '--type', 'guard_passed']))['events']).toEqual([]);
  });
});

describe('stack', () => {
  it('recognises a project by its files', async () => {
    file('package.json', JSON.stringify({ scripts: { test: 'vitest', lint: 'eslint .' } }));
    file('tsconfig.json', '{}');
    file('pnpm-lock.yaml', '');
    file('engine/Cargo.toml', '[dependencies]\naxum = "1"\n');
    file('Dockerfile', '');
    const wanted = {
      backend: {
        language: 'rust',
        framework: 'axum',
        test: 'cd engine && cargo test --all',
        lint: 'cd engine && cargo clippy --all-targets -- -D warnings',
        typecheck: 'cd engine && cargo check',
      },
      frontend: {
        language: 'typescript',
        test: 'pnpm test',
        lint: 'pnpm run lint',
        typecheck: 'npx tsc --noEmit',
      },
      infra: { runtime: 'docker' },
    };
    const run = (...argv: string[]) => project.json(['stack', ...argv]);
    expect((await run('detect', '--dry-run'))['stack']).toEqual(wanted);
    expect((await run('show'))['stack']).toEqual({});
    await run('detect');
    expect((await run('show'))['stack']).toEqual(wanted);
  });

  it('recognises Python and Go, and nothing in an empty directory', async () => {
    expect(await project.json(['stack', 'detect'])).toMatchObject({ stack: {} });
    file('pyproject.toml', '[tool.ruff]\n[tool.pytest]\n');
    expect((await project.json(['stack', 'detect', '--dry-run']))['stack']).toEqual({
      backend: { language: 'python', test: 'pytest', lint: 'ruff check' },
    });
  });

  it('takes only an object', async () => {
    for (const stdin of ['', '[]', '{', 'x'.repeat(1_000_000)]) {
      const { code, stderr } = await project.run(['stack', 'set', '--file', '-'], { stdin });
      expect([code, stderr.length < 400]).toEqual([2, true]);
    }
  });
});

describe('invariants', () => {
  it('are made once, shown, and checked at the top of the repository', async () => {
    const init = await project.json(['invariants', 'init']);
    expect(init).toMatchObject({ created: true });
    expect(await project.json(['invariants', 'init'])).toMatchObject({ created: false });
    expect(await project.json(['invariants', 'check'])).toMatchObject({
      all_passed: true,
      results: [],
    });
    file('marker', '');
    writeFileSync(
      String(init['path']),
      '## Marked\n- **Verify:** `test -f marker`\n## Broken\n- **Verify:** `echo why; false`\n- **Fix:** mend it\n',
    );
    const { code, stdout } = await project.run(['invariants', 'check', '--json'], { environment });
    expect(code).toBe(1);
    expect(parsed(stdout)).toEqual({
      success: true,
      all_passed: false,
      results: [
        { name: 'Marked', command: 'test -f marker', passed: true, exit_code: 0, fix: null },
        {
          name: 'Broken',
          command: 'echo why; false',
          passed: false,
          exit_code: 1,
          fix: 'mend it',
          output: 'why',
        },
      ],
    });
    const { events } = await project.json(['events', '--type', 'invariants_failed']);
    expect(events).toHaveLength(1);
    expect((await project.json(['invariants', 'show']))['invariants']).toContain('## Broken');
    await project.json(['invariants', 'init', '--force']);
    expect(readFileSync(String(init['path']), 'utf8')).not.toContain('Broken');
  });
});

describe('review-backend', () => {
  it('falls back to none, with a warning, where the program is missing', async () => {
    expect(await project.json(['review-backend'])).toEqual({ backend: 'ASK', source: 'none' });
    await project.json(['config', 'set', 'review.backend', 'rp']);
    const fallen = await project.run(['review-backend', '--json'], { environment: { PATH: '' } });
    expect(parsed(fallen.stdout)).toMatchObject({
      backend: 'none',
      source: 'config (fallback: rp-cli not available)',
    });
    expect(fallen.stderr).toBe('Warning: rp-cli is not installed: nobody reviews (rp is set).\n');
    const tool = file('bin/codex', '#!/bin/sh\n');
    chmodSync(tool, 0o755);
    const there = { PATH: path.dirname(tool), FLOW_REVIEW_BACKEND: 'codex' };
    expect(await project.json(['review-backend'], { environment: there })).toEqual({
      backend: 'codex',
      source: 'env',
    });
  });

  it('compares receipts', async () => {
    file('a.json', JSON.stringify({ mode: 'rp', verdict: 'SHIP', id: 'fn-1' }));
    file('b.json', JSON.stringify({ mode: 'codex', verdict: 'NEEDS_WORK', id: 'fn-1' }));
    expect(await project.json(['review-backend', '--compare', 'a.json,b.json'])).toMatchObject({
      reviews: 2,
      verdicts: { rp: 'SHIP', codex: 'NEEDS_WORK' },
      consensus: null,
      has_conflict: true,
    });
    expect((await project.run(['review-backend', '--compare', 'none.json'])).code).toBe(2);
  });

  it('finds the reviews of an epic in its evidence, and not those of a namesake', async () => {
    const epic = String((await project.json(['epic', 'create', '--title', 'One']))['id']);
    await project.json(['task', 'create', '--epic', epic, '--title', 'T']);
    await project.json(['start', `${epic}.1`]);
    const evidence = JSON.stringify({ review_receipt: { mode: 'rp', verdict: 'SHIP' } });
    await project.json(['done', `${epic}.1`, '--evidence', evidence]);
    expect(await project.json(['review-backend', '--epic', 'fn-1'])).toMatchObject({
      reviews: 1,
      verdicts: { rp: 'SHIP' },
    });
  });
});

describe('parse-findings', () => {
  const review = `<findings>[{"severity":"P0","title":"Loses data","file":"a.ts","line":1,"confidence":1,"evidence":["x"]}]</findings>`;

  it('prints what was found', async () => {
    const found = await project.json(['parse-findings', '--file', '-'], { stdin: review });
    expect(found).toMatchObject({
      count: 1,
      registered: 0,
      warnings: [],
      findings: [{ severity: 'P0', description: 'Loses data', autofix_class: 'manual' }],
    });
    const { stdout } = await project.run(['parse-findings', '--file', '-'], { stdin: review });
    expect(stdout).toBe('[P0] a.ts:1: Loses data\n1 finding\n');
  });

  it('registers what it found as gaps of the epic, once (mends: findings were taken for registered, and none was)', async () => {
    await project.json(['epic', 'create', '--title', 'One']);
    const argv = [
      'parse-findings',
      '--file',
      '-',
      '--register',
      '--epic',
      'fn-1',
      '--source',
      'rp',
    ];
    expect(await project.json(argv, { stdin: review })).toMatchObject({ registered: 1 });
    expect(await project.json(argv, { stdin: review })).toMatchObject({ count: 1, registered: 0 });
    const { events } = await project.json(['events', '--type', 'gap_added']);
    expect(events).toHaveLength(1);
  });

  it('says that a review without findings is to be looked at again', async () => {
    const found = await project.json(['parse-findings', '--file', '-'], { stdin: 'All good!' });
    expect(found).toMatchObject({ count: 0, verdict: 'NEEDS_REANALYSIS' });
    expect(found['warnings']).toHaveLength(1);
  });

  it('refuses what cannot be read, and registering without an epic', async () => {
    expect((await project.run(['parse-findings', '--file', 'none.md'])).code).toBe(2);
    const unregistered = ['parse-findings', '--file', '-', '--register'];
    expect((await project.run(unregistered, { stdin: review })).code).toBe(2);
    expect(
      await project.error([...unregistered, '--epic', 'fn-9'], { stdin: review }),
    ).toMatchObject({ code: 'epic.not_found' });
  });
});
