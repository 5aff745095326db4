import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyProject, runCommand } from './support.js';
import { temporaryDirectory } from '../platform/tree.js';

let project: Awaited<ReturnType<typeof emptyProject>>;

beforeEach(async () => {
  project = await emptyProject();
  await project.json(['epic', 'create', '--title', 'Add sign-in']);
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Store']);
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Form']);
  await project.json(['memory', 'add', 'pitfall', 'Beware of the dog']);
});

/** The words that may follow; the last one given is being typed. */
async function words(...line: string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await project.run(['complete', '--', ...line]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((each) => each.split('\t')[0] ?? '');
}

describe('what may follow', () => {
  const [epic, first, second] = ['fn-1-add-sign-in', 'fn-1-add-sign-in.1', 'fn-1-add-sign-in.2'];

  it.each<[line: string[], expected: string[]]>([
    [['sta'], ['status', 'start', 'stack', 'state-path', 'stats']],
    [['epic', 'cre'], ['create']],
    [['memory', 'se'], ['search']],
    [
      ['start', ''],
      [first, second],
    ],
    [['start', 'fn-1-add-sign-in.2'], [second]],
    [['start', first, ''], []],
    [
      ['show', ''],
      [epic, first, second],
    ],
    [['ready', '--epic', ''], [epic]],
    [['ready', '--epic=fn'], [`--epic=${epic}`]],
    [['ready', '--epic', epic, '--inc'], ['--include-hinted']],
    [
      ['--json', 'start', ''],
      [first, second],
    ],
    [
      ['--actor', 'me', 'start', ''],
      [first, second],
    ],
    [
      ['tasks', '--status', 'up'],
      ['up_for_retry', 'upstream_failed'],
    ],
    [
      ['task', 'create', '--deps', `${first},`],
      [`${first},${first}`, `${first},${second}`],
    ],
    [
      ['dep', 'add', first, ''],
      [first, second],
    ],
    [['memory', 'get', ''], ['1']],
    [['block', first, '--reason-file', ''], ['<files>']],
    [['--db', ''], ['<files>']],
    [['start', '--no-co'], ['--no-color']],
    [
      ['setup', ''],
      ['claude', 'codex'],
    ],
    [['completions', 'f'], ['fish']],
    [['demo-'], []],
    [['nothing', ''], []],
  ])('%j', async (line, expected) => {
    expect(await words(...line)).toEqual(expected);
  });

  it('makes and imports nothing where there is no project', async () => {
    const directory = temporaryDirectory();
    const outcome = await runCommand(['complete', '--', 'start', ''], { directory });
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(execFileSync('ls', ['-A', directory], { encoding: 'utf8' })).toBe('');
  });
});

describe('the scripts', () => {
  const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;
  let scripts: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const script = async (shell: string): Promise<string> => {
      const { stdout } = await runCommand(['completions', shell], { directory: '/' });
      return stdout;
    };
    scripts = { bash: await script('bash'), zsh: await script('zsh'), fish: await script('fish') };
  });

  it.skipIf(!has('bash'))('bash completes a line with them', () => {
    // A program in its place that says what it was asked.
    const bin = path.join(temporaryDirectory(), 'bin');
    mkdirSync(bin);
    writeFileSync(
      path.join(bin, 'flowdeck'),
      `#!/bin/sh
case "$*" in
  "complete -- sta") printf 'start\\tClaim\\nstatus\\tCount\\n' ;;
  "complete -- start ") printf 'fn-1.1\\tA title with words\\n' ;;
  "complete -- block fn-1.1 --reason-file ") printf '<files>\\t\\n' ;;
esac
`,
    );
    chmodSync(path.join(bin, 'flowdeck'), 0o755);
    const complete = (line: string): string =>
      execFileSync(
        'bash',
        [
          '--norc',
          '-c',
          `${scripts['bash']}
COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_flowdeck; printf '%s,' "\${COMPREPLY[@]}"`,
        ],
        { encoding: 'utf8', env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } },
      );
    expect(complete('flowdeck sta')).toBe('start,status,');
    expect(complete("flowdeck start ''")).toBe('fn-1.1,');
    expect(complete("flowdeck block fn-1.1 --reason-file ''")).toBe(',');
    expect(complete("flowdeck nothing ''")).toBe(',');
  });

  for (const shell of ['zsh', 'fish']) {
    it.skipIf(!has(shell))(`${shell} can read its own`, () => {
      const file = path.join(temporaryDirectory(), `completion.${shell}`);
      writeFileSync(file, scripts[shell] ?? '');
      const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });
  }
});
