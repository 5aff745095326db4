import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../source/domain/contract/rows.js';
import { panes } from '../../../source/tui/panes/index.js';
import { context, makeData, makeTask, minutesAgo, nothingSelected, show } from './support.js';

const { tasks: pane } = panes;
const selection = { epicId: 'fn-1', taskId: null };

function project(tasks: readonly TaskRow[]) {
  return makeData({ tasksByEpic: new Map([['fn-1', tasks]]) });
}

const tasks = [
  makeTask({
    id: 'fn-1.1',
    title: 'Lay the foundation',
    status: 'done',
    completedAt: minutesAgo(200),
    assignee: 'ada@example.org',
    tokens: 52_000,
  }),
  makeTask({
    id: 'fn-1.2',
    title: 'Build the walls',
    status: 'in_progress',
    dependsOn: ['fn-1.1'],
    assignee: 'grace',
    claimedAt: minutesAgo(9),
    phase: { id: '2', title: 'Implement', startedAt: minutesAgo(3), completed: 2, total: 8 },
    tokens: 1200,
  }),
  makeTask({
    id: 'fn-1.3',
    title: 'Dig a well',
    status: 'blocked',
    dependsOn: ['fn-1.1'],
    blockedReason: 'no water was found',
  }),
  makeTask({ id: 'fn-1.4', title: 'Paint', finishedHint: true }),
  makeTask({
    id: 'fn-1.5',
    title: 'Raise the roof',
    status: 'up_for_retry',
    failedReason: 'the beam broke',
    retryCount: 2,
    dependsOn: ['fn-1.2'],
  }),
  makeTask({
    id: 'fn-1.10',
    title: 'Move in',
    dependsOn: ['fn-1.3', 'fn-1.5', 'fn-7.2'],
    unresolved: ['fn-9.1'],
  }),
];

