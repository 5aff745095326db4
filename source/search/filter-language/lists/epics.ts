import type { EpicRow } from '../../../domain/contract/rows.js';
import { pipelinePhases } from '../../../domain/phases.js';
import { epicStatuses, reviewStatuses, type TaskStatus } from '../../../domain/vocabulary.js';
import type { ListDefinition } from '../definition.js';
import { choice, falling, fieldsOf, group, line, placeIn, rising, trait } from './build.js';

const { age, choice: oneOf, figure, texts, trait: traits } = fieldsOf<EpicRow>();

const reviewChoices = reviewStatuses.map((status) => choice(status, ''));
const phaseChoices = pipelinePhases.map(({ id, title }) => choice(id, title));
const phaseOrder = pipelinePhases.map(({ id }) => id);

const count =
  (status: TaskStatus) =>
  ({ counts }: EpicRow): number =>
    counts.byStatus[status];

/** The share of tasks that need nothing more, in per cent; null without tasks. */
function progressOf({ counts: { total, byStatus } }: EpicRow): number | null {
  return total === 0 ? null : (100 * (byStatus.done + byStatus.skipped)) / total;
}

/** An epic without an entry is in the first phase. */
const phaseOf = ({ pipelinePhase }: EpicRow): string | null =>
  pipelinePhase ?? phaseOrder[0] ?? null;

const isOver = (row: EpicRow): boolean => row.counts.total > 0 && progressOf(row) === 100;

export const epics: ListDefinition<EpicRow> = {
  line: ({ title, id, branchName }) => line(title, id, branchName),
  id: ({ id }) => id,
  colonsAreText: false,
  fields: [
    oneOf(
      'status s',
      'open or done',
      [choice('open', 'to be done', 'ready'), choice('done', 'closed', 'closed completed')],
      ({ status }) => status,
    ),
    traits('is', 'what it is', [
      trait('active', 'somebody works on it', (row) => count('in_progress')(row) > 0),
      trait('closable', 'open, and all its tasks are over', (row) => {
        return row.status === 'open' && isOver(row);
      }),
      trait('archived', 'in the archive', (row) => row.archived),
      trait('unread', 'changed since you looked', ({ id }, { unread }) => unread?.has(id) ?? false),
      trait('placeholder', 'made for tasks without an epic', (row) => row.placeholder),
      trait('vanished', 'its file is gone', (row) => row.vanished),
    ]),
    traits('has', 'what it has', [
      trait('ready', 'a task that can be started', (row) => row.counts.ready > 0),
      trait('running', 'a task in progress', (row) => count('in_progress')(row) > 0),
      trait('blocked', 'a blocked task', (row) => count('blocked')(row) > 0),
      trait('failed', 'a failed task', (row) => {
        return count('failed')(row) + count('upstream_failed')(row) > 0;
      }),
      trait('hinted', 'a task that looks finished', (row) => row.counts.hinted > 0),
      trait('tasks', 'any task', (row) => row.counts.total > 0),
      trait('dep', 'something to wait for', (row) => row.dependsOn.length > 0),
      trait('unresolved', 'a dependency that does not exist', (row) => row.unresolved.length > 0),
      trait('branch', 'a branch', (row) => row.branchName !== null),
    ]),
    age('age created', 'since it was created', ({ createdAt }) => createdAt),
    age('updated u', 'since it last changed', ({ updatedAt }) => updatedAt),
    texts('id', 'dep deps needs', 'an epic that it waits for', 'epics', (row) => [
      ...row.dependsOn,
      ...row.unresolved,
    ]),
    texts('id', 'id epic', 'the epic', 'epics', ({ id }) => id),
    texts('text', 'title', 'words of the title', null, ({ title }) => title),
    oneOf('phase', 'the phase of the pipeline', phaseChoices, phaseOf),
    oneOf('review', 'the review of the plan', reviewChoices, (row) => row.planReview),
    oneOf('completion', 'the review of the result', reviewChoices, (row) => row.completionReview),
    texts('text', 'branch b', 'the branch', 'branches', (row) => row.branchName),
    figure('number', 'progress', 'per cent of its tasks that are over', progressOf),
    figure('number', 'tasks', 'how many tasks', ({ counts }) => counts.total),
    figure('number', 'ready', 'how many tasks can be started', ({ counts }) => counts.ready),
    figure('number', 'running', 'how many tasks are in progress', count('in_progress')),
    figure('number', 'blocked', 'how many tasks are blocked', count('blocked')),
    figure('number', 'failed', 'how many tasks failed', count('failed')),
    figure('number', 'tokens', 'tokens spent', ({ tokens }) => tokens),
    figure('number', 'cost', 'US dollars spent', ({ costUsd }) => costUsd),
  ],
  sorts: [
    rising('id', 'id', ({ id }) => id),
    rising('status', 'status', ({ status }) => placeIn(epicStatuses, status)),
    falling('progress', 'progress', progressOf),
    rising('age', 'age', ({ createdAt }) => createdAt),
    falling('updated', 'last change', ({ updatedAt }) => updatedAt),
    rising('title', 'title', ({ title }) => title.toLowerCase()),
    falling('tasks', 'number of tasks', ({ counts }) => counts.total),
    falling('ready', 'tasks that are ready', ({ counts }) => counts.ready),
    falling('running', 'tasks in progress', count('in_progress')),
    falling('blocked', 'tasks that are blocked', count('blocked')),
    falling('tokens', 'tokens', ({ tokens }) => tokens),
    falling('cost', 'cost', ({ costUsd }) => costUsd),
  ],
  groups: [
    group('status', 'status', (row) => (row.archived ? 'archived' : row.status), {
      order: [...epicStatuses, 'archived'],
    }),
    group('phase', 'phase', phaseOf, { order: phaseOrder }),
    group('review', 'review', (row) => row.planReview, { order: reviewStatuses }),
  ],
};
