import { execFileSync } from 'node:child_process';
import { constants } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory, writeFlow } from '../support/flow-project.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { runCommand } from '../support/run-command.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let terminal: PseudoTerminal | undefined;

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
        { title: 'Join them', dependsOn: [1, 2] },
      ],
    },
    {
      id: 'fn-2-search',
      title: 'Search that finds',
      tasks: [{ title: 'Build the index' }, { title: 'Rank the hits', dependsOn: [1] }],
    },
  ]);
});

afterEach(async () => {
  await terminal?.dispose();
  terminal = undefined;
  await directory.remove();
});

function open(
  args: readonly string[] = [],
  options: { columns?: number; rows?: number; environment?: Record<string, string> } = {},
): PseudoTerminal {
  terminal = PseudoTerminal.flowdeck(args, {
    directory: directory.path,
    ...options,
    environment: { FLOW_ACTOR: 'person@example.com', ...options.environment },
  });
  return terminal;
}

describe('the cockpit on a .flow directory', () => {
  it('imports it and shows epics and the first one’s tasks', async () => {
    const cockpit = open();
    await cockpit.until(/Login that works/);
    await cockpit.until(/Write the schema/);
    const screen = await cockpit.until(/Search that finds/);
    expect(screen).toContain('Join them');
    expect(cockpit.onAlternateScreen()).toBe(true);
  });

  it('acts on a task and shows its new state', async () => {
    const cockpit = open();
    await cockpit.until(/Write the schema/);
    cockpit.type('2');
    cockpit.type('s');
    await cockpit.until(/▶.*Write the schema/);
    const shown = await runCommand(['show', 'fn-1.1', '--json'], { directory: directory.path });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      status: 'in_progress',
      assignee: 'person@example.com',
    });
  });

  it('follows a change that another process makes, without a key press', async () => {
    const cockpit = open();
    await cockpit.until(/Write the schema/);
    const started = await runCommand(['start', 'fn-1.1'], { directory: directory.path });
    expect(started).toMatchObject({ exitCode: 0 });
    await cockpit.until(/▶.*Write the schema/);
    await runCommand(['done', 'fn-1.1', '--summary', 'tables are there'], {
      directory: directory.path,
    });
    await cockpit.until(/✓.*Write the schema/);
  });

  it('applies letters that arrive in one chunk one after another', async () => {
    const cockpit = open();
    await cockpit.until(/Write the schema/);
    cockpit.type('2jj');
    cockpit.type('\r');
    await cockpit.until(/fn-1-login\.3[\s\S]*Description/);
  });

  it('takes a bracketed paste as text, never as commands', async () => {
    const cockpit = open();
    await cockpit.until(/Write the schema/);
    cockpit.type('\x1b[200~sssqqq\x1b[201~');
    cockpit.type('?');
    await cockpit.until(/Keys/);
    const shown = await runCommand(['show', 'fn-1.1', '--json'], { directory: directory.path });
    expect(JSON.parse(shown.stdout)).toMatchObject({ status: 'todo' });
  });

  it('leaves no rubbish when the terminal is resized, and says so below 60×16', async () => {
    const cockpit = open([], { columns: 200, rows: 50 });
    await cockpit.until(/Write the schema/);
    for (const [columns, rows] of [
      [80, 24],
      [60, 16],
      [200, 60],
      [120, 40],
    ] as const) {
      cockpit.resize(columns, rows);
      await cockpit.until(
        (screen) =>
          screen.includes('Login that works') &&
          screen.split('\n').every((line) => line.length <= columns) &&
          screen.split('\n').at(-1) !== '',
        `a whole screen at ${columns}x${rows}`,
      );
    }
    cockpit.resize(39, 9);
    await cockpit.until(/40\s*[x×]\s*10/);
  });
});

describe('every way out', () => {
  const ways: Record<string, (cockpit: PseudoTerminal) => void> = {
    q: (cockpit) => cockpit.type('q'),
    'Ctrl-C': (cockpit) => cockpit.type('\x03'),
    SIGTERM: (cockpit) => cockpit.signal('SIGTERM'),
    SIGHUP: (cockpit) => cockpit.signal('SIGHUP'),
  };
  for (const [name, leave] of Object.entries(ways)) {
    it(`gives the terminal back on ${name}`, async () => {
      const cockpit = open();
      await cockpit.until(/Write the schema/);
      leave(cockpit);
      await cockpit.exited();
      expect(cockpit.onAlternateScreen()).toBe(false);
      const afterwards = (mode: string): string =>
        cockpit.output.lastIndexOf(`\x1b[?${mode}h`) > cockpit.output.lastIndexOf(`\x1b[?${mode}l`)
          ? 'set'
          : 'reset';
      expect(afterwards('25')).toBe('set');
      expect(afterwards('2004')).toBe('reset');
      expect(afterwards('1004')).toBe('reset');
      expect(afterwards('1000')).toBe('reset');
      expect(afterwards('1006')).toBe('reset');
      expect(afterwards('1049')).toBe('reset');
    });
  }

  it('dies of a hang-up when its window is closed, and of nothing worse', async () => {
    terminal = open();
    await terminal.until(/Write the schema/);
    expect(await terminal.hangUp()).toBe(constants.signals.SIGHUP);
  });

  it('suspends on Ctrl-Z and paints itself again on fg', async () => {
    terminal = new PseudoTerminal('bash', ['--norc', '-i'], {
      directory: directory.path,
      environment: { PS1: 'shell> ', FLOW_ACTOR: 'person@example.com' },
    });
    await terminal.until(/shell>/);
    const { buildDirectory } = await import('../support/built.js');
    terminal.type(`${process.execPath} ${buildDirectory}/cli.js\r`);
    await terminal.until(/Write the schema/);
    terminal.type('\x1a');
    await terminal.until(/shell>\s*$/);
    expect(terminal.onAlternateScreen()).toBe(false);
    terminal.type('fg\r');
    await terminal.until(/Write the schema/);
    expect(terminal.onAlternateScreen()).toBe(true);
    terminal.type('q');
    await terminal.until(/shell>\s*$/);
  });
});

describe('looks', () => {
  it('sends no colour with NO_COLOR', async () => {
    const cockpit = open([], { environment: { NO_COLOR: '1' } });
    await cockpit.until(/Write the schema/);
    // SGR 30–49 and 90–107 are colours; bold, dim, underline and inverse are not.
    // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
    const sequences = cockpit.output.match(/\x1b\[[\d;]*m/g) ?? [];
    const colours = sequences.filter((sequence) =>
      sequence
        .slice(2, -1)
        .split(';')
        .some((code) => /^(3[0-8]|4[0-8]|9\d|10[0-7])$/.test(code)),
    );
    expect(colours).toEqual([]);
  });

  it('draws with ASCII only when asked', async () => {
    const cockpit = open(['--ascii']);
    const screen = await cockpit.until(/Write the schema/);
    // eslint-disable-next-line no-control-regex -- all that is not ASCII is looked for
    expect(screen.match(/[^\x00-\x7f]/g)).toBeNull();
  });
});

describe('a directory with nothing', () => {
  it('offers to initialise, to open another directory, or the demo', async () => {
    const empty = await temporaryDirectory();
    try {
      terminal = PseudoTerminal.flowdeck([], { directory: empty.path });
      const screen = await terminal.until(/[Ii]nitialise/);
      expect(screen).toMatch(/another directory/i);
      expect(screen).toMatch(/demo/i);
      terminal.type('i');
      await terminal.until(/1 Epics/);
    } finally {
      await empty.remove();
    }
  });
});
