/** Start: a claim, and the beginning of work. */
import type { ActionResult, CommandInput } from '../domain/contract/calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { compareIds } from '../domain/ids.js';
import { isSatisfied } from '../domain/statuses.js';
import { findTaskDependencies } from '../store/repositories/dependencies.js';
import { findStatuses, type TaskState } from '../store/repositories/tasks.js';
import { options, particulars, result } from './actions.js';
import { revive } from './cascade.js';
import { foreignHolder, refuseForeignClaim } from './claims.js';
import type { CommandScope } from './context.js';
import { changeTask, leftBehind, openTask } from './task-change.js';
import { transitionOf } from './transition.js';

/**
 * Starts a task, or goes on with one's own. Whoever takes over a claim stands where its holder stood: what has begun
 * goes on, and what has not waits for its dependencies all the same. Only force overrides those.
 * @throws FlowdeckError `task.claimed`, `task.dependencies_open`, `task.transition`
 */
export async function startTask(
  scope: CommandScope,
  input: CommandInput<'task.start'>,
): Promise<ActionResult> {
  const task = await openTask(scope, input);
  refuseForeignClaim(scope, task, 'start', input);
  const isOwn = foreignHolder(scope, task) === null;
  const transition = await transitionOf(scope, 'start', task, {
    ...options(input, task),
    sameActor: isOwn || input.takeOver === true,
  });
  if (transition.resumed && isOwn) return resume(scope, task, input);
  if (!input.force && !transition.resumed) await refuseOpenDependencies(scope, task);
  const { claim, formerHolder } = claimOf(scope, task, input);
  const started = await changeTask(
    scope,
    task,
    {
      status: transition.to,
      statusSource: 'database',
      ...claim,
      finalRevision: null,
      ...leftBehind(transition.to),
    },
    {
      kind: 'task_started',
      payload: {
        note: input.note,
        takenOverFrom: formerHolder ?? undefined,
        ...(input.force && { forced: true }),
      },
    },
  );
  return result(scope, started, await revive(scope, [task.id]));
}

async function resume(
  scope: CommandScope,
  task: TaskState,
  input: CommandInput<'task.start'>,
): Promise<ActionResult> {
  const resumed = await changeTask(
    scope,
    task,
    {
      assignee: scope.actor,
      claimedAt: task.claimedAt ?? scope.now,
      claimNote: input.note ?? task.claimNote,
      statusSource: 'database',
    },
    { kind: 'task_resumed', payload: particulars(scope, task, input, { note: input.note }) },
  );
  return result(scope, resumed, []);
}

/** The claim of whoever starts: from now on, unless it is one's own and was only interrupted. */
function claimOf(
  scope: CommandScope,
  task: TaskState,
  input: CommandInput<'task.start'>,
): {
  readonly claim: Pick<TaskState, 'assignee' | 'claimedAt' | 'claimNote'>;
  readonly formerHolder: string | null;
} {
  const isOwn = task.assignee === scope.actor;
  const goesOn = isOwn && (task.status === 'todo' || task.status === 'blocked');
  const formerHolder = isOwn || task.status === 'up_for_retry' ? null : task.assignee;
  return {
    claim: {
      assignee: scope.actor,
      claimedAt: goesOn ? (task.claimedAt ?? scope.now) : scope.now,
      claimNote: input.note ?? (formerHolder === null ? '' : `Taken over from ${formerHolder}`),
    },
    formerHolder,
  };
}

async function refuseOpenDependencies(scope: CommandScope, task: TaskState): Promise<void> {
  const found = await findTaskDependencies(scope.transaction, task.id);
  const ids = (edges: typeof found.dependencies): string[] =>
    edges.filter((edge) => edge.kind === 'blocks').map((edge) => edge.id);
  const dependencies = ids(found.dependencies);
  const unresolved = ids(found.unresolvedDependencies).sort(compareIds);
  const statuses = await findStatuses(scope.transaction, dependencies);
  const open = dependencies
    .filter((id) => !isSatisfied(statuses.get(id) ?? 'todo'))
    .sort(compareIds)
    .map((id) => ({ id, status: statuses.get(id) ?? null }));
  if (open.length === 0 && unresolved.length === 0) return;
  const names = [
    ...open.map(({ id, status }) => `${id} (${status ?? 'missing'})`),
    ...unresolved.map((id) => `${id} (does not exist)`),
  ];
  throw new FlowdeckError('task.dependencies_open', `${task.id} waits for ${names.join(', ')}.`, {
    details: { id: task.id, open, unresolved },
  });
}
