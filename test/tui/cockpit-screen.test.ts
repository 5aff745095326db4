import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { displayWidth } from '../../source/platform/terminal-text.js';
import { FlowdeckError } from '../../source/domain/errors.js';
import { makeEpic, makeTask } from './panes/support.js';
import { closeCockpits, openCockpit, project, sampleStore, storeDied } from './support.js';

afterEach(closeCockpits);

describe('the screen', () => {
  it.each([
    [200, 60],
    [120, 40],
    [100, 24],
    [100, 16],
    [80, 24],
    [60, 16],
  ])('shows every pane at %i x %i', async (columns, rows) => {
    const { terminal } = openCockpit(sampleStore(), { columns, rows });
    const screen = await terminal.until(/1 Epics[^]*live|live[^]*1 Epics/);
    for (const title of ['2 Tasks', '3 P', '4 Memory', '5 Activity'])
      expect(screen).toContain(title);
    expect(terminal.lines()[0]).toContain('sample');
    expect(terminal.lines().at(-1)).toContain('? help');
  });

  it.each([
    [39, 16],
    [40, 9],
    [10, 2],
  ])('says in one line that %i x %i is too small', async (columns, rows) => {
    const { terminal } = openCockpit(sampleStore(), { columns, rows });
    await terminal.until(/flowdeck/);
    const lines = (await terminal.settled()).split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(1);
    expect('flowdeck needs 40x10, not').toContain(lines[0]?.slice(0, 9));
  });

  it('looks like this at 60 x 16', async () => {
    const { terminal } = openCockpit(sampleStore(), { columns: 60, rows: 16 });
    await terminal.until(/1\/3/);
    expect(`\n${await terminal.settled()}\n`).toMatchInlineSnapshot(`
      "
       sample  ███▓▓▓░░░░░░ 25%  1/4 done  ▶ 1 running     ● live
      ╭─ 1 Epics ────────────────────────────────────────── 1/2 ─
      │○ Log in                                              fn-1
      │○ Search                                              fn-2
      │
      │
      │
      │
      │
      │
      │
      ├─ 2 Tasks of fn-1 ────────────────────────── 1 done  1/3 ─
      ├─ 3 Pipeline of fn-1 ─────────────────────────────────────
      ├─ 4 Memory ───────────────────────────────────────────────
      ╰─ 5 Activity ─────────────────────────────────────────────
       Tab pane  Enter open  / search  c new epic  : find  ? help
      "
    `);
  });

  it('leaves no rubbish when the terminal is resized', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    const first = await terminal.settled();
    const sizes = [
      [80, 24],
      [200, 60],
      [59, 15],
      [40, 10],
      [39, 9],
      [61, 17],
      [130, 20],
      [60, 50],
      [120, 40],
    ] as const;
    for (const [columns, rows] of sizes) {
      terminal.resize(columns, rows);
      const resized = await terminal.settled();
      const { terminal: fresh } = openCockpit(sampleStore(), { columns, rows });
      await fresh.until(columns >= 40 && rows >= 10 ? /1 Epics[^]*Log in/ : /flowdeck needs/);
      expect(resized, `${columns}x${rows}`).toBe(await fresh.settled());
    }
    expect(terminal.screen()).toBe(first);
  });

  it('draws itself anew on Ctrl-L', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    const before = await terminal.settled();
    terminal.scribble('\u001b[5;10HRUBBISH');
    await terminal.until(/RUBBISH/);
    terminal.type('\u000c');
    await terminal.until((screen) => !screen.includes('RUBBISH'));
    expect(await terminal.settled()).toBe(before);
  });

  it('keeps its columns with wide, hostile and right-to-left titles', async () => {
    const store = sampleStore();
    store.epics = [
      makeEpic({
        id: 'fn-1-login',
        title: '漢字のとても長い題名漢字のとても長い題名漢字のとても長い題名',
      }),
      makeEpic({
        id: 'fn-2',
        title: '\u001b[2J\u001b]0;owned\u0007\u202edeppilf\u202c \r\n\tred\u001b[31m',
      }),
      makeEpic({ id: 'fn-3', title: '👩‍👩‍👧‍👦 שלום עולם' }),
    ];
    store.tasks = [makeTask({ id: 'fn-1-login.1', epicId: 'fn-1-login', title: '😀'.repeat(80) })];
    const { terminal } = openCockpit(store, { columns: 100, rows: 30 });
    await terminal.until(/2 Tasks/);
    const lines = (await terminal.settled()).split('\n');
    expect(lines[0]).toContain('live');
    expect(lines.join('\n')).not.toMatch(/owned|\u202e/);
    expect(lines.join('\n')).toContain('deppilf');
    const title = lines.findIndex((line) => line.includes('2 Tasks'));
    const titleLine = lines[title] ?? '';
    const separator = displayWidth(titleLine.slice(0, titleLine.indexOf('┬')));
    // By cells: what an emulator shows of a character wider than it should be is cut off before them.
    for (let row = title + 1; row < title + 6; row += 1)
      expect(terminal.cell(row, separator), lines[row]).toMatch(/[│›]/);
  });

  it('never writes into the last column', async () => {
    const { terminal } = openCockpit(sampleStore(), { columns: 80, rows: 24 });
    await terminal.until(/live/);
    terminal.type('?');
    await terminal.until(/Keys/);
    for (const line of (await terminal.settled()).split('\n'))
      expect(displayWidth(line)).toBeLessThan(80);
  });

  it('keeps to ASCII when asked', async () => {
    const { terminal } = openCockpit(sampleStore(), { ascii: true });
    await terminal.until(/Check the password/);
    expect(await terminal.settled()).toMatch(/^[ -~\n]*$/);
    terminal.type('?');
    await terminal.until(/Keys/);
    expect(await terminal.settled()).toMatch(/^[ -~\n]*$/);
    terminal.type('\u001b');
    await terminal.until((screen) => !screen.includes('- Keys -'));
    terminal.type('jkjkjkjkjc');
    await terminal.until(/was ignored/);
    expect(await terminal.settled()).toMatch(/^[ -~\n]*$/);
    terminal.type('4/');
    await terminal.until(/Search memory/);
    expect(await terminal.settled()).toMatch(/^[ -~\n]*$/);
  });

  it('sends colours only where they are wanted', async () => {
    const plain = openCockpit(sampleStore(), { environment: { COLORTERM: 'truecolor' } });
    await plain.terminal.until(/live/);
    const isColour = new RegExp(String.raw`\x1b\[[\d;]*\b(3[0-8]|9\d)\b[\d;]*m`);
    expect(plain.terminal.writes.join('')).not.toMatch(isColour);
    const coloured = openCockpit(sampleStore(), {
      colour: true,
      environment: { COLORTERM: 'truecolor' },
    });
    await coloured.terminal.until(/live/);
    expect(coloured.terminal.writes.join('')).toMatch(isColour);
  });
});

