import { describe, expect, it } from 'vitest';
import { numberedPhases, pipelinePhases, workerPhases } from '../../../source/domain/phases.js';
import { panes } from '../../../source/tui/panes/index.js';
import {
  context,
  makeData,
  makeEpic,
  makeEpicDetail,
  makePhase,
  makeTask,
  makeTaskDetail,
  minutesAgo,
  show,
} from './support.js';

const { phases: pane } = panes;

const phases = workerPhases.slice(0, 6).map((phase, index) =>
  makePhase({
    ...phase,
    status: index < 2 ? 'done' : index === 2 ? 'skipped' : index === 3 ? 'active' : 'pending',
    startedAt: index < 2 ? minutesAgo(60 - index * 10) : index === 3 ? minutesAgo(22) : null,
    completedAt: index < 2 ? minutesAgo(50 - index * 10) : null,
  }),
);
const data = makeData({
  taskDetails: new Map([['fn-1.2', makeTaskDetail(makeTask({ id: 'fn-1.2' }), { phases })]]),
  epicDetails: new Map([
    [
      'fn-1',
      makeEpicDetail(makeEpic({ id: 'fn-1' }), {
        pipeline: pipelinePhases.map((phase) => makePhase({ ...phase })),
      }),
    ],
  ]),
});
const task = { epicId: 'fn-1', taskId: 'fn-1.2' };

describe('the phases pane', () => {
  it('shows the phases of the task with their durations', () => {
    expect(show(pane, data, { columns: 44, rows: 10, selection: task })).toMatchInlineSnapshot(`
      "[Phases of fn-1.2] 3/6
       ✓ Verify Configuration         10m 00s
       ✓ Re-anchor                    10m 00s
       – TDD Red-Green
      >▶ Implement                    22m
       ○ Verify & Fix
       ○ Commit

       The code is written and compiles."
    `);
    expect(show(pane, data, { columns: 24, rows: 6, selection: task, ascii: true }))
      .toMatchInlineSnapshot(`
        "[Phases of fn-1.2] 3/6
         + Verify Con... 10m 00s
         + Re-anchor     10m 00s
         - TDD Red-Green
        >> Implement     22m
         o Verify & Fix
         o Commit"
      `);
  });

  it('shows the pipeline of the epic while no task is selected', () => {
    const selection = { epicId: 'fn-1', taskId: null };
    expect(show(pane, data, { columns: 44, rows: 12, selection })).toMatchInlineSnapshot(`
      "[Pipeline of fn-1] 0/7
      >○ Brainstorm
       ○ Plan
       ○ Plan review
       ○ Work
       ○ Implementation review
       ○ Close
       ○ Completed

       The requirements are written down."
    `);
  });

  it('calls the numbers of the other scheme by their titles', () => {
    const numbered = numberedPhases.map((phase) => makePhase({ ...phase }));
    const other = makeData({
      taskDetails: new Map([
        ['fn-1.2', makeTaskDetail(makeTask({ id: 'fn-1.2' }), { phases: numbered })],
      ]),
    });
    const text = show(pane, other, { columns: 40, rows: 12, selection: task });
    expect(text).toContain('○ Investigation');
    expect(text).not.toMatch(/\b3\b/);
  });

  it('says what is missing', () => {
    expect(show(pane, makeData(), { columns: 40, rows: 3, selection: task })).toBe(
      '[Phases of fn-1.2]\n Reading phases…',
    );
    const nothing = { epicId: null, taskId: null };
    expect(show(pane, makeData(), { columns: 40, rows: 3, selection: nothing })).toBe(
      '[Phases]\n The phases of the task under the cursor\n are shown here.',
    );
  });

  it('gives the same model for the same phases', () => {
    expect(pane.select({ ...data, events: [] }, task)).toBe(pane.select(data, task));
    expect(pane.select(makeData(), task)).toBe(pane.select(makeData(), task));
  });

  it('starts on the phase that is active, once it is read', () => {
    const size = { columns: 40, rows: 8 };
    const unread = pane.settle(pane.initialState, pane.select(makeData(), task), size);
    const model = pane.select(data, task);
    expect(pane.selectedKey(pane.settle(unread, model, size), model)).toBe('2');
  });

  it('moves its cursor', () => {
    const size = { columns: 40, rows: 4 };
    const model = pane.select(data, task);
    const state = pane.reduce(pane.initialState, { type: 'move', movement: 'bottom' }, model, size);
    expect(pane.selectedKey(state, model)).toBe('3');
    expect(pane.view(model, state, context(size)).selectedLine).toBe(3);
  });
});
