/** What the original's database says, as epics, tasks and memory. Its rows are handed in: the store alone opens files. */
import { sha256 } from '../../domain/digest.js';
import { compareIds } from '../../domain/ids.js';
import { memorySummary, parseMemoryType, trackOfType } from '../../domain/memory-entry.js';
import { splitTaskText } from '../../domain/task-text.js';
import type {
  ImportedEpic,
  ImportedFile,
  ImportedLog,
  ImportedMemory,
  ImportedTask,
} from '../../domain/contract/import.js';
import { readEvidence } from './evidence.js';
import type { Findings } from './findings.js';
import { readFlowctlLog } from './flowctl-log.js';
import { trackOf } from './memory.js';
import { readPhases, type ImportedPhases } from './states.js';
import {
  optionalInteger,
  optionalLine,
  optionalText,
  optionalTime,
  storable,
  textList,
  type JsonObject,
} from './values.js';
import { readDomain, readEpicStatus, readReview, readTaskStatus } from './vocabulary.js';

/** Rows by table; a table that is missing is absent or empty. */
export type DatabaseRows = Readonly<Record<string, readonly JsonObject[]>>;

export interface DatabaseContents {
  readonly epics: readonly ImportedEpic[];
  readonly tasks: readonly ImportedTask[];
  readonly memory: readonly ImportedMemory[];
  readonly logs: readonly ImportedLog[];
}

/** In the original's tables this priority stands for none. */
const noPriority = 999;

/**
 * @param rows the tables
 * @param path how findings and files name the database
 */
export function readFlowctlDatabase(
  rows: DatabaseRows,
  path: string,
  findings: Findings,
): DatabaseContents {
  const table = (name: string): readonly JsonObject[] => rows[name] ?? [];
  const related = (name: string, key: string) => groupBy(table(name), key);
  const tables: TaskTables = {
    dependencies: related('task_deps', 'task_id'),
    ownership: related('file_ownership', 'task_id'),
    runtime: related('runtime_state', 'task_id'),
    evidence: related('evidence', 'task_id'),
    phases: related('phase_progress', 'task_id'),
  };
  const epicDependencies = related('epic_deps', 'epic_id');
  const pipeline = related('pipeline_progress', 'epic_id');
  return {
    epics: table('epics').flatMap((row) => {
      const id = optionalLine(row['id']);
      if (id === null) return [];
      const phase = optionalLine(pipeline.get(id)?.[0]?.['phase']);
      return [readEpic(id, row, epicDependencies.get(id) ?? [], phase, path, findings)];
    }),
    tasks: table('tasks').flatMap((row) => {
      const id = optionalLine(row['id']);
      return id === null ? [] : [readTask(id, row, tables, path, findings)];
    }),
    memory: table('memory').flatMap((row) => readMemoryRow(row, path)),
    logs: [readFlowctlLog(path, table('events'), table('token_usage'))],
  };
}

function readEpic(
  id: string,
  row: JsonObject,
  dependencies: readonly JsonObject[],
  pipelinePhase: string | null,
  path: string,
  findings: Findings,
): ImportedEpic {
  const status = readEpicStatus(row['status']);
  reportWord(status.certainty, id, row['status'], status.value, path, findings);
  return {
    id,
    files: [fileOf(path, [row, dependencies, pipelinePhase])],
    title: optionalLine(row['title']) ?? id,
    status: status.value,
    archived: row['archived'] === 1,
    branchName: optionalLine(row['branch_name']),
    planReview: readReview(row['plan_review']).value,
    planReviewedAt: null,
    completionReview: 'unknown',
    completionReviewedAt: null,
    dependsOn: targets(id, dependencies),
    defaultImplementBackend: null,
    defaultReviewBackend: null,
    defaultSyncBackend: null,
    body: textOf(row['body']),
    specPath: null,
    createdAt: optionalTime(row['created_at']),
    updatedAt: optionalTime(row['updated_at']),
    pipelinePhase,
    extra: {},
  };
}

type RowsByTask = ReadonlyMap<string, readonly JsonObject[]>;

interface TaskTables {
  readonly dependencies: RowsByTask;
  readonly ownership: RowsByTask;
  readonly runtime: RowsByTask;
  readonly evidence: RowsByTask;
  readonly phases: RowsByTask;
}

