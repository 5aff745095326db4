import { statSync } from 'node:fs';

/** Which file it is, whatever its name. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

/**
 * The file now at the path, or null. Only its metadata is looked at: to open and close a database file beside SQLite
 * would release SQLite's locks on it.
 */
export function fileAt(path: string): FileIdentity | null {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats ? { device: stats.dev, inode: stats.ino } : null;
  } catch {
    // A path through something that is no directory, or through one that may not be entered.
    return null;
  }
}

/** What is at the path, as far as that can be seen. */
export function kindOfFile(path: string): 'file' | 'none' | 'other' {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return 'none';
    return stats.isFile() ? 'file' : 'other';
  } catch {
    return 'none';
  }
}

export function sameFile(one: FileIdentity | null, other: FileIdentity | null): boolean {
  return one?.inode === other?.inode && one?.device === other?.device;
}
