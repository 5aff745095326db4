/** The definition of epics. */
import type { EpicStatus, ReviewStatus } from '../../domain/vocabulary.js';
import type { Reader, Transaction } from '../types.js';
import {
  columnList,
  decodeFields,
  flag,
  insertDefinition,
  json,
  optionalNumber,
  optionalText,
  text,
  textOf,
  updateDefinition,
  type FieldValues,
} from './fields.js';

/** All of a definition but the body. */
export const epicFields = {
  number: optionalNumber('number'),
  title: text('title'),
  status: text<EpicStatus>('status'),
  archived: flag('archived'),
  placeholder: flag('placeholder'),
  branchName: optionalText('branch_name'),
  planReview: text<ReviewStatus>('plan_review'),
  planReviewedAt: optionalText('plan_reviewed_at'),
  completionReview: text<ReviewStatus>('completion_review'),
  completionReviewedAt: optionalText('completion_reviewed_at'),
  defaultImplementBackend: optionalText('default_implement_backend'),
  defaultReviewBackend: optionalText('default_review_backend'),
  defaultSyncBackend: optionalText('default_sync_backend'),
  autoExecutePending: flag('auto_execute_pending'),
  autoExecuteSetAt: optionalText('auto_execute_set_at'),
  specPath: optionalText('spec_path'),
  extra: json<Readonly<Record<string, unknown>>>('extra', {}),
  completedAt: optionalText('completed_at'),
};
export const epicTextFields = { body: text('body') };

export type EpicValues = FieldValues<typeof epicFields>;
export type EpicTextValues = FieldValues<typeof epicTextFields>;

export interface EpicState extends EpicValues {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export async function findEpic(reader: Reader, id: string): Promise<EpicState | null> {
  const row = await reader.get(
    `SELECT e.id, e.version, e.created_at, e.updated_at, ${columnList(epicFields, 'e')}
     FROM epics e WHERE e.id = ?`,
    [id],
  );
  if (row === null) return null;
  return {
    id: textOf(row.id),
    version: Number(row.version),
    createdAt: textOf(row.created_at),
    updatedAt: textOf(row.updated_at),
    ...decodeFields(epicFields, row),
  };
}

export async function findEpicBody(reader: Reader, id: string): Promise<string> {
  const row = await reader.get<{ body: string }>('SELECT body FROM epics WHERE id = ?', [id]);
  return row?.body ?? '';
}

export async function insertEpic(
  transaction: Transaction,
  epic: { readonly id: string; readonly createdAt: string } & Partial<EpicValues & EpicTextValues>,
): Promise<void> {
  await insertDefinition(transaction, 'epics', epic, { ...epicFields, ...epicTextFields });
}

/** Writes the columns of `patch`; with `raise` the row version rises. Returns the version that holds now. */
export async function updateEpic(
  transaction: Transaction,
  id: string,
  patch: Partial<EpicValues & EpicTextValues>,
  change: { readonly raise: boolean; readonly now: string },
): Promise<number> {
  return updateDefinition(
    transaction,
    'epics',
    id,
    { ...epicFields, ...epicTextFields },
    patch,
    change,
  );
}

/** The source of the files that hold the epic too; null where none do. */
export async function findEpicOrigin(reader: Reader, id: string): Promise<number | null> {
  const row = await reader.get<{ source_id: number | null }>(
    'SELECT source_id FROM epics WHERE id = ?',
    [id],
  );
  return row?.source_id ?? null;
}

/** Those that are done and not in the archive yet. */
export async function listDoneEpicIds(reader: Reader): Promise<string[]> {
  const rows = await reader.all<{ id: string }>(
    "SELECT id FROM epics WHERE status = 'done' AND archived = 0",
  );
  return rows.map((row) => row.id);
}

/** Ids of epics, of old ones too, that begin with `prefix-`. */
export async function listEpicIdsWithPrefix(reader: Reader, prefix: string): Promise<string[]> {
  const start = `${prefix}-`;
  const rows = await reader.all<{ id: string }>(
    `SELECT id FROM epics WHERE substr(id, 1, ?1) = ?2
     UNION SELECT alias FROM id_aliases WHERE entity_kind = 'epic' AND substr(alias, 1, ?1) = ?2`,
    [start.length, start],
  );
  return rows.map((row) => row.id);
}
