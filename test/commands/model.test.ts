import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Invocation } from '../../source/commands/invocation.js';
import { modelCommands } from '../../source/commands/model.js';
import { progressDisplay } from '../../source/commands/model-progress.js';
import { Project } from '../../source/commands/project.js';
import {
  archive,
  definitionOf,
  machine,
  modelId,
  serve,
  servePartly,
  startServer,
  type TestMachine,
} from '../memory/model/support.js';
import { temporaryDirectory } from '../platform/tree.js';
import { expectSchema } from '../support/schemas.js';
import { runCommand, type Json } from './support.js';

type Name = keyof ReturnType<typeof modelCommands>;

interface Given {
  readonly flags?: Readonly<Record<string, string | true>>;
  readonly json?: boolean;
  readonly isTTY?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onError?: (text: string, interrupt: () => void) => void;
}

/** Runs one command with the small model in place of the shipped one. */
async function command(at: TestMachine, name: Name, given: Given = {}) {
  const { flags = {}, json = false, isTTY = false, environment = {}, onError } = given;
  let stderr = '';
  const listeners = new Set<() => void>();
  const io = {
    stdin: Readable.from([]),
    stdout: { write: () => undefined },
    stderr: {
      isTTY,
      columns: 60,
      write(text: string) {
        stderr += text;
        onError?.(text, () => listeners.forEach((listener) => listener()));
      },
    },
    directory: at.home,
    environment: at.environment(environment),
    onInterrupt(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const values = Object.entries(flags).map(
    ([flag, value]) => [flag, value === true ? true : [value]] as const,
  );
  const answer = await modelCommands(at.base)[name]({
    io,
    invocation: new Invocation(new Map(values), new Map()),
    project: new Project(io, {}, () => undefined),
    json,
    ascii: true,
    colour: false,
  });
  if (answer === null || typeof answer === 'number') throw new Error('it printed for itself');
  expectSchema(
    name.replace(/[A-Z]/, (letter) => ` ${letter.toLowerCase()}`),
    {
      success: true,
      ...answer.json,
    },
  );
  return {
    json: answer.json,
    text: answer.text(),
    exitCode: answer.exitCode ?? 0,
    stderr,
    listeners,
  };
}

describe('from nothing to a model and back', () => {
  it('says at each step what there is', async () => {
    const at = machine();
    const server = await startServer(serve());
    const environment = { FLOWDECK_MODEL_URL: server.url };

    const absent = await command(at, 'modelStatus');
    expect(absent.text).toEqual([
      'State: not installed',
      'The model is not installed.',
      'Install it with: flowdeck model install',
    ]);
    expect(absent.json).toMatchObject({ state: 'missing', path: at.model, name: 'tiny-model' });
    expect((await command(at, 'modelPath')).json).toEqual({ path: at.model, exists: false });

    const installed = await command(at, 'modelInstall', { environment });
    expect(installed.text[0]).toBe(`Search by meaning is ready: ${modelId}`);
    expect(installed.json).toMatchObject({ model: modelId, path: at.model, model_installed: true });
    expect(installed.listeners.size).toBe(0);
    const again = await command(at, 'modelInstall', { environment });
    expect(again.text[0]).toBe(`The model was there already: ${modelId}`);

    const ready = await command(at, 'modelStatus', { flags: { verify: true } });
    expect(ready.text).toEqual(
      expect.arrayContaining(['State:     ready', 'All files are what was installed.']),
    );
    expect(ready.text).toContain(`Source:    ${server.url}`);
    expect(ready.json).toMatchObject({
      state: 'ready',
      verified: true,
      problems: [],
      shared: false,
    });
    expect((await command(at, 'modelPath')).text).toEqual([at.model]);

    writeFileSync(path.join(at.model, 'config.json'), '{"pad_token_id":9}');
    const changed = await command(at, 'modelStatus', { flags: { verify: true } });
    expect(changed.exitCode).toBe(1);
    expect(changed.text.at(-1)).toMatch(/^ {2}config\.json has the SHA-256 .*\.$/);

    const removed = await command(at, 'modelRemove');
    expect(removed.json).toEqual({ removed: [at.model] });
    expect(existsSync(at.model)).toBe(false);
    expect((await command(at, 'modelRemove')).text).toEqual(['There was nothing to remove.']);
  });

  it('takes what was carried over, named from where one is', async () => {
    const at = machine();
    writeFileSync(path.join(at.home, 'carried.tar.gz'), archive);
    const environment = { FLOWDECK_OFFLINE: '1' };
    const { json } = await command(at, 'modelInstall', {
      flags: { from: 'carried.tar.gz' },
      environment,
    });
    expect(json).toMatchObject({ model_installed: true });
  });

  it('ends in order when interrupted', async () => {
    const at = machine();
    const server = await startServer(servePartly(1000, () => undefined));
    const run = command(at, 'modelInstall', {
      environment: { FLOWDECK_MODEL_URL: server.url },
      onError: (_, interrupt) => interrupt(),
    });
    await expect(run).rejects.toMatchObject({ code: 'model.interrupted' });
  });
});

describe('progress', () => {
  const install = async (given: Given) => {
    const at = machine();
    const server = await startServer(serve());
    return command(at, 'modelInstall', {
      ...given,
      environment: { FLOWDECK_MODEL_URL: server.url },
    });
  };

  it('is a bar on a terminal, gone in the end', async () => {
    const { stderr } = await install({ isTTY: true });
    expect(stderr).toContain('Fetching the model  ######################## 100 %');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
    expect(stderr).not.toContain('\n');
    for (const line of stderr.split('\r')) {
      expect(line.replace('\u001b[K', '').length).toBeLessThan(60);
    }
  });

  it('is plain lines elsewhere, few of them', async () => {
    const { stderr } = await install({});
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toBe('Fetching the model: 0 %, 0.0 of 0.4 MB');
    expect(lines.slice(-3)).toEqual([
      'Fetching the model: 100 %, 0.4 of 0.4 MB',
      'Checking the archive',
      'Unpacking the model',
    ]);
    expect(lines.length).toBeLessThan(15);
    for (const control of ['\r', '\u001b']) expect(stderr).not.toContain(control);
  });

  it('is silent for programs', async () => {
    expect((await install({ json: true })).stderr).toBe('');
  });

  it('does without the size of the whole, and tells of new attempts', () => {
    for (const isTTY of [true, false]) {
      let written = '';
      const output = { isTTY, write: (text: string) => (written += text) };
      const display = progressDisplay(output, { ascii: false, now: () => 0 });
      display.report({ phase: 'download', received: 1_500_000, total: null });
      display.report({ phase: 'retry', reason: 'The line\u001b[2J was cut.' });
      display.report({ phase: 'package', name: 'fastembed', version: '2.1.0' });
      display.end();
      expect(written).toContain('1.5 MB');
      expect(written).toMatch(/was cut\. Trying again\.\n/);
      expect(written).not.toContain('\u001b[2J');
      expect(written).toContain('Installing fastembed 2.1.0 with npm');
    }
  });
});

describe('the shipped commands', () => {
  const home = () => ({ HOME: temporaryDirectory(), XDG_CACHE_HOME: '', XDG_DATA_HOME: '' });
  const answer = (text: string): Json => JSON.parse(text) as Json;

  it('need no project, and hold what arrives to the shipped hash', async () => {
    const environment = home();
    const directory = temporaryDirectory();
    const run = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      runCommand(argv, { directory, environment: { ...environment, ...more } });
    const status = await run(['model', 'status', '--json']);
    expect(status.code).toBe(0);
    expect(answer(status.stdout)).toMatchObject({ state: 'missing', name: 'bge-small-en-v1.5' });

    const server = await startServer(serve());
    const refused = await run(['model', 'install', '--json'], { FLOWDECK_MODEL_URL: server.url });
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: '' });
    const supported = definitionOf().package.name;
    expect(answer(refused.stderr)).toMatchObject({
      success: false,
      code: expect.stringMatching(/^model\.(checksum|unsupported)$/) as string,
      error: expect.stringMatching(new RegExp(`SHA-256|${supported}`)) as string,
    });
    const offline = await run(['model', 'install'], { FLOWDECK_OFFLINE: '1' });
    expect(offline.code).toBe(1);
    expect(offline.stderr).toMatch(/^flowdeck: .*\n.+\n$/);
    expect((await run(['model', 'path'])).stdout).toBe(
      `${environment.HOME}/.cache/flowdeck/models/bge-small-en-v1.5\n`,
    );
    expect((await run(['model', 'remove'])).code).toBe(0);
  });
});
