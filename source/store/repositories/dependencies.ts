/** Who waits for whom: edges between tasks, between epics, and the texts whose target does not exist yet. */
import type { DependencyKind, TaskStatus } from '../../domain/vocabulary.js';
import type { Reader, Transaction } from '../types.js';
import { bindList } from './json-list.js';

export interface DependencyEdge {
  readonly id: string;
  readonly kind: DependencyKind;
}

export interface TaskDependencies {
  readonly dependencies: readonly DependencyEdge[];
  readonly unresolvedDependencies: readonly DependencyEdge[];
}

/** All kinds of edges of one task, ordered by kind and id. */
export async function findTaskDependencies(
  reader: Reader,
  taskId: string,
): Promise<TaskDependencies> {
  const rows = await reader.all<{ id: string; kind: DependencyKind; resolved: number }>(
    `SELECT depends_on AS id, kind, 1 AS resolved FROM task_deps WHERE task_id = ?
     UNION ALL
     SELECT depends_on, kind, 0 FROM unresolved_task_deps WHERE task_id = ?
     ORDER BY 2, 1`,
    [taskId, taskId],
  );
  const edges = (resolved: number): DependencyEdge[] =>
    rows.filter((row) => row.resolved === resolved).map(({ id, kind }) => ({ id, kind }));
  return { dependencies: edges(1), unresolvedDependencies: edges(0) };
}

export async function replaceTaskDependencies(
  transaction: Transaction,
  taskId: string,
  edges: readonly DependencyEdge[],
): Promise<void> {
  await replaceEdges(transaction, 'task_deps', taskId, edges);
}

export async function replaceUnresolvedTaskDependencies(
  transaction: Transaction,
  taskId: string,
  edges: readonly DependencyEdge[],
): Promise<void> {
  await replaceEdges(transaction, 'unresolved_task_deps', taskId, edges);
}

async function replaceEdges(
  transaction: Transaction,
  table: string,
  taskId: string,
  edges: readonly DependencyEdge[],
): Promise<void> {
  await transaction.run(`DELETE FROM ${table} WHERE task_id = ?`, [taskId]);
  await transaction.run(
    `INSERT INTO ${table} (task_id, depends_on, kind)
     SELECT ?, value ->> '$.id', value ->> '$.kind' FROM json_each(?)`,
    [taskId, JSON.stringify(edges)],
  );
}

/** The tasks that wait for a text which is now an id. */
export async function listWaitingForText(reader: Reader, text: string): Promise<string[]> {
  const rows = await reader.all<{ task_id: string }>(
    'SELECT DISTINCT task_id FROM unresolved_task_deps WHERE depends_on = ? ORDER BY task_id',
    [text],
  );
  return rows.map((row) => row.task_id);
}

export interface Neighbour extends DependencyEdge {
  readonly status: TaskStatus;
  readonly title: string;
}

/** What a task waits for or relates to; unresolved ones are not among them. */
export async function listDependencies(reader: Reader, taskId: string): Promise<Neighbour[]> {
  return reader.all<{ id: string; kind: DependencyKind; status: TaskStatus; title: string }>(
    `SELECT t.id, d.kind, t.status, t.title FROM task_deps d JOIN tasks t ON t.id = d.depends_on
     WHERE d.task_id = ?`,
    [taskId],
  );
}

export async function listDependents(reader: Reader, taskId: string): Promise<Neighbour[]> {
  return reader.all<{ id: string; kind: DependencyKind; status: TaskStatus; title: string }>(
    `SELECT t.id, d.kind, t.status, t.title FROM task_deps d JOIN tasks t ON t.id = d.task_id
     WHERE d.depends_on = ?`,
    [taskId],
  );
}

export interface OrderedNode {
  readonly id: string;
  readonly status: TaskStatus;
  /** Everything it waits for, within the closure or not. */
  readonly dependsOn: readonly string[];
}

