import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findModel } from '../../../source/memory/model/find.js';
import { findNpm, type Program } from '../../../source/memory/model/npm.js';
import { plant, temporaryDirectory } from '../../platform/tree.js';
import { errorOf, machine, packageFiles, serve, startServer, type TestMachine } from './support.js';

/** A program in place of npm that does what the script says, with `prefix` and `args` at hand. */
function fakeNpm(script: string): Program {
  const file = path.join(temporaryDirectory(), 'npm-cli.js');
  writeFileSync(
    file,
    `const fs = require('node:fs');
     const path = require('node:path');
     const args = process.argv.slice(2);
     const prefix = args[args.indexOf('--prefix') + 1];
     ${script}`,
  );
  return { command: process.execPath, args: [file] };
}

const writes = (files: Readonly<Record<string, string>>): string => `
  for (const [name, text] of Object.entries(${JSON.stringify(files)})) {
    fs.mkdirSync(path.dirname(path.join(prefix, name)), { recursive: true });
    fs.writeFileSync(path.join(prefix, name), text);
  }
  fs.writeFileSync(path.join(prefix, 'asked.json'), JSON.stringify(args));`;
const goodNpm = (): Program => fakeNpm(writes(packageFiles));

const packageRoot = (at: TestMachine): string =>
  path.join(at.home, '.local/share/flowdeck/packages/fastembed-2.1.0');

async function withServer() {
  const at = machine({ withPackage: false });
  const server = await startServer(serve());
  return { at, url: server.url };
}

describe('where the package is missing', () => {
  it('it is fetched into the data directory, without its scripts', async () => {
    const { at, url } = await withServer();
    const phases: string[] = [];
    const report = await at.install(url, {
      npm: goodNpm(),
      onProgress: ({ phase }) => phases.push(phase),
    });
    const packageDirectory = path.join(packageRoot(at), 'node_modules/fastembed');
    expect(report).toMatchObject({
      packageDirectory,
      packageInstalled: true,
      modelInstalled: true,
    });
    expect(await at.find()).toMatchObject({ state: 'ready', packageDirectory });
    const asked = JSON.parse(
      readFileSync(path.join(packageRoot(at), 'asked.json'), 'utf8'),
    ) as string[];
    expect(asked).toEqual(expect.arrayContaining(['--ignore-scripts', 'fastembed@2.1.0']));
    expect(phases.at(-1)).toBe('package');
    expect(await at.install(url, { npm: null })).toMatchObject({ packageInstalled: false });
  });

  const failures: Readonly<
    Record<string, { npm: () => Program | null; code: string; says: RegExp }>
  > = {
    'npm fails': {
      npm: () =>
        fakeNpm(`console.error('npm error code ENOTFOUND\\nnpm error network no such host');
                 console.log('noise'); process.exitCode = 1;`),
      code: 'model.package_failed',
      says: /fastembed 2\.1\.0: code ENOTFOUND; network no such host; the command is: npm install/,
    },
    'npm says nothing': {
      npm: () => fakeNpm('process.exitCode = 7;'),
      code: 'model.package_failed',
      says: /it ended with 7/,
    },
    'npm leaves a part out, as it does with optional ones': {
      npm: () => {
        const parts = Object.entries(packageFiles).filter(
          ([name]) => !name.includes('onnxruntime'),
        );
        return fakeNpm(writes(Object.fromEntries(parts)));
      },
      code: 'model.package_failed',
      says: /parts of the package are missing/,
    },
    'npm cannot be run': {
      npm: () => ({ command: '/nowhere/npm', args: [] }),
      code: 'model.package_failed',
      says: /ENOENT/,
    },
    'there is no npm': {
      npm: () => null,
      code: 'model.npm_missing',
      says: /npm install --prefix \S+fastembed-2\.1\.0 --ignore-scripts .* fastembed@2\.1\.0$/,
    },
  };
  it.each(Object.entries(failures))(
    'and %s, the model is there, the package is not, and the next try succeeds',
    async (_, { npm, code, says }) => {
      const { at, url } = await withServer();
      const error = await errorOf(at.install(url, { npm: npm() }));
      expect(error).toMatchObject({ code, message: expect.stringMatching(says) as string });
      expect(existsSync(packageRoot(at))).toBe(false);
      expect(await at.find()).toMatchObject({
        state: 'package_missing',
        reason: 'The package fastembed is not installed',
        hint: 'Install it with: flowdeck model install',
      });
      expect(await at.install(null, { npm: goodNpm() })).toMatchObject({
        modelInstalled: false,
        packageInstalled: true,
      });
      expect(await at.find()).toMatchObject({ state: 'ready' });
    },
  );

  it('an interruption ends npm with it', async () => {
    const { at, url } = await withServer();
    const interruption = new AbortController();
    const npm = fakeNpm('setInterval(() => undefined, 1000);');
    const error = await errorOf(
      at.install(url, {
        npm,
        signal: interruption.signal,
        onProgress: ({ phase }) => {
          if (phase === 'package') setImmediate(() => interruption.abort());
        },
      }),
    );
    expect(error.code).toBe('model.interrupted');
    expect(existsSync(packageRoot(at))).toBe(false);
  });

  it('and the network is forbidden, that is said', async () => {
    const { at, url } = await withServer();
    await errorOf(at.install(url, { npm: null }));
    const environment = at.environment({ FLOWDECK_OFFLINE: '1' });
    const error = await errorOf(at.install(null, { environment, npm: goodNpm() }));
    expect(error).toMatchObject({
      code: 'model.offline',
      message: 'The package fastembed is missing, and FLOWDECK_OFFLINE forbids to fetch it.',
    });
  });
});

