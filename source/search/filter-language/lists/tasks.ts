import type { TaskRow } from '../../../domain/contract/rows.js';
import { isReady } from '../../../domain/graph.js';
import { statusSources, taskDomains, type TaskStatus } from '../../../domain/vocabulary.js';
import type { FilterContext, ListDefinition } from '../definition.js';
import { choice, falling, fieldsOf, group, line, placeIn, rising, trait } from './build.js';

const { age, choice: oneOf, figure, texts, trait: traits } = fieldsOf<TaskRow>();

/** What needs a look first; groups and the sort key stand in this order. */
export const statusOrder: readonly TaskStatus[] = [
  ...(['failed', 'upstream_failed', 'blocked', 'in_progress', 'up_for_retry'] as const),
  ...(['todo', 'done', 'skipped'] as const),
];

export const taskStatusChoices = [
  choice('todo', 'not begun', 'pending open'),
  choice('in_progress', 'somebody works on it', 'running active doing started'),
  choice('done', 'finished', 'completed closed finished'),
  choice('blocked', 'stopped for a reason'),
  choice('skipped', 'not to be done'),
  choice('failed', 'failed, no retry left'),
  choice('up_for_retry', 'failed, to be tried again', 'retry'),
  choice('upstream_failed', 'stopped by a failed dependency', 'upstream'),
];

const locksOf = ({ id }: TaskRow, { locks }: FilterContext): readonly string[] =>
  locks?.get(id) ?? [];

const isBegun = ({ status }: TaskRow): boolean => status !== 'todo' && status !== 'up_for_retry';

const ready = (row: TaskRow, { statusOf }: FilterContext): boolean =>
  isReady(row, statusOf ?? (() => null));

export const tasks: ListDefinition<TaskRow> = {
  line: ({ title, id, assignee, labels }) => line(title, id, assignee, ...labels),
  id: ({ id }) => id,
  colonsAreText: false,
  fields: [
    oneOf('status s', 'where the task stands', taskStatusChoices, ({ status }) => status),
    texts('person', 'assignee a who', 'who holds it', 'people', ({ assignee }) => assignee),
    age('age created', 'since it was created', ({ createdAt }) => createdAt),
    age('updated u', 'since it last changed', ({ updatedAt }) => updatedAt),
    texts('id', 'dep deps needs', 'a task that it waits for', 'tasks', (row) => [
      ...row.dependsOn,
      ...row.unresolved,
    ]),
    traits('has', 'what it has', [
      trait('lock', 'files locked', (row, context) => locksOf(row, context).length > 0),
      trait('dep', 'something to wait for', (row) => row.dependsOn.length > 0),
      trait('unresolved', 'a dependency that does not exist', (row) => row.unresolved.length > 0),
      trait('reason', 'a reason for being blocked or failed', (row) => {
        return (row.blockedReason ?? row.failedReason) !== null;
      }),
      trait('assignee', 'somebody who holds it', (row) => row.assignee !== null),
      trait('priority', 'a priority', (row) => row.priority !== null),
      trait('label', 'a label', (row) => row.labels.length > 0),
      trait('phase', 'a worker phase', (row) => row.phase !== null),
      trait('heartbeat', 'a sign of life', (row) => row.lastHeartbeat !== null),
      trait('retry', 'a retry behind it', (row) => row.retryCount > 0),
      trait('parent', 'a task above it', (row) => row.parentId !== null),
    ]),
    traits('is', 'what it is', [
      trait('ready', 'can be started now', ready),
      trait('waiting', 'waits for other tasks', (row, context) => {
        return !isBegun(row) && !row.finishedHint && !ready(row, context);
      }),
      trait('open', 'neither done nor skipped', ({ status }) => {
        return status !== 'done' && status !== 'skipped';
      }),
      trait('mine', 'held by you', ({ assignee }, { actor }) => {
        return assignee !== null && assignee === actor;
      }),
      trait('hinted', 'looks finished already', (row) => row.finishedHint),
      trait('unread', 'changed since you looked', ({ id }, { unread }) => unread?.has(id) ?? false),
      trait('vanished', 'its file is gone', (row) => row.vanished),
    ]),
    figure('number', 'priority p prio', 'the lower, the more urgent', ({ priority }) => priority),
    oneOf(
      'domain d',
      'the field of work',
      taskDomains.map((domain) => choice(domain, '')),
      ({ domain }) => domain,
    ),
    texts('id', 'epic e', 'the epic', 'epics', ({ epicId }) => epicId),
    texts('id', 'id', 'the task', 'tasks', ({ id }) => id),
    texts('text', 'title', 'words of the title', null, ({ title }) => title),
    texts('name', 'label labels', 'a label', 'labels', ({ labels }) => labels),
    texts('id', 'parent', 'the task above', 'tasks', ({ parentId }) => parentId),
    texts('text', 'phase', 'the worker phase', 'phases', ({ phase }) => phase && phase.title),
    texts('text', 'reason', 'why it is blocked or failed', null, (row) =>
      [row.blockedReason, row.failedReason].filter((reason) => reason !== null),
    ),
    texts('text', 'lock locks', 'a path that it has locked', 'paths', locksOf),
    age('claimed', 'since it was claimed', ({ claimedAt }) => claimedAt),
    age('completed', 'since it was finished', ({ completedAt }) => completedAt),
    age('beat heartbeat', 'since the last sign of life', ({ lastHeartbeat }) => lastHeartbeat),
    figure('duration', 'duration took', 'how long it took', (row) => row.durationSeconds),
    figure('number', 'tokens', 'tokens spent', ({ tokens }) => tokens),
    figure('number', 'cost', 'US dollars spent', ({ costUsd }) => costUsd),
    figure('number', 'retries retry', 'how often it was tried again', (row) => row.retryCount),
    oneOf(
      'source',
      'where its status was read',
      statusSources.map((source) => choice(source, '')),
      (row) => row.statusSource,
    ),
  ],
  sorts: [
    rising('id', 'id', ({ id }) => id),
    rising('priority', 'priority', ({ priority }) => priority),
    rising('status', 'status', ({ status }) => placeIn(statusOrder, status)),
    rising('age', 'age', ({ createdAt }) => createdAt),
    falling('updated', 'last change', ({ updatedAt }) => updatedAt),
    rising('title', 'title', ({ title }) => title.toLowerCase()),
    rising('assignee', 'assignee', ({ assignee }) => assignee),
    falling('tokens', 'tokens', ({ tokens }) => tokens),
    falling('cost', 'cost', ({ costUsd }) => costUsd),
    falling('duration', 'duration', (row) => row.durationSeconds),
    falling('completed', 'time of finishing', ({ completedAt }) => completedAt),
    falling('retries', 'retries', (row) => row.retryCount),
  ],
  groups: [
    group('status', 'status', ({ status }) => status, { order: statusOrder }),
    group('assignee', 'assignee', ({ assignee }) => assignee, { none: 'nobody' }),
    group('domain', 'domain', ({ domain }) => domain, { order: taskDomains }),
    group('epic', 'epic', ({ epicId }) => epicId, { none: 'no epic' }),
    group('priority', 'priority', ({ priority }) => (priority === null ? null : String(priority)), {
      none: 'no priority',
    }),
    group('phase', 'phase', ({ phase }) => phase && phase.title, { none: 'no phase' }),
  ],
};
