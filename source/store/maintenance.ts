/** What keeps a database file well; never part of a transaction. */
import { FlowdeckError } from '../domain/errors.js';
import { cellText } from './cell.js';
import type { LocalDatabase } from './database.js';

export interface CheckpointResult {
  /** False when readers or writers stood in the way; the rest stays in the log for the next time. */
  readonly complete: boolean;
  readonly logPages: number;
  readonly checkpointedPages: number;
}

/** Moves the write-ahead log into the file and empties it, as far as others let it within the busy timeout. */
export function checkpoint(database: LocalDatabase): Promise<CheckpointResult> {
  return database.maintain(async (client) => {
    const { rows } = await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    const [busy, logPages, checkpointedPages] = [0, 1, 2].map((column) =>
      Number(rows[0]?.[column]),
    );
    return {
      complete: busy === 0,
      logPages: Math.max(0, logPages ?? 0),
      checkpointedPages: Math.max(0, checkpointedPages ?? 0),
    };
  });
}

const reportedProblems = 100;

/** What is damaged in the file, one line each; empty when all is well. Reads the whole file, but compares no index. */
export function quickCheck(database: LocalDatabase): Promise<string[]> {
  return check(database, 'quick_check');
}

/** Like `quickCheck`, and every index against its table, and every foreign key. */
export async function integrityCheck(database: LocalDatabase): Promise<string[]> {
  const problems = await check(database, 'integrity_check');
  const orphans = await database.maintain((client) => client.execute('PRAGMA foreign_key_check'));
  return [
    ...problems,
    ...orphans.rows
      .slice(0, reportedProblems)
      .map(
        (row) =>
          `${cellText(row['table'])}: row ${cellText(row['rowid'])} names a missing ${cellText(row['parent'])}`,
      ),
  ];
}

function check(
  database: LocalDatabase,
  pragma: 'quick_check' | 'integrity_check',
): Promise<string[]> {
  const checked = database.maintain(async (client) => {
    const { rows } = await client.execute(`PRAGMA ${pragma}(${reportedProblems})`);
    return rows.map((row) => cellText(row[0])).filter((line) => line !== 'ok');
  });
  // Some damage ends the check itself.
  return checked.catch((error: unknown) => {
    if (error instanceof FlowdeckError && error.code === 'store.corrupt') return [error.message];
    throw error;
  });
}
