/** Locks on files: advisory, so that agents who share a working tree keep out of each other's way. */
import type { CommandInput, CommandOutput } from '../domain/contract/calls.js';
import type { LockRow } from '../domain/contract/coordination-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import {
  areCompatible,
  defaultTimeToLiveSeconds,
  endOfLock,
  normalisePath,
  type LockObserver,
} from '../domain/file-locks.js';
import { hostName, isAlive } from '../platform/process-liveness.js';
import { listLocks, writeLock, type FileLock } from '../store/repositories/file-locks.js';
import { findTasks } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { differences } from './differences.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';
import { resolveTask } from './identity.js';
import { lockEnd, lockValues, removeLock } from './lock-release.js';
import { openTask } from './task-change.js';

export const lockCommands: CommandHandlers<'lock.acquire' | 'lock.release'> = {
  'lock.acquire': acquire,

  async 'lock.release'(scope, input) {
    const { transaction } = scope;
    const taskId = input.taskId && (await resolveTask(transaction, input.taskId));
    const wanted = input.paths && new Set(normalised(input.paths));
    const locks = await listLocks(transaction, taskId ? { taskIds: [taskId] } : {});
    const released = locks.filter((lock) => wanted?.has(lock.path) ?? true);
    await remove(
      scope,
      released.map((lock) => [lock, {}]),
    );
    return { released: [...new Set(released.map(({ path }) => path))] };
  },
};

export const lockQueries: QueryHandlers<'locks.list'> = {
  async 'locks.list'({ reader }, input) {
    const taskId = input.taskId === undefined ? null : await resolveTask(reader, input.taskId);
    const locks = await listLocks(reader, {
      ...(taskId !== null && { taskIds: [taskId] }),
      ...(input.path !== undefined && { path: normalisePath(input.path) }),
    });
    return holding(locks, input.now).map(toRow);
  },
};

/** Those that hold at this time, as seen from this machine. */
export function holding(locks: readonly FileLock[], now: string): FileLock[] {
  const observer = observerAt(now);
  return locks.filter((lock) => endOfLock(lock, observer) === null);
}

function toRow(lock: FileLock): LockRow {
  const { path, taskId, mode, actor, holderPid, holderHost, lockedAt, expiresAt } = lock;
  return { path, taskId, mode, actor, holderPid, holderHost, lockedAt, expiresAt };
}

/** Takes each path that nobody else's lock stands in the way of, after those that have ended are out of the way. */
async function acquire(
  scope: CommandScope,
  input: CommandInput<'lock.acquire'>,
): Promise<CommandOutput<'lock.acquire'>> {
  const { transaction } = scope;
  const task = await openTask(scope, { id: input.taskId });
  const paths = normalised(input.paths);
  if (paths.length === 0) throw new FlowdeckError('lock.no_path', 'There is no file to lock.');
  const timeToLiveSeconds = checkTimeToLive(input.timeToLiveSeconds);
  const observer = observerAt(scope.now);
  const ended = (await listLocks(transaction)).flatMap((lock) => {
    const reason = endOfLock(lock, observer);
    return reason === null ? [] : ([[lock, { ended: reason }]] as const);
  });
  await remove(scope, ended);

  const held = await listLocks(transaction);
  const mode = input.mode ?? 'write';
  const locked: string[] = [];
  const alreadyLocked: { path: string; owner: string; mode: typeof mode; actor: string | null }[] =
    [];
  for (const path of paths) {
    const there = held.filter((lock) => lock.path === path);
    const inTheWay = there.filter(
      (lock) => lock.taskId !== task.id && !areCompatible(mode, lock.mode),
    );
    if (inTheWay.length > 0) {
      for (const { taskId: owner, mode: theirs, actor } of inTheWay) {
        alreadyLocked.push({ path, owner, mode: theirs, actor });
      }
      continue;
    }
    locked.push(path);
    const own = there.find((lock) => lock.taskId === task.id);
    const lock: FileLock = {
      path,
      taskId: task.id,
      mode,
      actor: scope.actor,
      holderPid: input.holderPid ?? null,
      holderHost: input.holderPid === undefined ? null : hostName(),
      timeToLiveSeconds,
      lockedAt: own?.lockedAt ?? scope.now,
      expiresAt: lockEnd(scope.now, timeToLiveSeconds),
    };
    await writeLock(transaction, lock);
    if (own === undefined || isOtherLock(own, lock)) {
      await appendEvent(scope, {
        kind: 'file_locked',
        entityKind: 'lock',
        entityId: path,
        epicId: task.epicId,
        taskId: task.id,
        ...changeOf(own, lock),
        payload: { mode },
      });
    }
  }
  return { taskId: task.id, locked, alreadyLocked };
}

function changeOf(own: FileLock | undefined, lock: FileLock) {
  if (own === undefined) return { after: lockValues(lock) };
  const [before, after] = differences(lockValues(own), lockValues(lock));
  return { before, after };
}

/** Taking one's own lock again only extends it, as a heartbeat does: no event. */
function isOtherLock(before: FileLock, after: FileLock): boolean {
  return (
    before.mode !== after.mode ||
    before.actor !== after.actor ||
    before.holderPid !== after.holderPid ||
    before.holderHost !== after.holderHost
  );
}

async function remove(
  scope: CommandScope,
  locks: readonly (readonly [FileLock, Readonly<Record<string, unknown>>])[],
): Promise<void> {
  if (locks.length === 0) return;
  const holders = [...new Set(locks.map(([{ taskId }]) => taskId))];
  const tasks = await findTasks(scope.transaction, holders);
  const epicOf = new Map(tasks.map(({ id, epicId }) => [id, epicId]));
  for (const [lock, payload] of locks) {
    await removeLock(scope, lock, epicOf.get(lock.taskId) ?? null, payload);
  }
}

function normalised(paths: readonly string[]): string[] {
  return [...new Set(paths.map(normalisePath))].filter((path) => path !== '');
}

/** In seconds. */
const year = 31_536_000;

function checkTimeToLive(seconds = defaultTimeToLiveSeconds): number {
  if (Number.isSafeInteger(seconds) && seconds > 0 && seconds <= year) return seconds;
  throw new FlowdeckError(
    'usage.invalid',
    `A lock lasts a whole number of seconds, from one to ${year}, not ${seconds}.`,
  );
}

function observerAt(now: string): LockObserver {
  return { now, host: hostName(), isAlive };
}
