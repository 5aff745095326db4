import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plant, temporaryDirectory } from '../platform/tree.js';
import { buildDirectory } from '../support/built.js';
import { execute, flowdeck, program } from './program.js';

/** Some one-shot commands of each kind, in an order in which each can do its work. */
const commands = [
  ['init'],
  ['epic', 'create', '--title', 'Epic'],
  ['task', 'create', '--epic', 'fn-1', '--title', 'One'],
  ['ready'],
  ['start', 'fn-1.1'],
  ['memory', 'add', 'pitfall', 'Something'],
  ['memory', 'search', 'something'],
  ['cat', 'fn-1.1'],
  ['events'],
  ['status'],
  ['complete', '--', 'start', ''],
];

/** A text that only the bundled package holds. */
const marks = {
  fastembed: '"fastembed"',
  react: 'react.transitional.element',
  meow: 'booleanDefault',
  'string-width': 'RGI_Emoji',
  '@modelcontextprotocol/server': 'io.modelcontextprotocol/protocolVersion',
  'jsonc-parser': 'InvalidCommentToken',
};

/** Prints the address of every module that is loaded, one to a line, on standard error. */
const recorder = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  const hooks = \`
    import { writeSync } from 'node:fs';
    export async function load(url, context, next) {
      writeSync(2, 'loaded ' + url + '\\\\n');
      return next(url, context);
    }\`;
  register('data:text/javascript,' + encodeURIComponent(hooks));
`)}`;

async function modulesOf(
  args: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const argv = ['--import', recorder, program, '--json', ...args];
  const { code, stderr } = await execute(process.execPath, argv, { directory, environment });
  if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return [...stderr.matchAll(/^loaded (\S+)$/gm)].map(([, url = '']) => url);
}

/** A `git` that only leaves a trace, found before the real one. */
function plantGit(directory: string): Readonly<Record<string, string>> {
  plant(directory, { git: '#!/bin/sh\necho "$@" >> "$(dirname "$0")/called"\nexit 1\n' });
  chmodSync(path.join(directory, 'git'), 0o755);
  return { PATH: `${directory}${path.delimiter}${process.env['PATH'] ?? ''}` };
}

/** What the files of the build import: at once, and when they are asked to. */
class Build {
  readonly texts: ReadonlyMap<string, string>;
  /** What every command loads; the table of commands is among it. */
  readonly base: ReadonlySet<string>;

  constructor() {
    const names = readdirSync(buildDirectory).filter((name) => name.endsWith('.js'));
    this.texts = new Map(
      names.map((name) => [name, readFileSync(path.join(buildDirectory, name), 'utf8')]),
    );
    this.base = reached('cli.js', (name) => this.#found(name, staticImport));
  }

  /** The files that commands begin in, without the hash in their names, with all that they can ever load. */
  commandFiles(): ReadonlyMap<string, ReadonlySet<string>> {
    const begun = [...this.base].flatMap((name) => this.#later(name));
    return new Map(
      begun.map((begin) => [
        begin.replace(/-[\w-]{8}\.js$/, ''),
        reached(begin, (name) =>
          // The table leads to all others.
          this.base.has(name) ? [] : [...this.#found(name, staticImport), ...this.#later(name)],
        ),
      ]),
    );
  }

  #later(name: string): readonly string[] {
    return this.#found(name, /import\(\s*["'`]\.\/([\w-]+\.js)["'`]\s*\)/g);
  }

  #found(name: string, pattern: RegExp): readonly string[] {
    return [...(this.texts.get(name) ?? '').matchAll(pattern)].flatMap(([, file = '']) => file);
  }
}

const staticImport = /(?:from|import)\s*"\.\/([\w-]+\.js)"/g;

function reached(begin: string, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const names = new Set([begin]);
  for (const name of names) for (const found of next(name)) names.add(found);
  return names;
}

describe('the build', () => {
  const build = new Build();
  const beginnings = (mark: string): readonly string[] =>
    [...build.commandFiles()]
      .filter(([, files]) => [...files].some((file) => build.texts.get(file)?.includes(mark)))
      .map(([name]) => name)
      .sort();

  it.each<[packed: keyof typeof marks, by: readonly string[]]>([
    ['react', ['cockpit', 'demo']],
    // For tables and progress as wide as they look.
    ['string-width', ['cockpit', 'demo', 'model', 'snapshot', 'stats']],
    ['@modelcontextprotocol/server', ['mcp']],
    // It runs in a process of its own.
    ['fastembed', []],
    ['jsonc-parser', ['setup']],
    ['meow', ['help', 'mcp']],
  ])('lets no command load %s but those that need it', (packed, by) => {
    expect([...build.texts.values()].some((text) => text.includes(marks[packed]))).toBe(true);
    for (const name of build.base) expect(build.texts.get(name)).not.toContain(marks[packed]);
    expect(beginnings(marks[packed])).toEqual(by);
  });

  it('knows where each command begins', () => {
    const names = [...build.commandFiles().keys()];
    expect(names).toEqual(expect.arrayContaining(['lifecycle', 'query', 'ready', 'memory']));
    expect(names.length).toBeGreaterThan(50);
  });

  it('asks git in no command but those that read its log, or check what it has', () => {
    const asking = [...build.commandFiles()].filter(([, files]) =>
      [...files].some((file) => file.startsWith('git-log-')),
    );
    const names = asking.map(([name]) => name).sort();
    expect(names).toEqual(['epic-figures', 'guard', 'invariants', 'recover']);
  });
});

describe('a one-shot command', () => {
  it('loads its own chunks and the database, no package of the screen, and spawns no git', async () => {
    const { texts } = new Build();
    const [directory, tools] = [temporaryDirectory(), temporaryDirectory()];
    const environment = plantGit(tools);
    for (const command of commands) {
      const line = command.join(' ');
      const modules = await modulesOf(command, directory, environment);
      const packages = modules.flatMap(
        (url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [],
      );
      expect(
        packages.filter((name) => name !== 'libsql'),
        line,
      ).toEqual([]);
      const own = modules.filter((url) => url.startsWith('file:') && !url.includes('node_modules'));
      expect(own.length, line).toBeGreaterThan(1);
      for (const url of own) {
        const text = texts.get(path.basename(fileURLToPath(url))) ?? '';
        for (const [name, mark] of Object.entries(marks)) {
          expect(text.includes(mark), `${line} loads ${name}`).toBe(false);
        }
      }
      expect(existsSync(path.join(tools, 'called')), line).toBe(false);
    }
  });
});

describe('an output that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))('is one line and a failure', async () => {
    const directory = temporaryDirectory();
    await flowdeck(['init'], directory);
    const argv = ['-c', '"$0" "$1" epics > /dev/full', process.execPath, program];
    expect(await execute('sh', argv, { directory })).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^flowdeck: The output cannot be written: .+\.\n$/) as string,
    });
  });
});
