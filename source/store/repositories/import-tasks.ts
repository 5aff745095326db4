/** Tasks as the importer compares and writes them: many at a time, with everything a file can say. */
import type { DependencyKind } from '../../domain/vocabulary.js';
import type { Reader, SqlValue, Transaction } from '../types.js';
import { insertRows } from './bulk.js';
import { encodeFields, columnList, decodeFields, upsertFields } from './fields.js';
import {
  groupBy,
  textCell,
  without,
  type EntityFields,
  type NewEntity,
  type StoredEntity,
} from './import-fields.js';
import type { ImportedEdge, PhasesValue } from './import-task-lists.js';
import { bindList } from './json-list.js';
import { runtimeFields } from './runtime-state.js';
import { taskFields, taskTextFields } from './tasks.js';
import { evidenceFields } from './evidence.js';

const importedTaskFields = {
  ...without(taskFields, ['phaseScheme', 'phaseTdd', 'phaseReview']),
  ...taskTextFields,
};
const importedRuntimeFields = without(runtimeFields, [
  'blockedAt',
  'baselineRevision',
  'finalRevision',
]);

export async function loadTasks(
  reader: Reader,
  ids: readonly string[],
): Promise<Map<string, StoredEntity>> {
  if (ids.length === 0) return new Map();
  const list = bindList(ids);
  const inIds = 'task_id IN (SELECT value FROM json_each(?1))';
  const rows = await reader.all(
    `SELECT t.id, t.phase_scheme,
       ${columnList(importedTaskFields, 't')}, ${columnList(importedRuntimeFields, 'r')}
     FROM tasks t LEFT JOIN runtime_state r ON r.task_id = t.id
     WHERE t.id IN (SELECT value FROM json_each(?))`,
    [list],
  );
  const edges = await reader.all<{ task_id: string; depends_on: string; kind: DependencyKind }>(
    `SELECT task_id, depends_on, kind FROM task_deps WHERE ${inIds}
     UNION ALL SELECT task_id, depends_on, kind FROM unresolved_task_deps WHERE ${inIds}`,
    [list],
  );
  const related = async (table: string, column: string) =>
    groupBy(
      await reader.all<{ owner: string; value: string }>(
        `SELECT task_id AS owner, ${column} AS value FROM ${table} WHERE ${inIds} ORDER BY 1, 2`,
        [list],
      ),
    );
  const files = await related('file_ownership', 'file_path');
  const labels = await related('task_labels', 'label');
  const evidence = await reader.all(
    `SELECT e.task_id, ${columnList(evidenceFields, 'e')} FROM evidence e WHERE e.${inIds}`,
    [list],
  );
  const evidenceOf = new Map(
    evidence.map((row) => [textCell(row.task_id), decodeFields(evidenceFields, row)]),
  );
  const edgesOf = new Map<string, ImportedEdge[]>();
  for (const { task_id: owner, depends_on: id, kind } of edges) {
    edgesOf.set(owner, [...(edgesOf.get(owner) ?? []), { id, kind }]);
  }
  const phasesOf = await loadPhases(reader, list);
  return new Map(
    rows.map((row) => {
      const id = textCell(row.id);
      const phases = phasesOf.get(id);
      const fields = {
        ...decodeFields(importedTaskFields, row),
        ...decodeFields(importedRuntimeFields, row),
        dependsOn: edgesOf.get(id) ?? [],
        ownedFiles: files.get(id) ?? [],
        labels: labels.get(id) ?? [],
        evidence: evidenceOf.get(id) ?? null,
        phases: phases ? { scheme: row.phase_scheme === 2 ? 2 : 1, ...phases } : null,
      };
      return [id, { id, placeholder: false, fields }];
    }),
  );
}

async function loadPhases(
  reader: Reader,
  list: string,
): Promise<Map<string, Omit<PhasesValue, 'scheme'>>> {
  const rows = await reader.all<{
    task_id: string;
    phase: string;
    status: string;
    started_at: string | null;
  }>(
    `SELECT task_id, phase, status, started_at FROM phase_progress
     WHERE status IN ('done', 'active') AND task_id IN (SELECT value FROM json_each(?))
     ORDER BY task_id, phase`,
    [list],
  );
  const phases = new Map<string, Omit<PhasesValue, 'scheme'>>();
  for (const row of rows) {
    const known = phases.get(row.task_id) ?? { completed: [], current: null, startedAt: null };
    phases.set(
      row.task_id,
      row.status === 'done'
        ? { ...known, completed: [...known.completed, row.phase] }
        : { ...known, current: row.phase, startedAt: row.started_at },
    );
  }
  return phases;
}

/** Parents are left out: they may be inserted later, and are set by `writeParents`. */
export async function insertTasks(
  transaction: Transaction,
  sourceId: number,
  tasks: readonly NewEntity[],
): Promise<void> {
  const [first] = tasks;
  if (!first) return;
  const columnFields = (fields: EntityFields) => ({ ...fields, parentId: null });
  const { columns } = encodeFields(importedTaskFields, columnFields(first.fields));
  await insertRows(
    transaction,
    'tasks',
    ['id', 'source_id', 'created_at', 'updated_at', ...columns],
    tasks.map(({ id, createdAt, updatedAt, fields }): SqlValue[] => [
      id,
      sourceId,
      createdAt,
      updatedAt,
      ...encodeFields(importedTaskFields, columnFields(fields)).values,
    ]),
  );
  const runtime = encodeFields(importedRuntimeFields, first.fields).columns;
  await insertRows(
    transaction,
    'runtime_state',
    ['task_id', ...runtime],
    tasks.map(({ id, fields }) => [id, ...encodeFields(importedRuntimeFields, fields).values]),
  );
}

/** Writes the columns among the fields, those of the runtime state included; the version rises unless told not to. */
export async function updateImportedTask(
  transaction: Transaction,
  id: string,
  sourceId: number,
  fields: EntityFields,
  options: { readonly updatedAt: string; readonly raise: boolean },
): Promise<void> {
  const rest = without({ parentId: null, ...fields }, ['parentId']);
  const { columns, values } = encodeFields(importedTaskFields, rest);
  const raise = options.raise ? ', version = version + 1, updated_at = ?' : '';
  await transaction.run(
    `UPDATE tasks SET source_id = ? ${raise} ${columns.map((column) => `, ${column} = ?`).join('')}
     WHERE id = ?`,
    [sourceId, ...(options.raise ? [options.updatedAt] : []), ...values, id],
  );
  await upsertFields(
    transaction,
    'runtime_state',
    { column: 'task_id', value: id },
    importedRuntimeFields,
    rest,
  );
}

export async function writeParents(
  transaction: Transaction,
  parents: ReadonlyMap<string, string | null>,
): Promise<void> {
  for (const [id, parent] of parents) {
    await transaction.run(
      `UPDATE tasks SET parent_id = (SELECT id FROM tasks WHERE id = ?) WHERE id = ?`,
      [parent, id],
    );
  }
}
