import { FlowdeckError } from './errors.js';
import { taskStatuses, type TaskStatus } from './vocabulary.js';

/** One row of the table of task states. */
interface OperationDefinition {
  readonly from: readonly TaskStatus[];
  /** States in which the operation continues what the same actor began. */
  readonly resumesFrom?: readonly TaskStatus[];
  readonly to: TaskStatus;
  /** Where it leads instead while retries are left. */
  readonly toWithRetriesLeft?: TaskStatus;
  /** Only for tasks with a finished hint. */
  readonly needsHint?: boolean;
  /** Who asks for it: a person or agent for one task, or the program as a consequence of something else. */
  readonly by: 'actor' | 'program';
}

function allBut(...excluded: readonly TaskStatus[]): readonly TaskStatus[] {
  return taskStatuses.filter((status) => !excluded.includes(status));
}

/** The table of task states, by operation. Undo, redo, import and restored checkpoints set recorded values instead. */
export const operations = {
  start: {
    from: ['todo', 'up_for_retry'],
    resumesFrom: ['in_progress'],
    to: 'in_progress',
    by: 'actor',
  },
  done: { from: ['in_progress'], to: 'done', by: 'actor' },
  block: { from: ['todo', 'in_progress', 'up_for_retry'], to: 'blocked', by: 'actor' },
  unblock: { from: ['blocked'], to: 'todo', by: 'actor' },
  fail: { from: ['in_progress'], to: 'failed', toWithRetriesLeft: 'up_for_retry', by: 'actor' },
  skip: { from: allBut('done'), to: 'skipped', by: 'actor' },
  restart: { from: taskStatuses, to: 'todo', by: 'actor' },
  reset: { from: taskStatuses, to: 'todo', by: 'actor' },
  replay: { from: taskStatuses, to: 'todo', by: 'program' },
  propagate: { from: allBut('done', 'skipped', 'failed'), to: 'upstream_failed', by: 'program' },
  revive: { from: ['upstream_failed'], to: 'todo', by: 'program' },
  release: { from: ['in_progress'], to: 'todo', by: 'actor' },
  accept: { from: ['todo'], to: 'done', needsHint: true, by: 'actor' },
  recover: { from: ['todo', 'in_progress', 'up_for_retry'], to: 'done', by: 'program' },
} as const satisfies Record<string, OperationDefinition>;
export type Operation = keyof typeof operations;

export interface OperationOptions {
  /** Widens the states from which the operation may start to all. */
  readonly force?: boolean;
  /** How often a task may still be tried again; 0 unless given. */
  readonly retriesLeft?: number;
  /** The actor holds the task already. */
  readonly sameActor?: boolean;
  /** The task has a finished hint; matters only for `accept`, which is refused where this is false. */
  readonly hinted?: boolean;
  /** Names the task in the message. */
  readonly id?: string;
}

export interface Transition {
  readonly to: TaskStatus;
  /** The same actor goes on with what was begun. */
  readonly resumed: boolean;
  /** The table forbids it and force was given. */
  readonly forced: boolean;
}

/**
 * Where an operation leads from a status.
 * @throws FlowdeckError `task.transition` where the table forbids it and `force` is not given
 */
export function applyOperation(
  operation: Operation,
  status: TaskStatus,
  options: OperationOptions = {},
): Transition {
  const definition: OperationDefinition = operations[operation];
  const resumed = options.sameActor === true && definition.resumesFrom?.includes(status) === true;
  const allowed = resumed || isAllowed(definition, status, options.hinted);
  if (!allowed && !options.force) throw forbidden(operation, status, options);
  const retry = (options.retriesLeft ?? 0) > 0 ? definition.toWithRetriesLeft : undefined;
  return { to: retry ?? definition.to, resumed, forced: !allowed };
}

function isAllowed(
  definition: OperationDefinition,
  status: TaskStatus,
  hinted: boolean | undefined,
): boolean {
  return definition.from.includes(status) && !(definition.needsHint && hinted === false);
}

/**
 * What a person or an agent may ask for on a task in this status, in the table's order.
 * @param context what is known of the task; without it neither resuming nor accepting is offered
 */
export function allowedOperations(
  status: TaskStatus,
  context: { readonly sameActor?: boolean; readonly hinted?: boolean } = {},
): Operation[] {
  return operationNames.filter((operation) => {
    const definition: OperationDefinition = operations[operation];
    if (definition.by !== 'actor') return false;
    if (context.sameActor && definition.resumesFrom?.includes(status)) return true;
    return isAllowed(definition, status, context.hinted ?? false);
  });
}

const operationNames = Object.keys(operations) as Operation[];

function forbidden(
  operation: Operation,
  status: TaskStatus,
  options: OperationOptions,
): FlowdeckError {
  const definition: OperationDefinition = operations[operation];
  const from = [
    ...definition.from.map((each) =>
      definition.needsHint ? `${each} with a finished hint` : each,
    ),
    ...(definition.resumesFrom ?? []).map((each) => `${each} by the same actor`),
  ];
  const allowed = allowedOperations(status, options);
  return new FlowdeckError(
    'task.transition',
    `Cannot apply ${operation}: ${options.id ?? 'the task'} is ${status}, ${operation} starts from ` +
      `${from.join(', ')}; from ${status} one can ${allowed.join(', ')}.`,
    { details: { operation, status, from: definition.from, allowed } },
  );
}
