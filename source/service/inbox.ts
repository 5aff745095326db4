/** The inbox: all that needs a person now, found anew each time it is asked for. */
import type { InboxItem } from '../domain/contract/coordination-calls.js';
import { agentState } from '../domain/agent-state.js';
import { fileConflicts } from '../domain/file-conflicts.js';
import { compareIds } from '../domain/ids.js';
import { inboxKinds } from '../domain/vocabulary.js';
import { listApprovals } from '../store/repositories/approvals.js';
import { findConfiguration } from '../store/repositories/configuration.js';
import { listLocks } from '../store/repositories/file-locks.js';
import {
  listClosableEpics,
  listFilesOfTasks,
  listFindings,
  listHintedEpics,
  listRunningTasks,
  listStoppedTasks,
  type RunningTask,
} from '../store/repositories/inbox.js';
import { findTasks } from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import type { QueryHandlers } from './handlers.js';
import { holding } from './locks.js';

export const inboxQueries: QueryHandlers<'inbox.list'> = {
  async 'inbox.list'({ reader }, { now }) {
    const running = await listRunningTasks(reader);
    const items = [
      ...(await stopped(reader)),
      ...stale(running, now),
      ...(await conflicts(reader, running, now)),
      ...(await findings(reader)),
      ...(await approvals(reader)),
      ...(await hints(reader)),
      ...(await closable(reader)),
    ];
    return items.sort(
      (left, right) =>
        inboxKinds.indexOf(left.kind) - inboxKinds.indexOf(right.kind) ||
        (left.since < right.since ? -1 : left.since > right.since ? 1 : 0) ||
        compareIds(left.key, right.key),
    );
  },
};

type Matter = Pick<InboxItem, 'kind' | 'title' | 'detail' | 'since'> & Partial<InboxItem>;

function item(subject: string, matter: Matter): InboxItem {
  return {
    key: `${matter.kind} ${subject}`,
    epicId: null,
    taskId: null,
    actor: null,
    version: null,
    subjectId: null,
    taskIds: matter.taskId ? [matter.taskId] : [],
    ...matter,
  };
}

/** A task that waits for its retry is nobody's business while retries are left. */
async function stopped(reader: Reader): Promise<InboxItem[]> {
  const tasks = await listStoppedTasks(reader);
  if (tasks.length === 0) return [];
  const maximum = Number(await findConfiguration(reader, 'max_retries')) || 0;
  return tasks
    .filter(({ status, retryCount }) => status !== 'up_for_retry' || retryCount > maximum)
    .map((task) =>
      item(task.id, {
        kind: task.status === 'blocked' ? 'blocked' : 'failed',
        epicId: task.epicId,
        taskId: task.id,
        title: task.title,
        detail: task.reason ?? '',
        actor: task.assignee,
        since: task.since,
        version: task.version,
      }),
    );
}

function stale(running: readonly RunningTask[], now: string): InboxItem[] {
  return running
    .filter((task) => agentState(task, now) === 'stale')
    .map((task) =>
      item(task.id, {
        kind: 'stale',
        epicId: task.epicId,
        taskId: task.id,
        title: task.title,
        detail: 'no sign of life',
        actor: task.assignee,
        since: task.lastHeartbeat ?? task.updatedAt,
        version: task.version,
      }),
    );
}

async function conflicts(
  reader: Reader,
  running: readonly RunningTask[],
  now: string,
): Promise<InboxItem[]> {
  if (running.length === 0) return [];
  const tasks = new Map(running.map((task) => [task.id, task]));
  const owned = await listFilesOfTasks(reader, [...tasks.keys()]);
  const locks = holding(await listLocks(reader), now);
  const found = fileConflicts(
    [
      ...owned.map((file) => {
        const task = tasks.get(file.taskId);
        return { ...file, mode: null, since: task?.claimedAt ?? task?.updatedAt ?? now };
      }),
      ...locks.map(({ path, taskId, mode, lockedAt }) => ({ path, taskId, mode, since: lockedAt })),
    ],
    new Set(tasks.keys()),
  );
  if (found.length === 0) return [];
  const idle = found.flatMap(({ taskIds }) => taskIds).filter((id) => !tasks.has(id));
  const others = new Map((await findTasks(reader, idle)).map((task) => [task.id, task]));
  return found.map(({ taskIds, paths, since }) => {
    const all = taskIds.flatMap((id) => tasks.get(id) ?? others.get(id) ?? []);
    const first = all.find(({ id }) => tasks.has(id));
    return item(taskIds.join(' '), {
      kind: 'conflict',
      epicId: first?.epicId ?? null,
      taskId: first?.id ?? null,
      taskIds,
      title: taskIds.join(', '),
      detail: paths.join(', '),
      actor: [...new Set(all.flatMap(({ assignee }) => assignee ?? []))].join(', ') || null,
      since,
      version: first?.version ?? null,
    });
  });
}

async function findings(reader: Reader): Promise<InboxItem[]> {
  return (await listFindings(reader)).map((gap) =>
    item(gap.id, {
      kind: 'finding',
      epicId: gap.epicId,
      taskId: gap.taskId,
      title: gap.capability,
      detail: `${gap.priority}, ${gap.source}`,
      since: gap.addedAt,
      subjectId: gap.id,
    }),
  );
}

async function approvals(reader: Reader): Promise<InboxItem[]> {
  return (await listApprovals(reader, { status: 'pending' })).map((approval) =>
    item(approval.id, {
      kind: 'approval',
      epicId: approval.epicId,
      taskId: approval.taskId,
      title: approval.question,
      detail: approval.kind.replace('_', ' '),
      actor: approval.requestedBy,
      since: approval.createdAt,
      subjectId: approval.id,
    }),
  );
}

async function hints(reader: Reader): Promise<InboxItem[]> {
  return (await listHintedEpics(reader)).map(({ id, title, version, since, count }) =>
    item(id, {
      kind: 'hint',
      epicId: id,
      title,
      detail: count === 1 ? '1 task looks finished' : `${count} tasks look finished`,
      since,
      version,
    }),
  );
}

async function closable(reader: Reader): Promise<InboxItem[]> {
  return (await listClosableEpics(reader)).map(({ id, title, version, since, count }) =>
    item(id, {
      kind: 'closable',
      epicId: id,
      title,
      detail: count === 1 ? 'its task is finished' : `all ${count} tasks are finished`,
      since,
      version,
    }),
  );
}
