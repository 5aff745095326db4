/** What an agent is to do next: a plan to review, its own task to go on with, one to start, an epic to review. */
import type { EpicRow, TaskRow } from './contract/rows.js';
import { isReady } from './graph.js';
import { compareIds } from './ids.js';
import { isSatisfied } from './statuses.js';
import type { TaskStatus } from './vocabulary.js';

export interface NextQuestion {
  readonly epics: readonly EpicRow[];
  readonly tasks: readonly TaskRow[];
  readonly actor: string;
  /** In this order and no others; all in the order of their numbers without it. */
  readonly epicIds?: readonly string[] | undefined;
  readonly requirePlanReview: boolean;
  readonly requireCompletionReview: boolean;
}

export interface NextWork {
  readonly status: 'plan' | 'work' | 'completion_review' | 'none';
  readonly epic: string | null;
  readonly task: string | null;
  readonly reason:
    | 'needs_plan_review'
    | 'resume_in_progress'
    | 'ready_task'
    | 'needs_completion_review'
    | 'blocked_by_epic_deps'
    | 'none';
  /** Epics that wait, with those they wait for. */
  readonly blockedEpics: Readonly<Record<string, readonly string[]>>;
}

const lowestPriority = 999;

export function nextWork(question: NextQuestion): NextWork {
  const { epics, tasks, actor } = question;
  const statuses = new Map(tasks.map((task) => [task.id, task.status]));
  const tasksOf = new Map<string | null, TaskRow[]>();
  for (const task of tasks) {
    const known = tasksOf.get(task.epicId);
    if (known) known.push(task);
    else tasksOf.set(task.epicId, [task]);
  }
  const blockedEpics: Record<string, readonly string[]> = {};
  for (const epic of inOrder(question)) {
    if (epic.status === 'done' || epic.archived || epic.placeholder) continue;
    const unmet = unmetDependencies(epic, epics);
    if (unmet.length > 0) {
      blockedEpics[epic.id] = unmet;
      continue;
    }
    const found = workOf(
      epic,
      tasksOf.get(epic.id) ?? [],
      question,
      (id) => statuses.get(id),
      actor,
    );
    if (found) return { ...found, epic: epic.id, blockedEpics };
  }
  const isBlocked = Object.keys(blockedEpics).length > 0;
  return {
    status: 'none',
    epic: null,
    task: null,
    reason: isBlocked ? 'blocked_by_epic_deps' : 'none',
    blockedEpics,
  };
}

function inOrder({ epics, epicIds }: NextQuestion): EpicRow[] {
  if (epicIds === undefined) {
    return [...epics].sort((left, right) => compareIds(left.id, right.id));
  }
  const byId = new Map(epics.map((epic) => [epic.id, epic]));
  return epicIds.flatMap((id) => byId.get(id) ?? []);
}

/** Epics that are not done yet, those that do not exist among them. */
export function unmetDependencies(epic: EpicRow, epics: readonly EpicRow[]): string[] {
  const open = epic.dependsOn.filter((id) => {
    const target = epics.find((other) => other.id === id);
    return target === undefined || (target.status !== 'done' && !target.archived);
  });
  return [...open, ...epic.unresolved].sort(compareIds);
}

function workOf(
  epic: EpicRow,
  tasks: readonly TaskRow[],
  question: NextQuestion,
  statusOf: (id: string) => TaskStatus | undefined,
  actor: string,
): Pick<NextWork, 'status' | 'task' | 'reason'> | null {
  if (question.requirePlanReview && epic.planReview !== 'passed') {
    return { status: 'plan', task: null, reason: 'needs_plan_review' };
  }
  const sorted = [...tasks].sort(
    (left, right) =>
      (left.priority ?? lowestPriority) - (right.priority ?? lowestPriority) ||
      compareIds(left.id, right.id),
  );
  const own = sorted.find((task) => task.status === 'in_progress' && task.assignee === actor);
  if (own) return { status: 'work', task: own.id, reason: 'resume_in_progress' };
  const ready = sorted.find((task) => isReady(task, statusOf, { includeHinted: false }));
  if (ready) return { status: 'work', task: ready.id, reason: 'ready_task' };
  const isComplete = tasks.length > 0 && tasks.every((task) => isSatisfied(task.status));
  if (question.requireCompletionReview && isComplete && epic.completionReview !== 'passed') {
    return { status: 'completion_review', task: null, reason: 'needs_completion_review' };
  }
  return null;
}
