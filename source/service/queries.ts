/** The read models. */
import type { QueryInput } from '../domain/contract/calls.js';
import type {
  Dependency,
  EpicDetail,
  Overview,
  PhaseRow,
  TaskDetail,
  TaskRow,
} from '../domain/contract/rows.js';
import { FlowdeckError } from '../domain/errors.js';
import { compareIds } from '../domain/ids.js';
import { phaseDefinition, pipelinePhases } from '../domain/phases.js';
import { isReady } from '../domain/graph.js';
import { isSatisfied } from '../domain/statuses.js';
import {
  findTaskDependencies,
  listDependencies,
  listDependents,
  type Neighbour,
} from '../store/repositories/dependencies.js';
import { listEpicRows } from '../store/repositories/epic-rows.js';
import { findEpic, findEpicBody } from '../store/repositories/epics.js';
import { findEvent, listEvents } from '../store/repositories/events.js';
import { findEvidence } from '../store/repositories/evidence.js';
import { findFeedEnd } from '../store/repositories/feed.js';
import { listFiles } from '../store/repositories/file-ownership.js';
import { findTotals } from '../store/repositories/metrics.js';
import {
  findProgress,
  pipelineProgress,
  workerProgress,
  type PhaseProgress,
} from '../store/repositories/phases.js';
import { listTaskRows, phaseIds } from '../store/repositories/task-rows.js';
import { findStatuses, findTask, findTaskBody } from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import { findChanges } from './changes.js';
import type { QueryScope } from './context.js';
import type { QueryHandlers } from './handlers.js';
import { resolveEpic, resolveId, resolveKind, resolveTask } from './identity.js';
import { notFound } from './not-found.js';
import { projectName } from './project-name.js';

const historyLength = 200;
const defaultEventLimit = 200;

export const queries: QueryHandlers<
  | 'overview'
  | 'epics.list'
  | 'tasks.list'
  | 'task.detail'
  | 'epic.detail'
  | 'id.resolve'
  | 'ready.list'
  | 'totals'
  | 'events.list'
  | 'event.full'
  | 'changes'
> = {
  async overview({ reader, database }, input): Promise<Overview> {
    return {
      cursor: await findFeedEnd(reader),
      epics: await listEpicRows(reader, { includeArchived: true }),
      totals: await findTotals(reader),
      events: await listEvents(reader, { limit: input.eventLimit ?? defaultEventLimit }),
      projectName: projectName(database.path),
    };
  },

  'epics.list': ({ reader }, input) => listEpicRows(reader, input),

  async 'tasks.list'({ reader }, input) {
    const epicId = input.epicId ? await resolveEpic(reader, input.epicId) : input.epicId;
    return listTaskRows(reader, {
      ...(epicId !== undefined && { epicId }),
      ...(input.status !== undefined && { statuses: [input.status] }),
      ...(input.domain !== undefined && { domain: input.domain }),
    });
  },

  'task.detail': ({ reader }, input) => taskDetail(reader, input.id),
  'epic.detail': ({ reader }, input) => epicDetail(reader, input.id),
  'id.resolve': ({ reader }, { id, wanted }) =>
    wanted === undefined ? resolveId(reader, id) : resolveKind(reader, id, wanted),
  'ready.list': readyList,
  totals: ({ reader }) => findTotals(reader),

  async 'events.list'({ reader }, input) {
    const { epicId, taskId, limit = defaultEventLimit, ...rest } = input;
    return listEvents(reader, {
      ...rest,
      limit,
      ...(epicId !== undefined && { epicId: await nameInLog(reader, epicId) }),
      ...(taskId !== undefined && { taskId: await nameInLog(reader, taskId) }),
    });
  },

  async 'event.full'({ reader }, input) {
    const event = await findEvent(reader, input.id);
    if (event) return event;
    throw new FlowdeckError('usage.invalid', `There is no event ${input.id}.`);
  },

  changes: findChanges,
};

/** The log outlives what it speaks of: an id that names nothing any more is looked up as it is. */
async function nameInLog(reader: Reader, id: string): Promise<string> {
  try {
    return (await resolveId(reader, id)).id;
  } catch (error) {
    const isGone =
      error instanceof FlowdeckError &&
      error.code !== 'id.ambiguous' &&
      /id|not_found/.test(error.code);
    if (isGone) return id;
    throw error;
  }
}

