/** What needs more than one process: installers at once, one that is killed, one that finds no room. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeModel } from '../../../source/memory/model/install.js';
import { plant, temporaryDirectory } from '../../platform/tree.js';
import {
  archive,
  definitionOf,
  errorOf,
  expectAbsent,
  expectInstalled,
  machine,
  modelId,
  serve,
  servePartly,
  startServer,
  type TestMachine,
} from './support.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const built = path.join(root, 'node_modules', '.cache', `flowdeck-model-${process.pid}`);
const script = path.join(built, 'child.mjs');

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('child.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
    },
  });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

/** Installs in a process of its own, started by a command line around it where one is given. */
function install(at: TestMachine, url: string, around: readonly string[] = []) {
  const file = path.join(temporaryDirectory(), 'options.json');
  const environment = at.environment({ FLOWDECK_MODEL_URL: url });
  writeFileSync(file, JSON.stringify({ ...at.base, environment }));
  const [command, ...args] = [...around, process.execPath, script, file];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close').then(([, signal]): Ended => ({
    signal: signal as NodeJS.Signals | null,
    said,
  }));
  return { kill: () => child.kill('SIGKILL'), ended };
}

const half = Math.floor(archive.length / 2);

/** A server that stops in the middle, and the moment when it did. */
async function stoppingServer() {
  let sent = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (sent = resolve));
  let goOn = (): void => undefined;
  const server = await startServer(
    servePartly(half, (response) => {
      goOn = () => response.end(archive.subarray(half));
      sent();
    }),
  );
  return { server, stopped, goOn: () => goOn() };
}

/** Waits until the part holds the bytes that were sent. */
async function arrived(at: TestMachine): Promise<void> {
  const part = path.join(at.models, 'tiny-model.tar.gz.part');
  await expect
    .poll(() => statSync(part, { throwIfNoEntry: false })?.size, { timeout: 15_000 })
    .toBe(half);
}

describe('two installers', () => {
  it('do not meet: the second is told who works, and nothing is removed under the first', async () => {
    const at = machine();
    const { server, stopped, goOn } = await stoppingServer();
    const first = install(at, server.url);
    await stopped;
    const error = await errorOf(at.install(server.url));
    expect(error.code).toBe('model.busy');
    expect(error.message).toMatch(/^Process \d+ on .+ is installing the model\.$/);
    const removing = removeModel(at.environment(), definitionOf());
    expect((await errorOf(removing)).code).toBe('model.busy');
    goOn();
    expect(JSON.parse((await first.ended).said)).toEqual({ modelId });
    await expectInstalled(at);
    expect(await at.install(server.url)).toMatchObject({ modelInstalled: false });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an installer that is killed', () => {
  it('in the download leaves what the next one goes on with', async () => {
    const at = machine();
    const { server, stopped } = await stoppingServer();
    const killed = install(at, server.url);
    await stopped;
    await arrived(at);
    killed.kill();
    expect((await killed.ended).signal).toBe('SIGKILL');
    expect(at.names()).toContain('tiny-model.lock');
    expect(await at.find()).toMatchObject({ state: 'missing' });
    server.handle(serve());
    await at.install(server.url);
    expect(server.requests[1]?.headers.range).toBe(`bytes=${half}-`);
    await expectInstalled(at);
  });

  it('in the unpacking leaves nothing that is taken for a model', async () => {
    const at = machine();
    plant(at.models, {
      'tiny-model.new-abc/model_optimized.onnx': 'half of it',
      'tiny-model.old-1/config.json': '{}',
      'shared/keep.json': '{}',
    });
    expect(await at.find()).toMatchObject({ state: 'missing' });
    const server = await startServer(serve());
    await at.install(server.url);
    expect(at.names()).toEqual(['shared', 'tiny-model']);
  });
});

describe('a lock', () => {
  const lockOf = (at: TestMachine): string => path.join(at.models, 'tiny-model.lock');

  it('whose owner lives elsewhere or nowhere to be read is respected until it is old', async () => {
    const server = await startServer(serve());
    for (const content of [
      JSON.stringify({ token: 'x', pid: 1, host: `not-${hostname()}` }),
      '',
      'no JSON',
    ]) {
      const at = machine();
      plant(at.models, { 'tiny-model.lock': content });
      expect((await errorOf(at.install(server.url))).code).toBe('model.busy');
      const old = new Date(Date.now() - 6 * 60_000);
      utimesSync(lockOf(at), old, old);
      await at.install(server.url);
      await expectInstalled(at);
    }
  });

  it('is let go by an installation that fails', async () => {
    const at = machine();
    const server = await startServer((_, response) => response.writeHead(404).end());
    await errorOf(at.install(server.url));
    expect(at.names()).toEqual([]);
  });

  it('that another took meanwhile keeps the files from being put in place', async () => {
    const at = machine();
    const server = await startServer(serve());
    const other = JSON.stringify({ token: 'other', pid: process.pid, host: hostname() });
    const error = await errorOf(
      at.install(server.url, {
        onProgress: ({ phase }) => {
          if (phase === 'extract') writeFileSync(lockOf(at), other);
        },
      }),
    );
    expect(error.code).toBe('model.busy');
    expect(await at.find()).toMatchObject({ state: 'missing' });
    // Not ours, so not ours to remove.
    expect(readFileSync(lockOf(at), 'utf8')).toBe(other);
  });
});

describe.skipIf(process.platform === 'win32')('a disk without room', () => {
  /** The largest file a process may write stands in for the room that a disk has, in blocks of 512 or 1024 bytes. */
  const limited = (blocks: number): readonly string[] => [
    'sh',
    '-c',
    `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`,
    'sh',
  ];

  it('ends clearly and gives the room back, and the next one succeeds', async () => {
    const at = machine();
    const server = await startServer(serve());
    const { said } = await install(at, server.url, limited(100)).ended;
    expect(JSON.parse(said)).toEqual({
      code: 'model.disk_full',
      message: `There is no room left in ${at.models} (EFBIG).`,
    });
    await expectAbsent(at);
    expect(at.names()).toEqual([]);
    await at.install(server.url);
    await expectInstalled(at);
  });
});
