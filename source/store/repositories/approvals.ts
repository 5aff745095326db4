/** What agents ask to be allowed, and what they were answered. */
import { Conditions } from './conditions.js';
import type { ApprovalRow } from '../../domain/contract/coordination-calls.js';
import type { ApprovalKind, ApprovalStatus } from '../../domain/vocabulary.js';
import type { Reader, Transaction } from '../types.js';
import { optionalTextOf, textOf } from './fields.js';

const columns = [
  ...['id', 'epic_id', 'task_id', 'kind', 'question', 'payload', 'status', 'requested_by'],
  ...['created_at', 'resolved_by', 'resolved_at', 'reason'],
];

export interface ApprovalFilter {
  readonly id?: string;
  readonly status?: ApprovalStatus;
  readonly taskId?: string;
}

/** Oldest first. */
export async function listApprovals(
  reader: Reader,
  filter: ApprovalFilter,
): Promise<ApprovalRow[]> {
  const conditions = new Conditions();
  conditions.add('id = ?', filter.id);
  conditions.add('status = ?', filter.status);
  conditions.add('task_id = ?', filter.taskId);
  const rows = await reader.all(
    `SELECT ${columns.join(', ')} FROM approvals
     WHERE ${conditions.sql} ORDER BY created_at, id`,
    conditions.args,
  );
  return rows.map((row) => ({
    id: textOf(row.id),
    epicId: optionalTextOf(row.epic_id),
    taskId: optionalTextOf(row.task_id),
    kind: textOf(row.kind) as ApprovalKind,
    question: textOf(row.question),
    payload: JSON.parse(textOf(row.payload)) as Record<string, unknown>,
    status: textOf(row.status) as ApprovalStatus,
    requestedBy: optionalTextOf(row.requested_by),
    createdAt: textOf(row.created_at),
    resolvedBy: optionalTextOf(row.resolved_by),
    resolvedAt: optionalTextOf(row.resolved_at),
    reason: optionalTextOf(row.reason),
  }));
}

export async function findApproval(reader: Reader, id: string): Promise<ApprovalRow | null> {
  const [approval] = await listApprovals(reader, { id });
  return approval ?? null;
}

export async function insertApproval(
  transaction: Transaction,
  approval: ApprovalRow,
): Promise<void> {
  await transaction.run(
    `INSERT INTO approvals (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    [
      ...[approval.id, approval.epicId, approval.taskId, approval.kind, approval.question],
      ...[JSON.stringify(approval.payload), approval.status, approval.requestedBy],
      ...[approval.createdAt, approval.resolvedBy, approval.resolvedAt, approval.reason],
    ],
  );
}

/** Writes the answer; false when it was answered before. */
export async function resolveApproval(
  transaction: Transaction,
  id: string,
  answer: Pick<ApprovalRow, 'status' | 'resolvedBy' | 'resolvedAt' | 'reason'>,
): Promise<boolean> {
  const rows = await transaction.all(
    `UPDATE approvals SET status = ?, resolved_by = ?, resolved_at = ?, reason = ?
     WHERE id = ? AND status = 'pending' RETURNING id`,
    [answer.status, answer.resolvedBy, answer.resolvedAt, answer.reason, id],
  );
  return rows.length > 0;
}

export async function deleteApproval(transaction: Transaction, id: string): Promise<void> {
  await transaction.run('DELETE FROM approvals WHERE id = ?', [id]);
}
