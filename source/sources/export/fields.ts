/** Under which keys files keep the fields of epics and tasks, and how they write them. */
import type { ImportedEpic, ImportedTask } from '../../domain/contract/import.js';
import type { ExportedTask, RecordedFields } from '../../domain/contract/recovery-calls.js';
import type { Evidence } from '../../domain/contract/rows.js';
import { compareIds } from '../../domain/ids.js';
import { verdict } from '../../domain/statuses.js';
import type { ReviewStatus } from '../../domain/vocabulary.js';
import type { JsonObject } from '../flow/values.js';

export interface FieldOfFile<View> {
  /** The first that a file has is used, else the first of all. */
  readonly keys: readonly string[];
  /** What the file was understood to say. */
  readonly read: (view: View) => unknown;
  /** What it is to say. */
  readonly value: (fields: RecordedFields) => unknown;
  /** The value in the words of the key. */
  readonly encode?: (value: unknown, key: string) => unknown;
}

/** A field that is called the same on both sides. */
function same<View>(key: string, name: keyof View & string): FieldOfFile<View> {
  return { keys: [key], read: (view) => view[name], value: (fields) => fields[name] ?? null };
}

/** `ship` and `needs_work` are the words of `…_status`, `passed` and `failed` those of the key without it. */
function reviewWord(value: unknown, key: string): unknown {
  if (!key.endsWith('_status')) return value;
  return verdict(value as ReviewStatus);
}

export const epicFileFields: readonly FieldOfFile<ImportedEpic>[] = [
  same('title', 'title'),
  same('status', 'status'),
  same('branch_name', 'branchName'),
  {
    ...same<ImportedEpic>('', 'planReview'),
    keys: ['plan_review_status', 'plan_review'],
    encode: reviewWord,
  },
  same('plan_reviewed_at', 'planReviewedAt'),
  {
    ...same<ImportedEpic>('', 'completionReview'),
    keys: ['completion_review_status', 'completion_review'],
    encode: reviewWord,
  },
  same('completion_reviewed_at', 'completionReviewedAt'),
  {
    keys: ['depends_on_epics'],
    read: ({ dependsOn }) => dependsOn,
    value: (fields) => texts([fields['dependencies'], fields['unresolvedDependencies']]),
  },
  same('default_impl', 'defaultImplementBackend'),
  same('default_review', 'defaultReviewBackend'),
  same('default_sync', 'defaultSyncBackend'),
];

export const taskFileFields: readonly FieldOfFile<ImportedTask>[] = [
  same('title', 'title'),
  same('status', 'status'),
  same('priority', 'priority'),
  same('domain', 'domain'),
  {
    keys: ['depends_on', 'deps'],
    read: ({ dependsOn }) => dependsOn.map(({ id }) => id),
    value: (fields) => texts([fields['dependencies'], fields['unresolvedDependencies']]),
  },
  {
    keys: ['files'],
    read: ({ ownedFiles }) => [...ownedFiles].sort(),
    value: (fields) => fields['files'] ?? [],
  },
  same('impl', 'implementBackend'),
  same('review', 'reviewBackend'),
  same('sync', 'syncBackend'),
  same('assignee', 'assignee'),
  same('claimed_at', 'claimedAt'),
  same('claim_note', 'claimNote'),
  same('completed_at', 'completedAt'),
  same('duration_seconds', 'durationSeconds'),
  same('blocked_reason', 'blockedReason'),
  same('skipped_reason', 'skippedReason'),
  same('retry_count', 'retryCount'),
];

/** Ids of edges of the kind that orders, in natural order, each once. */
function texts(lists: readonly unknown[]): readonly string[] {
  const edges = lists.flatMap((list) => (Array.isArray(list) ? (list as readonly unknown[]) : []));
  const ids = edges.flatMap((edge) => {
    if (typeof edge === 'string') return [edge];
    const { id, kind } = edge as { readonly id: string; readonly kind: string };
    return kind === 'blocks' ? [id] : [];
  });
  return [...new Set(ids)].sort(compareIds);
}

/** Evidence as a JSON object of its own; what a text can say is not repeated for a file that has no such key. */
export function evidenceJson(evidence: Evidence): JsonObject {
  const { commits, tests, prs, extra } = evidence;
  const workspace = {
    ...(evidence.baselineRevision !== null && { baseline_rev: evidence.baselineRevision }),
    ...(evidence.finalRevision !== null && { final_rev: evidence.finalRevision }),
    ...(evidence.filesChanged !== null && { files_changed: evidence.filesChanged }),
    ...(evidence.insertions !== null && { insertions: evidence.insertions }),
    ...(evidence.deletions !== null && { deletions: evidence.deletions }),
  };
  return {
    ...extra,
    commits,
    tests,
    prs,
    ...(Object.keys(workspace).length > 0 && { workspace_changes: workspace }),
    ...(evidence.reviewIterations !== null && { review_iterations: evidence.reviewIterations }),
  };
}

export function needsEvidenceKey({ evidence }: ExportedTask, data: JsonObject): boolean {
  if (evidence === null) return 'evidence' in data;
  return 'evidence' in data || Object.keys(evidence.extra).length > 0;
}
