import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../source/domain/contract/rows.js';
import { countTasks } from '../../../source/domain/counts.js';
import { compareIds, epicIdOfTask } from '../../../source/domain/ids.js';
import { taskStatuses } from '../../../source/domain/vocabulary.js';
import { lanesWidth } from '../../../source/tui/lanes.js';
import { unicodeGlyphs } from '../../../source/tui/glyphs.js';
import { detailPane, panes } from '../../../source/tui/panes/index.js';
import { checkView, context, makeData, makeEpic, makeTask, makeTaskDetail } from './support.js';

const data = process.env['FLOWDECK_TEST_DATA'] ?? path.resolve('../shared/data');
const directory = path.join(data, 'flow');
const sets = existsSync(directory) ? readdirSync(directory) : [];

function readTasks(set: string): Map<string, TaskRow[]> {
  const folder = path.join(directory, set, '.flow', 'tasks');
  const byEpic = new Map<string, TaskRow[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const json = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Partial<
      Record<string, unknown>
    >;
    const epicId = typeof json['id'] === 'string' ? epicIdOfTask(json['id']) : null;
    if (epicId === null || typeof json['id'] !== 'string') continue;
    const status = taskStatuses.find((each) => each === json['status']) ?? 'todo';
    const task = makeTask({
      id: json['id'],
      epicId,
      title: typeof json['title'] === 'string' ? json['title'] : '',
      status,
      dependsOn: Array.isArray(json['depends_on']) ? (json['depends_on'] as string[]) : [],
    });
    // A file may repeat the id of another.
    const others = (byEpic.get(epicId) ?? []).filter(({ id }) => id !== task.id);
    byEpic.set(epicId, [...others, task]);
  }
  for (const tasks of byEpic.values()) tasks.sort((one, other) => compareIds(one.id, other.id));
  return byEpic;
}

describe.skipIf(sets.length === 0)('panes on real projects', () => {
  it.each(sets)(
    'show %s at every usual size',
    (set) => {
      const tasksByEpic = readTasks(set);
      const epics = [...tasksByEpic].map(([id, tasks]) =>
        makeEpic({ id, counts: countTasks(tasks) }),
      );
      expect(epics.length).toBeGreaterThan(0);
      for (const [epicId, tasks] of tasksByEpic) {
        const [first] = tasks;
        if (first === undefined) continue;
        const file = path.join(directory, set, '.flow', 'tasks', `${first.id}.md`);
        const body = existsSync(file) ? readFileSync(file, 'utf8') : '';
        const project = makeData({
          epics,
          tasksByEpic,
          taskDetails: new Map([[first.id, makeTaskDetail(first, { body })]]),
        });
        const selection = { epicId, taskId: first.id };
        const model = panes.tasks.select(project, selection);
        expect(model.list.keys).toHaveLength(tasks.length);
        expect(lanesWidth(model.lanes(24).columns, 1)).toBeLessThanOrEqual(25);
        for (const [columns, rows] of [
          [58, 12],
          [100, 30],
          [160, 50],
        ] as const) {
          const size = { columns, rows };
          for (const pane of [...Object.values(panes), detailPane]) {
            const own = pane.select(project, selection);
            const state = pane.settle(pane.initialState as never, own as never, size);
            checkView(pane.view(own as never, state as never, context(size, unicodeGlyphs)), size);
          }
        }
      }
    },
    60_000,
  );
});