/** These tasks and all that wait for them, directly or not; cycles end. */
export async function listDependentsClosure(
  reader: Reader,
  taskIds: readonly string[],
): Promise<OrderedNode[]> {
  const rows = await reader.all<{ id: string; status: TaskStatus; depends_on: string | null }>(
    `WITH RECURSIVE reached (id) AS (
       SELECT value FROM json_each(?)
       UNION
       SELECT d.task_id FROM reached r JOIN task_deps d ON d.depends_on = r.id AND d.kind = 'blocks'
     )
     SELECT t.id, t.status, d.depends_on FROM reached
     JOIN tasks t ON t.id = reached.id
     LEFT JOIN task_deps d ON d.task_id = t.id AND d.kind = 'blocks'`,
    [bindList(taskIds)],
  );
  const nodes = new Map<string, { id: string; status: TaskStatus; dependsOn: string[] }>();
  for (const { id, status, depends_on: target } of rows) {
    const node = nodes.get(id) ?? { id, status, dependsOn: [] };
    if (target !== null) node.dependsOn.push(target);
    nodes.set(id, node);
  }
  return [...nodes.values()];
}

/** Epics with a task that waits directly for one of these: their ready counts depend on it. */
export async function listEpicsOfDependents(
  reader: Reader,
  taskIds: readonly string[],
): Promise<string[]> {
  const rows = await reader.all<{ epic_id: string }>(
    `SELECT DISTINCT t.epic_id FROM task_deps d JOIN tasks t ON t.id = d.task_id
     WHERE d.depends_on IN (SELECT value FROM json_each(?)) AND t.epic_id IS NOT NULL`,
    [bindList(taskIds)],
  );
  return rows.map((row) => row.epic_id);
}

export interface EpicDependencies {
  readonly dependencies: readonly string[];
  readonly unresolvedDependencies: readonly string[];
}

export async function findEpicDependencies(
  reader: Reader,
  epicId: string,
): Promise<EpicDependencies> {
  const rows = await reader.all<{ id: string; resolved: number }>(
    `SELECT depends_on AS id, 1 AS resolved FROM epic_deps WHERE epic_id = ?
     UNION ALL SELECT depends_on, 0 FROM unresolved_epic_deps WHERE epic_id = ? ORDER BY 1`,
    [epicId, epicId],
  );
  const ids = (resolved: number): string[] =>
    rows.filter((row) => row.resolved === resolved).map((row) => row.id);
  return { dependencies: ids(1), unresolvedDependencies: ids(0) };
}

export async function replaceEpicDependencies(
  transaction: Transaction,
  epicId: string,
  dependencies: EpicDependencies,
): Promise<void> {
  const tables = [
    ['epic_deps', dependencies.dependencies],
    ['unresolved_epic_deps', dependencies.unresolvedDependencies],
  ] as const;
  for (const [table, ids] of tables) {
    await transaction.run(`DELETE FROM ${table} WHERE epic_id = ?`, [epicId]);
    await transaction.run(
      `INSERT INTO ${table} (epic_id, depends_on) SELECT ?, value FROM json_each(?)`,
      [epicId, bindList(ids)],
    );
  }
}

export async function listEpicsWaitingFor(reader: Reader, epicId: string): Promise<string[]> {
  const rows = await reader.all<{ epic_id: string }>(
    'SELECT epic_id FROM epic_deps WHERE depends_on = ?',
    [epicId],
  );
  return rows.map((row) => row.epic_id);
}

export async function listEpicsWaitingForText(reader: Reader, text: string): Promise<string[]> {
  const rows = await reader.all<{ epic_id: string }>(
    'SELECT epic_id FROM unresolved_epic_deps WHERE depends_on = ? ORDER BY epic_id',
    [text],
  );
  return rows.map((row) => row.epic_id);
}

/** Every epic with the epics that it waits for. */
export async function listEpicEdges(
  reader: Reader,
): Promise<{ id: string; dependsOn: string[] }[]> {
  const rows = await reader.all<{ id: string; depends_on: string | null }>(
    'SELECT e.id, d.depends_on FROM epics e LEFT JOIN epic_deps d ON d.epic_id = e.id',
  );
  const nodes = new Map<string, string[]>();
  for (const row of rows) {
    const targets = nodes.get(row.id) ?? [];
    if (row.depends_on !== null) targets.push(row.depends_on);
    nodes.set(row.id, targets);
  }
  return [...nodes].map(([id, dependsOn]) => ({ id, dependsOn }));
}