describe('a notice', () => {
  it('says where it was cut, and leaves most of the screen in sight', async () => {
    const store = sampleStore();
    const message = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
    store.answers.set('task.start', new FlowdeckError('internal.unexpected', message));
    const { terminal } = openCockpit(store, { columns: 80, rows: 24 });
    await terminal.until(/Check the password/);
    terminal.type('2js');
    await terminal.until(/word0/);
    const lines = (await terminal.settled()).split('\n');
    const first = lines.findIndex((line) => line.startsWith('! '));
    expect(lines.length - 1 - first).toBe(8);
    expect(lines.at(-2)).toMatch(/ …$/);
  });
});

describe('frames', () => {
  it('are few for sixty keys in one chunk, and every key counts', async () => {
    const store = sampleStore();
    store.epics = Array.from({ length: 80 }, (_, index) => makeEpic({ id: `fn-${index + 1}` }));
    const { terminal } = openCockpit(store);
    await terminal.until(/1\/80/);
    await terminal.settled();
    const before = terminal.writes.length;
    terminal.type('j'.repeat(60));
    await terminal.until(/61\/80/);
    await terminal.settled();
    // One for the cursor, the others for what is then read about the epic.
    expect(terminal.writes.length - before).toBeLessThanOrEqual(4);
  });

  it('are not drawn while nothing changes', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    await terminal.settled();
    const before = terminal.writes.length;
    terminal.type('k');
    await terminal.settled();
    expect(terminal.writes.length).toBe(before);
  });

  it('reach the terminal in one write each, and never clear the scrollback', async () => {
    const { terminal, exit } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    terminal.type('q');
    await exit;
    for (const write of terminal.writes.filter((each) => each.includes('\u001b[?2026h'))) {
      expect(write.endsWith('\u001b[?2026l')).toBe(true);
    }
    expect(terminal.writes.join('')).not.toContain('\u001b[3J');
  });
});

