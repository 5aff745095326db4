/** Approvals: an agent asks, a person answers once. */
import type { ApprovalRow } from '../domain/contract/coordination-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { approvalKinds } from '../domain/vocabulary.js';
import {
  findApproval,
  insertApproval,
  listApprovals,
  resolveApproval,
} from '../store/repositories/approvals.js';
import type { Reader } from '../store/types.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';
import { resolveTask } from './identity.js';
import { notFound } from './not-found.js';
import { openTask } from './task-change.js';

export const approvalCommands: CommandHandlers<'approval.create' | 'approval.resolve'> = {
  async 'approval.create'(scope, input) {
    const question = input.question.trim();
    if (question === '') throw new FlowdeckError('approval.empty', 'An approval needs a question.');
    const kind = input.kind ?? 'generic';
    if (!approvalKinds.includes(kind)) {
      throw new FlowdeckError(
        'usage.invalid',
        `The kind of an approval is one of ${approvalKinds.join(', ')}, not ${kind as string}.`,
      );
    }
    const task = input.taskId === undefined ? null : await openTask(scope, { id: input.taskId });
    const approval: ApprovalRow = {
      id: await freeId(scope),
      epicId: task?.epicId ?? null,
      taskId: task?.id ?? null,
      kind,
      question,
      payload: input.payload ?? {},
      status: 'pending',
      requestedBy: scope.actor,
      createdAt: scope.now,
      resolvedBy: null,
      resolvedAt: null,
      reason: null,
    };
    await insertApproval(scope.transaction, approval);
    await appendEvent(scope, {
      kind: 'approval_requested',
      ...subject(approval),
      after: valuesOf(approval),
      payload: { title: question, kind },
    });
    return { approval };
  },

  async 'approval.resolve'(scope, input) {
    const { transaction } = scope;
    const before = await approvalOf(transaction, input.id);
    const answer = {
      status: input.decision,
      resolvedBy: scope.actor,
      resolvedAt: scope.now,
      reason: input.reason?.trim() || null,
    };
    if (!(await resolveApproval(transaction, before.id, answer))) throw answered(before);
    const approval = { ...before, ...answer };
    await appendEvent(scope, {
      kind: answer.status === 'approved' ? 'approval_granted' : 'approval_rejected',
      ...subject(approval),
      before: { status: before.status, resolvedBy: null, resolvedAt: null, reason: null },
      after: answer,
      payload: {
        title: approval.question,
        requestedBy: approval.requestedBy ?? undefined,
        reason: answer.reason ?? undefined,
      },
    });
    return { approval };
  },
};

export const approvalQueries: QueryHandlers<'approvals.list' | 'approval.detail'> = {
  async 'approvals.list'({ reader }, input) {
    const { status, taskId } = input;
    return listApprovals(reader, {
      ...(status !== undefined && { status }),
      ...(taskId !== undefined && { taskId: await resolveTask(reader, taskId) }),
    });
  },
  'approval.detail': ({ reader }, input) => approvalOf(reader, input.id),
};

/** What the event does not tell in columns of its own. */
function valuesOf(approval: ApprovalRow): Readonly<Record<string, unknown>> {
  const { kind, question, payload, status, requestedBy, createdAt } = approval;
  const { resolvedBy, resolvedAt, reason } = approval;
  return {
    ...{ kind, question, payload, status, requestedBy, createdAt },
    ...{ resolvedBy, resolvedAt, reason },
  };
}

function subject({ id, epicId, taskId }: ApprovalRow) {
  return { entityKind: 'approval', entityId: id, epicId, taskId } as const;
}

async function approvalOf(reader: Reader, text: string): Promise<ApprovalRow> {
  const id = text.trim();
  const approval = await findApproval(reader, id);
  if (approval) return approval;
  throw await notFound(reader, 'approval', id);
}

function answered({ id, status, resolvedBy, resolvedAt }: ApprovalRow): FlowdeckError {
  const who = resolvedBy === null ? '' : ` by ${resolvedBy}`;
  return new FlowdeckError('approval.resolved', `${id} was ${status}${who} already.`, {
    details: { id, status, resolvedBy, resolvedAt },
  });
}

/** Short enough to be typed; random, so that nobody answers what he did not look at. */
async function freeId(scope: CommandScope): Promise<string> {
  for (let number = Math.floor(scope.random() * 0x1_0000_0000); ; number += 1) {
    const id = `apv-${(number % 0x1_0000_0000).toString(16).padStart(8, '0')}`;
    if ((await findApproval(scope.transaction, id)) === null) return id;
  }
}
