/** What commits prove becomes done. */
import type { CommandInput } from '../domain/contract/calls.js';
import type { Evidence } from '../domain/contract/rows.js';
import { noEvidence } from '../domain/evidence-text.js';
import { applyOperation, operations } from '../domain/operations.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import { findEvidence } from '../store/repositories/evidence.js';
import type { TaskState } from '../store/repositories/tasks.js';
import { revive } from './cascade.js';
import type { CommandScope } from './context.js';
import type { CommandHandlers } from './handlers.js';
import { resolveEpic } from './identity.js';
import { changeTask, leftBehind, openTask } from './task-change.js';

type Proven = CommandInput<'epic.recover'>['proven'][number];

const recoverable: readonly TaskStatus[] = operations.recover.from;

export const recoverCommands: CommandHandlers<'epic.recover'> = {
  async 'epic.recover'(scope, { epicId, proven, include = [], dryRun = false }) {
    const recovered: string[] = [];
    const alreadyDone: string[] = [];
    const leftAlone: { id: string; status: TaskStatus }[] = [];
    for (const each of proven) {
      const task = await openTask(scope, { id: each.id });
      if (task.status === 'done') alreadyDone.push(task.id);
      else if (recoverable.includes(task.status) || include.includes(task.status)) {
        recovered.push(task.id);
        if (!dryRun) await recoverTask(scope, task, each);
      } else leftAlone.push({ id: task.id, status: task.status });
    }
    if (!dryRun) await revive(scope, recovered);
    return {
      epicId: await resolveEpic(scope.transaction, epicId),
      recovered,
      alreadyDone,
      leftAlone,
      commandId: scope.commandId,
    };
  },
};

async function recoverTask(
  scope: CommandScope,
  task: TaskState,
  { commits }: Proven,
): Promise<void> {
  const { to, forced } = applyOperation('recover', task.status, { id: task.id, force: true });
  const [newest] = commits;
  const evidence = await findEvidence(scope.transaction, task.id);
  await changeTask(
    scope,
    task,
    {
      status: to,
      statusSource: 'database',
      ...leftBehind(to),
      completedAt: utc(newest?.at) ?? scope.now,
      summary: task.summary || summaryOf(commits),
      finalRevision: newest?.hash ?? task.finalRevision,
      evidence: withCommits(evidence, commits),
    },
    {
      kind: 'task_recovered',
      payload: {
        commits: commits.slice(0, 20).map(({ hash }) => short(hash)),
        ...(forced && { forced: true, from: task.status }),
      },
    },
  );
}

function utc(time: string | undefined): string | null {
  const milliseconds = Date.parse(time ?? '');
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

function summaryOf(commits: Proven['commits']): string {
  const lines = commits.toReversed().map(({ hash, subject }) => `- ${subject} (${short(hash)})`);
  return ['Recovered from the log of git:', ...lines.slice(0, 20)].join('\n');
}

/** Oldest first, as work is done; what was known stays before it. */
function withCommits(evidence: Evidence | null, commits: Proven['commits']): Evidence {
  const known = evidence ?? noEvidence;
  const isKnown = (hash: string): boolean =>
    known.commits.some((other) => other.length >= 7 && hash.startsWith(other));
  const added = commits.map(({ hash }) => hash).filter((hash) => !isKnown(hash));
  return { ...known, commits: [...known.commits, ...added.toReversed().map(short)] };
}

function short(hash: string): string {
  return hash.slice(0, 7);
}
