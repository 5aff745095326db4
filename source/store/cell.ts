import type { Value } from '@libsql/client/sqlite3';

/** A value that is text or a number, as text; empty for everything else. */
export function cellText(value: Value | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : '';
}