describe('before there is a project', () => {
  const nowhere = { ...project, databaseExists: false };

  it('offers to initialise, to open another directory and to watch the demo', async () => {
    const { terminal } = openCockpit(sampleStore(), {
      project: nowhere,
      demo: () => Promise.resolve(0),
    });
    const screen = await terminal.until(/There is no project in \/project yet/);
    for (const choice of ['i  initialise', 'o  open another directory', 'd  demo']) {
      expect(screen).toContain(choice);
    }
    expect(screen.match(/q quit/g)).toHaveLength(1);
  });

  it('initialises and opens what it made', async () => {
    const store = sampleStore();
    store.answers.set('project.initialise', { path: '/project/.flow', actions: [] });
    store.answers.set('import.run', emptyReport);
    const { terminal } = openCockpit(store, { project: nowhere });
    await terminal.until(/initialise/);
    terminal.type('i');
    await terminal.until(/Check the password/);
    expect(store.called('project.initialise')[0]?.input).toEqual({ root: '/project' });
  });

  it('says so when the directory to open is not there, and stays', async () => {
    const { terminal } = openCockpit(sampleStore(), { project: nowhere });
    await terminal.until(/initialise/);
    terminal.type('o');
    await terminal.until(/Open directory/);
    terminal.type('/nowhere/at/all');
    await terminal.until(/at\/all/);
    terminal.type('\r');
    const screen = await terminal.until(/\/nowhere\/at\/all is not a directory/);
    expect(screen).toContain('There is no project');
  });

  it('forgets what it said about one place in another', async () => {
    const { terminal } = openCockpit(sampleStore(), { project: nowhere });
    await terminal.until(/initialise/);
    terminal.type('o');
    await terminal.until(/Open directory/);
    terminal.type('/nowhere/at/all');
    terminal.type('\r');
    await terminal.until(/is not a directory/);
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'flowdeck-empty-'));
    onTestFinished(() => rm(elsewhere, { recursive: true }));
    terminal.type('o');
    await terminal.until(/Open directory/);
    terminal.type(`\u001b[200~${elsewhere}\u001b[201~`);
    terminal.type('\r');
    await terminal.until(/no project in [^]*flowdeck-empty-/);
    expect(await terminal.settled()).not.toContain('is not a directory');
  });

  it('hands over to the demo with the terminal given back', async () => {
    let alternate: boolean | null = null;
    const { terminal, exit } = openCockpit(sampleStore(), {
      project: nowhere,
      demo: () => {
        alternate = terminal.rawMode;
        return Promise.resolve(7);
      },
    });
    await terminal.until(/demo/);
    terminal.type('d');
    expect(await exit).toBe(7);
    expect(alternate).toBe(false);
  });
});

describe('a first import', () => {
  it('shows how far it is', async () => {
    const store = sampleStore();
    const { epics } = store;
    store.epics = [];
    let finish: (report: unknown) => void = () => undefined;
    store.answers.set(
      'import.run',
      (_: unknown, options: { onProgress(progress: unknown): void }) => {
        options.onProgress({ stage: 'Reading files', done: 30, total: 120 });
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
    );
    const { terminal } = openCockpit(store, {
      project: { ...project, flowDirectory: '/project/.flow', databaseExists: false },
    });
    await terminal.until(/Reading files 30 of 120/);
    store.epics = epics;
    finish({ ...emptyReport, added: 6, counts: { ...emptyReport.counts, epics: 2, tasks: 4 } });
    await terminal.until(/Check the password/);
    await terminal.until(/Imported 2 epics and 4 tasks \(6 added\)/);
  });

  it('happens behind what is known already', async () => {
    const store = sampleStore();
    store.answers.set(
      'import.run',
      new FlowdeckError('source.other_content', 'Another .flow lies in /project/.flow.'),
    );
    const { terminal } = openCockpit(store, {
      project: { ...project, flowDirectory: '/project/.flow' },
    });
    const screen = await terminal.until(/source\.other_content/);
    expect(screen).toContain('Check the password');
  });
});

describe('a store that fails', () => {
  it('says why it cannot be opened, and tries again on R', async () => {
    const store = sampleStore();
    store.failToOpen(
      new FlowdeckError('store.not_a_database', '/project/flowdeck.db is not a database.'),
    );
    const { terminal } = openCockpit(store);
    const screen = await terminal.until(/store\.not_a_database/);
    expect(screen).toMatch(/The file is not a flowdeck database/);
    store.openAfter(Promise.resolve());
    terminal.type('R');
    await terminal.until(/Check the password/);
  });

  it('tells it again on stderr when one gives up', async () => {
    const store = sampleStore();
    store.failToOpen(
      new FlowdeckError('store.corrupt', 'Page 3 of /project/flowdeck.db is damaged.'),
    );
    const { terminal, exit, told } = openCockpit(store);
    await terminal.until(/store\.corrupt/);
    terminal.type('q');
    expect(await exit).toBe(1);
    expect(told.join('')).toMatch(
      /^flowdeck: Page 3 .* is damaged\. \(store\.corrupt\)\nRestore the file/,
    );
  });

  it('keeps the screen when it dies, refuses actions, and opens again on R', async () => {
    const store = sampleStore();
    const { terminal } = openCockpit(store);
    await terminal.until(/Check the password/);
    terminal.type('2j');
    await terminal.until(/Phases of fn-1.2/);
    store.die(storeDied);
    const screen = await terminal.until(/The store died/);
    expect(screen).toContain('store.dead: The store thread ended with code 1.');
    expect(screen).toContain('Check the password');
    expect(screen).toMatch(/not live/);
    terminal.type('s');
    await terminal.until(/Press R to reopen it/);
    expect(store.called('task.start')).toEqual([]);
    terminal.type('R');
    await terminal.until((text) => text.includes('● live') && !text.includes('The store died'));
    expect(store.reopened).toBe(1);
    expect(terminal.screen()).toContain('Phases of fn-1.2');
  });
});

const emptyReport = {
  source: '.flow',
  counts: {
    epics: 0,
    tasks: 0,
    taskDependencies: 0,
    epicDependencies: 0,
    memory: 0,
    placeholders: 0,
    unresolved: 0,
    hinted: 0,
  },
  added: 0,
  changed: 0,
  unchanged: 0,
  vanished: 0,
  conflicts: 0,
  findings: [],
};
