/** Whether an epic is open, done, in the archive. */
import type { EpicActionInput, EpicActionResult } from '../domain/contract/triage-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { compareIds } from '../domain/ids.js';
import { isSatisfied } from '../domain/statuses.js';
import { listOpenBlockingGaps } from '../store/repositories/gaps.js';
import { listDoneEpicIds, type EpicState } from '../store/repositories/epics.js';
import { findTasks, listTaskIds } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { changeEpic, openEpic } from './epic-change.js';
import type { CommandHandlers } from './handlers.js';
import { acceptHinted } from './lifecycle.js';

export const epicStatusCommands: CommandHandlers<
  'epic.close' | 'epic.reopen' | 'epic.archive' | 'epic.unarchive' | 'epic.clean' | 'epic.accept'
> = {
  /** One that is done already stays as it is. */
  async 'epic.close'(scope, input) {
    const epic = await openEpic(scope, input);
    if (epic.status === 'done') return result(scope, epic);
    if (!input.force) await refuseOpenTasks(scope, epic);
    const gaps = await listOpenBlockingGaps(scope.transaction, epic.id);
    if (gaps.length > 0 && !input.force && !input.skipGapCheck) {
      throw new FlowdeckError(
        'epic.gaps_open',
        `${epic.id} has open gaps: ${gaps.map((gap) => gap.capability).join(', ')}.`,
        { details: { id: epic.id, gaps } },
      );
    }
    const closed = await changeEpic(
      scope,
      epic,
      { status: 'done', completedAt: scope.now },
      {
        kind: 'epic_closed',
        payload: {
          ...forced(input),
          ...(gaps.length > 0 && { openGaps: gaps.map((gap) => gap.id) }),
        },
      },
    );
    return result(scope, closed);
  },

  async 'epic.reopen'(scope, input) {
    const epic = await openEpic(scope, input);
    if (epic.archived && !input.force) {
      throw new FlowdeckError('epic.archived', `${epic.id} is in the archive.`, {
        details: { id: epic.id },
      });
    }
    if (epic.status === 'open') {
      throw new FlowdeckError('epic.open', `${epic.id} is open already.`, {
        details: { id: epic.id },
      });
    }
    const reopened = await changeEpic(
      scope,
      epic,
      {
        status: 'open',
        archived: false,
        completedAt: null,
        planReview: 'unknown',
        planReviewedAt: null,
        completionReview: 'unknown',
        completionReviewedAt: null,
      },
      { kind: 'epic_reopened', payload: forced(input) },
    );
    return result(scope, reopened);
  },

  async 'epic.archive'(scope, input) {
    const epic = await openEpic(scope, input);
    if (epic.archived) return result(scope, epic);
    if (epic.status !== 'done' && !input.force) {
      throw new FlowdeckError('epic.not_done', `${epic.id} is not done.`, {
        details: { id: epic.id, status: epic.status },
      });
    }
    return result(scope, await archive(scope, epic, forced(input)));
  },

  async 'epic.unarchive'(scope, input) {
    const epic = await openEpic(scope, input);
    if (!epic.archived) return result(scope, epic);
    const event = { kind: 'epic_unarchived', payload: forced(input) } as const;
    return result(scope, await changeEpic(scope, epic, { archived: false }, event));
  },

  async 'epic.clean'(scope) {
    const archived = (await listDoneEpicIds(scope.transaction)).sort(compareIds);
    for (const id of archived) await archive(scope, await openEpic(scope, { id }), {});
    return { archived, commandId: scope.commandId };
  },

  async 'epic.accept'(scope, input) {
    const epic = await openEpic(scope, input);
    const { accepted } = await acceptHinted(scope, epic.id);
    return { id: epic.id, accepted, commandId: scope.commandId };
  },
};

function archive(
  scope: CommandScope,
  epic: EpicState,
  payload: Readonly<Record<string, unknown>>,
): Promise<EpicState> {
  return changeEpic(scope, epic, { archived: true }, { kind: 'epic_archived', payload });
}

async function refuseOpenTasks({ transaction }: CommandScope, epic: EpicState): Promise<void> {
  const tasks = await findTasks(transaction, await listTaskIds(transaction, epic.id));
  const open = tasks
    .filter(({ status }) => !isSatisfied(status))
    .sort((left, right) => compareIds(left.id, right.id))
    .map(({ id, status }) => ({ id, status }));
  if (open.length === 0) return;
  const shown = open.slice(0, 5).map(({ id, status }) => `${id} (${status})`);
  const more = open.length > shown.length ? ` and ${open.length - shown.length} more` : '';
  throw new FlowdeckError(
    'epic.tasks_open',
    `${epic.id} has tasks that are neither done nor skipped: ${shown.join(', ')}${more}.`,
    { details: { id: epic.id, open } },
  );
}

function forced({ force }: EpicActionInput): Readonly<Record<string, unknown>> {
  return force ? { forced: true } : {};
}

function result(
  scope: CommandScope,
  { id, status, archived, version }: EpicState,
): EpicActionResult {
  return { id, status, archived, version, commandId: scope.commandId };
}
