import type { Evidence } from '../../domain/contract/rows.js';
import { noEvidence } from '../../domain/evidence-text.js';
import {
  isObject,
  optionalInteger,
  optionalText,
  storable,
  textList,
  withoutKeys,
  type JsonObject,
} from './values.js';

const listKeys = ['commits', 'tests', 'prs'] as const;
const numberKeys = {
  filesChanged: 'files_changed',
  insertions: 'insertions',
  deletions: 'deletions',
} as const;
const ownKeys = new Set(['duration_seconds', 'review_iterations', 'review_iters']);

/**
 * Evidence as files and live states hold it: lists of commits, tests and pull requests, the workspace's changes, and
 * whatever keys somebody added, which are kept. A value of another shape than expected is kept as an added key.
 */
export function readEvidence(value: unknown): Evidence | null {
  if (typeof value === 'string' || Array.isArray(value)) {
    const text = textList(value).join('\n');
    return text === '' ? null : { ...noEvidence, text };
  }
  if (!isObject(value)) return null;
  const workspace = isObject(value['workspace_changes']) ? value['workspace_changes'] : {};
  const read = new Set(ownKeys);
  const lists = Object.fromEntries(
    listKeys.map((key) => {
      if (!isList(value[key])) return [key, []];
      read.add(key);
      return [key, textList(value[key])];
    }),
  );
  const numbers = Object.fromEntries(
    Object.entries(numberKeys).map(([name, key]) => {
      const number = optionalInteger(value[key]);
      if (number !== null) read.add(key);
      return [name, number ?? optionalInteger(workspace[key])];
    }),
  );
  const revision = (key: string) => {
    read.add(key);
    return optionalText(value[key]) ?? optionalText(workspace[key]);
  };
  const evidence: Evidence = {
    ...noEvidence,
    ...lists,
    ...numbers,
    reviewIterations: optionalInteger(value['review_iterations'] ?? value['review_iters']),
    baselineRevision: revision('baseline_rev'),
    finalRevision: revision('final_rev'),
    extra: addedKeys(value, workspace, read),
  };
  return isEmpty(evidence) ? null : evidence;
}

/** Lists from the first that has any; the free words of the second are kept beside them. */
export function mergeEvidence(first: Evidence | null, second: Evidence | null): Evidence | null {
  if (first === null || second === null) return first ?? second;
  const hasLists = listKeys.some((key) => first[key].length > 0);
  const lists = hasLists ? first : second;
  return {
    ...first,
    commits: lists.commits,
    tests: lists.tests,
    prs: lists.prs,
    text: first.text || storable(second.text),
    extra: { ...second.extra, ...first.extra },
  };
}

function addedKeys(
  value: JsonObject,
  workspace: JsonObject,
  read: ReadonlySet<string>,
): JsonObject {
  const readOfWorkspace = new Set([...Object.values(numberKeys), 'baseline_rev', 'final_rev']);
  const rest = withoutKeys(workspace, readOfWorkspace);
  return {
    ...withoutKeys(value, new Set([...read, 'workspace_changes'])),
    ...(Object.keys(rest).length > 0 && { workspace_changes: rest }),
  };
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || typeof value === 'string';
}

function isEmpty(evidence: Evidence): boolean {
  return Object.values(evidence).every((value) =>
    typeof value === 'object' && value !== null
      ? Object.keys(value as object).length === 0
      : value === null || value === '',
  );
}
