import { afterEach, describe, expect, it } from 'vitest';
import { FlowdeckError } from '../../source/domain/errors.js';
import type { FakeStore } from '../support/fake-store.js';
import type { FakeTerminal } from '../support/terminal.js';
import { makeMemory, makeTask, makeTaskDetail } from './panes/support.js';
import { closeCockpits, openCockpit, sampleStore } from './support.js';

afterEach(closeCockpits);

const result = (id: string, status: string) => ({
  id,
  status,
  version: 2,
  commandId: 'c1',
  alsoChanged: [],
});

/** The cockpit with the cursor on a task of the first epic, counted from 1. */
async function onTask(
  position: number,
  store = sampleStore(),
): Promise<{ store: FakeStore; terminal: FakeTerminal }> {
  const { terminal } = openCockpit(store);
  await terminal.until(/Check the password/);
  terminal.type('2');
  terminal.type('g');
  terminal.type('j'.repeat(position - 1));
  await terminal.until(new RegExp(`3 Phases of fn-1\\.${position}`));
  return { store, terminal };
}

describe('acting on a task', () => {
  it('starts it and says so', async () => {
    const { store, terminal } = await onTask(2);
    store.answers.set('task.start', result('fn-1-login.2', 'in_progress'));
    terminal.type('s');
    await terminal.until(/fn-1-login\.2 started\./);
    expect(store.called('task.start')[0]?.input).toEqual({
      id: 'fn-1-login.2',
      expectedVersion: 1,
    });
  });

  it('follows what the store then says, without a key', async () => {
    const { store, terminal } = await onTask(2);
    const before = terminal.screen();
    store.change({
      tasks: [makeTask({ id: 'fn-1-login.2', epicId: 'fn-1-login', title: 'Renamed elsewhere' })],
    });
    await terminal.until(/Renamed elsewhere/);
    expect(before).not.toContain('Renamed elsewhere');
    expect(terminal.screen()).toContain('Phases of fn-1.2');
  });

  it('tells the reason when it fails and leaves the screen as it is', async () => {
    const { store, terminal } = await onTask(2);
    store.answers.set(
      'task.start',
      new FlowdeckError('store.conflict', 'grace changed the status of fn-1-login.2 meanwhile.'),
    );
    terminal.type('s');
    const screen = await terminal.until(/store\.conflict: grace changed the status/);
    expect(screen).toContain('Phases of fn-1.2');
  });

  it('asks for the reason of a block, in a chunk with it or after it', async () => {
    const { store, terminal } = await onTask(2);
    store.answers.set('task.block', result('fn-1-login.2', 'blocked'));
    terminal.type('b');
    await terminal.until(/Block fn-1-login\.2/);
    terminal.type('\r');
    await terminal.until(/! Type the reason, or press Esc\./);
    terminal.type('no key');
    terminal.type('\u0017the key');
    terminal.type('\r');
    await terminal.until(/fn-1-login\.2 blocked\./);
    expect(store.called('task.block')[0]?.input).toMatchObject({ reason: 'no the key' });
  });

  it('gives back what was typed when nothing comes of it, for the task as it is then', async () => {
    const { store, terminal } = await onTask(2);
    terminal.type('b');
    await terminal.until(/Block fn-1-login\.2/);
    terminal.type('no key');
    await terminal.until(/no key/);
    const [, task] = store.tasks;
    if (!task) throw new Error('The sample has three tasks.');
    store.change({ tasks: [{ ...task, title: 'Renamed elsewhere', version: 5 }] });
    await terminal.until(/Renamed elsewhere/);
    store.answers.set(
      'task.block',
      new FlowdeckError('store.conflict', 'grace changed the title of fn-1-login.2 meanwhile.'),
    );
    terminal.type('\r');
    const screen = await terminal.until(/store\.conflict: grace changed/);
    expect(screen).toMatch(/│ no key/);
    store.answers.set('task.block', result('fn-1-login.2', 'blocked'));
    terminal.type('\r');
    await terminal.until(/fn-1-login\.2 blocked\./);
    expect(store.called('task.block').map(({ input }) => input)).toMatchObject([
      { expectedVersion: 1, reason: 'no key' },
      { expectedVersion: 5, reason: 'no key' },
    ]);
  });

  it('sends nothing off that was asked for in the same chunk as another answer', async () => {
    const { store, terminal } = await onTask(3);
    terminal.type('1');
    await terminal.until(/Pipeline/);
    store.answers.set('epic.create', { id: 'fn-3-x' });
    terminal.type('c');
    await terminal.until(/New epic/);
    terminal.type('x\rcy\r');
    await terminal.until(/│ y/);
    expect(store.called('epic.create')).toHaveLength(1);
  });

  it('takes the rest of the chunk that opened a prompt as its text, and sends nothing off', async () => {
    const { store, terminal } = await onTask(2);
    terminal.type('bqsx\r');
    await terminal.until(/Block fn-1-login\.2/);
    await terminal.until(/│ qsx/);
    expect(
      store.calls.filter(({ name }) => name.startsWith('task.') && name !== 'task.detail'),
    ).toEqual([]);
  });

  it('takes a paste as text, never as keys', async () => {
    const { store, terminal } = await onTask(2);
    terminal.type('\u001b[200~sdq\u001b[201~');
    await terminal.until(/Pasted text is ignored/);
    terminal.type('b');
    await terminal.until(/Block fn-1-login\.2/);
    terminal.type('\u001b[200~line one\r\nline two\u001b[201~');
    await terminal.until(/line one line two/);
    terminal.type('\u001b');
    await terminal.until((screen) => !screen.includes('Block fn-1'));
    expect(store.called('task.block')).toEqual([]);
    expect(store.called('task.start')).toEqual([]);
  });

  it('refuses keys that act in a run of more than eight, and still moves', async () => {
    const { store, terminal } = await onTask(1);
    terminal.type('jkjkjkjks');
    await terminal.until(/was ignored: it came in a run of 9 characters/);
    expect(store.called('task.start')).toEqual([]);
  });

  it('refuses a key that acts just after the terminal got the focus', async () => {
    const { store, terminal } = await onTask(1);
    terminal.type('\u001b[I');
    terminal.type('js');
    await terminal.until(/only just got the focus/);
    expect(terminal.screen()).toContain('Phases of fn-1.2');
    expect(store.called('task.start')).toEqual([]);
  });

  it('says why it cannot be finished before it asks for a summary', async () => {
    const { terminal } = await onTask(2);
    terminal.type('d');
    const screen = await terminal.until(/starts from in_progress/);
    expect(screen).not.toContain('Finish fn-1');
  });

  it('asks once before it takes over from somebody else', async () => {
    const { store, terminal } = await onTask(3);
    store.answers.set('task.done', {
      ...result('fn-1-login.3', 'done'),
      durationSeconds: 5,
      warning: null,
    });
    terminal.type('dy');
    await terminal.until(/grace has been working on it/);
    terminal.type('y');
    await terminal.until(/Finish fn-1-login\.3/);
    terminal.type('cookies\r');
    await terminal.until(/fn-1-login\.3 finished\./);
    expect(store.called('task.done')[0]?.input).toMatchObject({
      takeOver: true,
      summary: 'cookies',
    });
    terminal.type('d');
    await terminal.until(/Finish fn-1-login\.3/);
    expect(terminal.screen()).not.toContain('grace has been working');
  });

  it('does nothing when the question is answered with no', async () => {
    const { store, terminal } = await onTask(3);
    terminal.type('s');
    await terminal.until(/grace has been working/);
    terminal.type('n');
    await terminal.until((screen) => !screen.includes('grace has been working'));
    expect(store.called('task.start')).toEqual([]);
  });

  it('asks before a restart that would lose work, and names what', async () => {
    const { store, terminal } = await onTask(1);
    store.answers.set('task.restart', ({ dryRun }: { dryRun?: boolean }) => ({
      ...result('fn-1-login.1', 'todo'),
      reset: ['fn-1-login.1', 'fn-1-login.2'],
      untouched: [],
      running: dryRun ? ['fn-1-login.3'] : [],
    }));
    terminal.type('r');
    const screen = await terminal.until(/Restart fn-1-login\.1\?/);
    expect(screen).toContain('Reset as well: fn-1-login.2');
    expect(screen).toContain('Running now: fn-1-login.3');
    terminal.type('y');
    await terminal.until(/fn-1-login\.1 restarted\./);
    const inputs = store.called('task.restart').map(({ input }) => input);
    expect(inputs).toMatchObject([{ dryRun: true }, { force: true }]);
    expect(inputs[1]).not.toHaveProperty('dryRun');
  });

  it('does not act on a task that another pane has its cursor on', async () => {
    const { store, terminal } = await onTask(2);
    terminal.type('5');
    await terminal.until((screen) => !/s start/.test(screen));
    terminal.type('s');
    await terminal.until(/Open the task first: press Enter/);
    terminal.type('4s');
    await terminal.until(/Select a task first/);
    expect(store.called('task.start')).toEqual([]);
    terminal.type('3');
    await terminal.until(/s start/);
  });

  it('does nothing unseen on a screen that is too small, but leaves it', async () => {
    const { store, terminal } = await onTask(2);
    terminal.resize(50, 9);
    await terminal.until(/needs 40x10/);
    terminal.type('js');
    terminal.type('c');
    terminal.type('\u001b[200~text\u001b[201~');
    terminal.resize(120, 40);
    await terminal.until(/Phases of fn-1\.2/);
    expect(await terminal.settled()).not.toMatch(/New task|Pasted/);
    expect(store.called('task.start')).toEqual([]);
    terminal.resize(50, 9);
    await terminal.until(/needs 40x10/);
    terminal.type('q');
    await terminal.until((screen) => !screen.includes('needs'));
  });

  it('asks for a task first while the cursor is on an epic', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    terminal.type('s');
    await terminal.until(/Select a task first/);
  });

  it('leaves the detail of a task that vanishes', async () => {
    const { store, terminal } = await onTask(2);
    terminal.type('\r');
    await terminal.until(/The text of fn-1-login\.2/);
    store.change({ removedTasks: ['fn-1-login.2'] });
    const screen = await terminal.until(/fn-1-login\.2 was removed/);
    expect(screen).not.toContain('The text of');
    expect(screen).toContain('2 Tasks');
  });
});