async function taskDetail(reader: Reader, text: string): Promise<TaskDetail> {
  const id = await resolveTask(reader, text);
  const task = await findTask(reader, id);
  const [row] = await listTaskRows(reader, { ids: [id] });
  if (task === null || row === undefined) throw await notFound(reader, 'task', text);
  const { unresolvedDependencies } = await findTaskDependencies(reader, id);
  const unresolved = unresolvedDependencies.map((edge) => ({ ...edge, status: null, title: null }));
  const settings = {
    scheme: task.phaseScheme === 2 ? 2 : 1,
    tdd: task.phaseTdd,
    review: task.phaseReview,
  } as const;
  const progress = await findProgress(reader, workerProgress, id);
  return {
    row,
    body: await findTaskBody(reader, id),
    summary: task.summary,
    evidence: await findEvidence(reader, id),
    claimNote: task.claimNote,
    skippedReason: task.skippedReason,
    files: await listFiles(reader, id),
    dependencies: byId([...(await listDependencies(reader, id)), ...unresolved]),
    dependents: byId(await listDependents(reader, id)),
    phases: phaseIds(settings, progress).map((phase) =>
      phaseRow(phaseDefinition(settings.scheme, phase), phase, progress.get(phase)),
    ),
    implementBackend: task.implementBackend,
    reviewBackend: task.reviewBackend,
    syncBackend: task.syncBackend,
    history: await listEvents(reader, { taskId: id, limit: historyLength, withValues: true }),
    specPath: task.specPath,
    extra: task.extra,
  };
}

async function epicDetail(reader: Reader, text: string): Promise<EpicDetail> {
  const id = await resolveEpic(reader, text);
  const epic = await findEpic(reader, id);
  const [row] = await listEpicRows(reader, { ids: [id], includeArchived: true });
  if (epic === null || row === undefined) throw await notFound(reader, 'epic', text);
  const progress = await findProgress(reader, pipelineProgress, id);
  return {
    row,
    body: await findEpicBody(reader, id),
    pipeline: pipelinePhases.map((phase) => phaseRow(phase, phase.id, progress.get(phase.id))),
    planReviewedAt: epic.planReviewedAt,
    completionReviewedAt: epic.completionReviewedAt,
    defaultImplementBackend: epic.defaultImplementBackend,
    defaultReviewBackend: epic.defaultReviewBackend,
    defaultSyncBackend: epic.defaultSyncBackend,
    history: await listEvents(reader, { epicId: id, limit: historyLength, withValues: true }),
    specPath: epic.specPath,
    extra: epic.extra,
  };
}

function byId(list: readonly (Neighbour | Dependency)[]): Dependency[] {
  return [...list].sort((left, right) => compareIds(left.id, right.id));
}

function phaseRow(
  definition: { readonly title: string; readonly doneCondition: string } | undefined,
  id: string,
  progress: PhaseProgress | undefined,
): PhaseRow {
  return {
    id,
    title: definition?.title ?? id,
    status: progress?.status ?? 'pending',
    doneCondition: definition?.doneCondition ?? '',
    startedAt: progress?.startedAt ?? null,
    completedAt: progress?.completedAt ?? null,
  };
}

const lowestPriority = 999;

/** What can be worked on now, what is being worked on, and what waits; without an epic in all that are not archived. */
async function readyList(
  { reader }: QueryScope,
  input: QueryInput<'ready.list'>,
): Promise<{
  ready: TaskRow[];
  inProgress: TaskRow[];
  blocked: { task: TaskRow; blockedBy: string[] }[];
}> {
  const { epicId, includeHinted = false } = input;
  const tasks = await listTaskRows(reader, {
    ...(epicId !== undefined && { epicId: await resolveEpic(reader, epicId) }),
    statuses: ['todo', 'up_for_retry', 'in_progress', 'blocked'],
    withoutArchived: epicId === undefined,
  });
  const statuses = new Map(tasks.map(({ id, status }) => [id, status]));
  const others = new Set(tasks.flatMap((task) => task.dependsOn.filter((id) => !statuses.has(id))));
  if (others.size > 0) {
    for (const [id, status] of await findStatuses(reader, [...others])) statuses.set(id, status);
  }
  const statusOf = (id: string): ReturnType<typeof statuses.get> => statuses.get(id);
  const isWaiting = (task: TaskRow): boolean =>
    (task.status === 'todo' || task.status === 'up_for_retry') &&
    !isReady(task, statusOf, { includeHinted: true });

  const ready = tasks
    .filter((task) => isReady(task, statusOf, { includeHinted }))
    .sort(
      (left, right) =>
        (left.priority ?? lowestPriority) - (right.priority ?? lowestPriority) ||
        compareIds(left.id, right.id),
    );
  const blocked = tasks
    .filter((task) => task.status === 'blocked' || (isWaiting(task) && !task.finishedHint))
    .map((task) => ({
      task,
      blockedBy:
        task.status === 'blocked'
          ? ['status=blocked']
          : [
              ...task.dependsOn.filter((id) => {
                const status = statuses.get(id);
                return status === undefined || !isSatisfied(status);
              }),
              ...task.unresolved,
            ],
    }));
  return { ready, inProgress: tasks.filter((task) => task.status === 'in_progress'), blocked };
}
