/** Epics as lists show them, their tasks counted by one grouped statement. */
import { compareIds } from '../../domain/ids.js';
import type { EpicRow, TaskCounts } from '../../domain/contract/rows.js';
import { currentPipelinePhase } from '../../domain/pipeline.js';
import type { EpicStatus, PhaseStatus, ReviewStatus, TaskStatus } from '../../domain/vocabulary.js';
import { taskStatuses } from '../../domain/vocabulary.js';
import type { Reader, SqlRow, SqlValue } from '../types.js';
import { optionalTextOf, textOf } from './fields.js';
import { bindList } from './json-list.js';

export interface EpicFilter {
  readonly ids?: Iterable<string>;
  readonly status?: string;
  readonly includeArchived?: boolean;
}

/** In natural order of ids. */
export async function listEpicRows(reader: Reader, filter: EpicFilter): Promise<EpicRow[]> {
  const parts: string[] = [];
  const args: SqlValue[] = [];
  if (filter.ids !== undefined) {
    parts.push('e.id IN (SELECT value FROM json_each(?))');
    args.push(bindList(filter.ids));
  }
  if (filter.status !== undefined) {
    parts.push('e.status = ?');
    args.push(filter.status);
  }
  if (!filter.includeArchived) parts.push('e.archived = 0');
  const condition = parts.join(' AND ') || '1';
  const rows = await reader.all(
    `SELECT e.id, e.title, e.status, e.archived, e.placeholder, e.branch_name, e.plan_review,
       e.completion_review, e.version, e.created_at, e.updated_at, e.vanished_at
     FROM epics e WHERE ${condition}`,
    args,
  );
  if (rows.length === 0) return [];
  const related = {
    counts: await countTasksByEpic(reader, condition, args),
    dependsOn: await collectIds(reader, 'epic_deps', condition, args),
    unresolved: await collectIds(reader, 'unresolved_epic_deps', condition, args),
    pipeline: await collectPipeline(reader, condition, args),
    spent: await collectSpent(reader, condition, args),
  };
  return rows
    .map((row) => toEpicRow(row, related))
    .sort((left, right) => compareIds(left.id, right.id));
}

interface Related {
  readonly counts: ReadonlyMap<string, TaskCounts>;
  readonly dependsOn: ReadonlyMap<string, readonly string[]>;
  readonly unresolved: ReadonlyMap<string, readonly string[]>;
  readonly pipeline: ReadonlyMap<string, string>;
  readonly spent: ReadonlyMap<string, { readonly tokens: number; readonly costUsd: number }>;
}

/** Ready by the rule of the domain's `isReady`, hinted tasks left out. */
const readyCondition = `
  t.status IN ('todo', 'up_for_retry') AND NOT (t.status = 'todo' AND t.finished_hint = 1)
  AND NOT EXISTS (
    SELECT 1 FROM task_deps d JOIN tasks u ON u.id = d.depends_on
    WHERE d.task_id = t.id AND d.kind = 'blocks' AND u.status NOT IN ('done', 'skipped'))
  AND NOT EXISTS (
    SELECT 1 FROM unresolved_task_deps d WHERE d.task_id = t.id AND d.kind = 'blocks')`;

interface GroupRow extends SqlRow {
  readonly status: string;
  readonly n: number;
  readonly hinted: number;
}

const groupColumns = `t.status, count(*) AS n,
  sum(t.status = 'todo' AND t.finished_hint = 1) AS hinted`;

async function countTasksByEpic(
  reader: Reader,
  condition: string,
  args: readonly SqlValue[],
): Promise<Map<string, TaskCounts>> {
  const ofThese = `t.epic_id IN (SELECT e.id FROM epics e WHERE ${condition})`;
  const rows = await reader.all<GroupRow & { epic_id: string }>(
    `SELECT t.epic_id, ${groupColumns} FROM tasks t WHERE ${ofThese} GROUP BY t.epic_id, t.status`,
    args,
  );
  const ready = await reader.all<{ epic_id: string; n: number }>(
    `SELECT t.epic_id, count(*) AS n FROM tasks t WHERE ${ofThese} AND ${readyCondition}
     GROUP BY t.epic_id`,
    args,
  );
  const readyByEpic = new Map(ready.map((row) => [row.epic_id, row.n]));
  const groups = new Map<string, GroupRow[]>();
  for (const row of rows) {
    const group = groups.get(row.epic_id);
    if (group) group.push(row);
    else groups.set(row.epic_id, [row]);
  }
  return new Map([...groups].map(([id, group]) => [id, toCounts(group, readyByEpic.get(id))]));
}

