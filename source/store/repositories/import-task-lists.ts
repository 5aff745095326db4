/** What belongs to tasks in tables of its own, as the importer writes it: edges, files, labels, evidence, phases. */
import type { Evidence } from '../../domain/contract/rows.js';
import type { DependencyKind } from '../../domain/vocabulary.js';
import type { SqlValue, Transaction } from '../types.js';
import { insertRows } from './bulk.js';
import { evidenceFields } from './evidence.js';
import { encodeFields } from './fields.js';
import { bindList } from './json-list.js';

export interface ImportedEdge {
  readonly id: string;
  readonly kind: DependencyKind;
}

/** Phases as a field: the completed ones in the order of their text. */
export interface PhasesValue {
  readonly scheme: 1 | 2;
  readonly completed: readonly string[];
  readonly current: string | null;
  readonly startedAt: string | null;
}

/** Makes these the lists of their tasks; an empty list deletes what was there. */
export async function replaceTaskLists(
  transaction: Transaction,
  lists: {
    readonly dependsOn: ReadonlyMap<string, readonly ImportedEdge[]>;
    readonly ownedFiles: ReadonlyMap<string, readonly string[]>;
    readonly labels: ReadonlyMap<string, readonly string[]>;
    readonly evidence: ReadonlyMap<string, Evidence | null>;
  },
): Promise<void> {
  await replaceEdges(transaction, lists.dependsOn);
  const pairs = (map: ReadonlyMap<string, readonly string[]>) =>
    [...map].flatMap(([id, values]) => values.map((value) => [id, value]));
  await clear(transaction, 'file_ownership', lists.ownedFiles);
  await insertRows(
    transaction,
    'file_ownership',
    ['task_id', 'file_path'],
    pairs(lists.ownedFiles),
  );
  await clear(transaction, 'task_labels', lists.labels);
  await insertRows(transaction, 'task_labels', ['task_id', 'label'], pairs(lists.labels));
  await clear(transaction, 'evidence', lists.evidence);
  const evidence = [...lists.evidence].flatMap(([id, value]) =>
    value === null ? [] : [{ id, encoded: encodeFields(evidenceFields, { ...value }) }],
  );
  await insertRows(
    transaction,
    'evidence',
    ['task_id', ...(evidence[0]?.encoded.columns ?? [])],
    evidence.map(({ id, encoded }) => [id, ...encoded.values]),
  );
}

async function replaceEdges(
  transaction: Transaction,
  edges: ReadonlyMap<string, readonly ImportedEdge[]>,
): Promise<void> {
  if (edges.size === 0) return;
  const known = new Set(
    (await transaction.all<{ id: string }>('SELECT id FROM tasks')).map(({ id }) => id),
  );
  const all = [...edges].flatMap(([task, targets]) =>
    targets.map(({ id, kind }): [string, string, string] => [task, id, kind]),
  );
  const columns = ['task_id', 'depends_on', 'kind'];
  await clear(transaction, 'task_deps', edges);
  await clear(transaction, 'unresolved_task_deps', edges);
  await insertRows(
    transaction,
    'task_deps',
    columns,
    all.filter(([, target]) => known.has(target)),
  );
  await insertRows(
    transaction,
    'unresolved_task_deps',
    columns,
    all.filter(([, target]) => !known.has(target)),
  );
}

async function clear(
  transaction: Transaction,
  table: string,
  tasks: ReadonlyMap<string, unknown>,
): Promise<void> {
  if (tasks.size === 0) return;
  await transaction.run(`DELETE FROM ${table} WHERE task_id IN (SELECT value FROM json_each(?))`, [
    bindList(tasks.keys()),
  ]);
}

export interface PhasesToWrite extends PhasesValue {
  readonly completedAt: Readonly<Record<string, string>>;
  readonly tdd: boolean;
  /** The review backend; null where the sequence has no review. */
  readonly review: string | null;
}

export async function replacePhases(
  transaction: Transaction,
  phases: ReadonlyMap<string, PhasesToWrite>,
): Promise<void> {
  if (phases.size === 0) return;
  await clear(transaction, 'phase_progress', phases);
  await insertRows(
    transaction,
    'phase_progress',
    ['task_id', 'phase', 'status', 'started_at', 'completed_at'],
    [...phases].flatMap(([id, { completed, current, startedAt, completedAt }]) => [
      ...completed.map((phase): SqlValue[] => [
        id,
        phase,
        'done',
        null,
        completedAt[phase] ?? null,
      ]),
      ...(current === null ? [] : [[id, current, 'active', startedAt, null]]),
    ]),
  );
  for (const [id, { scheme, tdd, review }] of phases) {
    await transaction.run(
      `UPDATE tasks SET phase_scheme = ?, phase_tdd = max(phase_tdd, ?),
         phase_review = coalesce(phase_review, ?) WHERE id = ?`,
      [scheme, tdd ? 1 : 0, review, id],
    );
  }
}

/** Dependencies whose target appeared become edges. Returns the tasks that have them. */
export async function resolveTaskDependencies(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.all<{ id: string }>(resolvableTasks);
  if (rows.length === 0) return [];
  await transaction.run(
    `INSERT OR IGNORE INTO task_deps (task_id, depends_on, kind)
     SELECT u.task_id, u.depends_on, u.kind FROM unresolved_task_deps u
     JOIN tasks t ON t.id = u.depends_on WHERE u.task_id <> u.depends_on`,
  );
  await transaction.run(
    'DELETE FROM unresolved_task_deps WHERE depends_on IN (SELECT id FROM tasks)',
  );
  await transaction.run(
    'UPDATE tasks SET version = version + 1 WHERE id IN (SELECT value FROM json_each(?))',
    [bindList(rows.map(({ id }) => id))],
  );
  return rows.map(({ id }) => id);
}

export const resolvableTasks = `SELECT DISTINCT u.task_id AS id FROM unresolved_task_deps u
  JOIN tasks t ON t.id = u.depends_on`;
