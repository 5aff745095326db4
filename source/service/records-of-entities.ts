/** An epic or a task with everything that belongs to it, by the names that events use. */
import type { RecordedFields } from '../domain/contract/recovery-calls.js';
import { findEpic } from '../store/repositories/epics.js';
import { findTask } from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import { epicFieldNames, readEpicFields, type EpicPatch } from './epic-fields.js';
import { gatherPhases } from './phase-fields.js';
import { readTaskFields, taskFieldNames, type TaskPatch } from './task-fields.js';

/** Null where there is no such task. */
export async function readTaskRecord(reader: Reader, id: string): Promise<RecordedFields | null> {
  const task = await findTask(reader, id);
  return task && { id, updatedAt: task.updatedAt, ...(await readTaskFields(reader, id)) };
}

/** Null where there is no such epic. */
export async function readEpicRecord(reader: Reader, id: string): Promise<RecordedFields | null> {
  const epic = await findEpic(reader, id);
  return epic && { id, updatedAt: epic.updatedAt, ...(await readEpicFields(reader, id)) };
}

/** The fields that this program knows, as a change; those of a newer one are left out. */
export function taskPatch(record: RecordedFields): TaskPatch {
  return gatherPhases(record, taskFieldNames);
}

export function epicPatch(record: RecordedFields): EpicPatch {
  return gatherPhases(record, epicFieldNames);
}
