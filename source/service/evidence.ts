/** Evidence as agents hand it in, brought to the one form that is stored. */
import type { EvidenceInput } from '../domain/contract/calls.js';
import type { Evidence } from '../domain/contract/rows.js';
import { FlowdeckError } from '../domain/errors.js';

/** The pieces that a statement about the workspace should have, by both spellings in use. */
const workspacePieces = [
  ['baselineRevision', 'baseline_rev'],
  ['finalRevision', 'final_rev'],
  ['filesChanged', 'files_changed'],
  ['insertions', 'insertions'],
  ['deletions', 'deletions'],
] as const;

export interface NormalisedEvidence {
  readonly evidence: Evidence;
  /** What is missing from the statement about the workspace, in one sentence. */
  readonly warning: string | null;
}

/** @throws FlowdeckError `usage.invalid` where it is not an object or a list holds something else than text */
export function normaliseEvidence(input: EvidenceInput): NormalisedEvidence {
  // It comes from JSON that an agent wrote.
  const given: unknown = input;
  if (!isObject(given)) throw invalid('Evidence must be an object.');
  const changes = given.workspaceChanges;
  if (changes !== undefined && !isObject(changes)) {
    throw invalid('The workspace changes of the evidence must be an object.');
  }
  const pieces = new Map<string, unknown>(
    workspacePieces.map(([name, foreign]) => [name, changes?.[name] ?? changes?.[foreign] ?? null]),
  );
  const missing = workspacePieces.filter(([name]) => pieces.get(name) === null);
  return {
    evidence: {
      commits: textList('commits', given.commits),
      tests: textList('tests', given.tests),
      prs: textList('prs', given.prs),
      filesChanged: integer(pieces.get('filesChanged')),
      insertions: integer(pieces.get('insertions')),
      deletions: integer(pieces.get('deletions')),
      reviewIterations: integer(given.reviewIterations),
      baselineRevision: text(pieces.get('baselineRevision')),
      finalRevision: text(pieces.get('finalRevision')),
      text: '',
      extra: isObject(given.extra) ? given.extra : {},
    },
    warning:
      changes !== undefined && missing.length > 0
        ? `The workspace changes lack ${missing.map(([, foreign]) => foreign).join(', ')}.`
        : null,
  };
}

function textList(name: string, value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== 'string') {
      throw invalid(`The ${name} of the evidence must be a list of texts.`);
    }
    return item;
  });
}

function integer(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string): FlowdeckError {
  return new FlowdeckError('usage.invalid', message);
}
