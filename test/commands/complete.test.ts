import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@libsql/client/sqlite3';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyProject, runCommand } from './support.js';
import { plant, temporaryDirectory } from '../platform/tree.js';

let database: Buffer;
let approval: string;
let gap: string;

beforeAll(async () => {
  const project = await emptyProject();
  await project.json(['epic', 'create', '--title', 'Add sign-in']);
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Store']);
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Form']);
  await project.json(['memory', 'add', 'pitfall', 'Beware of the dog']);
  const asked = await project.json([...words('approval create --task fn-1.1 --question'), 'Now?']);
  approval = String(asked['id']);
  const missing = await project.json(words('gap add --epic fn-1 --capability Reset'));
  gap = String(missing['id']);
  database = readFileSync(path.join(project.directory, 'flowdeck.db'));
});

/** A directory of its own with the database, and the environment that names it. */
function place(): { directory: string; file: string; environment: Record<string, string> } {
  const directory = temporaryDirectory();
  const file = path.join(directory, 'flowdeck.db');
  writeFileSync(file, database);
  plant(directory, { 'checkpoint-fn-1-add-sign-in.json': '' });
  return { directory, file, environment: { FLOWDECK_DB: file } };
}

function words(line: string): readonly string[] {
  return line.split(' ');
}

/** The words that may follow; the last one given is being typed. */
async function candidates(...line: string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runCommand(['complete', '--', ...line], place());
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
    [['memory', 'edit', '1', '--related', '1,'], ['1,1']],
    [['epic', 'add-dep', epic, ''], [epic]],
    [['checkpoint', 'restore', '--epic', ''], [epic]],
    [['config', 'get', 'max'], ['max_retries']],
    [['lock', '--files', 'sr'], ['<files>']],
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
    expect(await candidates(...line)).toEqual(expected);
  });

  it('names approvals, gaps and actions too', async () => {
    expect(await candidates('approval', 'show', '')).toEqual([approval]);
    expect(await candidates('gap', 'resolve', '--id', 'gap-')).toEqual([gap]);
    expect((await candidates('undo', '')).length).toBeGreaterThan(4);
  });

  it('looks into the project that the line names', async () => {
    const directory = temporaryDirectory();
    const { file } = place();
    for (const named of [['--db', file], [`--db=${file}`]]) {
      const { stdout } = await runCommand(['complete', '--', ...named, 'ready', '--epic', ''], {
        directory,
      });
      expect(stdout).toBe(`${epic}\tAdd sign-in\n`);
    }
    const nowhere = ['complete', '--', '--dir', 'nowhere', 'start', ''];
    expect(await runCommand(nowhere, { directory })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('makes and imports nothing where there is no project', async () => {
    const directory = temporaryDirectory();
    const outcome = await runCommand(['complete', '--', 'start', ''], { directory });
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('imports nothing on first sight', async () => {
    const directory = temporaryDirectory();
    plant(directory, { '.flow/meta.json': '{"schema_version":2}' });
    const outcome = await runCommand(['complete', '--', 'start', ''], { directory });
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(path.join(directory, '.flow'))).toEqual(['meta.json']);
  });

  it.each<[what: string, spoil: (file: string) => Promise<void> | void]>([
    ['of an older schema', (file) => execute(file, 'PRAGMA user_version = 1')],
    ['of a newer schema', (file) => execute(file, 'PRAGMA user_version = 99')],
    ['of another program', (file) => execute(file, 'PRAGMA application_id = 7')],
    ['that is none', (file) => writeFileSync(file, 'no database')],
    ['that is empty', (file) => writeFileSync(file, '')],
  ])('says nothing about a database %s, and leaves it as it is', async (_, spoil) => {
    const { file, ...surroundings } = place();
    await spoil(file);
    const [before, names] = [readFileSync(file), readdirSync(surroundings.directory)];
    const outcome = await runCommand(['complete', '--', 'start', ''], surroundings);
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(surroundings.directory)).toEqual(names);
  });

  it('does not wait for who writes', async () => {
    const { file, ...surroundings } = place();
    const client = createClient({ url: `file:${file}`, concurrency: 1 });
    const writing = await client.transaction('write');
    const { stdout } = await runCommand(['complete', '--', 'start', second], surroundings);
    expect(stdout).toBe(`${second}\tForm\n`);
    await writing.rollback();
    client.close();
  });
});

/** Changes a database behind the program's back, and leaves one file. */
async function execute(file: string, sql: string): Promise<void> {
  const client = createClient({ url: `file:${file}`, concurrency: 1 });
  await client.executeMultiple(`${sql}; PRAGMA journal_mode = DELETE;`);
  client.close();
}

describe('the scripts', () => {
  const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;
  const scripts = new Map<string, string>();
  /** A program in its place that says what it was asked. */
  let environment: { readonly PATH: string; readonly HOME: string };
  let bin: string;

  beforeAll(async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { stdout } = await runCommand(['completions', shell], { directory: '/' });
      scripts.set(shell, stdout);
    }
  });

  beforeEach(() => {
    const home = temporaryDirectory();
    bin = path.join(home, 'bin');
    environment = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: home };
    mkdirSync(bin);
    writeFileSync(
      path.join(bin, 'flowdeck'),
      `#!/bin/sh
case "$*" in
  "complete -- sta") printf 'start\tClaim\nstatus\tCount\n' ;;
  "complete -- start ") printf 'fn-1.1\tA title: with words\n' ;;
  "complete -- ready --epic=f") printf -- '--epic=fn-1\tOne\n' ;;
  "complete -- ready --epic=") printf -- '--epic=fn-1\tOne\n' ;;
  "complete -- block fn-1.1 --reason-file ") printf '<files>\t\n' ;;
esac
`,
    );
    chmodSync(path.join(bin, 'flowdeck'), 0o755);
  });

  it.skipIf(!has('bash'))('bash completes a line with them', () => {
    // As Readline takes the line apart.
    const lines: readonly [words: string, expected: string][] = [
      ['flowdeck sta', 'start,status,'],
      ["flowdeck start ''", 'fn-1.1,'],
      ['flowdeck ready --epic = f', 'fn-1,'],
      ['flowdeck ready --epic =', 'fn-1,'],
      ["flowdeck block fn-1.1 --reason-file ''", ','],
      ["flowdeck nothing ''", ','],
    ];
    const asked = lines.map(
      ([words]) =>
        `COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _flowdeck; printf '%s,' "\${COMPREPLY[@]}"; echo`,
    );
    const script = [scripts.get('bash'), ...asked].join('\n');
    const said = execFileSync('bash', ['--norc', '-c', script], {
      encoding: 'utf8',
      env: environment,
    });
    expect(said.split('\n').slice(0, -1)).toEqual(lines.map(([, expected]) => expected));
  });

  it.skipIf(!has('zsh'))('zsh completes a line with them', () => {
    const script = `compdef() { :; }
_files() { echo files; }
_describe() { print -r -- "\${(j:,:)candidates}"; }
${scripts.get('zsh') ?? ''}
words=(flowdeck sta); CURRENT=2; _flowdeck
words=(flowdeck start ''); CURRENT=3; _flowdeck
words=(flowdeck block fn-1.1 --reason-file ''); CURRENT=5; _flowdeck`;
    const said = execFileSync('zsh', ['-f', '-c', script], { encoding: 'utf8', env: environment });
    expect(said).toBe('start:Claim,status:Count\nfn-1.1:A title: with words\nfiles\n');
  });

  it.skipIf(!has('fish'))('fish completes a line with them', () => {
    const file = path.join(temporaryDirectory(), 'completion.fish');
    writeFileSync(file, scripts.get('fish') ?? '');
    const script = `source ${file}
cd ${bin}
complete -C 'flowdeck sta'
complete -C 'flowdeck start '
complete -C 'flowdeck block fn-1.1 --reason-file '`;
    const said = execFileSync('fish', ['--no-config', '-c', script], {
      encoding: 'utf8',
      env: environment,
    });
    expect(said).toBe('start\tClaim\nstatus\tCount\nfn-1.1\tA title: with words\nflowdeck\n');
  });
});