describe('creating', () => {
  it('makes an epic from the epics and puts the cursor on it once it is there', async () => {
    const store = sampleStore();
    store.answers.set('epic.create', ({ title }: { title: string }) => {
      store.change({
        epics: [{ ...epicOf(store), id: 'fn-3-pay', title, counts: epicOf(store).counts }],
      });
      return { id: 'fn-3-pay', title, commandId: 'c1' };
    });
    const { terminal } = openCockpit(store);
    await terminal.until(/Check the password/);
    terminal.type('c');
    await terminal.until(/New epic/);
    terminal.type('Pay by card');
    terminal.type('\r');
    await terminal.until(/Tasks of fn-3/);
    expect(terminal.screen()).toContain('Pay by card');
  });

  it('makes a task in the selected epic', async () => {
    const { store, terminal } = await onTask(1);
    store.answers.set('task.create', { id: 'fn-1-login.4' });
    terminal.type('c');
    await terminal.until(/New task in fn-1-login/);
    terminal.type('Forget the user\r');
    await terminal.until(/Created fn-1-login\.4/);
    expect(store.called('task.create')[0]?.input).toEqual({
      epicId: 'fn-1-login',
      title: 'Forget the user',
    });
  });
});

describe('searching', () => {
  it('asks the memory once for fast typing, and drops the answer to an older text', async () => {
    const store = sampleStore();
    const { terminal } = openCockpit(store);
    await terminal.until(/Check the password/);
    const waiting: ((hits: unknown) => void)[] = [];
    store.answers.set('search', () => new Promise((resolve) => waiting.push(resolve)));
    terminal.type('4/');
    await terminal.until(/Search memory/);
    expect(terminal.lines().at(-1)).toMatch(/Search memory: .*Esc cancel/);
    terminal.type('to');
    terminal.type('k');
    await waitFor(() => waiting.length === 1);
    expect(store.called('search').map(({ input }) => input['text'])).toEqual(['tok']);
    terminal.type('en');
    await waitFor(() => waiting.length === 2);
    waiting[1]?.(answer([]));
    await terminal.until(/Nothing was found/);
    waiting[0]?.(answer([hit('Old answer')]));
    expect(await terminal.settled()).not.toContain('Old answer');
    terminal.type('\u001b');
    await terminal.until((screen) => !screen.includes('Search memory'));
    expect(terminal.screen()).not.toContain('Nothing was found');
  });

  it('shows what words find at once, and what meaning finds without moving the cursor’s row', async () => {
    const store = sampleStore();
    const { terminal } = openCockpit(store);
    await terminal.until(/Check the password/);
    let arrive: (found: unknown) => void = () => undefined;
    store.answers.set('search', (input: { meaning?: boolean }) =>
      input.meaning
        ? new Promise((resolve) => (arrive = resolve))
        : answer([hit('First by words', 1), hit('Second by words', 2)]),
    );
    terminal.type('4/');
    await terminal.until(/Search memory/);
    terminal.type('tok');
    await terminal.until(/2 by words/);
    terminal.type('\u001b[B');
    const before = store.called('search').length;
    arrive(answer([hit('Only by meaning', 3), hit('Second by words', 2)], 'on'));
    await terminal.until(/words\+meaning/);
    expect(terminal.screen()).toContain('Only by meaning');
    expect(store.called('search')).toHaveLength(before);
    terminal.type('\r\r');
    await waitFor(() => store.called('memory.detail').length === 1);
    expect(store.called('memory.detail')[0]?.input).toEqual({ id: 2 });
  });

  it('searches the project after a key, and opens what it finds', async () => {
    const store = sampleStore();
    const { terminal } = openCockpit(store);
    await terminal.until(/Check the password/);
    const task = { ...hit('Check the password'), kind: 'task', id: 'fn-1-login.1', row: null };
    store.answers.set('search', (input: { scope: string }) =>
      answer(input.scope === 'project' ? [task] : []),
    );
    terminal.type('4/');
    await terminal.until(/Search memory/);
    terminal.type('passw');
    await terminal.until(/no model: flowdeck model install/);
    terminal.type('\u0014');
    await terminal.until(/project \/passw/);
    terminal.type('\r');
    await terminal.until((screen) => !screen.includes('Search memory'));
    terminal.type('\r');
    await terminal.until(/The text of fn-1-login\.1/);
  });

  it('narrows a list while it is typed, and Esc gives all back', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    terminal.type('/');
    await terminal.until(/Search epics/);
    terminal.type('sear');
    await terminal.until((screen) => !screen.includes('Log in'));
    terminal.type('\r');
    await terminal.until(/Tasks of fn-2/);
    terminal.type('\u001b');
    await terminal.until(/Log in/);
  });
});

