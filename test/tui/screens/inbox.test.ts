import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { FlowdeckError } from '../../../source/domain/errors.js';
import { busyStore, emptyStore } from '../../screens/fixture.js';
import { Stage } from '../../screens/stage.js';
import type { FakeStore } from '../../support/fake-store.js';
import { makeEvent } from '../panes/support.js';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

async function inbox(store: FakeStore, keys = ''): Promise<Stage> {
  const stage = await Stage.open(store);
  stages.push(stage);
  await stage.press('i', ...keys.split(''));
  return stage;
}

/** The row with the cursor. */
function cursorKey({ cockpit }: Stage): string | null {
  const { state, data, models } = cockpit;
  return data && models.selectedKey(state, data, 'inbox');
}

function footer(stage: Stage): string {
  return stage.lines().at(-1) ?? '';
}

describe('the inbox', () => {
  it('counts in the header, quietly where nothing waits', async () => {
    const busy = await Stage.open(busyStore());
    const empty = await Stage.open(emptyStore());
    stages.push(busy, empty);
    expect(busy.lines()[0]).toContain('i 8 waiting');
    expect(empty.lines()[0]).not.toContain('waiting');
  });

  it('says that there is nothing to do', async () => {
    const stage = await inbox(emptyStore());
    expect(stage.text()).toContain('Nothing to do');
  });

  it('lists the kinds in their order, and says in the footer what can be answered', async () => {
    const stage = await inbox(busyStore());
    const words = stage
      .lines()
      .slice(2, 10)
      .map((line) => line.slice(3, 12).trim());
    expect(words).toEqual([
      'failed',
      'blocked',
      'stale',
      'conflict',
      'finding',
      'approval',
      'finished?',
      'closable',
    ]);
    const answers: string[] = [];
    for (let row = 0; row < 8; row += 1) {
      answers.push(/^ (.*?) {2}Enter open/.exec(footer(stage))?.[1] ?? '');
      await stage.press('j');
    }
    expect(answers).toEqual([
      'r restart  x skip',
      'b unblock  r restart  x skip',
      'b block  r restart  x skip  L release  m message',
      'm message',
      'd resolve',
      'y approve  n reject  m message',
      'd accept all',
      'd close epic',
    ]);
  });

  it('acts on the task as it was on the screen', async () => {
    const store = busyStore();
    store.answers.set('task.unblock', { id: 'fn-1-login.3', status: 'todo', alsoChanged: [] });
    const stage = await inbox(store, 'j');
    // It changed a moment ago, and the inbox was not read again yet.
    const task = store.tasks.find(({ id }) => id === 'fn-1-login.3');
    if (task) store.change({ tasks: [{ ...task, status: 'in_progress', version: 4 }] });
    await stage.press('b');
    expect(store.called('task.unblock')[0]?.input).toMatchObject({
      id: 'fn-1-login.3',
      expectedVersion: 3,
    });
  });

  it('approves at once and rejects with a reason', async () => {
    const store = busyStore();
    store.answers.set('approval.resolve', { approval: {} });
    const stage = await inbox(store, 'jjjjj');
    await stage.press('n', 'not now', '\r');
    await stage.press('y');
    expect(store.called('approval.resolve').map(({ input }) => input)).toEqual([
      { id: 'a1', decision: 'rejected', reason: 'not now' },
      { id: 'a1', decision: 'approved' },
    ]);
    expect(stage.text()).toContain('Approved: May I change the schema of the users?');
  });

  it('resolves a finding with evidence, accepts hints and closes epics', async () => {
    const store = busyStore();
    store.answers.set('gap.resolve', { gap: {}, changed: true });
    store.answers.set('epic.accept', { id: 'fn-1-login', accepted: ['a', 'b'], commandId: 'c' });
    store.answers.set('epic.close', {});
    const stage = await inbox(store, 'jjjj');
    await stage.press('d', 'commit 1234', '\r');
    await stage.press('j', 'j', 'd');
    expect(stage.text()).toContain('Accepted as done: a, b.');
    await stage.press('j', 'd');
    expect(store.called('gap.resolve')[0]?.input).toEqual({
      id: 'gap-00c0ffee',
      epicId: 'fn-1-login',
      evidence: 'commit 1234',
    });
    expect(store.called('epic.accept')[0]?.input).toEqual({ id: 'fn-1-login', expectedVersion: 1 });
    expect(store.called('epic.close')[0]?.input).toEqual({ id: 'fn-3-report', expectedVersion: 1 });
  });

  it('keeps the cursor on its row through a refresh', async () => {
    const store = busyStore();
    const stage = await inbox(store, 'jj');
    const key = cursorKey(stage);
    store.inbox = store.inbox.slice(1);
    store.change({ events: [makeEvent({ id: 50 })] });
    await stage.later(1_000);
    expect(cursorKey(stage)).toBe(key);
    expect(stage.text()).not.toContain('Lock the account');
  });

  it('lets no other row slide under the cursor when its own vanishes', async () => {
    const store = busyStore();
    const stage = await inbox(store, 'jjjjj');
    store.inbox = store.inbox.filter(({ kind }) => kind !== 'approval');
    store.change({ events: [makeEvent({ id: 50 })] });
    await stage.later(1_000);
    expect(stage.text()).toContain('This is settled by now.');
    await stage.press('y', 'd', 'r', 'm');
    expect(
      store.calls.filter(({ name }) => /^(task|approval|epic|message)\.(?!det)/.test(name)),
    ).toEqual([]);
    expect(stage.cockpit.state.dialog).toBeNull();
    await stage.press('j');
    expect(stage.text()).not.toContain('settled');
    expect(cursorKey(stage)).toBe('hint fn-1-login');
  });

  it('opens the detail beside it, and leads back to where one was', async () => {
    const stage = await Stage.open(busyStore());
    stages.push(stage);
    await stage.press('2', 'j', '\r', 'i', 'j', '\r');
    expect(stage.cockpit.state.detail?.id).toBe('fn-1-login.3');
    expect(stage.text()).toContain('Inbox');
    await stage.press('\u001b', 'i');
    expect(stage.cockpit.state).toMatchObject({ screen: 'main', focus: 'tasks' });
    expect(stage.cockpit.state.detail?.id).toBe('fn-1-login.2');
    await stage.press('i', 'a', '\u001b', '\u001b');
    expect(stage.cockpit.state.screen).toBe('main');
  });

  it('shows on the main screen what a row is about', async () => {
    const stage = await inbox(busyStore(), 'jjt');
    const { state, data, models } = stage.cockpit;
    expect(state).toMatchObject({ screen: 'main', focus: 'tasks' });
    expect(data && models.selectedKey(state, data, 'epics')).toBe('fn-2-search');
    expect(data && models.selectedKey(state, data, 'tasks')).toBe('fn-2-search.2');
  });

  it('tells why it could not be read, and reads again after a change', async () => {
    const store = busyStore();
    store.answers.set('inbox.list', new FlowdeckError('store.busy', 'Somebody writes.'));
    const stage = await inbox(store);
    expect(stage.text()).toContain('The inbox could not be read: Somebody writes.');
    store.answers.delete('inbox.list');
    store.change({ events: [makeEvent({ id: 50 })] });
    await stage.later(1_000);
    expect(stage.text()).toContain('Lock the account');
  });

  it('is not read for beats and memories, and for a burst of events at its beginning and its end', async () => {
    const store = busyStore();
    const stage = await inbox(store);
    const before = store.called('inbox.list').length;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const running = store.tasks.filter(({ id }) => id === 'fn-1-login.2');
    store.change({ tasks: running, events: [] });
    store.change({ memoryChanged: true });
    await vi.advanceTimersByTimeAsync(200);
    await stage.later(5_000);
    expect(store.called('inbox.list')).toHaveLength(before);
    for (let id = 60; id < 80; id += 1) store.change({ events: [makeEvent({ id })] });
    await vi.advanceTimersByTimeAsync(200);
    await stage.later(1_000);
    expect(store.called('inbox.list')).toHaveLength(before + 2);
  });
});
