import type { TaskCounts, TaskRow } from './contract/rows.js';
import { isReady } from './graph.js';
import { taskStatuses, type TaskStatus } from './vocabulary.js';

type Counted = Pick<TaskRow, 'id' | 'status' | 'dependsOn' | 'unresolved' | 'finishedHint'>;

export function emptyCounts(): TaskCounts {
  return { total: 0, byStatus: zeros(), hinted: 0, ready: 0 };
}

/**
 * Counts tasks by status, and among them the hinted and the ready ones.
 * @param statusOf where to look up dependencies that are not among the rows; without it those are open
 */
export function countTasks(
  rows: readonly Counted[],
  statusOf: (id: string) => TaskStatus | null | undefined = () => null,
): TaskCounts {
  const statuses = new Map(rows.map((row) => [row.id, row.status]));
  const byStatus = zeros();
  let hinted = 0;
  let ready = 0;
  for (const row of rows) {
    byStatus[row.status] += 1;
    if (row.status === 'todo' && row.finishedHint) hinted += 1;
    if (isReady(row, (id) => statuses.get(id) ?? statusOf(id))) ready += 1;
  }
  return { total: rows.length, byStatus, hinted, ready };
}

function zeros(): Record<TaskStatus, number> {
  return Object.fromEntries(taskStatuses.map((status) => [status, 0])) as Record<
    TaskStatus,
    number
  >;
}
