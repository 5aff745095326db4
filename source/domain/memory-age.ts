/** When what is remembered is to be looked at again. */
import type { MemoryRow } from './contract/rows.js';

const day = 24 * 60 * 60 * 1000;

/** An entry that nobody verified for so many days is stale. */
export const staleAfterDays = 90;

/** The latest time at which somebody stood by the entry. */
export function standingSince(row: Pick<MemoryRow, 'lastVerified' | 'createdAt'>): string {
  return row.lastVerified ?? row.createdAt;
}

/** The time so many days before `now`, ISO 8601 as given. */
export function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * day).toISOString();
}

export function isStale(
  row: Pick<MemoryRow, 'lastVerified' | 'createdAt' | 'status'>,
  nowMs: number,
): boolean {
  return row.status === 'stale' || nowMs - Date.parse(standingSince(row)) > staleAfterDays * day;
}