it('a machine without a build of it is told before anything is fetched', async () => {
  const { at, url } = await withServer();
  const alpine = { platform: 'linux', architecture: 'arm64' };
  const error = await errorOf(at.install(url, { machine: alpine }));
  expect(error).toMatchObject({
    code: 'model.unsupported',
    message: 'There is no build of fastembed for linux on arm64.',
  });
  expect(at.names()).toEqual([]);
  const whole = machine();
  await whole.install(url);
  expect(await findModel(whole.environment(), { ...whole.base, machine: alpine })).toMatchObject({
    state: 'package_missing',
    hint: 'Search works without the model, by words and fuzzily.',
  });
});

describe('npm is found', () => {
  const cli = 'node_modules/npm/bin/npm-cli.js';
  const node = (at: string): string => path.join(at, 'bin', 'node');

  it('as npm itself says, beside Node, or by the PATH, in this order', () => {
    const at = temporaryDirectory();
    expect(findNpm({}, node(at))).toBeNull();
    expect(findNpm({ PATH: '/nowhere:relative' }, node(at))).toBeNull();

    plant(at, { [`elsewhere/${cli}`]: '', 'path/': '' });
    symlinkSync(path.join(at, 'elsewhere', cli), path.join(at, 'path', 'npm'));
    const byPath = { PATH: `/nowhere${path.delimiter}${path.join(at, 'path')}` };
    const found = (file: string) => ({ command: node(at), args: [path.join(at, file)] });
    expect(findNpm(byPath, node(at))).toEqual(found(`elsewhere/${cli}`));

    plant(at, { [`lib/${cli}`]: '' });
    expect(findNpm(byPath, node(at))?.args).toEqual([path.join(at, 'bin', '..', 'lib', cli)]);

    plant(at, { 'own/npm-cli.js': '', 'own/yarn.js': '' });
    const own = (name: string) => ({ ...byPath, npm_execpath: path.join(at, 'own', name) });
    expect(findNpm(own('npm-cli.js'), node(at))).toEqual(found('own/npm-cli.js'));
    expect(findNpm(own('yarn.js'), node(at))?.args[0]).toMatch(/npm-cli\.js$/);
  });

  it.skipIf(process.platform === 'win32')('also where it is the shim of a version manager', () => {
    const at = temporaryDirectory();
    mkdirSync(path.join(at, 'shims'));
    const shim = path.join(at, 'shims', 'npm');
    writeFileSync(shim, '#!/bin/sh\n');
    chmodSync(shim, 0o755);
    expect(findNpm({ PATH: path.join(at, 'shims') }, node(at))).toEqual({
      command: shim,
      args: [],
    });
  });

  it('on the machine that runs these tests', () => {
    const npm = findNpm(process.env);
    expect(npm?.command).toBe(process.execPath);
    expect(npm?.args).toEqual([expect.stringMatching(/npm-cli\.js$/)]);
  });
});
