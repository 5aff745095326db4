/** Tasks as lists show them: a fixed number of statements for any number of tasks. */
import { compareIds } from '../../domain/ids.js';
import type { PhaseMark, TaskRow } from '../../domain/contract/rows.js';
import { phaseDefinition, phaseSequence } from '../../domain/phases.js';
import type { PhaseStatus, StatusSource, TaskStatus } from '../../domain/vocabulary.js';
import type { Reader, SqlRow, SqlValue } from '../types.js';
import { optionalNumberOf, optionalTextOf, textOf } from './fields.js';
import { bindList } from './json-list.js';
import { allPacked, allPackedLists, positionsOf } from './packed.js';
import type { PhaseProgress } from './phases.js';

export interface TaskFilter {
  readonly ids?: Iterable<string>;
  /** Null: those without an epic. */
  readonly epicId?: string | null;
  readonly statuses?: readonly TaskStatus[];
  readonly domain?: string;
  /** Leave out the tasks of archived epics. */
  readonly withoutArchived?: boolean;
}

const columns = [
  ...['id', 'epic_id', 'parent_id', 'title', 'status', 'status_source', 'finished_hint'],
  ...['priority', 'domain', 'phase_scheme', 'phase_tdd', 'phase_review', 'version'],
  ...['created_at', 'updated_at', 'vanished_at'],
] as const;
const runtimeColumns = [
  ...['assignee', 'claimed_at', 'completed_at', 'duration_seconds', 'blocked_reason'],
  ...['failed_reason', 'retry_count'],
] as const;
const allColumns = [...columns, ...runtimeColumns, 'last_beat'] as const;
const at = positionsOf(allColumns);

interface Condition {
  readonly sql: string;
  readonly args: readonly SqlValue[];
}

/** In natural order of ids. */
export async function listTaskRows(reader: Reader, filter: TaskFilter): Promise<TaskRow[]> {
  const condition = conditionOf(filter);
  const rows = await allPackedLists(
    reader,
    `SELECT ${columns.map((column) => `t.${column}`).join(', ')},
       ${runtimeColumns.map((column) => `r.${column}`).join(', ')}, h.last_beat
     FROM tasks t
     LEFT JOIN runtime_state r ON r.task_id = t.id
     LEFT JOIN heartbeats h ON h.task_id = t.id
     WHERE ${condition.sql}`,
    allColumns,
    condition.args,
  );
  if (rows.length === 0) return [];
  const related = {
    dependsOn: await collect(reader, 'task_deps', 'depends_on', condition, "x.kind = 'blocks'"),
    unresolved: await collect(
      reader,
      'unresolved_task_deps',
      'depends_on',
      condition,
      "x.kind = 'blocks'",
    ),
    labels: await collect(reader, 'task_labels', 'label', condition),
    progress: await collectProgress(reader, condition),
    spent: await collectSpent(reader, condition),
  };
  return rows
    .map((row) => toTaskRow(row, related))
    .sort((left, right) => compareIds(left.id, right.id));
}

interface Related {
  readonly dependsOn: ReadonlyMap<string, readonly string[]>;
  readonly unresolved: ReadonlyMap<string, readonly string[]>;
  readonly labels: ReadonlyMap<string, readonly string[]>;
  readonly progress: ReadonlyMap<string, ReadonlyMap<string, PhaseProgress>>;
  readonly spent: ReadonlyMap<string, { readonly tokens: number; readonly costUsd: number }>;
}

function conditionOf(filter: TaskFilter): Condition {
  const parts: string[] = [];
  const args: SqlValue[] = [];
  if (filter.ids !== undefined) {
    parts.push('t.id IN (SELECT value FROM json_each(?))');
    args.push(bindList(filter.ids));
  }
  if (filter.epicId === null) parts.push('t.epic_id IS NULL');
  else if (filter.epicId !== undefined) {
    parts.push('t.epic_id = ?');
    args.push(filter.epicId);
  }
  if (filter.statuses !== undefined) {
    parts.push('t.status IN (SELECT value FROM json_each(?))');
    args.push(bindList(filter.statuses));
  }
  if (filter.domain !== undefined) {
    parts.push('t.domain = ?');
    args.push(filter.domain);
  }
  if (filter.withoutArchived) {
    parts.push('(t.epic_id IS NULL OR t.epic_id NOT IN (SELECT id FROM epics WHERE archived = 1))');
  }
  return { sql: parts.join(' AND ') || '1', args };
}

async function collect(
  reader: Reader,
  table: string,
  column: string,
  condition: Condition,
  extraCondition = '1',
): Promise<Map<string, string[]>> {
  const rows = await allPacked<{ task_id: string; value: string }>(
    reader,
    `SELECT x.task_id, x.${column} AS value FROM ${table} x JOIN tasks t ON t.id = x.task_id
     WHERE ${extraCondition} AND ${condition.sql}`,
    ['task_id', 'value'],
    condition.args,
  );
  const lists = new Map<string, string[]>();
  for (const { task_id: id, value } of rows) {
    const list = lists.get(id);
    if (list) list.push(value);
    else lists.set(id, [value]);
  }
  for (const list of lists.values()) if (list.length > 1) list.sort(compareIds);
  return lists;
}

