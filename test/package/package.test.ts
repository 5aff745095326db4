import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { bundle } from '../../scripts/build.js';
import { git, temporaryDirectory } from '../platform/tree.js';
import { execute, type Ended } from './program.js';

const root = path.resolve(import.meta.dirname, '../..');

/** The parts of the package as a commit has them, with a build of its own: the checkout's stays untouched. */
async function stage(directory: string): Promise<void> {
  for (const name of ['package.json', 'README.md', 'LICENSE', 'bin', 'schema', 'source', 'test']) {
    cpSync(path.join(root, name), path.join(directory, name), { recursive: true });
  }
  await bundle({ outdir: path.join(directory, 'dist') });
}

it('the packed program installs globally and runs outside the checkout', async () => {
  const packed = temporaryDirectory();
  const prefix = temporaryDirectory();
  const project = temporaryDirectory();
  await stage(packed);
  const npm = (args: readonly string[]): Promise<Ended> =>
    execute('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { directory: packed });

  const pack = await npm(['pack', '--ignore-scripts', '--json']);
  expect(pack).toMatchObject({ code: 0 });
  const tarball = readdirSync(packed).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
  const listed = await execute('tar', ['tzf', tarball], { directory: packed });
  const names = listed.stdout.trim().split('\n');
  expect(names).toEqual(expect.arrayContaining(['package/bin/flowdeck.js', 'package/dist/cli.js']));
  const lean =
    /^package\/(bin\/flowdeck\.js|dist\/[\w-]+\.js|schema\/[\w-]+\.json|README\.md|LICENSE|package\.json)$/;
  expect(names.filter((name) => !lean.test(name))).toEqual([]);

  const install = ['install', '--global', '--prefix', prefix, '--omit=optional'];
  expect(await npm([...install, '--prefer-offline', path.join(packed, tarball)])).toMatchObject({
    code: 0,
  });
  expect(existsSync(path.join(prefix, 'lib/node_modules/flowdeck/node_modules/ink'))).toBe(false);

  git(project, ['init', '--quiet']);
  const run = (args: readonly string[]): Promise<Ended> =>
    execute(path.join(prefix, 'bin', 'flowdeck'), args, { directory: project });
  const { version } = JSON.parse(readFileSync(path.join(packed, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect((await run(['--help'])).stdout).toContain('flowdeck COMMAND');
  expect(await run(['init'])).toMatchObject({ code: 0, stderr: '' });
  const created = await run(['epic', 'create', '--title', 'From a package']);
  expect(created.stdout).toBe('Epic fn-1-from-a-package created\n');
  await run(['task', 'create', '--epic', 'fn-1', '--title', 'First task']);
  expect(JSON.parse((await run(['ready', '--json'])).stdout)).toMatchObject({
    success: true,
    ready: [{ id: 'fn-1-from-a-package.1' }],
  });
  const frame = await run(['snapshot', '--columns', '100', '--rows', '30']);
  expect(frame).toMatchObject({ code: 0, stderr: '' });
  expect(frame.stdout).toContain('From a package');
  expect((await run([])).stdout).toContain('0 of 1 tasks finished');
}, 240_000);

it('the database library is the one that its client asks for, and there is one of it', () => {
  const read = (file: string): Record<string, Record<string, string>> =>
    JSON.parse(readFileSync(path.join(root, file), 'utf8')) as never;
  const installed = Object.keys(read('package-lock.json')['packages'] ?? {});
  expect(installed.filter((name) => name.endsWith('node_modules/libsql'))).toEqual([
    'node_modules/libsql',
  ]);
  expect(read('package.json')['dependencies']?.['libsql']).toBe(
    read('node_modules/libsql/package.json')['version'],
  );
});