describe('searching a text', () => {
  it('goes from place to place, and Esc ends it before the detail', async () => {
    const store = sampleStore();
    store.answers.set('task.detail', ({ id }: { id: string }) => {
      const row = store.tasks.find((task) => task.id === id) ?? makeTask({ id });
      const filler = Array.from({ length: 60 }, (_, line) => `Line ${line}.`);
      const body = ['A needle.', ...filler, 'A second needle.', ...filler].join('\n\n');
      return makeTaskDetail(row, { body });
    });
    const { terminal } = await onTask(2, store);
    terminal.type('\r');
    await terminal.until(/A needle/);
    terminal.type('/');
    await terminal.until(/Search the text:/);
    terminal.type('needle');
    await terminal.until(/\/needle/);
    terminal.type('\u001b[B');
    await terminal.until(/A second needle/);
    terminal.type('\r');
    await terminal.until((screen) => !screen.includes('Search the text'));
    terminal.type('/');
    await terminal.until(/Search the text: +needle/);
    terminal.type('\r');
    await terminal.until(/A needle/);
    expect(terminal.screen()).toContain('Esc end search');
    terminal.type('\u001b');
    await terminal.until(/Esc back/);
    expect(terminal.screen()).not.toContain('/needle');
    terminal.type('\u001b');
    await terminal.until(/2 Tasks/);
  });
});

