import { describe, expect, it, vi } from 'vitest';
import { FlowdeckError } from '../../../source/domain/errors.js';
import { unicodeGlyphs } from '../../../source/tui/glyphs.js';
import { registry } from '../../../source/tui/registry.js';
import { Screen } from '../../../source/tui/screen.js';
import { Cockpit } from '../../../source/tui/state/cockpit.js';
import { initialState } from '../../../source/tui/state/cockpit-state.js';
import type { QueryFunction } from '../../../source/tui/state/load.js';
import { Loader } from '../../../source/tui/state/loader.js';
import { Models, withPane } from '../../../source/tui/state/models.js';
import { createTheme } from '../../../source/tui/theme.js';
import {
  makeData,
  makeEpic,
  makeEpicDetail,
  makeTask,
  makeTaskDetail,
  now,
} from '../panes/support.js';

const epicIds = Array.from({ length: 200 }, (_, index) => `fn-${index + 1}`);

interface Reading {
  readonly cockpit: Cockpit;
  readonly loader: Loader;
  /** What was asked, as `query id`. */
  readonly asked: string[];
  readonly failures: Map<string, Error>;
  readonly onError: ReturnType<typeof vi.fn>;
  /** Once nothing more is asked. */
  settled(): Promise<void>;
  /** Puts the cursor of the epics on one of them. */
  moveTo(epicId: string): void;
}

function reading(): Reading {
  const models = new Models(registry);
  const theme = createTheme('none');
  const screen = new Screen({ models, glyphs: unicodeGlyphs, theme, demoAvailable: false });
  const state = initialState(registry, { size: { columns: 120, rows: 40 }, now });
  const cockpit = new Cockpit(models, screen, { ...state, stage: { type: 'ready' } });
  const asked: string[] = [];
  const failures = new Map<string, Error>();
  const onError = vi.fn();
  const query = async (name: string, input: { id?: string; epicId?: string }): Promise<unknown> => {
    const id = input.id ?? input.epicId ?? '';
    const call = `${name} ${id}`;
    asked.push(call);
    await Promise.resolve();
    const failure = failures.get(call);
    if (failure) throw failure;
    if (name === 'tasks.list') return [makeTask({ id: `${id}.1`, epicId: id })];
    if (name === 'epic.detail') return makeEpicDetail(makeEpic({ id }));
    return makeTaskDetail(makeTask({ id }));
  };
  const beforeMerge = vi.fn();
  const loader = new Loader({ cockpit, query: query as QueryFunction, beforeMerge, onError });
  cockpit.subscribe(() => loader.kick());
  return {
    cockpit,
    loader,
    asked,
    failures,
    onError,
    async settled() {
      for (let count = -1; count !== asked.length;) {
        count = asked.length;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    moveTo(epicId) {
      const { data } = cockpit;
      if (data === null) return;
      const model = models.model(cockpit.state, data, 'epics');
      const own = registry.panes.epics.reduce(
        cockpit.state.panes.epics,
        { type: 'select', key: epicId },
        model,
        models.room(cockpit.state, 'epics'),
      );
      cockpit.change({ state: withPane(cockpit.state, 'epics', own) });
    },
  };
}

function open({ cockpit }: Reading): void {
  cockpit.change({ data: makeData({ epics: epicIds.map((id) => makeEpic({ id })) }) });
}

describe('the loader', () => {
  it('reads what is shown first, then around the cursor, the nearest first', async () => {
    const project = reading();
    open(project);
    project.moveTo('fn-3');
    project.asked.length = 0;
    await project.settled();
    const { asked } = project;
    expect(asked.slice(0, 3)).toEqual([
      'tasks.list fn-3',
      'epic.detail fn-3',
      'task.detail fn-3.1',
    ]);
    const lists = asked.filter((call) => call.startsWith('tasks.list'));
    expect(lists.slice(1, 4)).toEqual(['tasks.list fn-4', 'tasks.list fn-2', 'tasks.list fn-5']);
    // A page away, too.
    expect(lists.some((call) => Number(call.slice('tasks.list fn-'.length)) > 15)).toBe(true);
  });

  it('asks nothing more once all of it is known, and only what is new after a move', async () => {
    const project = reading();
    open(project);
    await project.settled();
    const before = project.asked.length;
    project.loader.kick();
    await project.settled();
    expect(project.asked.length).toBe(before);
    project.moveTo('fn-2');
    await project.settled();
    const fresh = project.asked.slice(before);
    expect(fresh).toContain('tasks.list fn-6');
    expect(fresh).not.toContain('tasks.list fn-2');
    expect(new Set(project.asked).size).toBe(project.asked.length);
  });

  it('keeps what was used lately and forgets the rest', async () => {
    const project = reading();
    open(project);
    await project.settled();
    for (const id of epicIds) {
      project.moveTo(id);
      await project.settled();
    }
    const { data } = project.cockpit;
    const size = data?.tasksByEpic.size ?? 0;
    expect(size).toBeLessThan(60);
    expect(data?.epicDetails.size).toBeLessThan(60);
    expect(data?.tasksByEpic.has('fn-200')).toBe(true);
    expect(data?.tasksByEpic.has('fn-1')).toBe(false);
  });

  it('reads a changed detail again once it is shown, and not before', async () => {
    const project = reading();
    open(project);
    await project.settled();
    project.asked.length = 0;
    project.loader.touch(['fn-1', 'fn-2']);
    project.loader.kick();
    await project.settled();
    expect(project.asked).toEqual(['epic.detail fn-1']);
    project.moveTo('fn-2');
    await project.settled();
    expect(project.asked.slice(1, 2)).toEqual(['epic.detail fn-2']);
  });

  it('tells a failure only where it is looked at, and asks again there', async () => {
    const project = reading();
    const failure = new FlowdeckError('store.busy', 'The database is busy.');
    project.failures.set('tasks.list fn-2', failure);
    open(project);
    await project.settled();
    expect(project.onError).not.toHaveBeenCalled();
    project.moveTo('fn-2');
    await project.settled();
    expect(project.onError).toHaveBeenCalledExactlyOnceWith(failure);
    expect(project.asked.filter((call) => call === 'tasks.list fn-2')).toHaveLength(2);
  });
});
