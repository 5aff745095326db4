/** Putting a task back to its beginning, and what forbids it. */
import { FlowdeckError } from '../domain/errors.js';
import { applyOperation, type Operation } from '../domain/operations.js';
import type { EventKind } from '../domain/vocabulary.js';
import { findEpic } from '../store/repositories/epics.js';
import { findEvidence } from '../store/repositories/evidence.js';
import { deleteHeartbeat } from '../store/repositories/heartbeats.js';
import { blankRuntime } from '../store/repositories/runtime-state.js';
import type { TaskState } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { changeTask, withoutPhases } from './task-change.js';

/** Back to `todo` as if nobody had worked on it: claim, reasons, summary, evidence and phases go. */
export async function blankTask(
  scope: CommandScope,
  task: TaskState,
  event: {
    readonly operation: Operation;
    readonly kind: EventKind;
    readonly payload: Readonly<Record<string, unknown>>;
  },
): Promise<TaskState> {
  const { transaction } = scope;
  const { to } = applyOperation(event.operation, task.status, { id: task.id });
  const changed = await changeTask(
    scope,
    task,
    {
      status: to,
      statusSource: 'database',
      finishedHint: false,
      ...blankRuntime,
      ...((await findEvidence(transaction, task.id)) && { evidence: null }),
      phases: await withoutPhases(transaction, task.id),
    },
    { kind: event.kind, payload: event.payload },
  );
  await deleteHeartbeat(transaction, task.id);
  return changed;
}

/** A task that is todo may still carry a hint, a claim or a summary. */
export function hasResidue(task: TaskState): boolean {
  return (
    task.finishedHint ||
    Object.entries(blankRuntime).some(([name, value]) => task[name as keyof TaskState] !== value)
  );
}

/** @throws FlowdeckError `epic.done` */
export async function refuseDoneEpic(scope: CommandScope, epicId: string | null): Promise<void> {
  if (epicId === null) return;
  const epic = await findEpic(scope.transaction, epicId);
  if (epic?.status !== 'done') return;
  throw new FlowdeckError('epic.done', `The epic ${epic.id} is done.`, {
    details: { epic: epic.id },
  });
}

export function runningRefusal(
  what: string,
  id: string,
  running: readonly TaskState[],
): FlowdeckError {
  const names = running.map((task) =>
    task.assignee === null ? task.id : `${task.id} (${task.assignee})`,
  );
  return new FlowdeckError(
    'task.transition',
    `${what} would reset what is running: ${names.join(', ')}.`,
    { details: { id, running: running.map((task) => task.id) } },
  );
}
