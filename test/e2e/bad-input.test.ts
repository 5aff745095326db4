import { execFileSync } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../source/store/open.js';
import { temporaryDirectory, writeFlow } from '../support/flow-project.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { runCommand } from '../support/run-command.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let terminal: PseudoTerminal | undefined;

beforeEach(async () => {
  directory = await temporaryDirectory();
  execFileSync('git', ['init', '--quiet', directory.path]);
});

afterEach(async () => {
  await terminal?.dispose();
  terminal = undefined;
  await directory.remove();
});

const file = (name: string): string => path.join(directory.path, name);

function open(...args: string[]): PseudoTerminal {
  terminal = PseudoTerminal.flowdeck(args, {
    directory: directory.path,
    environment: { FLOW_ACTOR: 'person@example.com' },
  });
  return terminal;
}

const databasePath = (): string => file('.git/flow-state/flowdeck.db');

const twoTasks = {
  id: 'fn-1-login',
  title: 'Login that works',
  tasks: [{ title: 'Write the schema' }, { title: 'Write the form' }],
};

describe('a database that cannot be opened is said so, and q leaves', () => {
  it('is not one', async () => {
    await writeFile(file('notes.txt'), 'This is no database. '.repeat(200));
    const cockpit = open('--db', file('notes.txt'));
    await cockpit.until(/store\.not_a_database/);
    cockpit.type('q');
    await cockpit.exited();
    expect(cockpit.onAlternateScreen()).toBe(false);
  });

  it('is a directory', async () => {
    await mkdir(file('folder.db'));
    const cockpit = open('--db', file('folder.db'));
    await cockpit.until(/store\.cannot_open/);
    cockpit.type('q');
    await cockpit.exited();
  });

  it('has a newer schema', async () => {
    await writeFlow(directory.path, [twoTasks]);
    await runCommand(['status'], { directory: directory.path });
    const database = await openDatabase(databasePath());
    await database.write((transaction) => transaction.run('PRAGMA user_version = 999'));
    await database.close();
    const cockpit = open();
    await cockpit.until(/store\.newer_schema/);
    cockpit.type('q');
    await cockpit.exited();
  });
});

describe('odd files are imported as far as they go', () => {
  it('keeps control and bidi characters off the screen', async () => {
    await writeFlow(directory.path, [
      {
        id: 'fn-1-login',
        title: 'Log\x1b[2Jin\x07 \u202Eevil\u202C end',
        tasks: [{ title: '漢字の題名 \x1b]0;owned\x07 ok' }],
      },
    ]);
    const cockpit = open();
    await cockpit.until(/漢字の題名\s+ok/);
    expect(cockpit.output).not.toContain('owned');
    expect(cockpit.output).not.toContain('\u202E');
  });

  it('opens a ten-megabyte text without freezing', async () => {
    await writeFlow(directory.path, [
      {
        ...twoTasks,
        tasks: [
          { title: 'Write the schema', description: 'A long line of words.\n'.repeat(480_000) },
        ],
      },
    ]);
    const cockpit = open();
    await cockpit.until(/Write the schema/);
    cockpit.type('2\r');
    await cockpit.until(/A long line of words/);
    cockpit.type('\x1b');
    await cockpit.until((screen) => !screen.includes('A long line of words'), 'the detail closed');
  });

  it('says what could not be read and shows the rest', async () => {
    await writeFlow(directory.path, [twoTasks]);
    await writeFile(file('.flow/tasks/fn-1-login.2.json'), '{ "id": ');
    const imported = await runCommand(['import', '--json'], { directory: directory.path });
    expect(JSON.parse(imported.stdout)).toMatchObject({ tasks_imported: 1 });
    const cockpit = open();
    await cockpit.until(/Write the schema/);
  });
});

describe('what happens to the database while it is open', () => {
  beforeEach(() => writeFlow(directory.path, [twoTasks]));

  it('goes on when the selected task vanishes', async () => {
    const cockpit = open();
    await cockpit.until(/Write the form/);
    cockpit.type('2j');
    const database = await openDatabase(databasePath());
    await database.write(async (transaction) => {
      await transaction.run("DELETE FROM tasks WHERE id = 'fn-1-login.2'");
      await transaction.run(
        `INSERT INTO events (timestamp, event_type, entity_kind, entity_id, epic_id, task_id, command_id, origin)
         VALUES ('2026-03-01T09:00:00.000Z', 'task_deleted', 'task', 'fn-1-login.2', 'fn-1-login', 'fn-1-login.2', 'c', 'command')`,
      );
    });
    await database.close();
    await cockpit.until((screen) => !screen.includes('Write the form'), 'the task gone');
    cockpit.type('s');
    await cockpit.until(/▶.*Write the schema/);
  });

  it('reads a replaced file anew', async () => {
    const cockpit = open();
    await cockpit.until(/Write the form/);
    const other = await temporaryDirectory();
    try {
      execFileSync('git', ['init', '--quiet', other.path]);
      await writeFlow(other.path, [
        { id: 'fn-7-other', title: 'Another project', tasks: [{ title: 'Something else' }] },
      ]);
      await runCommand(['status'], { directory: other.path });
      await rename(path.join(other.path, '.git/flow-state/flowdeck.db'), databasePath());
      await cockpit.until(/Another project/);
      await cockpit.until(/Something else/);
    } finally {
      await other.remove();
    }
  });

  it('loses nothing when another process holds the lock for a while', async () => {
    const cockpit = open();
    await cockpit.until(/Write the form/);
    const database = await openDatabase(databasePath());
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let locked: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (locked = resolve));
    const holding = database.write(async (transaction) => {
      await transaction.run("UPDATE meta SET value = value WHERE key = 'generation'");
      locked();
      await held;
    });
    await begun;
    cockpit.type('2s');
    // The screen answers while the store waits for the lock.
    cockpit.type('?');
    await cockpit.until(/Keys/);
    cockpit.type('\x1b');
    release();
    await holding;
    await database.close();
    await cockpit.until(/▶.*Write the schema/);
  });
});

describe('without a terminal', () => {
  beforeEach(() => writeFlow(directory.path, [twoTasks]));

  it('prints the overview as plain text', async () => {
    const { exitCode, stdout } = await runCommand([], { directory: directory.path });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Login that works');
    expect(stdout).not.toContain('\x1b');
  });

  it('prints one frame of the size that was asked for', async () => {
    const { stdout } = await runCommand(['snapshot', '--columns', '120', '--rows', '40'], {
      directory: directory.path,
    });
    const lines = stdout.replace(/\n$/, '').split('\n');
    expect(lines).toHaveLength(40);
    expect(stdout).toContain('Write the schema');
  });
});
