/** What happens to a task while it is worked on: claim, times, reasons, summary. */
import type { Transaction } from '../types.js';
import {
  number,
  optionalNumber,
  optionalText,
  text,
  upsertFields,
  type FieldValues,
} from './fields.js';

export const runtimeFields = {
  assignee: optionalText('assignee'),
  claimedAt: optionalText('claimed_at'),
  claimNote: text('claim_note'),
  completedAt: optionalText('completed_at'),
  durationSeconds: optionalNumber('duration_seconds'),
  blockedAt: optionalText('blocked_at'),
  blockedReason: optionalText('blocked_reason'),
  failedReason: optionalText('failed_reason'),
  skippedReason: optionalText('skipped_reason'),
  summary: text('summary'),
  baselineRevision: optionalText('baseline_revision'),
  finalRevision: optionalText('final_revision'),
  retryCount: number('retry_count'),
};

export type RuntimeValues = FieldValues<typeof runtimeFields>;

/** What holds before anybody touched a task. */
export const blankRuntime: RuntimeValues = {
  assignee: null,
  claimedAt: null,
  claimNote: '',
  completedAt: null,
  durationSeconds: null,
  blockedAt: null,
  blockedReason: null,
  failedReason: null,
  skippedReason: null,
  summary: '',
  baselineRevision: null,
  finalRevision: null,
  retryCount: 0,
};

/** A row that says nothing is not kept: a task that was put back is stored like one that nobody ever touched. */
export async function writeRuntime(
  transaction: Transaction,
  taskId: string,
  patch: Partial<RuntimeValues>,
): Promise<void> {
  await upsertFields(
    transaction,
    'runtime_state',
    { column: 'task_id', value: taskId },
    runtimeFields,
    { ...patch },
  );
  const names = Object.keys(patch) as (keyof RuntimeValues)[];
  if (names.length === 0 || names.some((name) => patch[name] !== blankRuntime[name])) return;
  await transaction.run(`DELETE FROM runtime_state WHERE task_id = ? AND ${isBlank}`, [taskId]);
}

const isBlank = Object.entries(runtimeFields)
  .map(([name, { column }]) => {
    const blank = blankRuntime[name as keyof RuntimeValues];
    if (blank === null) return `${column} IS NULL`;
    return blank === '' ? `${column} = ''` : `${column} = ${blank}`;
  })
  .join(' AND ');
