import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FlowdeckError } from '../../../source/domain/errors.js';
import { figuresEvery } from '../../../source/tui/state/debug-watch.js';
import { busyStore } from '../../screens/fixture.js';
import { Stage } from '../../screens/stage.js';
import { makeEvent } from '../panes/support.js';

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    }),
);
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
  vi.useRealTimers();
});

async function open(store = busyStore()): Promise<Stage> {
  const stage = await Stage.open(store);
  stages.push(stage);
  return stage;
}

function header(stage: Stage): string {
  return stage.lines()[0] ?? '';
}

/** Time as timers and the clock see it. */
async function pass(stage: Stage, milliseconds: number): Promise<void> {
  await stage.later(milliseconds);
  await vi.advanceTimersByTimeAsync(milliseconds);
  await stage.quiet();
}

describe('the header', () => {
  it('is quiet while all is well', async () => {
    expect(header(await open())).toMatch(/● live$/);
  });

  it('says how long the store has been busy, and stops when it answers', async () => {
    const store = busyStore();
    const stage = await open(store);
    let answer: (value: unknown) => void = () => undefined;
    store.answers.set('task.detail', () => new Promise((resolve) => (answer = resolve)));
    store.metrics = { ...store.metrics, queueDepth: 4 };
    await stage.press('2', 'j');
    await pass(stage, 1_000);
    expect(header(stage)).toMatch(/● live$/);
    await pass(stage, 2_000);
    expect(header(stage)).toMatch(/◍ busy 3s, 4 wait$/);
    store.answers.delete('task.detail');
    answer(null);
    await stage.quiet();
    expect(header(stage)).toMatch(/● live$/);
  });

  it('says when changes are seen late', async () => {
    const store = busyStore();
    const stage = await open(store);
    store.metrics = { ...store.metrics, feedLagMilliseconds: 4_200 };
    store.change({ events: [makeEvent({ id: 50 })] });
    await stage.quiet();
    expect(header(stage)).toMatch(/◍ 4s behind$/);
    await pass(stage, 6_000);
    expect(header(stage)).toMatch(/● live$/);
  });

  it('keeps the action that failed until it is tried again', async () => {
    const store = busyStore();
    store.answers.set('task.unblock', new FlowdeckError('store.busy', 'Somebody writes.'));
    const stage = await open(store);
    await stage.press('2', 'jj', 'b');
    await stage.press('k');
    expect(header(stage)).toContain('✗ could not unblock fn-1.3 . retry');
    store.answers.set('task.unblock', { id: 'fn-1-login.3', status: 'todo', alsoChanged: [] });
    await stage.press('.');
    expect(store.called('task.unblock')).toHaveLength(2);
    expect(header(stage)).not.toContain('could not');
    await stage.press('.');
    expect(stage.cockpit.state.notice?.text).toBe('No action has failed.');
  });
});

describe('the figures', () => {
  it('are looked at once a second while they are shown, and not otherwise', async () => {
    const store = busyStore();
    const stage = await open(store);
    await stage.press('~');
    expect(stage.text()).toMatch(/inbox.list +12 +0.8ms/);
    store.metrics = { ...store.metrics, crashes: 3 };
    await vi.advanceTimersByTimeAsync(figuresEvery);
    expect(stage.text()).toMatch(/deaths +3/);
    await stage.press('~');
    const { state } = stage.cockpit;
    await vi.advanceTimersByTimeAsync(3 * figuresEvery);
    expect(stage.cockpit.state).toBe(state);
  });
});
