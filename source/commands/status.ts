/** What is going on, in numbers. */
import { countsAnswer, type CountsJson } from '../domain/answers.js';
import type { EpicRow, TaskRow } from '../domain/contract/rows.js';
import { buildGraph } from '../domain/graph.js';
import { taskStatuses, type TaskStatus } from '../domain/vocabulary.js';
import type { Answer, CommandBody } from './definition.js';
import { resolveEpic, type Service } from './ids.js';
import { dependsOn } from '../domain/shapes.js';
import { fields, oneLine, plural } from './text.js';
import { UsageError } from './usage-error.js';

export interface InterruptedJson {
  readonly interrupted: readonly InterruptedEpicJson[];
  readonly daemon_running: false;
}

export interface InterruptedEpicJson {
  readonly id: string;
  readonly title: string;
  readonly total: number;
  readonly done: number;
  readonly todo: number;
  readonly in_progress: number;
  readonly blocked: number;
  readonly skipped: number;
  /** Tasks that somebody began. */
  readonly stale_task_ids: readonly string[];
  readonly reason: 'partially_complete' | 'planned_not_started';
  /** The command to go on with. */
  readonly suggested: string;
}

export interface LayersJson {
  readonly epic: string;
  readonly layers: readonly {
    readonly layer: number;
    readonly nodes: readonly {
      readonly id: string;
      readonly status: TaskStatus;
      readonly deps: readonly string[];
    }[];
  }[];
  readonly cycles: readonly (readonly string[])[];
}

export type StatusJson = CountsJson | InterruptedJson | LayersJson;

export const status: CommandBody<StatusJson> = async ({ project, invocation }) => {
  const epic = invocation.text('epic');
  if (invocation.switch('dag') !== (epic !== undefined)) {
    throw new UsageError('--dag and --epic go together.');
  }
  // The only reading command that has an answer where there is no project.
  const interruptedOnly = invocation.switch('interrupted');
  if (epic === undefined && !(await project.exists())) {
    return nothing((await project.location()).root, interruptedOnly);
  }
  const { service } = await project.open();
  if (epic !== undefined) return layers(service, await resolveEpic(service, epic));
  if (interruptedOnly) return interrupted(service);
  const totals = await service.query('totals', {});
  const { epics, tasks } = totals;
  return {
    json: countsAnswer(totals),
    text: () =>
      fields([
        ['Epics', `${epics.open} open, ${epics.done} done`],
        [
          'Tasks',
          taskStatuses
            .filter((name) => tasks.byStatus[name] > 0)
            .map((name) => `${tasks.byStatus[name]} ${name}`)
            .join(', ') || 'none',
        ],
        ['Ready', tasks.ready],
        ['Look finished', tasks.hinted > 0 ? tasks.hinted : null],
      ]),
  };
};

function nothing(root: string, interruptedOnly: boolean): Answer<CountsJson | InterruptedJson> {
  const counts = {
    flow_exists: false,
    epics: { open: 0, done: 0 },
    tasks: Object.fromEntries(taskStatuses.map((name) => [name, 0])) as CountsJson['tasks'],
    ready: 0,
    hinted: 0,
    runs: [],
  };
  return {
    json: interruptedOnly ? { interrupted: [], daemon_running: false } : counts,
    text: () => [`There is no flowdeck project in ${root}. Make one with: flowdeck init`],
  };
}

/** Open epics that somebody began and left, or planned and never began. */
async function interrupted(service: Service): Promise<Answer<InterruptedJson>> {
  const epics = await service.query('epics.list', { status: 'open' });
  const tasks = await service.query('tasks.list', {});
  const found = epics
    .filter(({ counts: { byStatus } }) => byStatus.todo + byStatus.in_progress > 0)
    .map((epic) =>
      interruptedEpic(
        epic,
        tasks.filter(({ epicId }) => epicId === epic.id),
      ),
    );
  return {
    json: { interrupted: found, daemon_running: false },
    text: () =>
      found.length === 0
        ? ['Nothing is interrupted.']
        : found.flatMap((epic) => [
            `${epic.id}: ${oneLine(epic.title)} (${epic.done}/${epic.total} tasks done, ${plural(epic.in_progress, 'task')} in progress)`,
            `  ${epic.suggested}`,
            ...epic.stale_task_ids.map((id) => `  flowdeck restart ${id}`),
          ]),
  };
}

function interruptedEpic(
  { id, title, counts: { total, byStatus } }: EpicRow,
  tasks: readonly TaskRow[],
): InterruptedEpicJson {
  const begun = byStatus.done + byStatus.in_progress + byStatus.blocked + byStatus.skipped > 0;
  return {
    id,
    title,
    total,
    done: byStatus.done,
    todo: byStatus.todo,
    in_progress: byStatus.in_progress,
    blocked: byStatus.blocked,
    skipped: byStatus.skipped,
    stale_task_ids: tasks.filter((task) => task.status === 'in_progress').map((task) => task.id),
    reason: begun ? 'partially_complete' : 'planned_not_started',
    suggested: `flowdeck ready --epic ${id}`,
  };
}

async function layers(service: Service, epicId: string): Promise<Answer<LayersJson>> {
  const tasks = await service.query('tasks.list', { epicId });
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const graph = buildGraph(tasks.map((task) => ({ id: task.id, dependsOn: dependsOn(task) })));
  const found = graph.layers.map((ids, layer) => ({
    layer,
    nodes: ids.flatMap((id) => {
      const task = byId.get(id);
      return task ? [{ id, status: task.status, deps: dependsOn(task) }] : [];
    }),
  }));
  return {
    json: { epic: epicId, layers: found, cycles: graph.cycles },
    text: () => [
      ...found.flatMap(({ layer, nodes }) => [
        `Layer ${layer}`,
        ...nodes.map(
          ({ id, status: state, deps }) =>
            `  [${state}] ${id}${deps.length > 0 ? ` (deps: ${deps.join(', ')})` : ''}`,
        ),
      ]),
      ...graph.cycles.map((cycle) => `Cycle: ${cycle.join(' -> ')}`),
    ],
  };
}
