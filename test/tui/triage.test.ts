import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../source/domain/contract/triage-calls.js';
import { FlowdeckError } from '../../source/domain/errors.js';
import type { CockpitOptions } from '../../source/tui/start.js';
import type { FakeStore } from '../support/fake-store.js';
import type { FakeTerminal } from '../support/terminal.js';
import { makeEvent, makeMemory } from './panes/support.js';
import { closeCockpits, openCockpit, sampleStore } from './support.js';

// Loading the screen's code for the first time takes longer than a screen may take to appear.
beforeAll(() => import('../../source/tui/run.js'), 60_000);
afterEach(closeCockpits);

const directory = mkdtempSync(path.join(tmpdir(), 'flowdeck-triage-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The cockpit with the cursor on the second task of the first epic. */
async function onTask(
  store = sampleStore(),
  options: Partial<CockpitOptions> = {},
): Promise<{ store: FakeStore; terminal: FakeTerminal }> {
  const { terminal } = openCockpit(store, options);
  await terminal.until(/Check the password/);
  terminal.type('2');
  terminal.type('gj');
  await terminal.until(/3 Phases of fn-1\.2/);
  return { store, terminal };
}

const edited = { id: 'fn-1-login.2', version: 2, commandId: 'c1', changed: ['title'] };
const input = (store: FakeStore, name: string): unknown => store.called(name)[0]?.input;

describe('editing a task', () => {
  it('changes the title that is there, with the version that was on the screen', async () => {
    const { store, terminal } = await onTask();
    store.answers.set('task.edit', edited);
    terminal.type('T');
    await terminal.until(/Title of fn-1\.2/);
    await terminal.until(/│ Check the password +│/);
    terminal.type(' twice');
    terminal.type('\r');
    await terminal.until(/the title is now Check the password twice\./);
    expect(input(store, 'task.edit')).toEqual({
      id: 'fn-1-login.2',
      expectedVersion: 1,
      title: 'Check the password twice',
    });
  });

  it('takes a whole number or nothing as a priority, and moves it by a step', async () => {
    const { store, terminal } = await onTask();
    store.answers.set('task.edit', edited);
    terminal.type('P');
    await terminal.until(/Priority of fn-1\.2/);
    terminal.type('high');
    terminal.type('\r');
    await terminal.until(/! A priority is a whole number, not high\./);
    terminal.type('\u00157\r');
    await terminal.until(/the priority is now 7\./);
    terminal.type('K');
    await terminal.until(/the priority is now 0\./);
    expect(store.called('task.edit').map(({ input: given }) => given)).toMatchObject([
      { priority: 7 },
      { priority: 0 },
    ]);
  });

  it('assigns to somebody who is known, to a name that is typed, and to nobody', async () => {
    const { store, terminal } = await onTask();
    store.answers.set('task.edit', edited);
    terminal.type('A');
    await terminal.until(/› ada/);
    expect(terminal.screen()).toMatch(/grace +1 task/);
    terminal.type('linus');
    await terminal.until(/› assign to linus/);
    terminal.type('\r');
    await terminal.until(/the assignee is now linus\./);
    expect(input(store, 'task.edit')).toMatchObject({ assignee: 'linus' });
  });

  it('splits into titles that are pasted one a line, side by side or in a chain', async () => {
    const { store, terminal } = await onTask();
    store.answers.set('task.split', {
      id: 'fn-1-login.2',
      parts: ['fn-1-login.4', 'fn-1-login.5'],
    });
    terminal.type('S');
    await terminal.until(/Split fn-1\.2/);
    terminal.type('one\r');
    await terminal.until(/! Give at least two titles/);
    terminal.type('\u0015\u001b[200~Hash it\r\nCompare it\r\n\u001b[201~');
    await terminal.until(/Hash it \| Compare it/);
    terminal.type('\r');
    await terminal.until(/Split fn-1\.2 into 2/);
    terminal.type('\u001b[B\r');
    await terminal.until(/Split fn-1-login\.2 into fn-1-login\.4, fn-1-login\.5\./);
    expect(input(store, 'task.split')).toEqual({
      id: 'fn-1-login.2',
      expectedVersion: 1,
      titles: ['Hash it', 'Compare it'],
      chain: true,
    });
  });

  it('picks what it waits for from a list that refuses cycles with the reason', async () => {
    const store = sampleStore();
    store.answers.set('dependency.candidates', () => [
      { id: 'fn-1-login.1', title: 'Draw the form', status: 'done', chosen: true, refusal: null },
      {
        id: 'fn-1-login.3',
        title: 'Remember the user',
        status: 'todo',
        chosen: false,
        refusal: 'It would close a cycle.',
      },
      { id: 'fn-1-login.4', title: 'Log out', status: 'todo', chosen: false, refusal: null },
    ]);
    store.answers.set('task.edit', edited);
    const { terminal } = await onTask(store);
    terminal.type('D');
    const screen = await terminal.until(/fn-1\.2 waits for/);
    expect(screen).toMatch(/☑ Draw the form/);
    expect(screen).toMatch(/☐ Remember the user {2}It would close a cycle\./);
    terminal.type('\u001b[B');
    terminal.type(' ');
    terminal.type('\u001b[B ');
    await terminal.until(/! It would close a cycle\./);
    terminal.type('\r');
    await terminal.until(/fn-1-login\.2 waits for fn-1-login\.1, fn-1-login\.4\./);
    expect(input(store, 'task.edit')).toEqual({
      id: 'fn-1-login.2',
      expectedVersion: 1,
      dependsOn: ['fn-1-login.1', 'fn-1-login.4'],
    });
  });
});

describe('acting on marked tasks', () => {
  it('asks once, acts in one call and says what happened to which', async () => {
    const { store, terminal } = await onTask();
    const error = new FlowdeckError('store.conflict', 'grace changed fn-1-login.3.');
    store.answers.set('tasks.apply', {
      commandId: 'c1',
      results: [
        { id: 'fn-1-login.2', ok: true, status: 'blocked' },
        {
          id: 'fn-1-login.3',
          ok: false,
          error: { code: error.code, message: error.message, hint: '' },
        },
      ],
    });
    terminal.type('*');
    await terminal.until(/3 marked/);
    terminal.type('b');
    const question = await terminal.until(/Block 2 tasks\?/);
    expect(question).toContain('fn-1.2, fn-1.3');
    expect(question).toContain('Taken over: fn-1.3 from grace.');
    expect(question).toContain('Not done to 1 task:');
    terminal.type('y');
    await terminal.until(/─ Block 2 tasks ─/);
    terminal.type('no key');
    terminal.type('\r');
    await terminal.until(/1 task blocked\. Not done: fn-1-login\.3: grace changed/);
    expect(input(store, 'tasks.apply')).toEqual({
      operation: 'block',
      items: [
        { id: 'fn-1-login.2', expectedVersion: 1 },
        { id: 'fn-1-login.3', expectedVersion: 1 },
      ],
      text: 'no key',
      takeOver: true,
    });
  });
});

describe('acting on an epic', () => {
  it('closes it, and after a question although tasks are open', async () => {
    const { store, terminal } = await onTask();
    store.answers.set('epic.close', (given: { force?: boolean }) => {
      if (!given.force) throw new FlowdeckError('epic.tasks_open', 'fn-1-login has open tasks.');
      return {};
    });
    terminal.type('1');
    terminal.type('F');
    await terminal.until(/fn-1-login has open tasks\./);
    terminal.type('y');
    await terminal.until(/fn-1-login closed\./);
    expect(store.called('epic.close')).toHaveLength(2);
  });

  it('chooses what it waits for, without those that wait for it', async () => {
    const store = sampleStore();
    store.epics = store.epics.map((epic) =>
      epic.id === 'fn-2-search' ? { ...epic, dependsOn: ['fn-1-login'] } : epic,
    );
    const { terminal } = await onTask(store);
    terminal.type('1D');
    const screen = await terminal.until(/fn-1 waits for/);
    expect(screen).toMatch(/☐ Search {2}It would close a cycle/);
  });
});

describe('undo and redo', () => {
  const undone = {
    of: 'c1',
    commandId: 'c2',
    label: 'skipped fn-2-search.1',
    entities: [{ kind: 'task', id: 'fn-2-search.1' }],
  };
  const entry: HistoryEntry = {
    commandId: 'c1',
    at: '2026-03-27T11:00:00.000Z',
    actor: 'ada',
    origin: 'cockpit',
    label: 'skipped fn-1.2',
    entities: [{ kind: 'task', id: 'fn-1-login.2' }],
    state: 'done',
    refusal: null,
  };
  const refused = {
    ...entry,
    commandId: 'c0',
    label: 'edited fn-1.3',
    refusal: 'grace edited it since.',
  };

  it('takes the last action back and goes to what changed', async () => {
    const { store, terminal } = await onTask();
    store.answers.set('history.undo', undone);
    store.answers.set('history.redo', undone);
    terminal.type('u');
    await terminal.until(/Undone: skipped fn-2-search\.1\./);
    await terminal.until(/3 Phases of fn-2\.1/);
    terminal.type('\u0012');
    await terminal.until(/Done again: skipped fn-2-search\.1\./);
    expect(input(store, 'history.undo')).toEqual({});
  });

  it('says who stands in the way', async () => {
    const { store, terminal } = await onTask();
    store.answers.set(
      'history.undo',
      new FlowdeckError('undo.conflict', 'grace blocked fn-1-login.2 since.'),
    );
    terminal.type('u');
    await terminal.until(/undo\.conflict: grace blocked fn-1-login\.2 since\./);
  });

  it('lists what can be undone and what cannot, and acts on the row', async () => {
    const store = sampleStore();
    let history = [entry, refused];
    store.answers.set('history.list', () => history);
    store.answers.set('history.undo', undone);
    const event = {
      ...makeEvent({ id: 5, commandId: 'c1', taskId: 'fn-1-login.2' }),
      before: {},
      after: {},
    };
    store.answers.set('events.list', () => [event, makeEvent({ id: 4, commandId: 'c9' })]);
    store.answers.set('event.full', () => ({
      ...event,
      fields: ['status'],
      before: { status: 'todo' },
      after: { status: 'skipped' },
    }));
    const { terminal } = await onTask(store);
    terminal.type('H');
    const screen = await terminal.until(/─ History ─/);
    expect(await terminal.until(/skipped fn-1\.2/)).toMatch(
      /⊘ edited fn-1\.3 {2}grace edited it since\./,
    );
    expect(screen).not.toContain('Epics');
    terminal.type('\r');
    await terminal.until(/status: todo → skipped/);
    terminal.type('\u001b');
    await terminal.until((text) => !text.includes('todo → skipped'));
    terminal.type('j');
    terminal.type('u');
    await terminal.until(/! grace edited it since\./);
    terminal.type('k');
    terminal.type('u');
    await terminal.until(/Undone:/);
    expect(input(store, 'history.undo')).toEqual({ commandId: 'c1' });
    expect(terminal.screen()).toContain('─ History ─');
    // It is read again after everything that happens.
    history = [{ ...entry, state: 'undone' as const }];
    const [, task] = store.tasks;
    if (task) store.change({ tasks: [{ ...task, version: 2 }] });
    await terminal.until(/skipped fn-1\.2 {2}undone/);
    terminal.type('2');
    await terminal.until(/Tasks of fn-1/);
  });
});

describe('a failed action', () => {
  it('is tried again on what is there by then', async () => {
    const { store, terminal } = await onTask();
    store.answers.set(
      'task.start',
      new FlowdeckError('store.conflict', 'grace changed it meanwhile.'),
    );
    terminal.type('.');
    await terminal.until(/! No action has failed\./);
    terminal.type('s');
    await terminal.until(/grace changed it meanwhile\..*Press \. to try again\./s);
    const [, task] = store.tasks;
    if (task) store.change({ tasks: [{ ...task, title: 'Renamed', version: 4 }] });
    await terminal.until(/Renamed/);
    store.answers.set('task.start', {
      id: 'fn-1-login.2',
      status: 'in_progress',
      version: 5,
      commandId: 'c',
      alsoChanged: [],
    });
    terminal.type('.');
    await terminal.until(/fn-1-login\.2 started\./);
    expect(store.called('task.start').map(({ input: given }) => given['expectedVersion'])).toEqual([
      1, 4,
    ]);
    terminal.type('.');
    await terminal.until(/! No action has failed\./);
  });

  it('keeps what was typed for it, also when its prompt is given up and it fails again', async () => {
    const { store, terminal } = await onTask();
    store.answers.set('task.block', new FlowdeckError('store.busy', 'Somebody writes.'));
    terminal.type('b');
    await terminal.until(/─ Block fn-1-login\.2/);
    terminal.type('Which order?\r');
    await terminal.until(/Somebody writes/);
    await terminal.until(/│ Which order\?/);
    terminal.type('\u001b');
    await terminal.until((screen) => !screen.includes('─ Block fn-1-login.2'));
    expect(terminal.screen()).toContain('could not block fn-1.2 . retry');
    terminal.type('.');
    await terminal.until(/│ Which order\?/);
    expect(store.called('task.block').map(({ input: given }) => given['reason'])).toEqual([
      'Which order?',
      'Which order?',
    ]);
  });
});

describe('copying', () => {
  it('puts what is chosen into the clipboard of the terminal and says what', async () => {
    const { terminal } = await onTask();
    terminal.type('y');
    await terminal.until(/─ Copy ─/);
    terminal.type('command');
    await terminal.until(/› command +flowdeck start/);
    terminal.type('\r');
    await terminal.until(/Copied the command: flowdeck start fn-1-login\.2/);
    const code = Buffer.from('flowdeck start fn-1-login.2').toString('base64');
    expect(terminal.writes).toContain(`\u001b]52;c;${code}\u0007`);
  });
});

describe('the text in an editor', () => {
  const editor = (script: string): Record<string, string> => {
    const file = path.join(directory, 'editor.sh');
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
    return { EDITOR: file, PATH: process.env['PATH'] ?? '' };
  };

  it('gets the terminal and gives it back, and what was saved is stored', async () => {
    const store = sampleStore();
    const environment = editor('echo "And more." >> "$1"');
    const { terminal } = await onTask(store, { environment });
    store.answers.set('task.edit', edited);
    const before = terminal.writes.length;
    terminal.type('e');
    await terminal.until(/The text of fn-1-login\.2 is saved\./);
    expect(input(store, 'task.edit')).toEqual({
      id: 'fn-1-login.2',
      expectedVersion: 1,
      body: 'The text of fn-1-login.2.\nAnd more.',
    });
    const written = terminal.writes.slice(before).join('');
    expect(written).toMatch(/\?1049l.*\?1049h/s);
    expect(terminal.rawMode).toBe(true);
    expect(terminal.screen()).toContain('Phases of fn-1.2');
  });

  it('is kept in a file that the error names where it cannot be stored', async () => {
    const store = sampleStore();
    const environment = editor('echo "And more." >> "$1"');
    const { terminal } = await onTask(store, { environment });
    store.answers.set(
      'task.edit',
      new FlowdeckError('store.conflict', 'grace edited it meanwhile.'),
    );
    terminal.type('e');
    const screen = await terminal.until(/Your text is kept in \S+/);
    expect(screen).toContain('store.conflict: grace edited it meanwhile.');
    const [file] = /\/\S*fn-1-login\.2\.md/.exec(screen.replace(/\s*\n\s*/g, '')) ?? [''];
    expect(readFileSync(file, 'utf8')).toContain('And more.');
    rmSync(path.dirname(file), { recursive: true });
  });

  it('changes nothing where it comes back as it was, and says so where there is no editor', async () => {
    const seen = path.join(directory, 'seen');
    const environment = editor(`echo "$1" > '${seen}'`);
    const { store, terminal } = await onTask(sampleStore(), { environment });
    terminal.type('e');
    await terminal.until(/The text of fn-1-login\.2 stays as it is\./);
    expect(existsSync(readFileSync(seen, 'utf8').trim())).toBe(false);
    expect(store.called('task.edit')).toEqual([]);
    await closeCockpits();
    const other = await onTask(sampleStore(), {
      environment: { EDITOR: 'no-editor-here', PATH: '' },
    });
    other.terminal.type('e');
    await other.terminal.until(/editor\.missing: The editor no-editor-here cannot be run\./);
    expect(other.terminal.rawMode).toBe(true);
  });
});

describe('managing the memory', () => {
  async function onEntry(): Promise<{ store: FakeStore; terminal: FakeTerminal }> {
    const store = sampleStore();
    store.memory = [makeMemory({ id: 3, title: 'Locks need an order', version: 2 })];
    const opened = await onTask(store);
    opened.terminal.type('4');
    await opened.terminal.until(/c remember/);
    return opened;
  }

  it('adds an entry of a kind and points out what is near', async () => {
    const { store, terminal } = await onEntry();
    store.answers.set('memory.add', {
      id: 4,
      duplicate: false,
      similar: [{ id: 3, title: 'Locks need an order', likeness: 0.9 }],
    });
    terminal.type('c');
    await terminal.until(/─ Remember ─/);
    terminal.type('conv');
    await terminal.until(/› convention/);
    terminal.type('\r');
    await terminal.until(/New convention/);
    terminal.type('Take locks by name');
    terminal.type('\r');
    await terminal.until(/Entry 4 added\. It looks like #3: Locks need an order\./);
    expect(input(store, 'memory.add')).toEqual({
      type: 'convention',
      content: 'Take locks by name',
    });
  });

  it('verifies, edits the fields, and forgets after a question', async () => {
    const { store, terminal } = await onEntry();
    store.answers.set('memory.verify', {});
    store.answers.set('memory.edit', { id: 3, changed: ['tags'] });
    store.answers.set('memory.delete', { id: 3, title: 'Locks need an order' });
    terminal.type('m');
    await terminal.until(/Entry 3 is verified/);
    terminal.type('w');
    await terminal.until(/─ Entry 3 ─/);
    terminal.type('tags');
    await terminal.until(/› tags/);
    terminal.type('\r');
    await terminal.until(/Tags of entry 3/);
    terminal.type('\u0015db, #lock');
    terminal.type('\r');
    await terminal.until(/Entry 3 changed\./);
    terminal.type('x');
    await terminal.until(/Forget entry 3\?/);
    terminal.type('y');
    await terminal.until(/Entry 3 is forgotten: Locks need an order\. Press u/);
    expect(input(store, 'memory.edit')).toEqual({
      id: 3,
      expectedVersion: 2,
      tags: ['db', 'lock'],
    });
    expect(input(store, 'memory.delete')).toEqual({ id: 3, expectedVersion: 2 });
  });

  it('inserts a reference into the task under the cursor once, and lists what belongs to it', async () => {
    const { store, terminal } = await onEntry();
    const [row] = store.memory;
    store.answers.set('memory.detail', () => ({
      row,
      content: 'By name.',
      related: [],
      extra: {},
    }));
    store.answers.set('memory.related', () => [{ row, score: 1, reasons: ['words'], tags: [] }]);
    store.answers.set('task.edit', edited);
    terminal.type('I');
    await terminal.until(/fn-1-login\.2 now refers to entry 3\./);
    expect(input(store, 'task.edit')).toEqual({
      id: 'fn-1-login.2',
      expectedVersion: 1,
      body: 'The text of fn-1-login.2.\n\n- Memory #3: Locks need an order\n',
    });
    terminal.type('W');
    await terminal.until(/Remembered about fn-1\.2/);
    expect(terminal.screen()).toMatch(/Found by common words/);
    terminal.type('\r');
    await terminal.until(/Memory 3/);
  });
});

describe('what is gone', () => {
  it('is said with who did what to it last', async () => {
    const store = sampleStore();
    store.events = [
      makeEvent({
        id: 9,
        kind: 'task_deleted',
        entityId: 'fn-1-login.2',
        taskId: 'fn-1-login.2',
        actor: 'grace@example.org',
      }),
    ];
    const { terminal } = await onTask(store);
    store.answers.set('task.start', new FlowdeckError('task.not_found', 'There is no such task.'));
    terminal.type('s');
    await terminal.until(
      /task\.not_found: fn-1-login\.2 is not there any more: grace deleted it\./,
    );
  });
});
