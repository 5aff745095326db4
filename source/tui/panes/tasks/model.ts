/** What the tasks pane shows: the tasks of the selected epic in topological order, and the lanes between them. */
import type { TaskRow } from '../../../domain/contract/rows.js';
import { criticalPath } from '../../../domain/graph.js';
import { parseId, shortId } from '../../../domain/ids.js';
import { isSatisfied } from '../../../domain/statuses.js';
import { drawLanes, type LaneDrawing } from '../../lanes.js';
import { clean } from '../../spans.js';
import type { ProjectData } from '../../state/project-data.js';
import type { Selection } from '../pane.js';
import { RowList, type Filterable } from '../row-list.js';
import { graphOf } from './graph.js';

export interface TaskNode {
  readonly row: TaskRow;
  /** Place in the topological order: the row of the lane drawing. */
  readonly place: number;
  /** `.3`, or the whole id where it is of another form. */
  readonly number: string;
  readonly critical: boolean;
  /** Dependencies in other epics. */
  readonly elsewhere: readonly string[];
}

export interface TasksModel {
  readonly epicId: string | null;
  readonly epicName: string;
  /** `absent`: no epic is selected; `loading`: its tasks were not read yet. */
  readonly state: 'absent' | 'loading' | 'ready';
  readonly list: RowList<TaskNode, 'tasks'>;
  readonly finished: number;
  readonly numberWidth: number;
  readonly hasCritical: boolean;
  readonly has: { readonly assignees: boolean; readonly tokens: boolean };
  /** Each as the path a, b, …, a. */
  readonly cycles: readonly (readonly string[])[];
  /** The lanes, drawn at most `maximum` side by side. */
  lanes(maximum: number): LaneDrawing;
}

const models = new WeakMap<readonly TaskRow[], TasksModel>();
let unread: TasksModel | null = null;

export function selectTasks(data: ProjectData, { epicId }: Selection): TasksModel {
  const tasks = epicId === null ? undefined : data.tasksByEpic.get(epicId);
  if (epicId === null || tasks === undefined) {
    unread = unread?.epicId === epicId ? unread : emptyModel(epicId);
    return unread;
  }
  let model = models.get(tasks);
  if (model?.epicId !== epicId) {
    model = buildModel(epicId, tasks);
    models.set(tasks, model);
  }
  return model;
}

function emptyModel(epicId: string | null): TasksModel {
  return {
    epicId,
    epicName: epicId === null ? '' : clean(shortId(epicId)),
    state: epicId === null ? 'absent' : 'loading',
    list: new RowList<TaskNode, 'tasks'>([], ({ row }) => row.id, searchTextOf, filterable),
    finished: 0,
    numberWidth: 0,
    hasCritical: false,
    has: { assignees: false, tokens: false },
    cycles: [],
    lanes: () => ({ rows: [], columns: 0 }),
  };
}

const longestNumber = 14;
const searchTextOf = ({ row }: TaskNode): string => `${row.id} ${row.title}`;
const filterable: Filterable<TaskNode, 'tasks'> = {
  kind: 'tasks',
  rowOf: ({ row }) => row,
  groups: true,
};

function buildModel(epicId: string, tasks: readonly TaskRow[]): TasksModel {
  const graph = graphOf(epicId, tasks);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const remaining = criticalPath(graph, (id) => {
    const task = byId.get(id);
    return task === undefined || isSatisfied(task.status) ? 0 : 1;
  });
  // A single task is not a path.
  const critical = remaining.length > 1 ? remaining : [];
  const criticalIds = new Set(critical);
  const nodes = graph.order.flatMap((id, place): TaskNode[] => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const elsewhere = row.dependsOn.filter((each) => !graph.has(each));
    return [{ row, place, number: taskNumber(id), critical: criticalIds.has(id), elsewhere }];
  });
  let drawn: { maximum: number; drawing: LaneDrawing } | null = null;
  return {
    epicId,
    epicName: clean(shortId(epicId)),
    state: 'ready',
    list: new RowList(nodes, ({ row }) => row.id, searchTextOf, filterable),
    finished: tasks.filter((task) => isSatisfied(task.status)).length,
    numberWidth: nodes.reduce((width, { number }) => Math.max(width, number.length), 0),
    hasCritical: critical.length > 0,
    has: {
      assignees: tasks.some((task) => task.assignee !== null && task.assignee !== ''),
      tokens: tasks.some((task) => task.tokens > 0),
    },
    cycles: graph.cycles,
    lanes(maximum) {
      if (drawn?.maximum !== maximum) {
        const dependenciesOf = (id: string): readonly string[] => byId.get(id)?.dependsOn ?? [];
        drawn = { maximum, drawing: drawLanes(graph.order, dependenciesOf, { maximum, critical }) };
      }
      return drawn.drawing;
    },
  };
}

/** What a task is called inside its epic. */
export function taskNumber(id: string): string {
  const task = parseId(id)?.task;
  return typeof task === 'number' ? `.${task}` : clean(id).slice(0, longestNumber);
}
