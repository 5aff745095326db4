import { splitTaskText, type TaskText } from '../../domain/task-text.js';
import type { ImportedFile, ImportedTask } from '../../domain/contract/import.js';
import type { TaskStatus } from '../../domain/vocabulary.js';
import { compareIds } from '../../domain/ids.js';
import { parentKeys, type Definition, type Text } from './documents.js';
import { mergeEvidence, readEvidence } from './evidence.js';
import type { Findings } from './findings.js';
import { readPhases, type ImportedPhases, type TaskState } from './states.js';
import {
  isObject,
  optionalInteger,
  optionalLine,
  optionalText,
  optionalTime,
  storable,
  textList,
  unique,
  withoutKeys,
  type JsonObject,
} from './values.js';
import { readDomain, readTaskStatus } from './vocabulary.js';

/** Everything that was found about one task. */
export interface TaskParts {
  readonly definition: Definition;
  readonly text: Text | null;
  readonly state: TaskState | null;
  /** Phases kept apart from the state. */
  readonly phases: unknown;
  readonly output: { readonly file: ImportedFile; readonly text: string } | null;
  readonly specPath: (path: string) => string;
}

const knownKeys = new Set<string>([
  ...parentKeys,
  ...['schema_version', 'id', 'title', 'status', 'priority', 'domain', 'depends_on', 'deps'],
  ...['files', 'labels', 'spec_path', 'file_path', 'created_at', 'updated_at', 'assignee'],
  ...['claimed_at', 'claim_note', 'completed_at', 'duration_seconds', 'blocked_reason'],
  ...['skipped_reason', 'retry_count', 'evidence', 'phase_progress'],
]);
/** Added by the file store to a live state; kept with the evidence. */
const revisionKeys = ['baseline_rev', 'final_rev'];
const backendKeys = ['impl', 'review', 'sync'] as const;

/** A task from its definition, its text and its live state; the live state wins wherever it speaks. */
export function buildTask(parts: TaskParts, findings: Findings): ImportedTask {
  const { definition, text, state } = parts;
  const { data } = definition;
  const live: JsonObject = state?.data ?? {};
  const current = (key: string): unknown => live[key] ?? data[key];
  const written = splitTaskText(storable(definition.body ?? text?.body ?? ''));
  const status = taskStatus(definition, state, findings);
  const evidence = liveEvidence(live) ?? readEvidence(data['evidence']);
  return {
    id: definition.id,
    epicId: parentOf(definition),
    parentId: null,
    files: filesOf(parts),
    title: definition.title,
    status,
    statusSource: 'status' in live ? 'live-state' : 'committed',
    priority: optionalInteger(data['priority']),
    domain: taskDomain(definition, findings),
    dependsOn: dependencies(definition, findings).map((id) => ({ id, kind: 'blocks' as const })),
    ownedFiles: unique(textList(data['files'])),
    labels: unique(textList(data['labels'])),
    implementBackend: backend(data['impl']),
    reviewBackend: backend(data['review']),
    syncBackend: backend(data['sync']),
    assignee: optionalLine(current('assignee')),
    claimedAt: optionalTime(current('claimed_at')),
    claimNote: optionalText(current('claim_note')) ?? '',
    completedAt: completionTime(status, live, data),
    durationSeconds: duration(live, data),
    blockedReason:
      optionalText(current('blocked_reason')) ??
      (status === 'blocked' ? written.blockedReason : null),
    failedReason: hasFailed(status) ? written.failedReason : null,
    skippedReason: optionalText(current('skipped_reason')),
    retryCount: Math.max(0, optionalInteger(current('retry_count')) ?? 0),
    body: written.body,
    summary: written.summary,
    evidence: mergeEvidence(evidence, written.evidence),
    phases: phases(live, data, parts.phases),
    specPath: parts.specPath(text?.path ?? definition.path),
    createdAt: optionalTime(data['created_at']),
    updatedAt: later(optionalTime(data['updated_at']), optionalTime(live['updated_at'])),
    extra: extraOf(parts, status, written),
  };
}

function hasFailed(status: TaskStatus): boolean {
  return status === 'failed' || status === 'up_for_retry';
}

function parentOf({ data, parentKey }: Definition): string | null {
  return parentKey === null ? null : optionalLine(data[parentKey]);
}

