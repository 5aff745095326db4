/** Approvals from the command line: an agent asks, and may wait for the answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApprovalRow } from '../domain/contract/coordination-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import type { ApprovalKind, ApprovalStatus } from '../domain/vocabulary.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import { parseObject, readInput, textOf } from './input.js';
import type { Opened } from './project.js';
import { fields, oneLine } from './text.js';

/** How often the file is looked at while waiting; a look costs some microseconds. */
const lookEvery = 200;
const defaultPatienceSeconds = 600;

export const approvalCreate = (async (context) => {
  const { project, invocation } = context;
  const payload = await payloadOf(context);
  const kind = invocation.text('kind') as ApprovalKind | undefined;
  const taskId = invocation.text('task');
  const opened = await project.open();
  const { approval } = await opened.service.command('approval.create', {
    question: invocation.text('question') ?? questionOf(payload) ?? '',
    ...(kind !== undefined && { kind }),
    ...(taskId !== undefined && { taskId }),
    ...(payload && { payload }),
  });
  if (!invocation.switch('wait')) return answerOf(approval, `Approval ${approval.id} requested`);
  return awaitAnswer(context, opened, approval);
}) satisfies CommandBody;

export const approvalList = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const named = invocation.text('status') as ApprovalStatus | undefined;
  const status = invocation.switch('pending') ? 'pending' : named;
  const taskId = invocation.text('task');
  const approvals = await service.query('approvals.list', {
    ...(status !== undefined && { status }),
    ...(taskId !== undefined && { taskId }),
  });
  return {
    json: { approvals: approvals.map(approvalJson), count: approvals.length },
    text: () =>
      approvals.length > 0 ? approvals.map(approvalLine) : ['There are no such approvals.'],
  };
}) satisfies CommandBody;

export const approvalShow = (async (context) => {
  const { project, invocation } = context;
  const opened = await project.open();
  const id = invocation.requiredArgument('ID');
  const approval = await opened.service.query('approval.detail', { id });
  return invocation.switch('wait')
    ? awaitAnswer(context, opened, approval)
    : answerOf(approval, null);
}) satisfies CommandBody;

export const approve = ((context) => resolve(context, 'approved')) satisfies CommandBody;
export const reject = ((context) => resolve(context, 'rejected')) satisfies CommandBody;

async function resolve(
  context: CommandContext,
  decision: 'approved' | 'rejected',
): Promise<Answer<ApprovalJson>> {
  const { project, invocation } = context;
  const reason = await textOf(context, 'reason');
  const { service } = await project.open();
  const { approval } = await service.command('approval.resolve', {
    id: invocation.requiredArgument('ID'),
    decision,
    ...(reason !== undefined && { reason }),
  });
  return answerOf(approval, `Approval ${approval.id} ${decision}`);
}

/**
 * Waits until somebody answers. Exits 1 on a refusal, so that a script goes on only with leave.
 * @throws FlowdeckError `approval.timeout`; the question stays open
 */
async function awaitAnswer(
  { invocation, io }: CommandContext,
  { service, database }: Opened,
  asked: ApprovalRow,
): Promise<Answer<ApprovalJson>> {
  const patience = (invocation.integer('timeout') ?? defaultPatienceSeconds) * 1000;
  const deadline = performance.now() + patience;
  const waiting = new AbortController();
  const stop = io.onInterrupt(() => waiting.abort());
  try {
    let seen: number | null = null;
    for (let approval = asked; ;) {
      const version = await database.dataVersion();
      if (version === null || version !== seen) {
        seen = version;
        approval = await service.query('approval.detail', { id: asked.id });
      }
      if (approval.status !== 'pending') {
        const answer = answerOf(approval, `Approval ${approval.id} ${approval.status}`);
        return approval.status === 'rejected' ? { ...answer, exitCode: 1 } : answer;
      }
      const left = deadline - performance.now();
      if (waiting.signal.aborted || left <= 0) throw unanswered(approval.id, patience);
      await sleep(Math.min(lookEvery, left), undefined, { signal: waiting.signal }).catch(
        () => null,
      );
    }
  } finally {
    stop();
  }
}

function unanswered(id: string, patience: number): FlowdeckError {
  return new FlowdeckError(
    'approval.timeout',
    `Nobody answered ${id} within ${Math.round(patience / 1000)} s; it stays pending.`,
    { details: { id } },
  );
}

async function payloadOf({
  invocation,
  io,
}: CommandContext): Promise<Readonly<Record<string, unknown>> | null> {
  const given = invocation.text('payload');
  if (given === undefined) return null;
  const isText = given.trimStart().startsWith('{');
  const text = isText ? given : await readInput(io, given.replace(/^@/, ''), '--payload');
  return parseObject(text, '--payload');
}

/** Scripts of other tools say in the payload what they ask: in words, else by what it is about, else all of it. */
function questionOf(payload: Readonly<Record<string, unknown>> | null): string | undefined {
  if (payload === null || Object.keys(payload).length === 0) return undefined;
  const telling = questionKeys.map((key) => wordsOf(payload[key])).find((words) => words !== '');
  return telling ?? JSON.stringify(payload).slice(0, longestQuestion);
}

const questionKeys = [
  ...['question', 'message', 'summary', 'reason', 'details', 'description', 'action'],
  ...['path', 'file', 'files', 'command'],
];
const longestQuestion = 200;

function wordsOf(value: unknown): string {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return parts.filter((part) => typeof part === 'string' && part.trim() !== '').join(', ');
}

type ApprovalJson = ReturnType<typeof approvalJson> & { readonly message?: string };

function answerOf(approval: ApprovalRow, message: string | null): Answer<ApprovalJson> {
  return {
    json: { ...approvalJson(approval), ...(message !== null && { message }) },
    text: () =>
      message === null
        ? fields([
            ['Approval', approval.id],
            ['Status', approval.status],
            ['Question', oneLine(approval.question)],
            ['Kind', approval.kind],
            ['Task', approval.taskId],
            ['Asked by', approval.requestedBy],
            ['Asked at', approval.createdAt],
            ['Answered by', approval.resolvedBy],
            ['Answered at', approval.resolvedAt],
            ['Reason', approval.reason && oneLine(approval.reason)],
            ['Payload', compactPayload(approval)],
          ])
        : [approval.reason === null ? message : `${message}: ${oneLine(approval.reason)}`],
  };
}

function compactPayload({ payload }: ApprovalRow): string {
  return Object.keys(payload).length > 0 ? JSON.stringify(payload) : '';
}

function approvalJson(approval: ApprovalRow) {
  return {
    id: approval.id,
    epic_id: approval.epicId,
    task_id: approval.taskId,
    kind: approval.kind,
    question: approval.question,
    payload: approval.payload,
    status: approval.status,
    requested_by: approval.requestedBy,
    created_at: approval.createdAt,
    resolved_at: approval.resolvedAt,
    resolver: approval.resolvedBy,
    reason: approval.reason,
  };
}

function approvalLine(approval: ApprovalRow): string {
  const about = [approval.kind, approval.taskId, approval.requestedBy].filter(Boolean).join(', ');
  return `[${approval.status}] ${approval.id}: ${oneLine(approval.question)} (${about})`;
}
