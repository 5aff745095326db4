/** Who gets in whose way: running tasks that mean to change the same files. */
import { areCompatible } from './file-locks.js';
import { compareIds } from './ids.js';
import type { LockMode } from './vocabulary.js';

/** A task's hold on a path, by owning it or by a lock. */
export interface FileClaim {
  readonly path: string;
  readonly taskId: string;
  /** Null where the task merely owns the file. */
  readonly mode: LockMode | null;
  /** Since when. */
  readonly since: string;
}

export interface FileConflict {
  /** In natural order, at least two. */
  readonly taskIds: readonly string[];
  /** In order. */
  readonly paths: readonly string[];
  /** When the second of them came. */
  readonly since: string;
}

/**
 * One conflict for each set of tasks, with all the files that they meet in. A task that locked a file it owns holds it
 * as the lock says; one that only owns it will write.
 *
 * @param running tasks at work: a conflict is about at least one of them
 */
export function fileConflicts(
  claims: readonly FileClaim[],
  running: ReadonlySet<string>,
): FileConflict[] {
  const byPath = new Map<string, Map<string, FileClaim>>();
  for (const claim of claims) {
    const holders = byPath.get(claim.path) ?? new Map<string, FileClaim>();
    const known = holders.get(claim.taskId);
    if (known === undefined || known.mode === null) holders.set(claim.taskId, claim);
    byPath.set(claim.path, holders);
  }
  const bySet = new Map<string, { taskIds: string[]; paths: string[]; since: string }>();
  for (const [path, holders] of byPath) {
    const meeting = [...holders.values()].filter((claim) =>
      [...holders.values()].some((other) => clash(claim, other, running)),
    );
    if (meeting.length < 2) continue;
    const taskIds = meeting.map(({ taskId }) => taskId).sort(compareIds);
    const since = meeting.map((claim) => claim.since).sort()[1] ?? '';
    const key = taskIds.join(' ');
    const found = bySet.get(key);
    if (found === undefined) bySet.set(key, { taskIds, paths: [path], since });
    else {
      found.paths.push(path);
      if (since < found.since) found.since = since;
    }
  }
  for (const { paths } of bySet.values()) paths.sort();
  return [...bySet.values()];
}

function clash(left: FileClaim, right: FileClaim, running: ReadonlySet<string>): boolean {
  if (left.taskId === right.taskId) return false;
  if (!running.has(left.taskId) && !running.has(right.taskId)) return false;
  return !areCompatible(left.mode ?? 'write', right.mode ?? 'write');
}
