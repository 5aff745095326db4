import { describe, expect, it } from 'vitest';
import type { EventRow } from '../../../source/domain/contract/rows.js';
import { foldEvents } from '../../../source/tui/panes/activity/model.js';
import { panes } from '../../../source/tui/panes/index.js';
import { lineText } from '../../../source/tui/spans.js';
import { context, makeData, makeEvent, minutesAgo, nothingSelected, show } from './support.js';

const { activity: pane } = panes;
const size = { columns: 60, rows: 4 };

const events: EventRow[] = [
  makeEvent({
    id: 9,
    kind: 'task_failed',
    payload: { reason: 'the beam broke' },
    actor: 'grace@example.org',
  }),
  makeEvent({ id: 8, kind: 'file_locked', entityKind: 'lock', entityId: 'source/a.ts' }),
  makeEvent({ id: 7, kind: 'file_locked', entityKind: 'lock', entityId: 'source/b.ts' }),
  makeEvent({
    id: 6,
    kind: 'file_locked',
    entityKind: 'lock',
    entityId: 'source/c.ts',
    taskId: 'fn-1.2',
  }),
  makeEvent({
    id: 5,
    kind: 'phase_completed',
    payload: { phase: '2', title: 'Implement' },
    timestamp: minutesAgo(90),
  }),
  makeEvent({ id: 4, kind: 'task_completed', payload: { durationSeconds: 750 } }),
  makeEvent({
    id: 3,
    kind: 'dependency_added',
    payload: { dependency: 'fn-1-first.2', forced: true },
  }),
  makeEvent({
    id: 2,
    kind: 'memory_added',
    entityKind: 'memory',
    entityId: '7',
    taskId: null,
    actor: null,
    payload: { title: 'Write times in UTC' },
  }),
  makeEvent({
    id: 1,
    kind: 'epic_created',
    entityKind: 'epic',
    entityId: 'fn-1',
    taskId: null,
    timestamp: '2026-03-20T08:00:00.000Z',
  }),
];

function project(list: readonly EventRow[]) {
  return makeData({ events: list });
}

function later(count: number): readonly EventRow[] {
  const fresh = Array.from({ length: count }, (_, index) => makeEvent({ id: 9 + count - index }));
  return [...fresh, ...events];
}

describe('the activity pane', () => {
  it('tells what happened, newest first', () => {
    expect(show(pane, project(events), { columns: 66, rows: 10 })).toMatchInlineSnapshot(`
      "[Activity]
      >11:55 grace failed fn-1.1: the beam broke
       11:55 ada locked source/a.ts for fn-1.1 (2 times)
       11:55 ada locked source/c.ts for fn-1.2
       10:30 ada finished phase Implement of fn-1.1
       11:55 ada finished fn-1.1: 12m 30s
       11:55 ada fn-1.1 now waits for fn-1.2: forced
       11:55 command remembered: Write times in UTC
       03-20 ada created fn-1"
    `);
    expect(show(pane, project(events), { columns: 36, rows: 3, ascii: true }))
      .toMatchInlineSnapshot(`
      "[Activity]
      >11:55 failed fn-1.1: the beam broke
       11:55 locked source/a.ts for fn-1...
       11:55 locked source/c.ts for fn-1.2"
    `);
  });

  it('folds like debug events, under a key that stays while the run grows', () => {
    const run = foldEvents(events.slice(1, 4));
    expect(run.map(({ count, key }) => [count, key])).toEqual([
      [2, '7'],
      [1, '6'],
    ]);
    const grown = foldEvents([
      makeEvent({ id: 10, kind: 'file_locked', entityKind: 'lock', entityId: 'source/d.ts' }),
      ...events.slice(1, 4),
    ]);
    expect(grown[0]).toMatchObject({ count: 3, key: '7' });
  });

  it('follows the newest event while the cursor is at the top', () => {
    let state = pane.settle(pane.initialState, pane.select(project(events), nothingSelected), size);
    const model = pane.select(project(later(3)), nothingSelected);
    state = pane.settle(state, model, size);
    expect(pane.selectedKey(state, model)).toBe('12');
    expect(pane.view(model, state, context(size))).toMatchObject({ selectedLine: 0, badge: '' });
  });

  it('stays where it is once the cursor left the top, and counts what is new', () => {
    const model = pane.select(project(events), nothingSelected);
    let state = pane.settle(pane.initialState, model, size);
    state = pane.reduce(state, { type: 'move', movement: 'down' }, model, size);
    const before = pane.view(model, state, context(size));
    expect(before.badge).toBe('');

    const next = pane.select(project(later(5)), nothingSelected);
    state = pane.settle(state, next, size);
    const after = pane.view(next, state, context(size));
    expect(after.badge).toBe('5 new');
    expect(after.lines.map(lineText)).toEqual(before.lines.map(lineText));
    expect(after.selectedLine).toBe(before.selectedLine);

    state = pane.reduce(state, { type: 'move', movement: 'top' }, next, size);
    expect(pane.view(next, state, context(size)).badge).toBe('');
    const last = pane.select(project(later(6)), nothingSelected);
    expect(pane.selectedKey(pane.settle(state, last, size), last)).toBe('15');
  });

  it('keeps its state when nothing changed', () => {
    const model = pane.select(project(events), nothingSelected);
    const state = pane.settle(pane.initialState, model, size);
    expect(pane.settle(state, model, size)).toBe(state);
  });

  it('finds words', () => {
    const model = pane.select(project(events), nothingSelected);
    const state = pane.reduce(pane.initialState, { type: 'search', text: 'beam' }, model, size);
    expect(pane.view(model, state, context(size)).lines).toHaveLength(1);
  });

  it('gives the same model for the same events', () => {
    const data = project(events);
    expect(pane.select({ ...data, epics: [] }, nothingSelected)).toBe(
      pane.select(data, nothingSelected),
    );
  });

  it('names a kind that it does not know', () => {
    const strange = makeEvent({ id: 1, kind: 'moon_landing' as EventRow['kind'] });
    expect(show(pane, project([strange]), { columns: 40, rows: 2 })).toContain('moon landing');
  });
});