async function collectProgress(
  reader: Reader,
  condition: Condition,
): Promise<Map<string, Map<string, PhaseProgress>>> {
  const rows = await allPacked<{
    task_id: string;
    phase: string;
    status: PhaseStatus;
    started_at: string | null;
    completed_at: string | null;
  }>(
    reader,
    `SELECT p.task_id, p.phase, p.status, p.started_at, p.completed_at
     FROM phase_progress p JOIN tasks t ON t.id = p.task_id WHERE ${condition.sql}`,
    ['task_id', 'phase', 'status', 'started_at', 'completed_at'],
    condition.args,
  );
  const byTask = new Map<string, Map<string, PhaseProgress>>();
  for (const row of rows) {
    const phases = byTask.get(row.task_id) ?? new Map<string, PhaseProgress>();
    phases.set(row.phase, {
      status: row.status,
      startedAt: row.started_at,
      completedAt: row.completed_at,
    });
    byTask.set(row.task_id, phases);
  }
  return byTask;
}

async function collectSpent(
  reader: Reader,
  condition: Condition,
): Promise<Map<string, { tokens: number; costUsd: number }>> {
  const rows = await allPacked<{ task_id: string; tokens: number; cost: number }>(
    reader,
    `SELECT u.task_id, sum(u.input_tokens + u.output_tokens) AS tokens,
       sum(coalesce(u.estimated_cost, 0)) AS cost
     FROM token_usage u JOIN tasks t ON t.id = u.task_id WHERE ${condition.sql} GROUP BY u.task_id`,
    ['task_id', 'tokens', 'cost'],
    condition.args,
  );
  return new Map(rows.map((row) => [row.task_id, { tokens: row.tokens, costUsd: row.cost }]));
}

function toTaskRow(row: readonly SqlRow[string][], related: Related): TaskRow {
  const id = textOf(row[at.id]);
  const spent = related.spent.get(id);
  return {
    id,
    epicId: optionalTextOf(row[at.epic_id]),
    parentId: optionalTextOf(row[at.parent_id]),
    title: textOf(row[at.title]),
    status: textOf(row[at.status]) as TaskStatus,
    statusSource: textOf(row[at.status_source]) as StatusSource,
    finishedHint: row[at.finished_hint] === 1,
    priority: optionalNumberOf(row[at.priority]),
    domain: textOf(row[at.domain]),
    version: Number(row[at.version]),
    assignee: optionalTextOf(row[at.assignee]),
    claimedAt: optionalTextOf(row[at.claimed_at]),
    completedAt: optionalTextOf(row[at.completed_at]),
    durationSeconds: optionalNumberOf(row[at.duration_seconds]),
    blockedReason: optionalTextOf(row[at.blocked_reason]),
    failedReason: optionalTextOf(row[at.failed_reason]),
    retryCount: Number(row[at.retry_count] ?? 0),
    dependsOn: related.dependsOn.get(id) ?? [],
    unresolved: related.unresolved.get(id) ?? [],
    labels: related.labels.get(id) ?? [],
    phase: currentPhase(phaseSettings(row), related.progress.get(id)),
    lastHeartbeat: optionalTextOf(row[at.last_beat]),
    tokens: spent?.tokens ?? 0,
    costUsd: spent?.costUsd ?? 0,
    createdAt: textOf(row[at.created_at]),
    updatedAt: textOf(row[at.updated_at]),
    vanished: row[at.vanished_at] !== null,
  };
}

export interface PhaseSettings {
  readonly scheme: 1 | 2;
  readonly tdd: boolean;
  readonly review: string | null;
}

function phaseSettings(row: readonly SqlRow[string][]): PhaseSettings {
  return {
    scheme: row[at.phase_scheme] === 2 ? 2 : 1,
    tdd: row[at.phase_tdd] === 1,
    review: optionalTextOf(row[at.phase_review]),
  };
}

/** The ids of a task's phases in order: those its flags ask for, and those it has been through all the same. */
export function phaseIds(
  settings: PhaseSettings,
  progress: ReadonlyMap<string, PhaseProgress>,
): string[] {
  const everything = phaseSequence({ ...settings, tdd: true, review: true, outputs: true });
  const wanted = new Set(phaseSequence(settings).map((phase) => phase.id));
  return everything.map((phase) => phase.id).filter((id) => wanted.has(id) || progress.has(id));
}

/** The phase a task is in: the active one, else the first that is left, else the last. Null before any began. */
export function currentPhase(
  settings: PhaseSettings,
  progress: ReadonlyMap<string, PhaseProgress> | undefined,
): PhaseMark | null {
  if (progress === undefined || progress.size === 0) return null;
  const ids = phaseIds(settings, progress);
  const statusOf = (id: string): PhaseStatus => progress.get(id)?.status ?? 'pending';
  const isOver = (id: string): boolean => statusOf(id) === 'done' || statusOf(id) === 'skipped';
  const current =
    ids.find((id) => statusOf(id) === 'active') ?? ids.find((id) => !isOver(id)) ?? ids.at(-1);
  if (current === undefined) return null;
  return {
    id: current,
    title: phaseDefinition(settings.scheme, current)?.title ?? current,
    startedAt: progress.get(current)?.startedAt ?? null,
    completed: ids.filter(isOver).length,
    total: ids.length,
  };
}
