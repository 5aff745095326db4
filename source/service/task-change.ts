/**
 * The one way in which a task changes: a patch of fields is compared with what is stored, what differs is written, and
 * an event with the values before and after is appended. Whoever applies an event's `after` again, or its `before`
 * backwards, arrives at the same task.
 */
import type { Evidence } from '../domain/contract/rows.js';
import { FlowdeckError } from '../domain/errors.js';
import type { EventKind, TaskStatus } from '../domain/vocabulary.js';
import {
  findTaskDependencies,
  replaceTaskDependencies,
  replaceUnresolvedTaskDependencies,
  type DependencyEdge,
} from '../store/repositories/dependencies.js';
import { findEvidence, writeEvidence } from '../store/repositories/evidence.js';
import { listEventsAfterVersion, type FieldsOfEvent } from '../store/repositories/events.js';
import { listFiles, replaceFiles } from '../store/repositories/file-ownership.js';
import {
  findProgress,
  workerProgress,
  writeProgress,
  type PhaseProgress,
} from '../store/repositories/phases.js';
import {
  runtimeFields,
  writeRuntime,
  type RuntimeValues,
} from '../store/repositories/runtime-state.js';
import {
  findTask,
  findTaskBody,
  taskFields,
  taskTextFields,
  updateTask,
  type TaskState,
  type TaskTextValues,
  type TaskValues,
} from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';
import { notFound, resolveTask } from './identity.js';
import { keepsLocks, releaseTaskLocks } from './lock-release.js';

export interface TaskPatch
  extends Partial<TaskValues>, Partial<TaskTextValues>, Partial<RuntimeValues> {
  /** Null deletes it. */
  readonly evidence?: Evidence | null;
  readonly dependencies?: readonly DependencyEdge[];
  readonly unresolvedDependencies?: readonly DependencyEdge[];
  readonly files?: readonly string[];
  /** By phase id; null deletes the phase's row. In events each is a field `phase:<id>` of its own. */
  readonly phases?: Readonly<Record<string, PhaseProgress | null>>;
}

/** Phases and their flags, and what merely accompanies a status, leave the row version as it is. */
const versionedFields: ReadonlySet<string> = new Set([
  ...Object.keys(taskFields).filter((name) => !name.startsWith('phase') && name !== 'statusSource'),
  ...Object.keys(taskTextFields),
  'dependencies',
  'unresolvedDependencies',
  'files',
  'assignee',
  'claimedAt',
  'claimNote',
]);

/** What a task in this status has nothing to do with any more: the times and reasons of former ones. */
export function leftBehind(status: TaskStatus): Partial<TaskPatch> {
  return {
    ...(status !== 'done' && { completedAt: null, durationSeconds: null }),
    ...(status === 'done' && { failedReason: null, finishedHint: false }),
    ...(status !== 'blocked' && { blockedAt: null, blockedReason: null }),
    ...(status !== 'skipped' && { skippedReason: null }),
  };
}

export interface TaskEvent {
  readonly kind: EventKind;
  readonly payload?: FieldsOfEvent;
}

/** Writes the patch and appends its event. Returns the task as it is now. */
export async function changeTask(
  scope: CommandScope,
  task: TaskState,
  patch: TaskPatch,
  event: TaskEvent,
): Promise<TaskState> {
  const { transaction } = scope;
  const [before, after] = differences(await readFields(transaction, task, patch), flatten(patch));
  const changed = (name: keyof TaskPatch): boolean => name in after;
  const part = (fields: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(after).filter(([name]) => name in fields));

  await writeRuntime(transaction, task.id, part(runtimeFields));
  if (patch.evidence !== undefined && changed('evidence')) {
    await writeEvidence(transaction, task.id, patch.evidence);
  }
  if (patch.dependencies && changed('dependencies')) {
    await replaceTaskDependencies(transaction, task.id, patch.dependencies);
  }
  if (patch.unresolvedDependencies && changed('unresolvedDependencies')) {
    await replaceUnresolvedTaskDependencies(transaction, task.id, patch.unresolvedDependencies);
  }
  if (patch.files && changed('files')) await replaceFiles(transaction, task.id, patch.files);
  for (const [phase, progress] of Object.entries(patch.phases ?? {})) {
    if (!(phaseField(phase) in after)) continue;
    await writeProgress(transaction, workerProgress, task.id, phase, progress);
  }
  const definition = part({ ...taskFields, ...taskTextFields });
  const version = await updateTask(transaction, task.id, definition, {
    raise: Object.keys(after).some((name) => versionedFields.has(name)),
    now: scope.now,
  });
  const result: TaskState = {
    ...task,
    ...part(taskFields),
    ...part(runtimeFields),
    version,
    updatedAt: version === task.version ? task.updatedAt : scope.now,
  };
  await appendEvent(scope, {
    ...event,
    entityKind: 'task',
    entityId: task.id,
    epicId: result.epicId,
    taskId: task.id,
    version,
    before,
    after,
  });
  if ('status' in after && !keepsLocks(result.status)) await releaseTaskLocks(scope, result);
  return result;
}

