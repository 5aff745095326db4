import { afterEach, describe, expect, it } from 'vitest';
import { busyStore } from '../../screens/fixture.js';
import { Stage, type StageOptions } from '../../screens/stage.js';
import { unicodeGlyphs } from '../../../source/tui/glyphs.js';
import type { FakeStore } from '../../support/fake-store.js';
import { makeMemory } from '../panes/support.js';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

async function open(store: FakeStore = busyStore(), options: StageOptions = {}): Promise<Stage> {
  const stage = await Stage.open(store, options);
  stages.push(stage);
  return stage;
}

/** What the terminal sends for a button on the first cell of a text. */
function report(stage: Stage, text: string, button = 0): string {
  const lines = stage.lines();
  const row = lines.findIndex((line) => line.includes(text));
  if (row < 0) throw new Error(`There is no ${text} in\n${lines.join('\n')}`);
  const column = lines[row]?.indexOf(text) ?? 0;
  return `\u001b[<${button};${column + 1};${row + 1}M`;
}

async function click(stage: Stage, text: string): Promise<void> {
  const bytes = report(stage, text);
  await stage.later(1_000);
  await stage.press(bytes, bytes.replace('M', 'm'));
}

async function wheel(stage: Stage, text: string, direction: 'up' | 'down'): Promise<void> {
  await stage.press(report(stage, text, direction === 'up' ? 64 : 65));
}

describe('a click', () => {
  it('puts the cursor on a row and the focus on its pane; another one opens it', async () => {
    const stage = await open();
    await click(stage, 'Remember the user');
    expect(stage.cockpit.state).toMatchObject({ focus: 'tasks', subject: 'task', detail: null });
    expect(stage.text()).toContain('Phases of fn-1.3');
    await click(stage, 'Remember the user');
    expect(stage.cockpit.state.detail).toMatchObject({ type: 'task', id: 'fn-1-login.3' });
    await click(stage, 'Find things');
    expect(stage.cockpit.state).toMatchObject({ focus: 'epics', detail: null });
  });

  it('opens with the second of two, and a third does not close it', async () => {
    const stage = await open();
    const bytes = report(stage, 'Find things');
    await stage.press(bytes + bytes + bytes);
    expect(stage.cockpit.state.detail).toMatchObject({ type: 'epic', id: 'fn-2-search' });
    await click(stage, 'Find things');
    expect(stage.cockpit.state.detail?.id).toBe('fn-2-search');
  });

  it('opens the row that was clicked first, also where the list moved under the pointer', async () => {
    const store = busyStore();
    store.memory = Array.from({ length: 40 }, (_, index) =>
      makeMemory({ id: index + 1, title: `Entry number ${index + 1}.` }),
    );
    const stage = await open(store);
    await stage.press('4');
    const shown = stage.lines().filter((line) => line.includes('Entry number'));
    const last = /Entry number \d+\./.exec(shown.at(-2) ?? '')?.[0] ?? '';
    const bytes = report(stage, last);
    await stage.press(bytes, bytes);
    expect(store.called('memory.detail').map(({ input }) => input['id'])).toEqual([
      Number(/\d+/.exec(last)?.[0]),
    ]);
  });

  it('folds a group with the second click on its header', async () => {
    const stage = await open();
    await stage.press('2', 'O', 'status', '\r');
    await click(stage, 'blocked 1');
    expect(stage.text()).toContain('Remember the user');
    await click(stage, '▾ blocked 1');
    expect(stage.text()).toContain('▸ blocked 1');
    expect(stage.text()).not.toContain('Remember the user');
  });

  it('focuses a folded pane by its title', async () => {
    const stage = await open(busyStore(), { size: { columns: 80, rows: 24 } });
    await click(stage, '4 Memory');
    expect(stage.cockpit.state.focus).toBe('memory');
  });

  it('knows the rows below a line that is none', async () => {
    const stage = await open();
    await click(stage, 'Sessions live');
    const { state, data, models } = stage.cockpit;
    expect(data && models.selectedKey(state, data, 'memory')).toBe('3');
    await click(stage, 'searches 3');
    expect(models.selectedKey(stage.cockpit.state, data as never, 'memory')).toBe('3');
  });

  it('works on the rows of the other screens', async () => {
    const stage = await open();
    await stage.press('i');
    await click(stage, 'Lock the account');
    const { state, data, models } = stage.cockpit;
    expect(data && models.inboxItem(state, data)?.taskId).toBe('fn-1-login.4');
  });

  it('does nothing with another button, with a key held, or where the window had not the focus', async () => {
    const stage = await open();
    const { state } = stage.cockpit;
    await stage.press(report(stage, 'Remember the user', 2));
    await stage.press(report(stage, 'Remember the user', 16));
    expect(stage.cockpit.state).toBe(state);
    const bytes = report(stage, 'Remember the user');
    await stage.press(`\u001b[O${bytes}`);
    expect(stage.cockpit.state.focus).toBe('epics');
    await stage.press(`\u001b[I${bytes}`);
    expect(stage.cockpit.state.focus).toBe('epics');
    await click(stage, 'Remember the user');
    expect(stage.cockpit.state.focus).toBe('tasks');
  });
});