/** Over all tasks but those of archived epics. */
export async function countAllTasks(reader: Reader): Promise<TaskCounts> {
  const condition = `(t.epic_id IS NULL
    OR t.epic_id NOT IN (SELECT id FROM epics WHERE archived = 1))`;
  const rows = await reader.all<GroupRow>(
    `SELECT ${groupColumns} FROM tasks t WHERE ${condition} GROUP BY t.status`,
  );
  const ready = await reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM tasks t WHERE ${readyCondition} AND ${condition}`,
  );
  return toCounts(rows, ready?.n);
}

function toCounts(rows: readonly GroupRow[], ready = 0): TaskCounts {
  const byStatus = Object.fromEntries(taskStatuses.map((status) => [status, 0])) as Record<
    TaskStatus,
    number
  >;
  let [total, hinted] = [0, 0];
  for (const row of rows) {
    byStatus[row.status as TaskStatus] = row.n;
    total += row.n;
    hinted += row.hinted;
  }
  return { total, byStatus, hinted, ready };
}

async function collectIds(
  reader: Reader,
  table: string,
  condition: string,
  args: readonly SqlValue[],
): Promise<Map<string, string[]>> {
  const rows = await reader.all<{ epic_id: string; depends_on: string }>(
    `SELECT x.epic_id, x.depends_on FROM ${table} x JOIN epics e ON e.id = x.epic_id
     WHERE ${condition}`,
    args,
  );
  const lists = new Map<string, string[]>();
  for (const row of rows) {
    const list = lists.get(row.epic_id);
    if (list) list.push(row.depends_on);
    else lists.set(row.epic_id, [row.depends_on]);
  }
  for (const list of lists.values()) list.sort(compareIds);
  return lists;
}

/** The phase that each epic is in: the active one, else what follows the last one that is over. */
async function collectPipeline(
  reader: Reader,
  condition: string,
  args: readonly SqlValue[],
): Promise<Map<string, string>> {
  const rows = await reader.all<{ epic_id: string; phase: string; status: PhaseStatus }>(
    `SELECT p.epic_id, p.phase, p.status FROM pipeline_progress p JOIN epics e ON e.id = p.epic_id
     WHERE ${condition}`,
    args,
  );
  const progress = new Map<string, Map<string, PhaseStatus>>();
  for (const row of rows) {
    const phases = progress.get(row.epic_id) ?? new Map<string, PhaseStatus>();
    phases.set(row.phase, row.status);
    progress.set(row.epic_id, phases);
  }
  return new Map([...progress].map(([id, phases]) => [id, currentPipelinePhase(phases).id]));
}

/** From the daily sums: the records themselves may be many. */
async function collectSpent(
  reader: Reader,
  condition: string,
  args: readonly SqlValue[],
): Promise<Map<string, { tokens: number; costUsd: number }>> {
  const rows = await reader.all<{ epic_id: string; tokens: number; cost: number }>(
    `SELECT d.epic_id, sum(d.input_tokens + d.output_tokens) AS tokens, sum(d.estimated_cost) AS cost
     FROM daily_rollup d JOIN epics e ON e.id = d.epic_id WHERE ${condition} GROUP BY d.epic_id`,
    args,
  );
  return new Map(rows.map((row) => [row.epic_id, { tokens: row.tokens, costUsd: row.cost }]));
}

function toEpicRow(row: SqlRow, related: Related): EpicRow {
  const id = textOf(row.id);
  const spent = related.spent.get(id);
  return {
    id,
    title: textOf(row.title),
    status: textOf(row.status) as EpicStatus,
    archived: row.archived === 1,
    placeholder: row.placeholder === 1,
    branchName: optionalTextOf(row.branch_name),
    planReview: textOf(row.plan_review) as ReviewStatus,
    completionReview: textOf(row.completion_review) as ReviewStatus,
    pipelinePhase: related.pipeline.get(id) ?? null,
    dependsOn: related.dependsOn.get(id) ?? [],
    unresolved: related.unresolved.get(id) ?? [],
    counts: related.counts.get(id) ?? toCounts([]),
    tokens: spent?.tokens ?? 0,
    costUsd: spent?.costUsd ?? 0,
    version: Number(row.version),
    createdAt: textOf(row.created_at),
    updatedAt: textOf(row.updated_at),
    vanished: row.vanished_at !== null,
  };
}
