/**
 * Where each field of a task lies, under the names that events use: the one table by which changes are compared,
 * written, undone, and tasks are taken away and made again.
 */
import type { Evidence } from '../domain/contract/rows.js';
import {
  findTaskDependencies,
  replaceTaskDependencies,
  replaceUnresolvedTaskDependencies,
  type DependencyEdge,
} from '../store/repositories/dependencies.js';
import { findEvidence, writeEvidence } from '../store/repositories/evidence.js';
import type { FieldsOfEvent } from '../store/repositories/events.js';
import { listFiles, replaceFiles } from '../store/repositories/file-ownership.js';
import { listLabels, replaceLabels } from '../store/repositories/labels.js';
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
  type TaskTextValues,
  type TaskValues,
} from '../store/repositories/tasks.js';
import type { Reader, Transaction } from '../store/types.js';
import { flattenPhases, phaseField, phaseOfField } from './phase-fields.js';

export interface TaskPatch
  extends Partial<TaskValues>, Partial<TaskTextValues>, Partial<RuntimeValues> {
  /** Null deletes it. */
  readonly evidence?: Evidence | null;
  readonly dependencies?: readonly DependencyEdge[];
  readonly unresolvedDependencies?: readonly DependencyEdge[];
  readonly files?: readonly string[];
  readonly labels?: readonly string[];
  /** By phase id; null deletes the phase's row. In events each is a field `phase:<id>` of its own. */
  readonly phases?: Readonly<Record<string, PhaseProgress | null>>;
}

/** A field that lies in rows of its own. */
interface RelatedField {
  read(reader: Reader, id: string): Promise<unknown>;
  write(transaction: Transaction, id: string, value: never): Promise<void>;
}

const relatedFields: Readonly<Record<string, RelatedField>> = {
  evidence: { read: findEvidence, write: writeEvidence },
  dependencies: {
    read: async (reader, id) => (await findTaskDependencies(reader, id)).dependencies,
    write: replaceTaskDependencies,
  },
  unresolvedDependencies: {
    read: async (reader, id) => (await findTaskDependencies(reader, id)).unresolvedDependencies,
    write: replaceUnresolvedTaskDependencies,
  },
  files: { read: listFiles, write: replaceFiles },
  labels: {
    read: (reader, id) => listLabels(reader, 'task', id),
    write: (transaction, id, labels) => replaceLabels(transaction, 'task', id, labels),
  },
};

/** All that can be written, besides the phases. */
export const taskFieldNames: ReadonlySet<string> = new Set(
  Object.keys({ ...taskFields, ...taskTextFields, ...runtimeFields, ...relatedFields }),
);

/** Phases and their flags, and what merely accompanies a status, leave the row version as it is. */
export const versionedTaskFields: ReadonlySet<string> = new Set([
  ...Object.keys(taskFields).filter((name) => !name.startsWith('phase') && name !== 'statusSource'),
  ...Object.keys(taskTextFields),
  'dependencies',
  'unresolvedDependencies',
  'files',
  'labels',
  'assignee',
  'claimedAt',
  'claimNote',
]);

/** A patch with each phase as a field of its own; what is undefined is left out. */
export function flattenTask(patch: TaskPatch): FieldsOfEvent {
  return flattenPhases(patch);
}

/** The stored values of these fields, of all without names; null where there is no such task. */
export async function readTaskFields(
  reader: Reader,
  id: string,
  names?: readonly string[],
): Promise<FieldsOfEvent | null> {
  const task = await findTask(reader, id);
  if (task === null) return null;
  const wanted = names && new Set(names);
  const wants = (name: string): boolean => wanted?.has(name) ?? true;
  const values: Record<string, unknown> = {};
  for (const name of ['createdAt', ...Object.keys({ ...taskFields, ...runtimeFields })]) {
    if (wants(name)) values[name] = task[name as keyof typeof task];
  }
  if (wants('body')) values['body'] = await findTaskBody(reader, id);
  for (const [name, field] of Object.entries(relatedFields)) {
    if (wants(name)) values[name] = await field.read(reader, id);
  }
  const phases = names?.flatMap((name) => phaseOfField(name) ?? []);
  if (phases?.length !== 0) {
    const progress = await findProgress(reader, workerProgress, id);
    for (const phase of phases ?? progress.keys()) {
      values[phaseField(phase)] = progress.get(phase) ?? null;
    }
  }
  return values;
}

/** Writes fields as they are given and raises the row version where they call for it. Returns the version. */
export async function writeTaskFields(
  transaction: Transaction,
  id: string,
  fields: FieldsOfEvent,
  now: string,
): Promise<number> {
  const part = (table: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => name in table));
  await writeRuntime(transaction, id, part(runtimeFields));
  for (const [name, field] of Object.entries(relatedFields)) {
    if (name in fields) await field.write(transaction, id, fields[name] as never);
  }
  for (const [name, progress] of Object.entries(fields)) {
    const phase = phaseOfField(name);
    if (phase === null) continue;
    await writeProgress(transaction, workerProgress, id, phase, progress as PhaseProgress | null);
  }
  return updateTask(transaction, id, part({ ...taskFields, ...taskTextFields }), {
    raise: Object.keys(fields).some((name) => versionedTaskFields.has(name)),
    now,
  });
}
