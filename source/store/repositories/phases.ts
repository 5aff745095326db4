/** Progress through a task's worker phases and an epic's pipeline: the same two tables in two names. */
import type { PhaseStatus } from '../../domain/vocabulary.js';
import type { Reader, Transaction } from '../types.js';

export interface PhaseProgress {
  readonly status: PhaseStatus;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}

export interface ProgressTable {
  readonly table: string;
  readonly key: string;
}
export const workerProgress: ProgressTable = { table: 'phase_progress', key: 'task_id' };
export const pipelineProgress: ProgressTable = { table: 'pipeline_progress', key: 'epic_id' };

/** By phase id; a phase without a row has not begun. */
export async function findProgress(
  reader: Reader,
  { table, key }: ProgressTable,
  id: string,
): Promise<Map<string, PhaseProgress>> {
  const rows = await reader.all<{
    phase: string;
    status: PhaseStatus;
    started_at: string | null;
    completed_at: string | null;
  }>(`SELECT phase, status, started_at, completed_at FROM ${table} WHERE ${key} = ?`, [id]);
  return new Map(
    rows.map((row) => [
      row.phase,
      { status: row.status, startedAt: row.started_at, completedAt: row.completed_at },
    ]),
  );
}

/** Writes one phase's progress; null deletes its row. */
export async function writeProgress(
  transaction: Transaction,
  { table, key }: ProgressTable,
  id: string,
  phase: string,
  progress: PhaseProgress | null,
): Promise<void> {
  if (progress === null) {
    await transaction.run(`DELETE FROM ${table} WHERE ${key} = ? AND phase = ?`, [id, phase]);
    return;
  }
  await transaction.run(
    `INSERT INTO ${table} (${key}, phase, status, started_at, completed_at)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (${key}, phase) DO UPDATE SET
       status = excluded.status,
       started_at = excluded.started_at,
       completed_at = excluded.completed_at`,
    [id, phase, progress.status, progress.startedAt, progress.completedAt],
  );
}
