import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  Delta,
  EpicRow,
  EventRow,
  Overview,
  TaskRow,
} from '../../../source/domain/contract/rows.js';
import { countTasks } from '../../../source/domain/counts.js';
import { taskStatuses } from '../../../source/domain/vocabulary.js';
import {
  applyDelta,
  applyOverview,
  joinDeltas,
  maximumEvents,
  withMemory,
  withTaskDetail,
  withTasks,
} from '../../../source/tui/state/merge.js';
import type { ProjectData } from '../../../source/tui/state/project-data.js';
import { makeEpic, makeEvent, makeTask, makeTaskDetail } from '../panes/support.js';

/** A store in a few lines: what the mirror must equal, and the deltas that lead there. */
class Model {
  epics = new Map<string, EpicRow>();
  tasks = new Map<string, TaskRow>();
  events: EventRow[] = [];

  overview(): Overview {
    return {
      cursor: this.cursor(),
      epics: [...this.epics.values()],
      totals: this.totals(),
      events: this.events.slice(-maximumEvents).reverse(),
      projectName: 'sample',
    };
  }

  /** Reads everything anew, with the tasks of the epics that were looked at. */
  reload(looked: Iterable<string>): ProjectData {
    let data = applyOverview(null, this.overview());
    for (const epicId of looked) data = withTasks(data, epicId, this.tasksOf(epicId));
    return data;
  }

  tasksOf(epicId: string): TaskRow[] {
    return [...this.tasks.values()].filter((task) => task.epicId === epicId).reverse();
  }

  delta(changes: Partial<Delta>): Delta {
    const event = makeEvent({ id: this.events.length + 1 });
    this.events.push(event);
    return {
      cursor: this.cursor(),
      reload: false,
      events: [event],
      epics: [],
      tasks: [],
      removedEpics: [],
      removedTasks: [],
      totals: this.totals(),
      memoryChanged: false,
      ...changes,
    };
  }

  cursor() {
    return { databaseId: 'x', generation: 1, event: this.events.length, token: 0, heartbeat: '' };
  }

  totals() {
    return {
      epics: { open: this.epics.size, done: 0, archived: 0 },
      tasks: countTasks([...this.tasks.values()]),
      memory: 0,
      events: 0,
      tokens: 0,
      costUsd: 0,
    };
  }
}

type Step =
  | { kind: 'epic'; epic: number; done: boolean }
  | { kind: 'task'; epic: number; task: number; status: number; to: number }
  | { kind: 'removeTask'; epic: number; task: number }
  | { kind: 'removeEpic'; epic: number };

const number = fc.nat(11);
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('epic' as const), epic: number, done: fc.boolean() }),
  fc.record({
    kind: fc.constant('task' as const),
    epic: number,
    task: number,
    status: fc.nat(taskStatuses.length - 1),
    to: number,
  }),
  fc.record({ kind: fc.constant('removeTask' as const), epic: number, task: number }),
  fc.record({ kind: fc.constant('removeEpic' as const), epic: number }),
);

function take(model: Model, step: Step): Delta {
  const epicId = `fn-${step.epic}`;
  switch (step.kind) {
    case 'epic': {
      const version = (model.epics.get(epicId)?.version ?? 0) + 1;
      const epic = makeEpic({ id: epicId, status: step.done ? 'done' : 'open', version });
      model.epics.set(epicId, epic);
      return model.delta({ epics: [epic] });
    }
    case 'task': {
      const id = `${epicId}.${step.task}`;
      const status = taskStatuses[step.status] ?? 'todo';
      // A task may move to another epic.
      const task = makeTask({ id, epicId: `fn-${step.to}`, status });
      model.tasks.set(id, task);
      return model.delta({ tasks: [task] });
    }
    case 'removeTask': {
      const id = `${epicId}.${step.task}`;
      model.tasks.delete(id);
      return model.delta({ removedTasks: [id] });
    }
    case 'removeEpic': {
      model.epics.delete(epicId);
      const removedTasks = model.tasksOf(epicId).map(({ id }) => id);
      for (const id of removedTasks) model.tasks.delete(id);
      return model.delta({ removedEpics: [epicId], removedTasks });
    }
  }
}

