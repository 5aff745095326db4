import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plant, temporaryDirectory } from '../platform/tree.js';
import { buildDirectory } from '../support/built.js';
import { execute, flowdeck, program } from './program.js';

/** The one-shot commands, in an order in which each can do its work. */
const commands = [
  ['init'],
  ['epic', 'create', '--title', 'Epic'],
  ['task', 'create', '--epic', 'fn-1', '--title', 'One'],
  ['task', 'create', '--epic', 'fn-1', '--title', 'Two'],
  ['dep', 'add', 'fn-1.2', 'fn-1.1'],
  ['ready'],
  ['start', 'fn-1.1'],
  ['worker-phase', 'next', '--task', 'fn-1.1'],
  ['worker-phase', 'done', '--task', 'fn-1.1', '--phase', '0'],
  ['block', 'fn-1.1', '--reason', 'Waits'],
  ['unblock', 'fn-1.1'],
  ['start', 'fn-1.1'],
  ['done', 'fn-1.1', '--summary', 'Finished'],
  ['start', 'fn-1.2'],
  ['fail', 'fn-1.2'],
  ['restart', 'fn-1.2'],
  ['task', 'skip', 'fn-1.2'],
  ['memory', 'add', 'pitfall', 'Something'],
  ['memory', 'list'],
  ['memory', 'search', 'something'],
  ['status'],
  ['epics'],
  ['tasks'],
  ['list'],
  ['show', 'fn-1'],
  ['cat', 'fn-1.1'],
  ['events'],
  ['import'],
];

/** A text that only the bundled package holds. */
const marks = {
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
  const argv = ['--import', recorder, program, ...args, '--json'];
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

describe('a one-shot command', () => {
  it('loads its own chunks and the database, no package of the screen, and spawns no git', async () => {
    const chunks = readdirSync(buildDirectory).filter((name) => name.endsWith('.js'));
    const texts = new Map(
      chunks.map((name) => [name, readFileSync(path.join(buildDirectory, name), 'utf8')]),
    );
    for (const mark of Object.values(marks)) {
      expect([...texts.values()].some((text) => text.includes(mark))).toBe(true);
    }
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