function filesOf({ definition, text, state, output }: TaskParts): readonly ImportedFile[] {
  return [definition, text, state, output?.file].flatMap((file) =>
    file ? [{ path: file.path, sha256: file.sha256 }] : [],
  );
}

function taskStatus(
  definition: Definition,
  state: TaskState | null,
  findings: Findings,
): TaskStatus {
  const word = state?.data['status'] ?? definition.data['status'];
  const path = state && 'status' in state.data ? state.path : definition.path;
  const { value, certainty } = readTaskStatus(word);
  if (certainty === 'missing') {
    findings.warn('missing-field', path, `It has no status and is taken as ${value}.`);
  } else if (certainty === 'unknown') {
    findings.warn('unknown-status', path, `Its status ${quote(word)} is taken as ${value}.`);
  } else if (certainty === 'translated') {
    findings.note('translated-status', path, `Its status ${quote(word)} means ${value}.`);
  }
  return value;
}

function taskDomain({ data, path }: Definition, findings: Findings): string {
  const { value, certainty } = readDomain(data['domain']);
  if (certainty === 'unknown') {
    findings.note(
      'unknown-domain',
      path,
      `Its domain ${quote(data['domain'])} is taken as ${value}.`,
    );
  }
  return value;
}

function dependencies({ id, data, path }: Definition, findings: Findings): readonly string[] {
  const listed = unique(textList(data['depends_on'] ?? data['deps']));
  if (listed.includes(id)) {
    findings.warn('self-dependency', path, `${id} waits for itself; that dependency is left out.`);
  }
  return listed.filter((target) => target !== id).sort(compareIds);
}

function backend(value: unknown): string | null {
  return typeof value === 'string' ? optionalLine(value) : null;
}

function liveEvidence(live: JsonObject): ReturnType<typeof readEvidence> {
  const revisions = Object.fromEntries(
    revisionKeys.flatMap((key) => (key in live ? [[key, live[key]]] : [])),
  );
  const evidence = live['evidence'] ?? {};
  return readEvidence(isObject(evidence) ? { ...revisions, ...evidence } : evidence);
}

/** The last change of the live state of a finished task is the moment it was finished. */
function completionTime(status: TaskStatus, live: JsonObject, data: JsonObject): string | null {
  const given = optionalTime(live['completed_at'] ?? data['completed_at']);
  if (given !== null || status !== 'done' || !('status' in live)) return given;
  return optionalTime(live['updated_at']);
}

function duration(live: JsonObject, data: JsonObject): number | null {
  const evidence = live['evidence'] ?? data['evidence'];
  return optionalInteger(
    live['duration_seconds'] ??
      data['duration_seconds'] ??
      (isObject(evidence) ? evidence['duration_seconds'] : null),
  );
}

function phases(live: JsonObject, data: JsonObject, apart: unknown): ImportedPhases | null {
  return (
    readPhases(live['phase_progress']) ?? readPhases(data['phase_progress']) ?? readPhases(apart)
  );
}

function later(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return left > right ? left : right;
}

/** What no column holds: unknown keys of every file, and words that were translated or not understood. */
function extraOf(
  { definition, text, state, output }: TaskParts,
  status: TaskStatus,
  written: TaskText,
): JsonObject {
  const { data } = definition;
  const own = withoutKeys(data, knownKeys);
  const backends = new Set<string>(
    backendKeys.filter((key) => data[key] === null || backend(data[key])),
  );
  const live = state ? withoutKeys(state.data, new Set([...knownKeys, ...revisionKeys])) : {};
  const word = state?.data['status'] ?? data['status'];
  const domain = data['domain'];
  return {
    ...text?.data,
    ...withoutKeys(own, backends),
    ...(Object.keys(live).length > 0 && { state: live }),
    ...(word !== undefined && word !== status && { original_status: word }),
    ...(readDomain(domain).certainty === 'unknown' && { original_domain: domain }),
    ...(written.blockedReason !== null &&
      status !== 'blocked' && { blocked_note: written.blockedReason }),
    ...(written.failedReason !== null &&
      !hasFailed(status) && { failed_note: written.failedReason }),
    ...(output && { output: output.text }),
  };
}

function quote(word: unknown): string {
  return JSON.stringify(word);
}
