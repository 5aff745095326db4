/** The definition of tasks: their own columns and labels. */
import { compareIds } from '../../domain/ids.js';
import type { StatusSource, TaskStatus } from '../../domain/vocabulary.js';
import type { Reader, Transaction } from '../types.js';
import {
  columnList,
  decodeFields,
  flag,
  insertDefinition,
  json,
  number,
  optionalNumber,
  optionalText,
  text,
  textOf,
  updateDefinition,
  type FieldValues,
} from './fields.js';
import { bindList } from './json-list.js';
import { allPacked } from './packed.js';
import { runtimeFields, type RuntimeValues } from './runtime-state.js';

/** All of a definition but the body, which lists and actions never need. */
export const taskFields = {
  epicId: optionalText('epic_id'),
  parentId: optionalText('parent_id'),
  title: text('title'),
  status: text<TaskStatus>('status'),
  statusSource: text<StatusSource>('status_source'),
  finishedHint: flag('finished_hint'),
  priority: optionalNumber('priority'),
  domain: text('domain'),
  implementBackend: optionalText('implement_backend'),
  reviewBackend: optionalText('review_backend'),
  syncBackend: optionalText('sync_backend'),
  phaseScheme: number('phase_scheme'),
  phaseTdd: flag('phase_tdd'),
  phaseReview: optionalText('phase_review'),
  specPath: optionalText('spec_path'),
  extra: json<Readonly<Record<string, unknown>>>('extra', {}),
};
export const taskTextFields = { body: text('body') };

export type TaskValues = FieldValues<typeof taskFields>;
export type TaskTextValues = FieldValues<typeof taskTextFields>;

/** A task with its runtime state, as actions need it. */
export interface TaskState extends TaskValues, RuntimeValues {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export async function findTask(reader: Reader, id: string): Promise<TaskState | null> {
  const [task] = await findTasks(reader, [id]);
  return task ?? null;
}

/** Those that exist, in no particular order. */
export async function findTasks(reader: Reader, ids: readonly string[]): Promise<TaskState[]> {
  const rows = await reader.all(
    `SELECT t.id, t.version, t.created_at, t.updated_at,
       ${columnList(taskFields, 't')}, ${columnList(runtimeFields, 'r')}
     FROM tasks t LEFT JOIN runtime_state r ON r.task_id = t.id
     WHERE t.id IN (SELECT value FROM json_each(?))`,
    [bindList(ids)],
  );
  return rows.map((row) => ({
    id: textOf(row.id),
    version: Number(row.version),
    createdAt: textOf(row.created_at),
    updatedAt: textOf(row.updated_at),
    ...decodeFields(taskFields, row),
    ...decodeFields(runtimeFields, row),
  }));
}

export async function anyTaskHasStatus(reader: Reader, status: TaskStatus): Promise<boolean> {
  return (await reader.get('SELECT 1 FROM tasks WHERE status = ? LIMIT 1', [status])) !== null;
}

export async function findTaskBody(reader: Reader, id: string): Promise<string> {
  const row = await reader.get<{ body: string }>('SELECT body FROM tasks WHERE id = ?', [id]);
  return row?.body ?? '';
}

export async function insertTask(
  transaction: Transaction,
  task: { readonly id: string; readonly createdAt: string } & Partial<TaskValues & TaskTextValues>,
): Promise<void> {
  await insertDefinition(transaction, 'tasks', task, { ...taskFields, ...taskTextFields });
}

/** Writes the columns of `patch`; with `raise` the row version rises. Returns the version that holds now. */
export async function updateTask(
  transaction: Transaction,
  id: string,
  patch: Partial<TaskValues & TaskTextValues>,
  change: { readonly raise: boolean; readonly now: string },
): Promise<number> {
  return updateDefinition(
    transaction,
    'tasks',
    id,
    { ...taskFields, ...taskTextFields },
    patch,
    change,
  );
}

export async function findStatuses(
  reader: Reader,
  ids: readonly string[],
): Promise<Map<string, TaskStatus>> {
  const rows = await allPacked<{ id: string; status: TaskStatus }>(
    reader,
    'SELECT id, status FROM tasks WHERE id IN (SELECT value FROM json_each(?))',
    ['id', 'status'],
    [bindList(ids)],
  );
  return new Map(rows.map((row) => [row.id, row.status]));
}

/** The tasks of an epic that look finished and are not recorded so, in natural order. */
export async function listHintedTaskIds(reader: Reader, epicId: string): Promise<string[]> {
  const rows = await reader.all<{ id: string }>(
    "SELECT id FROM tasks WHERE epic_id = ? AND status = 'todo' AND finished_hint = 1",
    [epicId],
  );
  return rows.map((row) => row.id).sort(compareIds);
}

export async function listTaskIds(reader: Reader, epicId: string): Promise<string[]> {
  const rows = await reader.all<{ id: string }>('SELECT id FROM tasks WHERE epic_id = ?', [epicId]);
  return rows.map((row) => row.id);
}

/** The source of the files that hold the task too; null where none do. */
export async function findTaskOrigin(reader: Reader, id: string): Promise<number | null> {
  const row = await reader.get<{ source_id: number | null }>(
    'SELECT source_id FROM tasks WHERE id = ?',
    [id],
  );
  return row?.source_id ?? null;
}

export async function listChildren(reader: Reader, id: string): Promise<string[]> {
  const rows = await reader.all<{ id: string }>('SELECT id FROM tasks WHERE parent_id = ?', [id]);
  return rows.map((row) => row.id);
}

/** Ids that a new task of this epic must not take: its tasks', and those spelled after it, old ones included. */
export async function listTakenTaskIds(reader: Reader, epicId: string): Promise<string[]> {
  const prefix = `${epicId}.`;
  const rows = await reader.all<{ id: string }>(
    `SELECT id FROM tasks WHERE epic_id = ?
     UNION SELECT id FROM tasks WHERE substr(id, 1, ?) = ?
     UNION SELECT alias FROM id_aliases WHERE entity_kind = 'task' AND substr(alias, 1, ?) = ?`,
    [epicId, prefix.length, prefix, prefix.length, prefix],
  );
  return rows.map((row) => row.id);
}
