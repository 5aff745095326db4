/** What proves that a task is done. */
import type { Evidence } from '../../domain/contract/rows.js';
import type { Reader, Transaction } from '../types.js';
import {
  columnList,
  decodeFields,
  json,
  optionalNumber,
  optionalText,
  text,
  upsertFields,
} from './fields.js';

export const evidenceFields = {
  commits: json<readonly string[]>('commits', []),
  tests: json<readonly string[]>('tests', []),
  prs: json<readonly string[]>('prs', []),
  filesChanged: optionalNumber('files_changed'),
  insertions: optionalNumber('insertions'),
  deletions: optionalNumber('deletions'),
  reviewIterations: optionalNumber('review_iterations'),
  baselineRevision: optionalText('baseline_revision'),
  finalRevision: optionalText('final_revision'),
  text: text('text'),
  extra: json<Readonly<Record<string, unknown>>>('extra', {}),
};

export async function findEvidence(reader: Reader, taskId: string): Promise<Evidence | null> {
  const row = await reader.get(
    `SELECT ${columnList(evidenceFields, 'e')} FROM evidence e WHERE e.task_id = ?`,
    [taskId],
  );
  return row === null ? null : decodeFields(evidenceFields, row);
}

/** Replaces the task's evidence; null deletes it. */
export async function writeEvidence(
  transaction: Transaction,
  taskId: string,
  evidence: Evidence | null,
): Promise<void> {
  if (evidence === null) {
    await transaction.run('DELETE FROM evidence WHERE task_id = ?', [taskId]);
    return;
  }
  await upsertFields(
    transaction,
    'evidence',
    { column: 'task_id', value: taskId },
    evidenceFields,
    { ...evidence },
  );
}