describe('reading a memory entry', () => {
  const content = `# Why\n\n${'A long sentence about pools. '.repeat(12)}\n\n- [ ] check\n- **done**`;
  const row = makeMemory({ id: 1, title: 'Pools lose their PRAGMAs', tags: ['sql'] });
  const detail = { row, content, related: ['bug/pool'], extra: {} };

  it('shows it as Markdown, and laid out anew when the screen changes', async () => {
    const store = sampleStore();
    store.memory = [row];
    store.answers.set('memory.detail', () => detail);
    const { terminal } = openCockpit(store);
    await terminal.until(/Pools lose/);
    terminal.type('4\r');
    const screen = await terminal.until(/Memory 1 /);
    expect(screen).toContain('Pools lose their PRAGMAs');
    expect(screen).toContain('☐ check');
    expect(screen).toContain('• done');
    expect(screen).toMatch(/Tags +#sql/);
    expect(screen).toMatch(/Related +bug\/pool/);
    const told = (text: string) => text.match(/about pools/g)?.length;
    terminal.resize(70, 40);
    await terminal.until(/^(?!.{71})[^]*Memory 1 /);
    expect(told(await terminal.settled())).toBe(12);
    terminal.type('\u001b');
    await terminal.until((text) => !text.includes('Memory 1 '));
  });
});

describe('moving about', () => {
  it('goes round the panes with Tab and to them by number and by side', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    terminal.type('\t');
    await terminal.until(/Phases of fn-1\.1/);
    terminal.type('\u001b[Z');
    await terminal.until(/Pipeline of fn-1/);
    terminal.type('l');
    await terminal.until(/Phases of fn-1\.1/);
    terminal.type('h');
    await terminal.until(/Pipeline of fn-1/);
  });

  it('walks along the list inside the detail', async () => {
    const { terminal } = await onTask(1);
    terminal.type('\r');
    await terminal.until(/The text of fn-1-login\.1/);
    terminal.type('n');
    await terminal.until(/The text of fn-1-login\.2/);
    terminal.type('p');
    await terminal.until(/The text of fn-1-login\.1/);
    terminal.type('\u001b');
    await terminal.until(/2 Tasks/);
  });

  it('scrolls the help', async () => {
    const { terminal } = openCockpit(sampleStore(), { columns: 80, rows: 24 });
    await terminal.until(/live/);
    terminal.type('?');
    await terminal.until(/In a pane/);
    for (let page = 0; page < 10; page += 1) terminal.type('\u001b[6~');
    const end = await terminal.until(/On the first screen/);
    expect(end).not.toContain('In a pane');
    terminal.type('\u001b[5~');
    await terminal.until((screen) => !screen.includes('On the first screen'));
    terminal.type('\u001b');
    await terminal.until((screen) => !screen.includes('─ Keys ─'));
  });
});

function epicOf(store: FakeStore) {
  const [epic] = store.epics;
  if (!epic) throw new Error('The sample has epics.');
  return epic;
}

function hit(title: string, id = 1) {
  return {
    kind: 'memory',
    id: String(id),
    row: makeMemory({ id, title, summary: title }),
    title,
    score: 1,
    arms: ['words'],
    excerpt: title,
    matches: [],
    titleMatches: [],
  };
}

function answer(hits: readonly unknown[], state = 'off') {
  return { hits, meaning: { state, reason: null } };
}

async function waitFor(condition: () => boolean): Promise<void> {
  const limit = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > limit) throw new Error(`Ran out of time waiting for ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
