/** The read models as agents get them in JSON: snake case, the names of the original. */
import type {
  EpicDetail,
  EpicRow,
  EventRow,
  Evidence,
  TaskDetail,
  TaskRow,
} from './contract/rows.js';
import type {} from './contract/coordination-calls.js';
import type { ErrorCode } from './errors.js';
import { verdict } from './statuses.js';

export type EpicJson = ReturnType<typeof epicJson>;
export type EpicDetailJson = ReturnType<typeof epicDetailJson>;
export type TaskJson = ReturnType<typeof taskJson>;
export type TaskDetailJson = ReturnType<typeof taskDetailJson>;
export type EventJson = ReturnType<typeof eventJson>;

/** What was handed in besides stands in it as it came. */
export interface EvidenceJson {
  readonly commits: readonly string[];
  readonly tests: readonly string[];
  readonly prs: readonly string[];
  readonly workspace_changes?: {
    readonly baseline_rev: string | null;
    readonly final_rev: string | null;
    readonly files_changed: number | null;
    readonly insertions: number | null;
    readonly deletions: number | null;
  };
  readonly review_iterations?: number;
  readonly text?: string;
  readonly [key: string]: unknown;
}

export interface ErrorJson {
  readonly success: false;
  /** One sentence. */
  readonly error: string;
  readonly code: ErrorCode;
  /** What to do. */
  readonly hint: string;
}

export function epicJson({ id, title, status, counts }: EpicRow) {
  return { id, title, status, tasks: counts.total, done: counts.byStatus.done };
}

export function taskJson(row: TaskRow) {
  return {
    id: row.id,
    epic: row.epicId,
    title: row.title,
    status: row.status,
    priority: row.priority,
    domain: row.domain,
    depends_on: dependsOn(row),
    finished_hint: row.finishedHint,
  };
}

/** What a task waits for, whether it exists or not. */
export function dependsOn(row: TaskRow): readonly string[] {
  return [...row.dependsOn, ...row.unresolved];
}

export function epicDetailJson({ row, ...epic }: EpicDetail, tasks: readonly TaskRow[]) {
  return {
    id: row.id,
    title: row.title,
    status: row.status,
    branch_name: row.branchName,
    plan_review_status: verdict(row.planReview),
    plan_reviewed_at: epic.planReviewedAt,
    completion_review_status: verdict(row.completionReview),
    completion_reviewed_at: epic.completionReviewedAt,
    depends_on_epics: [...row.dependsOn, ...row.unresolved],
    default_impl: epic.defaultImplementBackend,
    default_review: epic.defaultReviewBackend,
    default_sync: epic.defaultSyncBackend,
    spec_path: epic.specPath,
    archived: row.archived,
    placeholder: row.placeholder,
    pipeline_phase: row.pipelinePhase,
    tokens: row.tokens,
    cost_usd: row.costUsd,
    version: row.version,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    tasks: tasks.map((task) => ({
      id: task.id,
      title: task.title,
      status: task.status,
      priority: task.priority,
      depends_on: dependsOn(task),
      finished_hint: task.finishedHint,
    })),
  };
}

export function taskDetailJson({ row, ...task }: TaskDetail) {
  return {
    id: row.id,
    epic: row.epicId,
    title: row.title,
    status: row.status,
    status_source: row.statusSource,
    finished_hint: row.finishedHint,
    priority: row.priority,
    domain: row.domain,
    depends_on: dependsOn(row),
    unresolved: row.unresolved,
    files: task.files,
    impl: task.implementBackend,
    review: task.reviewBackend,
    sync: task.syncBackend,
    assignee: row.assignee,
    claimed_at: row.claimedAt,
    claim_note: task.claimNote,
    completed_at: row.completedAt,
    duration_seconds: row.durationSeconds,
    blocked_reason: row.blockedReason,
    failed_reason: row.failedReason,
    skipped_reason: task.skippedReason,
    retry_count: row.retryCount,
    phase: row.phase?.id ?? null,
    summary: task.summary,
    evidence: task.evidence && evidenceJson(task.evidence),
    spec_path: task.specPath,
    tokens: row.tokens,
    cost_usd: row.costUsd,
    version: row.version,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

export function evidenceJson(evidence: Evidence): EvidenceJson {
  return {
    ...evidence.extra,
    commits: evidence.commits,
    tests: evidence.tests,
    prs: evidence.prs,
    ...(hasWorkspace(evidence) && {
      workspace_changes: {
        baseline_rev: evidence.baselineRevision,
        final_rev: evidence.finalRevision,
        files_changed: evidence.filesChanged,
        insertions: evidence.insertions,
        deletions: evidence.deletions,
      },
    }),
    ...(evidence.reviewIterations !== null && { review_iterations: evidence.reviewIterations }),
    ...(evidence.text !== '' && { text: evidence.text }),
  };
}

function hasWorkspace(evidence: Evidence): boolean {
  const { baselineRevision, finalRevision, filesChanged, insertions, deletions } = evidence;
  return [baselineRevision, finalRevision, filesChanged, insertions, deletions].some(
    (value) => value !== null,
  );
}

export function eventJson(event: EventRow) {
  return {
    id: event.id,
    timestamp: event.timestamp,
    event_type: event.kind,
    entity: event.entityKind,
    entity_id: event.entityId,
    epic_id: event.epicId,
    task_id: event.taskId,
    actor: event.actor,
    session_id: event.sessionId,
    origin: event.origin,
    command_id: event.commandId,
    version: event.version,
    fields: event.fields,
    payload: event.payload,
    undoes: event.undoes,
  };
}
