import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryDirectory, writeFlow } from '../support/flow-project.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { runCommand } from '../support/run-command.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let cockpit: PseudoTerminal;

beforeEach(async () => {
  directory = await temporaryDirectory();
  execFileSync('git', ['init', '--quiet', directory.path]);
  await writeFlow(directory.path, [
    {
      id: 'fn-1-login',
      title: 'Login that works',
      tasks: [
        { title: 'Write the schema', description: 'Two tables and an index.' },
        { title: 'Write the form', dependsOn: [1] },
      ],
    },
  ]);
  cockpit = PseudoTerminal.flowdeck([], {
    directory: directory.path,
    environment: { FLOW_ACTOR: 'person@example.com' },
  });
  await cockpit.until(/Write the schema/);
  cockpit.type('2');
});

afterEach(async () => {
  await cockpit.dispose();
  await directory.remove();
});

const agent = (...args: string[]): ReturnType<typeof runCommand> =>
  runCommand(args, { directory: directory.path });

async function shown(id: string): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await agent('show', id, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Record<string, unknown>;
}

it('finishes a task with the summary that was typed', async () => {
  cockpit.type('s');
  await cockpit.until(/▶.*Write the schema/);
  cockpit.type('d');
  await cockpit.until(/Finish fn-1-login\.1/);
  cockpit.type('Tables are there.\r');
  await cockpit.until(/✓.*Write the schema/);
  cockpit.type('\r');
  await cockpit.until(/Tables are there\./);
});

it('blocks a task only with a reason, and unblocks it', async () => {
  cockpit.type('b');
  await cockpit.until(/reason/i);
  cockpit.type('\r');
  await cockpit.until(/Type .*reason/);
  cockpit.type('Waiting for the keys\r');
  await cockpit.until(/⊘.*Write the schema/);
  expect(await shown('fn-1.1')).toMatchObject({
    status: 'blocked',
    blocked_reason: 'Waiting for the keys',
  });
  cockpit.type('b');
  await cockpit.until(/○.*Write the schema/);
});

it('fails a task, stops what waits for it, and restarts both after asking', async () => {
  cockpit.type('s');
  await cockpit.until(/▶.*Write the schema/);
  cockpit.type('f');
  await cockpit.until(/reason/i);
  cockpit.type('It does not compile\r');
  await cockpit.until(/✗.*Write the schema/);
  await cockpit.until(/⇡.*Write the form/);
  cockpit.type('r');
  await cockpit.until(/Reset as well: fn-1-login\.2/);
  cockpit.type('y');
  await cockpit.until(/○.*Write the schema/);
  await cockpit.until(/○.*Write the form/);
});

it('skips a task', async () => {
  cockpit.type('x');
  await cockpit.until(/reason/i);
  cockpit.type('Not needed\r');
  await cockpit.until(/–.*Write the schema/);
});

it('asks once before it acts on what another actor holds', async () => {
  await agent('start', 'fn-1.1');
  await cockpit.until(/▶.*Write the schema/);
  cockpit.type('d');
  await cockpit.until(/agent@example\.com/);
  cockpit.type('y');
  await cockpit.until(/Finish fn-1-login\.1/);
  cockpit.type('Done by hand\r');
  await cockpit.until(/✓.*Write the schema/);
});

it('creates an epic and a task', async () => {
  cockpit.type('C');
  await cockpit.until(/New epic/);
  cockpit.type('Search that finds\r');
  await cockpit.until(/○.*Search that finds/);
  cockpit.type('2c');
  await cockpit.until(/New task in fn-2/);
  cockpit.type('Rank the hits\r');
  await cockpit.until(/○.*Rank the hits/);
});

it('reads a task’s text and history', async () => {
  await agent('start', 'fn-1.1');
  await cockpit.until(/▶.*Write the schema/);
  cockpit.type('\r');
  await cockpit.until(/Two tables and an index\./);
  cockpit.type('G');
  await cockpit.until(/agent started fn-1\.1/);
});

it('finds memory with a few letters', async () => {
  await agent('memory', 'add', 'pitfall', 'Connections of the pool lose their PRAGMAs.');
  await agent('memory', 'add', 'convention', 'Times are stored in UTC.');
  cockpit.type('4');
  await cockpit.until(/Times are stored/);
  cockpit.type('/prag');
  await cockpit.until(
    (screen) => /1 words only/.test(screen),
    'only the entry that was searched for',
  );
});

it('keeps its screen when an action is refused, and says why', async () => {
  cockpit.type('j');
  cockpit.type('s');
  const screen = await cockpit.until(/fn-1-login\.2 waits for fn-1-login\.1/);
  expect(screen).toContain('Write the form');
  expect(await shown('fn-1.2')).toMatchObject({ status: 'todo' });
});

it('refuses keys that change something inside a long chunk', async () => {
  cockpit.type('ssssssssssss');
  await cockpit.until(/came in a run of 1[23] characters/);
  expect(await shown('fn-1.1')).toMatchObject({ status: 'todo' });
});
