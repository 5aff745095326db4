/** One epic or task for people to read. */
import type { EpicDetail, TaskDetail, TaskRow } from '../domain/contract/rows.js';
import { formatDuration } from '../domain/format.js';
import { fields, oneLine, taskLine } from './text.js';

export function epicDetailLines(
  { row, ...epic }: EpicDetail,
  tasks: readonly TaskRow[],
): readonly string[] {
  return [
    `${row.id}: ${oneLine(row.title)}`,
    ...fields([
      ['Status', row.archived ? `${row.status}, archived` : row.status],
      ['Phase', row.pipelinePhase],
      ['Branch', row.branchName],
      ['Plan review', row.planReview],
      ['Completion review', row.completionReview],
      ['Waits for', [...row.dependsOn, ...row.unresolved].join(', ')],
      ['Plan', epic.specPath],
      ['Created', row.createdAt],
      ['Changed', row.updatedAt],
    ]),
    `Tasks: ${tasks.length}`,
    ...tasks.map((task) => `  ${taskLine(task)}`),
  ];
}

export function taskDetailLines({ row, ...task }: TaskDetail): readonly string[] {
  const { evidence } = task;
  return [
    `${row.id}: ${oneLine(row.title)}`,
    ...fields([
      ['Status', row.finishedHint ? `${row.status}, looks finished` : row.status],
      ['Epic', row.epicId],
      ['Priority', row.priority],
      ['Domain', row.domain],
      ['Waits for', waits(task.dependencies, row.unresolved)],
      ['Files', task.files.join(', ')],
      ['Phase', row.phase && `${row.phase.id} ${row.phase.title}`],
      ['Assignee', row.assignee],
      ['Claimed', row.claimedAt],
      ['Note', oneLine(task.claimNote)],
      ['Blocked', row.blockedReason && oneLine(row.blockedReason)],
      ['Failed', row.failedReason && oneLine(row.failedReason)],
      ['Skipped', task.skippedReason && oneLine(task.skippedReason)],
      ['Finished', row.completedAt],
      ['Took', row.durationSeconds === null ? null : formatDuration(row.durationSeconds)],
      ['Commits', evidence?.commits.join(', ') ?? null],
      ['Tests', evidence?.tests.map(oneLine).join(', ') ?? null],
      ['Pull requests', evidence?.prs.join(', ') ?? null],
      ['Summary', oneLine(task.summary)],
      ['Created', row.createdAt],
      ['Changed', row.updatedAt],
    ]),
  ];
}

function waits(dependencies: TaskDetail['dependencies'], unresolved: readonly string[]): string {
  const known = dependencies
    .filter(({ kind, status }) => kind === 'blocks' && status !== null)
    .map(({ id, status }) => `${id} (${status ?? 'missing'})`);
  return [...known, ...unresolved.map((id) => `${id} (missing)`)].join(', ');
}
