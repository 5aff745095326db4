import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  gatherFor,
  hear,
  lookedAt,
  mattersOf,
  nothingTold,
  quietFor,
  staleMatters,
  tell,
  waitOf,
} from '../../../source/tui/state/notifications.js';
import { countTasks } from '../../../source/domain/counts.js';
import { busyStore } from '../../screens/fixture.js';
import { Stage } from '../../screens/stage.js';
import { makeEpic, makeEvent, makeTask } from '../panes/support.js';

const failed = makeEvent({ id: 5, kind: 'task_failed', payload: { reason: 'The disk is full.' } });
const blocked = makeEvent({ id: 6, kind: 'task_blocked', taskId: 'fn-1.2', entityId: 'fn-1.2' });

function matters(...events: readonly ReturnType<typeof makeEvent>[]) {
  return mattersOf([], { events, epics: [] }, 'grace');
}

describe('what matters', () => {
  it('is what failed, was blocked or is done, in one sentence', () => {
    const closed = makeEvent({
      id: 7,
      kind: 'epic_closed',
      entityKind: 'epic',
      entityId: 'fn-3',
      epicId: 'fn-3',
      taskId: null,
    });
    const started = makeEvent({ id: 8 });
    expect(matters(failed, blocked, closed, started).map(({ text }) => text)).toEqual([
      'fn-1.1 failed: The disk is full.',
      'fn-1.2 is blocked.',
      'fn-3 is done.',
    ]);
  });

  it('is not what a person did at this screen', () => {
    const own = { ...failed, actor: 'grace', origin: 'cockpit' } as const;
    expect(matters(own)).toEqual([]);
    expect(matters({ ...own, origin: 'command' })).toHaveLength(1);
  });

  it('is an epic whose last task was finished', () => {
    const counts = (status: 'todo' | 'done') => countTasks([makeTask({ id: 'fn-1.1', status })]);
    const before = makeEpic({ id: 'fn-1', counts: counts('todo') });
    const after = makeEpic({ id: 'fn-1', counts: counts('done') });
    const delta = { events: [], epics: [after] };
    expect(mattersOf([before], delta, 'ada').map(({ text }) => text)).toEqual([
      'fn-1: all its tasks are finished.',
    ]);
    expect(mattersOf([after], delta, 'ada')).toEqual([]);
  });

  it('is an agent that fell silent since', () => {
    const { inbox } = busyStore();
    expect(staleMatters(inbox, inbox)).toEqual([]);
    expect(staleMatters([], inbox).map(({ text }) => text)).toEqual([
      'fn-2.2: edsger gives no sign of life.',
    ]);
  });
});

describe('telling', () => {
  it('gathers what comes together, each matter once, the last word counts', () => {
    const again = { ...failed, id: 9, kind: 'task_blocked' } as const;
    const heard = hear(nothingTold, matters(failed, blocked, again), true);
    expect(waitOf(heard, 0)).toBe(gatherFor);
    const { telling, notification } = tell(heard, 1_000);
    expect(notification?.text).toBe('fn-1.1 is blocked: The disk is full. fn-1.2 is blocked.');
    expect(tell(telling, 2_000).notification).toBeNull();
  });

  it('tells nothing twice, and the next after a pause', () => {
    const { telling } = tell(hear(nothingTold, matters(failed), true), 1_000);
    expect(hear(telling, matters(failed), true)).toBe(telling);
    const next = hear(telling, matters(blocked), true);
    expect(waitOf(next, 2_000)).toBe(quietFor - 1_000);
  });

  it('tells nobody who looks, and drops what waits once somebody does', () => {
    expect(hear(nothingTold, matters(failed), false).waiting).toEqual([]);
    expect(lookedAt(hear(nothingTold, matters(failed), true)).waiting).toEqual([]);
  });

  it('names a few and counts the rest', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      makeEvent({ id: index + 1, kind: 'task_failed', taskId: `fn-1.${index + 1}` }),
    );
    const { notification } = tell(hear(nothingTold, matters(...many), true), 0);
    expect(notification?.text).toBe('fn-1.1 failed. fn-1.2 failed. fn-1.3 failed. And 6 more.');
  });
});

describe('the cockpit', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const away = '\u001b[O';
  const back = '\u001b[I';

  async function tellOf(configuration: Record<string, unknown>, keys: readonly string[]) {
    const store = busyStore();
    store.configuration = configuration;
    const stage = await Stage.open(store);
    await stage.press(...keys);
    store.change({ events: [{ ...failed, id: 100 }] });
    await stage.quiet();
    await vi.advanceTimersByTimeAsync(gatherFor);
    await stage.quiet();
    return { stage, store };
  }

  it('rings and shows a notification while somebody looks elsewhere', async () => {
    const { stage } = await tellOf({}, [away]);
    expect(stage.told).toEqual(['bell', 'sample: fn-1.1 failed: The disk is full.']);
    await stage.close();
  });

  it('is silent while somebody looks, and where it is told to be', async () => {
    const looking = await tellOf({}, [away, back]);
    const silent = { 'notifications.bell': false, 'notifications.desktop': false };
    const told = await tellOf(silent, [away]);
    expect([looking.stage.told, told.stage.told]).toEqual([[], []]);
    await looking.stage.close();
    await told.stage.close();
  });

  it('posts to the webhook, and says once where that fails', async () => {
    const { stage, store } = await tellOf(
      { 'notifications.webhook_url': 'https://hook.example', 'notifications.desktop': false },
      [away],
    );
    const body = {
      project: 'sample',
      text: 'fn-1.1 failed: The disk is full.',
      events: [{ kind: 'failed', id: 'fn-1.1', text: 'fn-1.1 failed: The disk is full.' }],
    };
    expect(stage.told).toEqual(['bell', `https://hook.example ${JSON.stringify(body)}`]);
    stage.webhookFails = true;
    const notices: (string | undefined)[] = [];
    for (const id of [101, 102]) {
      store.change({ events: [{ ...failed, id }] });
      await vi.advanceTimersByTimeAsync(quietFor + gatherFor);
      await stage.quiet();
      notices.push(stage.cockpit.state.notice?.text);
      stage.cockpit.change({ state: { ...stage.cockpit.state, notice: null } });
    }
    expect(notices[0]).toContain('notification.failed: The webhook did not take a notification');
    expect(notices[1]).toBeUndefined();
    await stage.close();
  });
});
