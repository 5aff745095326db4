import { describe, expect, it } from 'vitest';
import { firstProgram, missingTool } from '../../source/domain/guard-command.js';
import { summariseCheck } from '../../source/domain/guard-summary.js';
import { invariantsTemplate, parseInvariants } from '../../source/domain/invariants.js';

describe('firstProgram', () => {
  it.each([
    ['cargo test --all', 'cargo'],
    ['cd web && CI=1 npm test', 'npm'],
    [`cd "my app"; A='b c' npx tsc`, 'npx'],
    ['./scripts/check.sh', './scripts/check.sh'],
    [`'npx' tsc --noEmit`, 'npx'],
    ['"cargo" test', 'cargo'],
    ['env CI=1 NODE_ENV=test npm test', 'npm'],
    ['/usr/bin/env python3 -m pytest', 'python3'],
    ['cd a && time make check', 'make'],
    ['env -u A npm test', 'env'],
    ['"my tool" x', null],
    ['(make; make check)', null],
    ['! grep -q x y', null],
    ['test -f a', null],
    ['$RUNNER x', null],
    ['', null],
  ])('of %s is %s', (command, program) => {
    expect(firstProgram(command)).toBe(program);
  });
});

describe('missingTool', () => {
  it('is one that the command line itself names', () => {
    expect(missingTool('cd a && ruff check', 'sh: 1: ruff: not found')).toBe('ruff');
    expect(missingTool('ruff check', 'bash: line 1: ruff: command not found')).toBe('ruff');
    expect(missingTool('python -m pytest', '/usr/bin/python: No module named pytest')).toBe(
      'pytest',
    );
    expect(missingTool('cargo clippy', 'error: no such command: `clippy`')).toBe('clippy');
    expect(
      missingTool('cargo clippy', "error: 'cargo-clippy' is not installed for the toolchain 'x'"),
    ).toBe('clippy');
    expect(missingTool('env A=1 ruff', 'env: ‘ruff’: No such file or directory')).toBe('ruff');
  });

  it.each([
    ['npx tool .', "npm error code E404\nnpm error 404  'tool@*' is not in this registry."],
    ['npx tool .', "npm error 404  The requested resource 'tool@*' could not be found or"],
    ['npx --yes tool .', 'npm error code ENOTFOUND\nnpm error network request failed'],
    ['npx --no-install tool', 'npm error npx canceled due to missing packages: ["tool@1"]'],
    ['npm exec tool', 'npm error could not determine executable to run'],
    ['pnpm exec tool', ' ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL  Command "tool" not found'],
    ['yarn tool', 'error Command "tool" not found.'],
  ])('is what %s could not get: %s', (command, output) => {
    expect(missingTool(command, output)).toBe('tool');
  });

  it('is the compiler for which npx found a package of the same name', () => {
    const said = '            This is not the tsc command you are looking for';
    expect(missingTool('npx tsc --noEmit', said)).toBe('tsc');
  });

  it('is not what a test calls and does not find', () => {
    expect(missingTool('npm test', 'sh: 1: vitest: not found')).toBeNull();
    expect(missingTool('pytest', 'E  ModuleNotFoundError: No module named mything')).toBeNull();
    expect(missingTool('make check', '1 failed')).toBeNull();
    expect(missingTool('npm test', 'npm error code ENOTFOUND')).toBeNull();
  });
});

describe('summariseCheck', () => {
  it.each([
    [
      'test result: ok. 3 passed; 0 failed; 1 ignored\ntest result: ok. 4 passed; 0 failed',
      '7 passed, 1 skipped',
    ],
    ['      Tests  2 failed | 40 passed (42)\n   Duration  1s', '40 passed, 2 failed'],
    ['Tests:       1 failed, 1 skipped, 5 passed, 7 total', '5 passed, 1 failed, 1 skipped'],
    ['==== 2 failed, 10 passed in 1.20s ====', '10 passed, 2 failed'],
    ['  12 passing (1s)\n  1 pending', '12 passed, 1 skipped'],
    ['# tests 3\n# pass 2\n# fail 1', '2 passed, 1 failed'],
    ['ok  \tgithub.com/x/y\t0.01s', 'ok  \tgithub.com/x/y\t0.01s'],
    ['', 'no output'],
  ])('counts tests in %j', (output, summary) => {
    expect(summariseCheck('test', output, true).summary).toBe(summary);
  });

  it('counts what linters and type checkers say', () => {
    const summary = (output: string, passed = false) =>
      summariseCheck('lint', output, passed).summary;
    expect(summary('a.ts\n  1:1  error  No\n\n✖ 2 problems (1 error, 1 warning)')).toBe(
      '2 problems (1 error, 1 warning)',
    );
    expect(summary('a.ts(1,1): error TS1: no\nb.ts(1,1): error TS2: no')).toBe('2 errors');
    expect(summary('warning: unused', true)).toBe('1 warning');
    expect(summary('', true)).toBe('no issues');
    expect(summary('All checks passed!', true)).toBe('All checks passed!');
  });

  it('shows the first errors, or the last lines, without colours and cut short', () => {
    const output = `\u001b[31mFAIL\u001b[0m a.test.ts\nnoise\n${'e'.repeat(1000)}`;
    expect(summariseCheck('test', output, false).errors).toEqual(['FAIL a.test.ts']);
    const many = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
    expect(summariseCheck('test', many, false).errors.at(-1)).toBe('line 99');
    const [only = ''] = summariseCheck('lint', '🙂'.repeat(1000), false).errors;
    expect(Array.from(only)).toHaveLength(200);
    expect(only.endsWith('🙂…')).toBe(true);
    expect(summariseCheck('test', 'error: x', true).errors).toEqual([]);
  });
});

describe('parseInvariants', () => {
  it('reads names, rules, commands and mends', () => {
    expect(
      parseInvariants(
        [
          '# Invariants',
          '## No keys',
          '- **Rule:** none in the tree',
          '- **Verify:** `! git grep -q KEY`',
          '- **Fix:** take it out',
          '## Two ways',
          '* Verify: ``echo `date` ``',
          '* Verify: make check',
          '## Without a command',
          '- **Rule:** be kind',
        ].join('\n'),
      ),
    ).toEqual([
      {
        name: 'No keys',
        rule: 'none in the tree',
        verify: '! git grep -q KEY',
        fix: 'take it out',
      },
      { name: 'Two ways', rule: null, verify: 'echo `date`', fix: null },
      { name: 'Two ways', rule: null, verify: 'make check', fix: null },
    ]);
  });

  it('finds nothing in comments, code and the template', () => {
    expect(parseInvariants(invariantsTemplate)).toEqual([]);
    expect(parseInvariants('## A\n```\n- **Verify:** `rm -rf .`\n```\n')).toEqual([]);
    expect(parseInvariants('## A\n<!-- never closed\n- **Verify:** `x`\n')).toEqual([]);
    expect(parseInvariants(`## A\n- **Verify:** TBD\n${'<!--'.repeat(100_000)}`)).toEqual([]);
  });
});
