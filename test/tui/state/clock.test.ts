import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unicodeGlyphs } from '../../../source/tui/glyphs.js';
import { registry } from '../../../source/tui/registry.js';
import { Screen } from '../../../source/tui/screen.js';
import { Clock, restingStep, runningStep, stepFor } from '../../../source/tui/state/clock.js';
import { Cockpit } from '../../../source/tui/state/cockpit.js';
import { initialState } from '../../../source/tui/state/cockpit-state.js';
import { applyOverview, withTasks } from '../../../source/tui/state/merge.js';
import { Models } from '../../../source/tui/state/models.js';
import { createTheme } from '../../../source/tui/theme.js';
import { emptyCounts } from '../../../source/domain/counts.js';
import type { TaskStatus } from '../../../source/domain/vocabulary.js';
import { makeEpic, makeTask, now } from '../panes/support.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function cockpitWith(status: TaskStatus): Cockpit {
  const models = new Models(registry);
  const screen = new Screen({
    models,
    glyphs: unicodeGlyphs,
    theme: createTheme('none'),
    demoAvailable: false,
  });
  const state = initialState(registry, { size: { columns: 120, rows: 40 }, now });
  const cockpit = new Cockpit(models, screen, { ...state, stage: { type: 'ready' } });
  const data = applyOverview(null, {
    cursor: { databaseId: 'x', generation: 1, event: 0, token: 0, heartbeat: '' },
    epics: [makeEpic({ id: 'fn-1' })],
    totals: {
      epics: { open: 1, done: 0, archived: 0 },
      tasks: emptyCounts(),
      memory: 0,
      events: 0,
      tokens: 0,
      costUsd: 0,
    },
    events: [],
    projectName: 'sample',
  });
  cockpit.change({ data: withTasks(data, 'fn-1', [makeTask({ id: 'fn-1.1', status })]) });
  return cockpit;
}

describe('the clock', () => {
  it('steps in seconds only while running work is shown', () => {
    expect(stepFor(cockpitWith('in_progress'))).toBe(runningStep);
    expect(stepFor(cockpitWith('todo'))).toBe(restingStep);
  });

  it('does not run before there is anything to show', () => {
    const cockpit = cockpitWith('in_progress');
    cockpit.change({ state: { ...cockpit.state, stage: { type: 'opening' } } });
    expect(stepFor(cockpit)).toBe(0);
  });

  it('has one timer, and none once it is stopped', () => {
    const cockpit = cockpitWith('in_progress');
    const clock = new Clock(cockpit, () => now + 5000);
    clock.adjust();
    clock.adjust();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(runningStep);
    expect(cockpit.state.now).toBe(now + 5000);
    clock.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the cockpit', () => {
  it('tells its listeners once for each change, and not when nothing differs', () => {
    const cockpit = cockpitWith('todo');
    const listener = vi.fn();
    cockpit.subscribe(listener);
    cockpit.change({ state: cockpit.state, data: cockpit.data });
    expect(listener).not.toHaveBeenCalled();
    cockpit.change({ state: { ...cockpit.state, focus: 'tasks' } });
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('keeps the blocks that look as before', () => {
    const cockpit = cockpitWith('todo');
    const memory = cockpit.block('memory');
    const tasks = cockpit.block('tasks');
    cockpit.change({ state: { ...cockpit.state, focus: 'tasks', subject: 'task' } });
    expect(cockpit.block('memory')).toBe(memory);
    expect(cockpit.block('tasks')).not.toBe(tasks);
  });
});
