import { realpathSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { fileAt, sameFile, type FileIdentity } from './file-identity.js';

export interface WatchOptions {
  /** How often to wake in any case: this is what correctness rests on, the file system's word only hastens it. */
  readonly pollMilliseconds?: number;
}

/** How many polls lie between two looks at whether the watch still watches the right directory. */
const pollsBetweenChecks = 8;

/**
 * Wakes the caller when the database may have changed: at once when the file system says so, and in regular intervals.
 * Own writes wake too. The directory is watched, for the write-ahead log comes and goes.
 *
 * @returns how to stop; idempotent
 */
export function watchDatabase(
  databasePath: string,
  onWake: () => void,
  { pollMilliseconds = 250 }: WatchOptions = {},
): () => void {
  // The log lies beside the file that a link names.
  const file = realPath(databasePath);
  const directory = path.dirname(file);
  const name = path.basename(file);
  const names = new Set([name, `${name}-wal`, `${name}-journal`]);
  let watcher: FSWatcher | null = null;
  let watched: FileIdentity | null = null;
  let wakeIsDue = false;
  let polls = 0;
  let stopped = false;

  /** One commit makes several file events: one wake answers them all. */
  const wakeSoon = (): void => {
    if (wakeIsDue) return;
    wakeIsDue = true;
    setImmediate(() => {
      wakeIsDue = false;
      if (!stopped) onWake();
    });
  };
  const unwatch = (): void => {
    watcher?.close();
    watcher = null;
    watched = null;
  };
  const ensureWatch = (): void => {
    const now = fileAt(directory);
    if (watcher && sameFile(now, watched)) return;
    unwatch();
    if (!now) return;
    try {
      // Too many watches, or a file system without them: the poll goes on alone.
      watcher = watch(directory, { persistent: false }, (_event, changed) => {
        if (changed === null || names.has(changed)) wakeSoon();
      });
      watcher.on('error', unwatch);
      watched = now;
    } catch {
      unwatch();
    }
  };

  ensureWatch();
  const timer = setInterval(() => {
    polls += 1;
    if (polls % pollsBetweenChecks === 0) ensureWatch();
    wakeSoon();
  }, pollMilliseconds);
  return () => {
    stopped = true;
    clearInterval(timer);
    unwatch();
  };
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}