/** The stored values of the fields that a patch names. */
async function readFields(
  reader: Reader,
  task: TaskState,
  patch: TaskPatch,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(patch)) {
    if (name in task) values[name] = task[name as keyof TaskState];
  }
  if (patch.body !== undefined) values['body'] = await findTaskBody(reader, task.id);
  if (patch.evidence !== undefined) values['evidence'] = await findEvidence(reader, task.id);
  if (patch.files !== undefined) values['files'] = await listFiles(reader, task.id);
  if (patch.dependencies !== undefined || patch.unresolvedDependencies !== undefined) {
    Object.assign(values, await findTaskDependencies(reader, task.id));
  }
  if (patch.phases !== undefined) {
    const progress = await findProgress(reader, workerProgress, task.id);
    for (const phase of Object.keys(patch.phases)) {
      values[phaseField(phase)] = progress.get(phase) ?? null;
    }
  }
  return values;
}

function phaseField(phase: string): string {
  return `phase:${phase}`;
}

function flatten({ phases, ...fields }: TaskPatch): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries<unknown>(fields)) {
    if (value !== undefined) values[name] = value;
  }
  for (const [phase, progress] of Object.entries(phases ?? {})) {
    values[phaseField(phase)] = progress;
  }
  return values;
}

/** Both sides, reduced to the fields whose values differ. */
export function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): [Record<string, unknown>, Record<string, unknown>] {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const pick = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return [pick(before), pick(after)];
}

/** A patch that takes all of a task's phases away. */
export async function withoutPhases(
  reader: Reader,
  taskId: string,
): Promise<Readonly<Record<string, null>>> {
  const progress = await findProgress(reader, workerProgress, taskId);
  return Object.fromEntries([...progress.keys()].map((phase) => [phase, null]));
}

/**
 * The task that an action is about, as the caller believes it to be.
 * @throws FlowdeckError `store.conflict` where somebody changed it since, and the errors of resolving an id
 */
export async function openTask(
  scope: CommandScope,
  input: { readonly id: string; readonly expectedVersion?: number },
): Promise<TaskState> {
  const { transaction } = scope;
  const id = await resolveTask(transaction, input.id);
  const task = await findTask(transaction, id);
  if (task === null) throw await notFound(transaction, 'task', input.id);
  const expected = input.expectedVersion;
  if (expected !== undefined && expected !== task.version) {
    throw await conflict(transaction, task, expected);
  }
  return task;
}

async function conflict(reader: Reader, task: TaskState, expected: number): Promise<FlowdeckError> {
  const later = await listEventsAfterVersion(reader, 'task', task.id, expected);
  const changes = later
    .filter(({ fields }) => fields.some((field) => versionedFields.has(field)))
    .map(({ id, actor, kind, fields, timestamp }) => ({
      event: id,
      actor,
      kind,
      fields,
      timestamp,
    }));
  const actors = [...new Set(changes.map((change) => change.actor ?? 'somebody'))];
  const fields = [...new Set(changes.flatMap((change) => change.fields))];
  const who = actors.join(' and ') || 'an import';
  const what = fields.length > 0 ? ` (${fields.join(', ')})` : '';
  return new FlowdeckError(
    'store.conflict',
    `${task.id} was changed by ${who}${what}: it is at version ${task.version}, not ${expected}.`,
    { details: { id: task.id, expected, version: task.version, changes } },
  );
}