describe('merging deltas', () => {
  it('leads to what reading everything anew gives', () => {
    fc.assert(
      fc.property(
        fc.array(steps, { maxLength: 40 }),
        fc.array(fc.nat(11), { maxLength: 4 }),
        fc.nat(5),
        (all, looked, joined) => {
          const model = new Model();
          const epicIds = [...new Set(looked.map((each) => `fn-${each}`))];
          let data = model.reload(epicIds);
          let waiting: Delta[] = [];
          for (const [index, step] of all.entries()) {
            waiting.push(take(model, step));
            if (joined > 0 && index % (joined + 1) !== 0) continue;
            data = applyDelta(data, waiting.reduce(joinDeltas));
            waiting = [];
          }
          if (waiting.length > 0) data = applyDelta(data, waiting.reduce(joinDeltas));
          // The list of a removed epic is forgotten, and empty when it is asked for again.
          for (const epicId of epicIds) {
            if (!data.tasksByEpic.has(epicId)) data = withTasks(data, epicId, []);
            if (data.tasksByEpic.get(epicId)?.length === 0)
              data = withTasks(data, epicId, model.tasksOf(epicId));
          }
          const expected = model.reload(epicIds);
          expect(data.epics).toEqual(expected.epics);
          expect(data.events).toEqual(expected.events);
          expect(data.totals).toEqual(expected.totals);
          expect(data.cursor).toEqual(expected.cursor);
          expect(Object.fromEntries(data.tasksByEpic)).toEqual(
            Object.fromEntries(expected.tasksByEpic),
          );
        },
      ),
    );
  });

  it('keeps what did not change', () => {
    const model = new Model();
    for (const epic of [1, 2]) take(model, { kind: 'epic', epic, done: false });
    for (const epic of [1, 2]) take(model, { kind: 'task', epic, task: 1, status: 0, to: epic });
    const before = model.reload(['fn-1', 'fn-2']);
    const after = applyDelta(
      before,
      take(model, { kind: 'task', epic: 1, task: 1, status: 1, to: 1 }),
    );
    expect(after.epics).toBe(before.epics);
    expect(after.tasksByEpic.get('fn-2')).toBe(before.tasksByEpic.get('fn-2'));
    expect(after.tasksByEpic.get('fn-1')).not.toBe(before.tasksByEpic.get('fn-1'));
    expect(after.memory).toBe(before.memory);
  });

  it('keeps rows that a reload finds equal', () => {
    const model = new Model();
    take(model, { kind: 'epic', epic: 1, done: false });
    const before = model.reload([]);
    take(model, { kind: 'epic', epic: 2, done: false });
    const after = applyOverview(before, structuredClone(model.overview()));
    expect(after.epics[0]).toBe(before.epics[0]);
    expect(after.totals.tasks).toEqual(before.totals.tasks);
    expect(applyOverview(after, structuredClone(model.overview())).epics).toBe(after.epics);
  });

  it('takes no event twice and keeps at most 500', () => {
    const model = new Model();
    for (let count = 0; count < maximumEvents; count += 1)
      take(model, { kind: 'removeTask', epic: 1, task: 1 });
    const before = model.reload([]);
    const delta = take(model, { kind: 'removeTask', epic: 1, task: 1 });
    const after = applyDelta(applyDelta(before, delta), delta);
    expect(after.events).toHaveLength(maximumEvents);
    expect(after.events.slice(0, 2).map(({ id }) => id)).toEqual([501, 500]);
  });

  it('puts the new row into an open detail and forgets a removed one', () => {
    const model = new Model();
    const row = makeTask({ id: 'fn-1.1' });
    const before = withTaskDetail(model.reload([]), makeTaskDetail(row, { body: 'text' }));
    const changed = applyDelta(before, model.delta({ tasks: [{ ...row, status: 'done' }] }));
    expect(changed.taskDetails.get('fn-1.1')).toMatchObject({
      body: 'text',
      row: { status: 'done' },
    });
    expect(applyDelta(before, model.delta({})).taskDetails).toBe(before.taskDetails);
    expect(applyDelta(before, model.delta({ removedTasks: ['fn-1.1'] })).taskDetails.size).toBe(0);
  });

  it('sorts open before done before archived, then by natural id', () => {
    const model = new Model();
    for (const epic of [
      makeEpic({ id: 'fn-1', archived: true }),
      makeEpic({ id: 'fn-2', status: 'done' }),
      makeEpic({ id: 'fn-10' }),
      makeEpic({ id: 'fn-9' }),
    ]) {
      model.epics.set(epic.id, epic);
    }
    expect(model.reload([]).epics.map(({ id }) => id)).toEqual(['fn-9', 'fn-10', 'fn-2', 'fn-1']);
  });

  it('asks for a reload when one of the joined deltas does', () => {
    const model = new Model();
    const reload = model.delta({ reload: true });
    expect(joinDeltas(reload, model.delta({})).reload).toBe(true);
    expect(joinDeltas(model.delta({}), reload).reload).toBe(true);
  });

  it('keeps the memory when nothing about it differs', () => {
    const data = new Model().reload([]);
    expect(withMemory(data, { entries: [], query: '' })).toBe(data);
  });
});
