/** What an epic still lacks. */
import { Conditions } from './conditions.js';
import type { GapRow } from '../../domain/contract/coordination-calls.js';
import type { GapPriority } from '../../domain/vocabulary.js';
import { blockingGapPriorities } from '../../domain/gaps.js';
import type { Reader, SqlRow, SqlValue, Transaction } from '../types.js';
import { optionalTextOf, textOf } from './fields.js';
import { bindList } from './json-list.js';

const columns = [
  ...['id', 'epic_id', 'task_id', 'capability', 'capability_key', 'priority', 'status', 'source'],
  ...['evidence', 'added_at', 'resolved_at'],
];

export interface GapFilter {
  readonly epicId?: string;
  readonly status?: GapRow['status'];
  readonly id?: string;
  /** As `gapKey` makes it. */
  readonly capabilityKey?: string;
}

/** Oldest first. */
export async function listGaps(reader: Reader, filter: GapFilter): Promise<GapRow[]> {
  const conditions = new Conditions();
  conditions.add('epic_id = ?', filter.epicId);
  conditions.add('status = ?', filter.status);
  conditions.add('id = ?', filter.id);
  conditions.add('capability_key = ?', filter.capabilityKey);
  return selectGaps(reader, conditions.sql, conditions.args);
}

/** What stands in the way of closing the epic, oldest first. */
export async function listOpenBlockingGaps(reader: Reader, epicId: string): Promise<GapRow[]> {
  return selectGaps(
    reader,
    `epic_id = ? AND status = 'open' AND priority IN (SELECT value FROM json_each(?))`,
    [epicId, bindList(blockingGapPriorities)],
  );
}

export async function listGapsOfEpics(
  reader: Reader,
  epicIds: readonly string[],
): Promise<GapRow[]> {
  return selectGaps(reader, 'epic_id IN (SELECT value FROM json_each(?))', [bindList(epicIds)]);
}

async function selectGaps(
  reader: Reader,
  condition: string,
  args: readonly SqlValue[],
): Promise<GapRow[]> {
  const rows = await reader.all(
    `SELECT ${columns.join(', ')} FROM gaps WHERE ${condition} ORDER BY added_at, id`,
    args,
  );
  return rows.map(toGapRow);
}

function toGapRow(row: SqlRow): GapRow {
  return {
    id: textOf(row.id),
    epicId: textOf(row.epic_id),
    taskId: optionalTextOf(row.task_id),
    capability: textOf(row.capability),
    priority: textOf(row.priority) as GapPriority,
    status: row.status === 'resolved' ? 'resolved' : 'open',
    source: textOf(row.source),
    evidence: optionalTextOf(row.evidence),
    addedAt: textOf(row.added_at),
    resolvedAt: optionalTextOf(row.resolved_at),
  };
}

/** Inserts the gap, or overwrites the one of its id. */
export async function writeGap(
  transaction: Transaction,
  gap: GapRow & { readonly capabilityKey: string },
): Promise<void> {
  await transaction.run(
    `INSERT INTO gaps (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (id) DO UPDATE SET
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    [
      ...[gap.id, gap.epicId, gap.taskId, gap.capability, gap.capabilityKey, gap.priority],
      ...[gap.status, gap.source, gap.evidence, gap.addedAt, gap.resolvedAt],
    ],
  );
}

export async function deleteGap(transaction: Transaction, id: string): Promise<void> {
  await transaction.run('DELETE FROM gaps WHERE id = ?', [id]);
}
