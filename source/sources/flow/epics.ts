import { compareIds } from '../../domain/ids.js';
import type { ImportedEpic } from '../../domain/contract/import.js';
import type { EpicStatus } from '../../domain/vocabulary.js';
import type { Definition, Text } from './documents.js';
import type { Findings } from './findings.js';
import { readGaps } from './gaps.js';
import {
  optionalLine,
  optionalText,
  optionalTime,
  storable,
  textList,
  unique,
  withoutKeys,
  type JsonObject,
} from './values.js';
import { readEpicStatus, readReview } from './vocabulary.js';

/** Everything that was found about one epic. */
export interface EpicParts {
  readonly definition: Definition;
  /** The plan in `specs/`. */
  readonly text: Text | null;
  /** The file of gaps beside it; undefined where there is none. */
  readonly gaps: { readonly path: string; readonly data: unknown } | undefined;
  readonly pipelinePhase: string | null;
  readonly specPath: (path: string) => string;
}

const reviewKeys = {
  plan: ['plan_review_status', 'plan_review'],
  completion: ['completion_review_status', 'completion_review'],
} as const;

const knownKeys = new Set<string>([
  ...Object.values(reviewKeys).flat(),
  ...['schema_version', 'id', 'title', 'status', 'archived', 'branch_name', 'plan_reviewed_at'],
  ...['completion_reviewed_at', 'depends_on_epics', 'default_impl', 'default_review'],
  ...['default_sync', 'spec_path', 'file_path', 'created_at', 'updated_at'],
]);

const keysWithGaps = new Set([...knownKeys, 'gaps']);

export function buildEpic(parts: EpicParts, findings: Findings): ImportedEpic {
  const { definition, text } = parts;
  const { data } = definition;
  const status = epicStatus(definition, findings);
  const gaps = gapsOf(parts, findings);
  return {
    id: definition.id,
    files: [definition, text].flatMap((file) =>
      file ? [{ path: file.path, sha256: file.sha256 }] : [],
    ),
    title: definition.title,
    status,
    archived: definition.archive !== '' || data['archived'] === true,
    branchName: optionalLine(data['branch_name']),
    planReview: review(definition, 'plan', findings),
    planReviewedAt: optionalTime(data['plan_reviewed_at']),
    completionReview: review(definition, 'completion', findings),
    completionReviewedAt: optionalTime(data['completion_reviewed_at']),
    dependsOn: dependencies(definition, findings),
    defaultImplementBackend: optionalLine(data['default_impl']),
    defaultReviewBackend: optionalLine(data['default_review']),
    defaultSyncBackend: optionalLine(data['default_sync']),
    body: bodyOf(parts),
    specPath: parts.specPath(text?.path ?? definition.path),
    createdAt: optionalTime(data['created_at']),
    updatedAt: optionalTime(data['updated_at']),
    pipelinePhase: parts.pipelinePhase,
    ...(gaps !== null && { gaps }),
    extra: extraOf(parts, status, gaps !== null),
  };
}

function epicStatus({ data, path }: Definition, findings: Findings): EpicStatus {
  const word = data['status'];
  const { value, certainty } = readEpicStatus(word);
  if (certainty === 'missing') {
    findings.warn('missing-field', path, `It has no status and is taken as ${value}.`);
  } else if (certainty === 'unknown') {
    findings.warn(
      'unknown-status',
      path,
      `Its status ${JSON.stringify(word)} is taken as ${value}.`,
    );
  } else if (certainty === 'translated') {
    findings.note('translated-status', path, `Its status ${JSON.stringify(word)} means ${value}.`);
  }
  return value;
}

function reviewWord(data: JsonObject, kind: keyof typeof reviewKeys): unknown {
  return reviewKeys[kind].map((key) => data[key]).find((word) => word !== undefined);
}

function review(
  { data, path }: Definition,
  kind: keyof typeof reviewKeys,
  findings: Findings,
): string {
  const word = reviewWord(data, kind);
  const { value, certainty } = readReview(word);
  if (certainty === 'unknown') {
    findings.warn(
      'unknown-review',
      path,
      `The word ${JSON.stringify(word)} of its ${kind} review is taken as ${value}.`,
    );
  }
  return value;
}

function dependencies({ id, data, path }: Definition, findings: Findings): readonly string[] {
  const listed = unique(textList(data['depends_on_epics']));
  if (listed.includes(id)) {
    findings.warn('self-dependency', path, `${id} waits for itself; that dependency is left out.`);
  }
  return listed.filter((target) => target !== id).sort(compareIds);
}

/** The plan in `specs/` where there is one, else what stands under the epic's own front matter. */
function bodyOf({ definition, text }: EpicParts): string {
  const plan = storable(text?.body ?? '');
  return plan.trim() === '' ? storable(definition.body ?? '') : plan;
}

/** Those of the file beside it, else its own; null where neither is a list of them. */
function gapsOf({ definition, gaps }: EpicParts, findings: Findings) {
  const beside = gaps && readGaps(gaps.data, gaps.path, findings);
  return beside ?? readGaps(definition.data['gaps'], definition.path, findings);
}

/** What no column holds, reviews in words that cannot be told from their translation included. */
function extraOf(parts: EpicParts, status: EpicStatus, knowsGaps: boolean): JsonObject {
  const { definition, text, gaps } = parts;
  const { data } = definition;
  const word = data['status'];
  const ownBody = optionalText(definition.body);
  const ambiguous = ['approved', 'major_rethink'];
  const reviews = (['plan', 'completion'] as const).flatMap((kind): [string, unknown][] => {
    const word = reviewWord(data, kind);
    const kept = readReview(word).certainty === 'unknown' || ambiguous.includes(String(word));
    return kept ? [[`original_${kind}_review`, word]] : [];
  });
  return {
    ...text?.data,
    ...withoutKeys(data, knowsGaps ? keysWithGaps : knownKeys),
    ...(gaps !== undefined && !knowsGaps && { gaps: gaps.data }),
    ...(word !== undefined && word !== status && { original_status: word }),
    ...(Object.fromEntries(reviews) as JsonObject),
    ...(ownBody !== null && bodyOf(parts).trim() !== ownBody && { overview: ownBody }),
  };
}
