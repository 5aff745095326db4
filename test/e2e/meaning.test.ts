import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeTinyModel } from '../../scripts/tiny-model.js';
import { temporaryDirectory } from '../support/flow-project.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { runCommand } from '../support/run-command.js';
import { expectSchema } from '../support/schemas.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let environment: Record<string, string>;

beforeEach(async () => {
  directory = await temporaryDirectory();
  execFileSync('git', ['init', '--quiet', directory.path]);
  const model = path.join(directory.path, 'model');
  await writeTinyModel(model);
  environment = { FLOWDECK_MODEL_DIR: model };
  await command('init');
  await command('memory', 'add', 'pitfall', 'A margin of one pixel moves every button.');
  await command('memory', 'add', 'convention', 'Invoices are numbered without gaps.');
});

afterEach(() => directory.remove());

async function command(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr, exitCode } = await runCommand([...args, '--json'], {
    directory: directory.path,
    environment,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

it('a command finds an entry by what it means', async () => {
  const embedded = await command('memory', 'embed');
  expectSchema('memory embed', embedded);
  expect(embedded).toMatchObject({ embedded: 2, pending: 0 });
  expect(await command('memory', 'search', 'flexbox')).toMatchObject({
    meaning: { state: 'on' },
    results: [{ summary: 'A margin of one pixel moves every button.', arm: 'meaning' }],
  });
});

it('a command says why it searched by words only', async () => {
  environment = { FLOWDECK_MODEL_DIR: path.join(directory.path, 'nowhere') };
  expect(await command('memory', 'search', 'flexbox')).toMatchObject({
    meaning: { state: 'off', reason: expect.stringContaining('nowhere') as string },
    results: [],
  });
});

it('the cockpit’s box finds an entry by what it means', async () => {
  await command('memory', 'embed');
  const cockpit = PseudoTerminal.flowdeck([], { directory: directory.path, environment });
  try {
    await cockpit.until(/4 Memory/);
    cockpit.type('4');
    await cockpit.until(/A margin of/);
    cockpit.type('/flexbox');
    await cockpit.until(
      (screen) => /words\+meaning/.test(screen) && /A margin of.*meaning/.test(screen),
      'the entry found by its meaning',
    );
  } finally {
    await cockpit.dispose();
  }
});
