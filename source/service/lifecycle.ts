/** What people and agents do with a task, by the table of task states. */
import type { ActionInput, ActionResult } from '../domain/contract/calls.js';
import { FlowdeckError } from '../domain/errors.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import { findEpic } from '../store/repositories/epics.js';
import { listHintedTaskIds, type TaskState } from '../store/repositories/tasks.js';
import { options, particulars, result } from './actions.js';
import { propagateFailure, revive, type Changed } from './cascade.js';
import { refuseForeignClaim } from './claims.js';
import { configuration } from './configuration.js';
import type { CommandScope } from './context.js';
import { normaliseEvidence } from './evidence.js';
import type { CommandHandlers } from './handlers.js';
import { resolveId } from './identity.js';
import { restartTask } from './restart.js';
import { startTask } from './start.js';
import { changeTask, leftBehind, openTask, type TaskPatch } from './task-change.js';
import { transitionOf } from './transition.js';

export const lifecycle: CommandHandlers<
  | 'task.start'
  | 'task.done'
  | 'task.block'
  | 'task.unblock'
  | 'task.fail'
  | 'task.skip'
  | 'task.restart'
  | 'task.accept'
  | 'task.release'
> = {
  'task.start': startTask,

  async 'task.done'(scope, input) {
    const task = await openTask(scope, input);
    refuseForeignClaim(scope, task, 'done', input);
    const { to } = await transitionOf(scope, 'done', task, options(input, task));
    const given = input.evidence === undefined ? null : normaliseEvidence(input.evidence);
    const durationSeconds = secondsSince(task.claimedAt, scope.now);
    const summary = input.summary?.trim() || task.summary || '- Task completed';
    const finished = await changeTask(
      scope,
      task,
      {
        status: to,
        statusSource: 'database',
        completedAt: scope.now,
        durationSeconds,
        summary,
        ...leftBehind(to),
        ...(given && {
          evidence: given.evidence,
          baselineRevision: given.evidence.baselineRevision ?? task.baselineRevision,
          finalRevision: given.evidence.finalRevision ?? task.finalRevision,
        }),
      },
      {
        kind: 'task_completed',
        payload: particulars(scope, task, input, { durationSeconds: durationSeconds ?? undefined }),
      },
    );
    return {
      ...result(scope, finished, await revive(scope, [task.id])),
      durationSeconds,
      warning: given?.warning ?? null,
    };
  },

  async 'task.block'(scope, input) {
    const reason = input.reason.trim();
    if (reason === '') {
      throw new FlowdeckError('task.reason_missing', `Blocking ${input.id} needs a reason.`);
    }
    const task = await openTask(scope, input);
    const { to } = await transitionOf(scope, 'block', task, options(input, task));
    return finish(scope, task, {
      patch: { status: to, blockedAt: scope.now, blockedReason: reason },
      kind: 'task_blocked',
      payload: particulars(scope, task, input, { reason }),
    });
  },

  async 'task.unblock'(scope, input) {
    const task = await openTask(scope, input);
    const { to } = await transitionOf(scope, 'unblock', task, options(input, task));
    return finish(scope, task, {
      patch: { status: to },
      kind: 'task_unblocked',
      payload: particulars(scope, task, input, {}),
    });
  },

  async 'task.fail'(scope, input) {
    const task = await openTask(scope, input);
    const maximum = await configuration(scope.transaction, 'max_retries');
    const { to } = await transitionOf(scope, 'fail', task, {
      ...options(input, task),
      retriesLeft: Math.max(0, maximum - task.retryCount),
    });
    const reason = input.reason?.trim() || 'Task failed';
    if (to === 'up_for_retry') {
      const retry = task.retryCount + 1;
      return finish(scope, task, {
        patch: { status: to, failedReason: reason, retryCount: retry, claimedAt: null },
        kind: 'task_retry_scheduled',
        payload: particulars(scope, task, input, { reason, retry, maximum }),
      });
    }
    const failed = await changeTask(
      scope,
      task,
      { status: to, statusSource: 'database', failedReason: reason, ...leftBehind(to) },
      { kind: 'task_failed', payload: particulars(scope, task, input, { reason }) },
    );
    return result(scope, failed, await propagateFailure(scope, task.id));
  },

  async 'task.skip'(scope, input) {
    const task = await openTask(scope, input);
    const { to } = await transitionOf(scope, 'skip', task, options(input, task));
    const reason = input.reason?.trim() || null;
    return finish(scope, task, {
      patch: { status: to, skippedReason: reason },
      kind: 'task_skipped',
      payload: particulars(scope, task, input, { reason: reason ?? undefined }),
    });
  },

  'task.restart': restartTask,

  /** With an epic's id, all of its hints at once. */
  async 'task.accept'(scope, input) {
    const { kind, id } = await resolveId(scope.transaction, input.id);
    if (kind === 'epic') return acceptEpic(scope, id);
    return acceptTask(scope, input);
  },

  async 'task.release'(scope, input) {
    const task = await openTask(scope, input);
    refuseForeignClaim(scope, task, 'release', input);
    const { to } = await transitionOf(scope, 'release', task, options(input, task));
    return finish(scope, task, {
      patch: { status: to, assignee: null, claimedAt: null, claimNote: '' },
      kind: 'task_released',
      payload: particulars(scope, task, input, { releasedFrom: task.assignee ?? undefined }),
    });
  },
};

async function acceptTask(scope: CommandScope, input: ActionInput): Promise<ActionResult> {
  const task = await openTask(scope, input);
  const { to } = await transitionOf(scope, 'accept', task, {
    ...options(input, task),
    hinted: task.finishedHint,
  });
  return finish(scope, task, {
    patch: { status: to },
    kind: 'task_accepted',
    payload: particulars(scope, task, input, {}),
  });
}

/** All of an epic's finished hints become done. */
export async function acceptHinted(
  scope: CommandScope,
  epicId: string,
): Promise<{ readonly accepted: readonly string[]; readonly changed: readonly Changed[] }> {
  const accepted = await listHintedTaskIds(scope.transaction, epicId);
  const changed = new Map<string, TaskStatus>();
  for (const hinted of accepted) {
    const { status, alsoChanged } = await acceptTask(scope, { id: hinted });
    changed.set(hinted, status);
    for (const other of alsoChanged) changed.set(other.id, other.status);
  }
  return { accepted, changed: [...changed].map(([id, status]) => ({ id, status })) };
}

async function acceptEpic(scope: CommandScope, id: string): Promise<ActionResult> {
  const { changed } = await acceptHinted(scope, id);
  return {
    id,
    status: 'done',
    version: (await findEpic(scope.transaction, id))?.version ?? 0,
    commandId: scope.commandId,
    alsoChanged: changed,
  };
}

/** Writes a change of status, then gives back what it frees. */
async function finish(
  scope: CommandScope,
  task: TaskState,
  change: {
    readonly patch: TaskPatch & { readonly status: TaskStatus };
    readonly kind: Parameters<typeof changeTask>[3]['kind'];
    readonly payload: Readonly<Record<string, unknown>>;
  },
): Promise<ActionResult> {
  const changed = await changeTask(
    scope,
    task,
    { statusSource: 'database', ...leftBehind(change.patch.status), ...change.patch },
    { kind: change.kind, payload: change.payload },
  );
  return result(scope, changed, await revive(scope, [task.id]));
}

/** Whole seconds, never negative; null without a beginning. */
function secondsSince(start: string | null, end: string): number | null {
  const seconds = start === null ? NaN : (Date.parse(end) - Date.parse(start)) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : null;
}
