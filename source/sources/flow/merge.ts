/** The original's database laid over the files. */
import type { ImportedTask } from '../../domain/contract/import.js';
import { mergeEvidence } from './evidence.js';

/** Things of both places by id, in the order of the files; `merge` decides for what is in both. */
export function overlay<Thing>(
  files: readonly Thing[],
  database: readonly Thing[],
  idOf: (thing: Thing) => string,
  merge: (file: Thing, row: Thing) => Thing,
): readonly Thing[] {
  const rows = new Map(database.map((row) => [idOf(row), row]));
  const merged = files.map((file) => {
    const row = rows.get(idOf(file));
    rows.delete(idOf(file));
    return row === undefined ? file : merge(file, row);
  });
  return [...merged, ...rows.values()];
}

/**
 * The definition of a task comes from its file, what happened to it from wherever it was written last: the database
 * patches files only in part, and a committed `todo` says nothing.
 */
export function mergeTask(file: ImportedTask, row: ImportedTask): ImportedTask {
  const files = [...file.files, ...row.files];
  const silent = file.statusSource === 'committed' && file.status === 'todo';
  if (!silent && (file.updatedAt ?? '') > (row.updatedAt ?? '')) return { ...file, files };
  return {
    ...file,
    files,
    status: row.status,
    statusSource: row.statusSource,
    assignee: row.assignee,
    claimedAt: row.claimedAt,
    completedAt: row.completedAt,
    durationSeconds: row.durationSeconds,
    blockedReason: row.blockedReason,
    skippedReason: row.skippedReason ?? file.skippedReason,
    retryCount: row.retryCount,
    evidence: mergeEvidence(row.evidence, file.evidence),
    phases: row.phases ?? file.phases,
    updatedAt: [file.updatedAt, row.updatedAt].sort().at(-1) ?? null,
  };
}
