import { describe, expect, it } from 'vitest';
import { personalJson, parsePersonal } from '../../../source/tui/state/personal.js';
import {
  looked,
  lookedAtAll,
  newsMap,
  unreadOf,
  withEvents,
  type Seen,
} from '../../../source/tui/state/unread.js';
import { makeEvent } from '../panes/support.js';

const news = newsMap({
  tasks: [
    { id: 'fn-1.1', epicId: 'fn-1', event: 12 },
    { id: 'fn-2.1', epicId: 'fn-2', event: 8 },
  ],
  epics: [{ id: 'fn-3', event: 15 }],
  actors: [{ id: 'elm', event: 15 }],
});
const seen: Seen = lookedAtAll(10);

describe('unread marks', () => {
  it('are on what happened after the last look, and on its epic', () => {
    const { tasks, epics, actors } = unreadOf(news, seen);
    expect([[...tasks], [...epics], [...actors]]).toEqual([['fn-1.1'], ['fn-1', 'fn-3'], ['elm']]);
  });

  it('go one by one as things are looked at', () => {
    const after = looked(seen, news, 'task', 'fn-1.1');
    expect([...unreadOf(news, after).epics]).toEqual(['fn-3']);
    expect([...unreadOf(news, looked(after, news, 'epic', 'fn-3')).epics]).toEqual([]);
    expect(looked(after, news, 'task', 'fn-1.1')).toBe(after);
    expect(looked(seen, news, 'task', 'fn-9.9')).toBe(seen);
  });

  it('come back with what others do later, not with what one did oneself nor with details', () => {
    const clean = lookedAtAll(20);
    const event = { taskId: 'fn-1.1', epicId: 'fn-1', id: 21 };
    const marked = (values: Parameters<typeof makeEvent>[0]) => [
      ...unreadOf(withEvents(news, [makeEvent(values)], 'ada'), clean).tasks,
    ];
    expect(marked({ ...event, kind: 'task_completed', actor: 'elm' })).toEqual(['fn-1.1']);
    expect(marked({ ...event, kind: 'task_completed', actor: 'ada' })).toEqual([]);
    expect(marked({ ...event, kind: 'phase_started', actor: 'elm' })).toEqual([]);
  });
});

describe('what a person keeps', () => {
  const screen = { focus: 'tasks', zoomed: true } as const;
  const views = [{ kind: 'tasks', name: 'mine', text: 'assignee:me sort:priority' }] as const;
  const searches = { tasks: 'status:blocked' };

  it('is read as it was written', () => {
    const once = looked(seen, news, 'task', 'fn-1.1');
    const kept: unknown = JSON.parse(
      JSON.stringify(personalJson({ seen: once, ...screen, views }, searches, news, 15)),
    );
    expect(parsePersonal(kept)).toEqual({ seen: once, layout: screen, views, searches });
  });

  it('grows no longer than what is unread', () => {
    const all = ['task fn-1.1', 'epic fn-3', 'actor elm'];
    const entities = new Map(all.map((key) => [key, 15]));
    const kept = personalJson(
      { seen: { base: 10, entities }, ...screen, views },
      searches,
      news,
      16,
    );
    expect(kept).toMatchObject({ seen: { base: 16, entities: {} } });
  });

  it.each([
    undefined,
    null,
    7,
    [],
    {},
    { version: 2, seen: { base: 1, entities: {} } },
    { version: 1, seen: { base: -1 } },
    { version: 1, seen: 'x' },
  ])('is nothing where the file holds %j', (value) => {
    expect(parsePersonal(value)).toBeNull();
  });

  it('is as much as can be understood', () => {
    const value = {
      version: 1,
      seen: { base: 3, entities: { a: 'x', b: 4 } },
      focus: 'nowhere',
      views: [{ kind: 'tasks', name: 7 }, { kind: 'x' }],
      searches: { tasks: 3 },
    };
    expect(parsePersonal(value)).toEqual({
      seen: { base: 3, entities: new Map([['b', 4]]) },
      layout: { focus: 'epics', zoomed: false },
      views: [],
      searches: {},
    });
  });
});
