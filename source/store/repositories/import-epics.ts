/** Epics as the importer compares and writes them: many at a time, with everything a file can say. */
import { parseId } from '../../domain/ids.js';
import type { Reader, SqlValue, Transaction } from '../types.js';
import { insertRows } from './bulk.js';
import { replaceEpicDependencies } from './dependencies.js';
import { epicFields, epicTextFields } from './epics.js';
import { columnList, decodeFields, encodeFields } from './fields.js';
import {
  groupBy,
  textCell,
  without,
  type EntityFields,
  type NewEntity,
  type StoredEntity,
} from './import-fields.js';
import { bindList } from './json-list.js';
import { pipelineProgress, writeProgress } from './phases.js';

const definitionFields = without(epicFields, [
  'number',
  'placeholder',
  'autoExecutePending',
  'autoExecuteSetAt',
  'completedAt',
]);
const importedEpicFields = { ...definitionFields, ...epicTextFields };

export async function loadEpics(
  reader: Reader,
  ids: readonly string[],
): Promise<Map<string, StoredEntity>> {
  if (ids.length === 0) return new Map();
  const list = bindList(ids);
  const rows = await reader.all(
    `SELECT e.id, e.placeholder, ${columnList(importedEpicFields, 'e')}
     FROM epics e WHERE e.id IN (SELECT value FROM json_each(?))`,
    [list],
  );
  const dependencies = groupBy(
    await reader.all<{ owner: string; value: string }>(
      `SELECT epic_id AS owner, depends_on AS value FROM epic_deps
       WHERE epic_id IN (SELECT value FROM json_each(?1))
       UNION ALL SELECT epic_id, depends_on FROM unresolved_epic_deps
       WHERE epic_id IN (SELECT value FROM json_each(?1))`,
      [list],
    ),
  );
  const phases = groupBy(
    await reader.all<{ owner: string; value: string }>(
      `SELECT epic_id AS owner, phase AS value FROM pipeline_progress
       WHERE status = 'active' AND epic_id IN (SELECT value FROM json_each(?))`,
      [list],
    ),
  );
  return new Map(
    rows.map((row) => {
      const id = textCell(row.id);
      const fields = {
        ...decodeFields(importedEpicFields, row),
        dependsOn: dependencies.get(id) ?? [],
        pipelinePhase: phases.get(id)?.[0] ?? null,
      };
      return [id, { id, placeholder: row.placeholder === 1, fields }];
    }),
  );
}

export async function insertEpics(
  transaction: Transaction,
  sourceId: number,
  epics: readonly (NewEntity & { readonly placeholder: boolean })[],
): Promise<void> {
  const [first] = epics;
  if (!first) return;
  const { columns } = encodeFields(importedEpicFields, first.fields);
  await insertRows(
    transaction,
    'epics',
    ['id', 'number', 'placeholder', 'source_id', 'created_at', 'updated_at', ...columns],
    epics.map(({ id, placeholder, createdAt, updatedAt, fields }): SqlValue[] => [
      id,
      parseId(id)?.number ?? null,
      placeholder ? 1 : 0,
      sourceId,
      createdAt,
      updatedAt,
      ...encodeFields(importedEpicFields, fields).values,
    ]),
  );
}

/** Writes the columns among the fields; the row is no placeholder any more and its version rises. */
export async function updateImportedEpic(
  transaction: Transaction,
  id: string,
  sourceId: number,
  fields: EntityFields,
  updatedAt: string,
): Promise<void> {
  const { columns, values } = encodeFields(importedEpicFields, fields);
  await transaction.run(
    `UPDATE epics SET version = version + 1, placeholder = 0, updated_at = ?, source_id = ?
       ${columns.map((column) => `, ${column} = ?`).join('')}
     WHERE id = ?`,
    [updatedAt, sourceId, ...values, id],
  );
}

export async function listEpicIds(reader: Reader): Promise<Set<string>> {
  const rows = await reader.all<{ id: string }>('SELECT id FROM epics');
  return new Set(rows.map(({ id }) => id));
}

/** What each epic waits for, parted by whether the target exists. */
export async function writeEpicDependencies(
  transaction: Transaction,
  edges: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (edges.size === 0) return;
  const known = await listEpicIds(transaction);
  for (const [id, targets] of edges) {
    await replaceEpicDependencies(transaction, id, {
      dependencies: targets.filter((target) => known.has(target)),
      unresolvedDependencies: targets.filter((target) => !known.has(target)),
    });
  }
}

/** Puts the epic into a phase: the ones before it are done. */
export async function writePipelinePhase(
  transaction: Transaction,
  id: string,
  phase: string,
  sequence: readonly string[],
): Promise<void> {
  await transaction.run('DELETE FROM pipeline_progress WHERE epic_id = ?', [id]);
  const before = sequence.slice(0, Math.max(0, sequence.indexOf(phase)));
  for (const done of before) {
    await writeProgress(transaction, pipelineProgress, id, done, {
      status: 'done',
      startedAt: null,
      completedAt: null,
    });
  }
  await writeProgress(transaction, pipelineProgress, id, phase, {
    status: 'active',
    startedAt: null,
    completedAt: null,
  });
}

/** Dependencies whose target appeared become edges. Returns the epics that have them. */
export async function resolveEpicDependencies(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.all<{ id: string }>(resolvableEpics);
  if (rows.length === 0) return [];
  await transaction.run(
    `INSERT OR IGNORE INTO epic_deps (epic_id, depends_on)
     SELECT u.epic_id, u.depends_on FROM unresolved_epic_deps u JOIN epics e ON e.id = u.depends_on
     WHERE u.epic_id <> u.depends_on`,
  );
  await transaction.run(
    'DELETE FROM unresolved_epic_deps WHERE depends_on IN (SELECT id FROM epics)',
  );
  await transaction.run(
    `UPDATE epics SET version = version + 1 WHERE id IN (SELECT value FROM json_each(?))`,
    [bindList(rows.map(({ id }) => id))],
  );
  return rows.map(({ id }) => id);
}

export const resolvableEpics = `SELECT DISTINCT u.epic_id AS id FROM unresolved_epic_deps u
  JOIN epics e ON e.id = u.depends_on`;
