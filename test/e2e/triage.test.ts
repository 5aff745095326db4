import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
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
        { title: 'Draw the form', dependsOn: [1] },
      ],
    },
    { id: 'fn-2-search', title: 'Search', tasks: [{ title: 'Rank what is found' }] },
  ]);
  const editor = path.join(directory.path, 'editor.sh');
  const script = `#!/bin/sh
printf '\\033[2J\\033[H\\033[31mThe editor was here.\\n'
printf '\\nAnd a third one for sessions.\\n' >> "$1"
`;
  await writeFile(editor, script, { mode: 0o700 });
  cockpit = PseudoTerminal.flowdeck([], {
    directory: directory.path,
    environment: { FLOW_ACTOR: 'person@example.com', EDITOR: editor, VISUAL: '' },
  });
  await cockpit.until(/Write the schema/);
});

afterEach(async () => {
  await cockpit.dispose();
  await directory.remove();
});

async function shown(id: string): Promise<Record<string, unknown>> {
  const { stdout } = await runCommand(['show', id, '--json'], { directory: directory.path });
  return JSON.parse(stdout) as Record<string, unknown>;
}

it('finds a task, blocks it, answers it in the inbox, takes that back and does it again', async () => {
  cockpit.type(':');
  await cockpit.until(/─ Find ─/);
  cockpit.type('rank');
  await cockpit.until(/› T Rank what is found/);
  cockpit.type('\r');
  await cockpit.until(/2 Tasks of fn-2/);
  cockpit.type('b');
  await cockpit.until(/Block fn-2-search\.1/);
  cockpit.type('Which order is wanted?\r');
  await cockpit.until(/⊘.*Rank what is found/);
  cockpit.type('i');
  await cockpit.until(/⊘ blocked +fn-2\.1 Rank what is found +Which order is wanted\?/);
  cockpit.type('b');
  await cockpit.until(/fn-2-search\.1 unblocked\./);
  cockpit.type('u');
  await cockpit.until(/Undone: .*fn-2/);
  await cockpit.until(/⊘ .*Rank what is found/);
  cockpit.type('\u0012');
  await cockpit.until(/Done again: .*fn-2/);
  await cockpit.until(/○ .*Rank what is found/);
  cockpit.type('q');
  expect(await cockpit.exited()).toBe(0);
  expect(await shown('fn-2.1')).toMatchObject({ status: 'todo' });
});

it('edits a text in the editor and comes back with the screen whole', async () => {
  cockpit.type('2');
  await cockpit.until(/Phases of fn-1\.1/);
  cockpit.type('\r');
  const before = await cockpit.until(/Two tables and an index\./);
  cockpit.type('e');
  await cockpit.until(/The text of fn-1-login\.1 is saved\./);
  const after = await cockpit.until(/And a third one for sessions\./);
  expect(cockpit.output).toContain('The editor was here.');
  expect(after).not.toContain('The editor was here.');
  expect(cockpit.onAlternateScreen()).toBe(true);
  // Nothing of the frame is lost: the edges of both screens are the same.
  const edges = (screen: string) =>
    screen
      .split('\n')
      .slice(1, -2)
      .map((line) => line.charAt(0));
  expect(edges(after)).toEqual(edges(before));
  cockpit.type('\u001b');
  await cockpit.until(/1 Epics[^]*2 Tasks of fn-1/);
  cockpit.type('q');
  expect(await cockpit.exited()).toBe(0);
});
