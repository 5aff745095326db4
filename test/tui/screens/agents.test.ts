import { afterEach, describe, expect, it } from 'vitest';
import { busyStore } from '../../screens/fixture.js';
import { Stage } from '../../screens/stage.js';
import type { FakeStore } from '../../support/fake-store.js';
import { runningStep, stepFor } from '../../../source/tui/state/clock.js';
import { makeEvent, now } from '../panes/support.js';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

async function agents(store: FakeStore, keys = ''): Promise<Stage> {
  const stage = await Stage.open(store, { size: { columns: 200, rows: 40 } });
  stages.push(stage);
  await stage.press('a', ...keys.split(''));
  return stage;
}

function rowOf(stage: Stage, actor: string): string {
  return stage.lines().find((line) => line.slice(0, 14).includes(actor)) ?? '';
}

const did = { kind: 'task_completed', taskId: 'fn-1-login.1', epicId: 'fn-1-login' } as const;

describe('the agents', () => {
  it('are read when they are looked at, and not before', async () => {
    const store = busyStore();
    const stage = await Stage.open(store);
    stages.push(stage);
    expect(store.called('agents.list')).toEqual([]);
    await stage.press('a');
    expect(store.called('agents.list')).toHaveLength(1);
  });

  it('tell phase, time, the last beat, tokens, cost and locks', async () => {
    const stage = await agents(busyStore());
    expect(rowOf(stage, 'grace')).toMatch(
      /▶ grace +fn-1.2 Check the password +Implement 12m +10s ago +48.2K +\$0.61 +2 locks/,
    );
  });

  it('tell who is stale from who never beats and who is idle', async () => {
    const stage = await agents(busyStore());
    expect(rowOf(stage, 'edsger')).toMatch(/^.◍ .*17m ago/);
    expect(rowOf(stage, 'margaret')).toMatch(/^.▶ .*never beats/);
    expect(rowOf(stage, 'alan')).toMatch(/^.. alan +idle/);
    // A minute without a beat.
    await stage.later(51_000);
    expect(rowOf(stage, 'grace')).toMatch(/^.◍ .*1m 00s ago/);
  });

  it('follow beats and tokens without being read again', async () => {
    const store = busyStore();
    const stage = await agents(store);
    const reads = store.called('agents.list').length;
    const task = store.tasks.find(({ id }) => id === 'fn-1-login.2');
    if (!task) throw new Error('no task');
    const beat = { ...task, lastHeartbeat: new Date(now - 1_000).toISOString(), tokens: 99_000 };
    store.change({ tasks: [beat], events: [] });
    await stage.later(1_000);
    expect(rowOf(stage, 'grace')).toMatch(/0s ago +99.0K/);
    expect(store.called('agents.list')).toHaveLength(reads);
  });

  it('show the events of the one under the cursor, and follow them without reading', async () => {
    const store = busyStore();
    const stage = await agents(store, 'jj');
    expect(stage.text()).toContain('Events of grace');
    const reads = store.called('events.list').length;
    store.change({
      events: [
        makeEvent({ id: 70, actor: 'grace', kind: 'task_completed', entityId: 'fn-1-login.2' }),
      ],
    });
    await stage.later(1_000);
    expect(stage.text()).toContain('finished fn-1.2');
    await stage.press('k', 'j');
    expect(store.called('events.list')).toHaveLength(reads);
  });

  it('are released after a question, and written to', async () => {
    const store = busyStore();
    store.answers.set('task.release', { id: 'fn-2-search.2', status: 'todo', alsoChanged: [] });
    store.answers.set('message.send', { id: 1 });
    const stage = await agents(store, 'j');
    await stage.press('m', 'are you there?', '\r');
    expect(store.called('message.send')[0]?.input).toEqual({
      to: 'edsger',
      taskId: 'fn-2-search.2',
      text: 'are you there?',
    });
    await stage.press('L');
    expect(stage.text()).toContain('edsger has been working on it for 3h');
    await stage.press('y');
    expect(store.called('task.release')[0]?.input).toEqual({
      id: 'fn-2-search.2',
      expectedVersion: 7,
      takeOver: true,
    });
  });

  it('lead to the task', async () => {
    const stage = await agents(busyStore(), 'jj\r');
    expect(stage.cockpit.state.detail?.id).toBe('fn-1-login.2');
    await stage.press('t');
    const { state, data, models } = stage.cockpit;
    expect(state.screen).toBe('main');
    expect(data && models.selectedKey(state, data, 'tasks')).toBe('fn-1-login.2');
  });

  it('let seconds pass only while somebody is at work', async () => {
    const store = busyStore();
    const stage = await agents(store);
    expect(stepFor(stage.cockpit)).toBe(runningStep);
    store.agents = store.agents.filter(({ taskId }) => taskId === null);
    store.change({ events: [makeEvent({ id: 90 })] });
    await stage.later(1_000);
    expect(stepFor(stage.cockpit)).toBeGreaterThan(runningStep);
  });

  it('carry a mark for what they did since one looked at them, and ] leads there', async () => {
    const store = busyStore();
    const stage = await agents(store);
    // The cursor is on alan.
    store.change({
      events: ['grace', 'alan'].map((actor, at) => makeEvent({ ...did, id: 60 + at, actor })),
    });
    await stage.quiet();
    expect(rowOf(stage, 'grace')).toMatch(/^•▶ grace/);
    expect(rowOf(stage, 'alan')).toMatch(/^[│›]. alan/);
    await stage.press(']');
    expect(stage.text()).toContain('Events of grace');
    expect(rowOf(stage, 'grace')).toMatch(/^[│›]▶ grace/);
    await stage.press(']');
    expect(stage.cockpit.state.notice?.text).toMatch(/^Nothing has happened here/);
  });

  it('are not looked at while their events or rows are elsewhere', async () => {
    const store = busyStore();
    const stage = await agents(store, 'a');
    store.change({ events: [makeEvent({ ...did, id: 60, actor: 'grace' })] });
    await stage.press('a');
    expect(rowOf(stage, 'grace')).toMatch(/^•▶ grace/);
    await stage.press('jj');
    expect(rowOf(stage, 'grace')).toMatch(/^[│›]▶ grace/);
  });
});