function readTask(
  id: string,
  row: JsonObject,
  tables: TaskTables,
  path: string,
  findings: Findings,
): ImportedTask {
  const status = readTaskStatus(row['status']);
  reportWord(status.certainty, id, row['status'], status.value, path, findings);
  const runtime = tables.runtime.get(id)?.[0] ?? {};
  const phases = tables.phases.get(id) ?? [];
  const dependencies = tables.dependencies.get(id) ?? [];
  const owned = tables.ownership.get(id) ?? [];
  const evidence = tables.evidence.get(id)?.[0];
  const written = splitTaskText(textOf(row['body']));
  const priority = optionalInteger(row['priority']);
  return {
    id,
    epicId: optionalLine(row['epic_id']),
    parentId: null,
    files: [fileOf(path, [row, runtime, phases, dependencies, owned, evidence ?? null])],
    title: optionalLine(row['title']) ?? id,
    status: status.value,
    statusSource: 'live-state',
    priority: priority === noPriority ? null : priority,
    domain: readDomain(row['domain']).value,
    dependsOn: targets(id, dependencies).map((target) => ({ id: target, kind: 'blocks' as const })),
    ownedFiles: owned.flatMap((owner) => optionalText(owner['file_path']) ?? []).sort(),
    labels: [],
    implementBackend: null,
    reviewBackend: null,
    syncBackend: null,
    assignee: optionalLine(runtime['assignee']),
    claimedAt: optionalTime(runtime['claimed_at']),
    claimNote: '',
    completedAt: optionalTime(runtime['completed_at']),
    durationSeconds: optionalInteger(runtime['duration_secs']),
    blockedReason: optionalText(runtime['blocked_reason']) ?? written.blockedReason,
    failedReason: written.failedReason,
    skippedReason: null,
    retryCount: Math.max(0, optionalInteger(runtime['retry_count']) ?? 0),
    body: written.body,
    summary: written.summary,
    evidence: evidenceOf(evidence, runtime) ?? written.evidence,
    phases: phasesOf(phases),
    specPath: null,
    createdAt: optionalTime(row['created_at']),
    updatedAt: optionalTime(row['updated_at']),
    extra: {},
  };
}

function evidenceOf(row: JsonObject | undefined, runtime: JsonObject): ImportedTask['evidence'] {
  const { baseline_rev, final_rev } = runtime;
  return readEvidence({
    ...(row && {
      commits: parsedList(row['commits']),
      tests: parsedList(row['tests']),
      files_changed: row['files_changed'],
      insertions: row['insertions'],
      deletions: row['deletions'],
      review_iterations: row['review_iters'],
    }),
    baseline_rev,
    final_rev,
  });
}

function phasesOf(rows: readonly JsonObject[]): ImportedPhases | null {
  const withStatus = (status: string) =>
    rows.flatMap((row) => (row['status'] === status ? (optionalText(row['phase']) ?? []) : []));
  const phases = readPhases({
    completed_phases: withStatus('done'),
    current_phase: withStatus('active')[0] ?? null,
  });
  if (phases === null) return null;
  const times = rows.flatMap((row) => {
    const [phase, time] = [optionalText(row['phase']), optionalTime(row['completed_at'])];
    return phase !== null && time !== null && phases.completed.includes(phase)
      ? [[phase, time] as const]
      : [];
  });
  return { ...phases, completedAt: Object.fromEntries(times) };
}

function readMemoryRow(row: JsonObject, path: string): readonly ImportedMemory[] {
  const content = textOf(row['content']).trim();
  if (content === '') return [];
  const type = parseMemoryType(optionalText(row['entry_type']) ?? '') ?? 'convention';
  return [
    {
      key: `flowctl.db/${optionalText(row['id']) ?? ''}`,
      files: [fileOf(path, { ...row, embedding: null })],
      type,
      track: trackOf(row['track']) ?? trackOfType(type),
      title: memorySummary(content),
      content,
      tags: parsedList(row['tags']),
      module: optionalLine(row['module']),
      severity: optionalLine(row['severity']),
      problemType: optionalLine(row['problem_type']),
      component: optionalLine(row['component']),
      status: 'active',
      related: [],
      createdAt: optionalTime(row['created_at']),
      lastVerified: optionalTime(row['last_verified']),
      extra: {},
    },
  ];
}

function reportWord(
  certainty: string,
  id: string,
  word: unknown,
  value: string,
  path: string,
  findings: Findings,
): void {
  if (certainty !== 'unknown') return;
  findings.warn(
    'unknown-status',
    path,
    `The status ${JSON.stringify(word)} of ${id} is taken as ${value}.`,
  );
}

function targets(id: string, rows: readonly JsonObject[]): readonly string[] {
  return rows
    .flatMap((row) => optionalLine(row['depends_on']) ?? [])
    .filter((target) => target !== id)
    .sort(compareIds);
}

function parsedList(value: unknown): readonly string[] {
  if (typeof value !== 'string') return [];
  try {
    return textList(JSON.parse(value));
  } catch {
    return textList(value);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? storable(value) : '';
}

/** Rows stand for a file: their hash tells whether they changed. */
function fileOf(path: string, rows: unknown): ImportedFile {
  return { path, sha256: sha256(JSON.stringify(rows)) };
}

function groupBy(rows: readonly JsonObject[], key: string): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const row of rows) {
    const value = optionalText(row[key]);
    if (value === null) continue;
    const group = groups.get(value);
    if (group) group.push(row);
    else groups.set(value, [row]);
  }
  return groups;
}