describe('the tasks pane', () => {
  it('shows the graph, one task a row', () => {
    expect(show(pane, project(tasks), { columns: 100, rows: 8, selection })).toMatchInlineSnapshot(`
      "[Tasks of fn-1] 1 done  1/6
      >●    ✓  .1 Lay the foundation                                                 3h ada           52.0K
       ├─● ◆▶  .2 Build the walls                                      Implement 3m 00s grace          1.2K
       ● │  ⊘  .3 Dig a well  no water was found                                     1w
       │ │  ◌  .4 Paint                                                              1w
       │ ● ◆↻  .5 Raise the roof  ↻2  the beam broke                                 1w
       ●─╯ ◆○ .10 Move in  unresolved fn-9.1  after fn-7.2                           1w"
    `);
  });

  it('lets columns go before the title', () => {
    expect(show(pane, project(tasks), { columns: 58, rows: 8, selection })).toMatchInlineSnapshot(`
      "[Tasks of fn-1] 1 done  1/6
      >●    ✓  .1 Lay the foundation           3h ada       52.0K
       ├─● ◆▶  .2 Build the walls          3m 00s grace      1.2K
       ● │  ⊘  .3 Dig a well  no water …       1w
       │ │  ◌  .4 Paint                        1w
       │ ● ◆↻  .5 Raise the roof  ↻2           1w
       ●─╯ ◆○ .10 Move in  unresolved f…       1w"
    `);
    expect(show(pane, project(tasks), { columns: 30, rows: 8, selection })).toMatchInlineSnapshot(`
      "[Tasks of fn-1] 1 done  1/6
      >●    ✓  .1 Lay the foundation
       ├─● ◆▶  .2 Build the walls
       ● │  ⊘  .3 Dig a well  no wat…
       │ │  ◌  .4 Paint
       │ ● ◆↻  .5 Raise the roof  ↻2
       ●─╯ ◆○ .10 Move in  unresolve…"
    `);
  });

  it('tells everything in ASCII, too', () => {
    expect(show(pane, project(tasks), { columns: 100, rows: 8, selection, ascii: true }))
      .toMatchInlineSnapshot(`
      "[Tasks of fn-1] 1 done  1/6
      >*    +  .1 Lay the foundation                                                 3h ada           52.0K
       +-* *>  .2 Build the walls                                      Implement 3m 00s grace          1.2K
       * |  !  .3 Dig a well  no water was found                                     1w
       | |  ?  .4 Paint                                                              1w
       | * *~  .5 Raise the roof  ~2  the beam broke                                 1w
       *-/ *o .10 Move in  unresolved fn-9.1  after fn-7.2                           1w"
    `);
  });

  it('says what to do in an empty epic, and what it waits for', () => {
    expect(show(pane, project([]), { columns: 50, rows: 4, selection })).toMatchInlineSnapshot(`
      "[Tasks of fn-1]
       No tasks yet: press c to create the first."
    `);
    expect(show(pane, makeData(), { columns: 50, rows: 4, selection })).toContain('Reading tasks…');
    expect(show(pane, makeData(), { columns: 50, rows: 4 })).toContain(
      'Tasks belong to an epic. Press C to create the',
    );
  });

  it('says that tasks wait for each other', () => {
    const knot = [
      makeTask({ id: 'fn-1.1', dependsOn: ['fn-1.3'] }),
      makeTask({ id: 'fn-1.2', dependsOn: ['fn-1.1'] }),
      makeTask({ id: 'fn-1.3', dependsOn: ['fn-1.2'] }),
      makeTask({ id: 'fn-1.4' }),
    ];
    expect(show(pane, project(knot), { columns: 60, rows: 6, selection })).toMatchInlineSnapshot(`
      "[Tasks of fn-1] 0 done  1/4
       These wait for each other: .1 > .3 > .2 > .1
      >   ○ .4 Task fn-1.4                                       1w
       ● ◆○ .1 Task fn-1.1                                       1w
       ● ◆○ .2 Task fn-1.2                                       1w
       ● ◆○ .3 Task fn-1.3                                       1w"
    `);
  });

  it('marks the critical path of what is left to do', () => {
    const model = pane.select(project(tasks), selection);
    expect(model.list.rows.filter(({ critical }) => critical).map(({ number }) => number)).toEqual([
      '.2',
      '.5',
      '.10',
    ]);
    const allDone = tasks.map((task) => ({ ...task, status: 'done' as const }));
    expect(pane.select(project(allDone), selection).hasCritical).toBe(false);
  });

  it('shows no lanes between the rows that a search finds', () => {
    const size = { columns: 60, rows: 8 };
    const model = pane.select(project(tasks), selection);
    const state = pane.reduce(pane.initialState, { type: 'search', text: 'the' }, model, size);
    const view = pane.view(model, state, context(size));
    expect(view.lines).toHaveLength(3);
    expect(view.lines.flat().some((each) => /[●├│]/.test(each.text))).toBe(false);
  });

  it('keeps the cursor on its task when the order changes', () => {
    const size = { columns: 60, rows: 8 };
    const before = pane.select(project(tasks), selection);
    const state = pane.reduce(pane.initialState, { type: 'select', key: 'fn-1.4' }, before, size);
    const changed = tasks.map((task) =>
      task.id === 'fn-1.4' ? { ...task, dependsOn: ['fn-1.10'] } : task,
    );
    const after = pane.select(project(changed), selection);
    expect(after.list.keys.at(-1)).toBe('fn-1.4');
    expect(pane.selectedKey(pane.settle(state, after, size), after)).toBe('fn-1.4');
  });

  it('keeps a cursor for each epic', () => {
    const size = { columns: 60, rows: 8 };
    const data = makeData({
      tasksByEpic: new Map([
        ['fn-1', tasks],
        ['fn-2', [makeTask({ id: 'fn-2.1', epicId: 'fn-2' }), makeTask({ id: 'fn-2.2' })]],
      ]),
    });
    const one = pane.select(data, selection);
    const other = pane.select(data, { epicId: 'fn-2', taskId: null });
    let state = pane.reduce(pane.initialState, { type: 'select', key: 'fn-1.5' }, one, size);
    state = pane.settle(state, other, size);
    expect(pane.selectedKey(state, other)).toBe('fn-2.1');
    expect(pane.selectedKey(pane.settle(state, one, size), one)).toBe('fn-1.5');
  });

  it('gives the same model for the same tasks, and keeps the graph while only states change', () => {
    const data = project(tasks);
    expect(pane.select({ ...data, events: [] }, selection)).toBe(pane.select(data, selection));
    expect(pane.select(makeData(), nothingSelected)).toBe(pane.select(makeData(), nothingSelected));
    const changed = tasks.map((task) => ({ ...task, status: 'todo' as const }));
    const model = pane.select(project(changed), selection);
    expect(model.list.keys).toEqual(pane.select(data, selection).list.keys);
    expect(model.finished).toBe(0);
  });

  it('marks a worker that was not heard of for a minute, and none that never beats', () => {
    const marks = (values: Partial<TaskRow>) => {
      const rows = tasks.map((task) => (task.id === 'fn-1.2' ? { ...task, ...values } : task));
      return show(pane, project(rows), { columns: 100, rows: 8, selection }).includes(
        '◍ Implement 3m',
      );
    };
    const claimedAt = minutesAgo(10);
    expect(marks({ claimedAt, lastHeartbeat: minutesAgo(1.1) })).toBe(true);
    expect(marks({ claimedAt, lastHeartbeat: minutesAgo(0.9) })).toBe(false);
    expect(marks({ claimedAt, lastHeartbeat: null })).toBe(false);
    // A beat from before the claim was a former worker's.
    expect(marks({ claimedAt, lastHeartbeat: minutesAgo(30) })).toBe(false);
  });

  it('looks at as many tasks for each key in 20,000 as in 1,000', () => {
    const looksOf = (count: number): number => {
      let looks = 0;
      const counting: ProxyHandler<TaskRow> = {
        get: (row, name, receiver): unknown => {
          looks += 1;
          return Reflect.get(row, name, receiver);
        },
      };
      const many = Array.from({ length: count }, (_, index) => {
        const dependsOn = index === 0 ? [] : [`fn-1.${index}`];
        return new Proxy(makeTask({ id: `fn-1.${index + 1}`, dependsOn }), counting);
      });
      const size = { columns: 80, rows: 40 };
      const model = pane.select(project(many), selection);
      let state = pane.settle(pane.initialState, model, size);
      const step = (): void => {
        state = pane.reduce(state, { type: 'move', movement: 'down' }, model, size);
        pane.view(model, pane.settle(state, model, size), context(size));
      };
      step();
      looks = 0;
      step();
      return looks;
    };
    const few = looksOf(1000);
    expect(few).toBeGreaterThan(0);
    expect(looksOf(20_000)).toBe(few);
  });
});
