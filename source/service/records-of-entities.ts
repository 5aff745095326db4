/** An epic or a task with everything that belongs to it, by the names that events use. */
import type { RecordedFields } from '../domain/contract/recovery-calls.js';
import { findEpicDependencies, findTaskDependencies } from '../store/repositories/dependencies.js';
import { epicFields, epicTextFields, findEpic, findEpicBody } from '../store/repositories/epics.js';
import { findEvidence } from '../store/repositories/evidence.js';
import { listFiles } from '../store/repositories/file-ownership.js';
import {
  findProgress,
  pipelineProgress,
  workerProgress,
  type PhaseProgress,
} from '../store/repositories/phases.js';
import { runtimeFields } from '../store/repositories/runtime-state.js';
import { findTask, findTaskBody, taskFields, taskTextFields } from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import type { EpicPatch } from './epic-change.js';
import type { TaskPatch } from './task-change.js';

const phasePrefix = 'phase:';

/** Null where there is no such task. */
export async function readTaskRecord(reader: Reader, id: string): Promise<RecordedFields | null> {
  const task = await findTask(reader, id);
  if (task === null) return null;
  return {
    ...without(task, 'version', 'updatedAt'),
    body: await findTaskBody(reader, id),
    evidence: await findEvidence(reader, id),
    ...(await findTaskDependencies(reader, id)),
    files: await listFiles(reader, id),
    ...phaseFields(await findProgress(reader, workerProgress, id)),
  };
}

/** Null where there is no such epic. */
export async function readEpicRecord(reader: Reader, id: string): Promise<RecordedFields | null> {
  const epic = await findEpic(reader, id);
  if (epic === null) return null;
  return {
    ...without(epic, 'version', 'updatedAt'),
    body: await findEpicBody(reader, id),
    ...(await findEpicDependencies(reader, id)),
    ...phaseFields(await findProgress(reader, pipelineProgress, id)),
  };
}

function without(entity: object, ...names: readonly string[]): RecordedFields {
  return Object.fromEntries(Object.entries(entity).filter(([name]) => !names.includes(name)));
}

function phaseFields(progress: ReadonlyMap<string, PhaseProgress>): RecordedFields {
  return Object.fromEntries([...progress].map(([id, value]) => [`${phasePrefix}${id}`, value]));
}

const taskNames = new Set([
  ...Object.keys({ ...taskFields, ...taskTextFields, ...runtimeFields }),
  ...['evidence', 'dependencies', 'unresolvedDependencies', 'files'],
]);
const epicNames = new Set([
  ...Object.keys({ ...epicFields, ...epicTextFields }),
  ...['dependencies', 'unresolvedDependencies'],
]);

/** The fields that this program knows, as a change; those of a newer one are left out. */
export function taskPatch(record: RecordedFields): TaskPatch {
  return patchOf(record, taskNames);
}

export function epicPatch(record: RecordedFields): EpicPatch {
  return patchOf(record, epicNames);
}

function patchOf(record: RecordedFields, names: ReadonlySet<string>): RecordedFields {
  const entries = Object.entries(record);
  const phases = entries
    .filter(([name]) => name.startsWith(phasePrefix))
    .map(([name, value]) => [name.slice(phasePrefix.length), value]);
  return {
    ...Object.fromEntries(entries.filter(([name]) => names.has(name))),
    ...(phases.length > 0 && { phases: Object.fromEntries(phases) as object }),
  };
}