describe('a click where something is open', () => {
  it('closes a text, the help and the palette from beside them', async () => {
    for (const key of ['~', '?', ':']) {
      const stage = await open();
      await stage.press(key);
      expect(stage.cockpit.state.dialog, key).not.toBeNull();
      await click(stage, 'sample');
      expect(stage.cockpit.state, key).toMatchObject({ dialog: null, focus: 'epics' });
    }
  });

  it('leaves alone what is asked and typed', async () => {
    const stage = await open();
    await stage.press('2', 'T', 'half a title');
    await click(stage, 'sample');
    await click(stage, 'half a title');
    expect(stage.cockpit.state.dialog).toMatchObject({ type: 'prompt' });
    await stage.press('\u001b', '1', 'D');
    await click(stage, 'sample');
    expect(stage.cockpit.state.dialog).toMatchObject({ type: 'picker' });
  });

  it('picks a row of the palette, and takes it with another', async () => {
    const stage = await open();
    await stage.press(':');
    await click(stage, '> The memory');
    expect(stage.text()).toContain('› > The memory');
    await click(stage, '> The memory');
    expect(stage.cockpit.state).toMatchObject({ dialog: null, focus: 'memory' });
  });

  it('takes nothing from the palette or the help that changes what is stored', async () => {
    const stage = await open();
    await stage.press('2', ':', 'Skip the task');
    await click(stage, '> Skip the task');
    await click(stage, '> Skip the task');
    expect(stage.cockpit.state.dialog?.type).toBe('picker');
    expect(stage.cockpit.state.notice?.text).toContain('A click changes nothing');
    await stage.press('\u001b', '?', 'Skip the task');
    await click(stage, '   Skip the task');
    expect(stage.cockpit.state.dialog?.type).toBe('help');
    expect(stage.cockpit.state.notice?.text).toMatch(/A click changes nothing|is done/);
  });

  it('does what a row of the help says, and keeps the list where it is', async () => {
    const stage = await open();
    await stage.press('?');
    await wheel(stage, 'Keys', 'down');
    const before = stage.lines();
    await click(stage, 'Let the pane or the detail fill');
    expect(stage.lines().slice(3, 30)).toEqual(before.slice(3, 30));
    await click(stage, 'Let the pane or the detail fill');
    expect(stage.cockpit.state).toMatchObject({ dialog: null, zoomed: true });
  });

  it('ticks a row where several can be chosen', async () => {
    const stage = await open();
    await stage.press('D');
    const ticked = (): unknown => {
      const { dialog } = stage.cockpit.state;
      return dialog?.type === 'picker' ? dialog.several?.ticked : null;
    };
    const { unchecked, checked } = unicodeGlyphs;
    await click(stage, `${unchecked} Report what`);
    await click(stage, `${unchecked} Find things`);
    expect(ticked()).toEqual(['fn-3-report', 'fn-2-search']);
    await click(stage, `${checked} Report what`);
    expect(ticked()).toEqual(['fn-2-search']);
  });
});

describe('the wheel', () => {
  it('scrolls the list under the pointer and leaves the focus', async () => {
    const store = busyStore();
    store.memory = Array.from({ length: 40 }, (_, index) =>
      makeMemory({ id: index + 1, title: `Entry number ${index + 1}.` }),
    );
    const long = await open(store);
    const first = (): string | undefined => /Entry number (\d+)/.exec(long.text())?.[1];
    expect(first()).toBe('1');
    await wheel(long, 'Entry number 3.', 'down');
    expect(first()).toBe('4');
    await wheel(long, 'Entry number 5.', 'down');
    await wheel(long, 'Entry number 8.', 'up');
    expect(first()).toBe('4');
    expect(long.cockpit.state.focus).toBe('epics');
  });

  it('scrolls texts, and lists that are chosen from', async () => {
    const stage = await open(busyStore(), { size: { columns: 80, rows: 24 } });
    await stage.press(':');
    await wheel(stage, '─ Find', 'down');
    expect(stage.text()).not.toContain('> Create a task in');
    await stage.press('\u001b', '~');
    await wheel(stage, '─ Figures', 'down');
    expect(stage.cockpit.state.dialog).toMatchObject({ type: 'reader', top: 3 });
    await wheel(stage, 'sample', 'down');
    expect(stage.cockpit.state.dialog).toMatchObject({ type: 'reader', top: 3 });
  });
});

describe('whose the mouse is', () => {
  it('is decided by the configuration of the project, and by a key', async () => {
    const store = busyStore();
    store.configuration = { mouse: false };
    const stage = await open(store);
    const { state } = stage.cockpit;
    expect(state.mouse.on).toBe(false);
    await click(stage, 'Remember the user');
    expect(stage.cockpit.state.focus).toBe('epics');
    await stage.press('\u0018');
    expect(stage.text()).toContain('drag with Shift held to select text');
    await click(stage, 'Remember the user');
    expect(stage.cockpit.state.focus).toBe('tasks');
    await stage.press('\u0018');
    expect(stage.cockpit.state).toMatchObject({ mouse: { on: false } });
  });
});
