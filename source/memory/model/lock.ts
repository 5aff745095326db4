/**
 * One installer at a time, across processes: a file made exclusively, kept fresh while its owner works, and taken over
 * where the owner is gone.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FlowdeckError } from '../../domain/errors.js';
import { readText, statusOf } from '../../platform/files.js';
import { hostName, isAlive } from '../../platform/processes.js';
import { codeOf } from './failures.js';
import { isRecord } from './manifest.js';

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

/** How often the owner touches the file, in milliseconds. */
const freshen = 10_000;
/** Not touched for so long, the owner is gone, whatever runs under its process number now. */
const abandonedAfter = 5 * 60_000;

export interface Lock {
  /** @throws FlowdeckError model.busy when another took it over, as after a long sleep of the machine */
  assertHeld(): void;
}

/**
 * Runs the work while this process alone holds the lock.
 *
 * @throws FlowdeckError model.busy where another process holds it
 */
export async function withLock<Result>(
  file: string,
  work: (lock: Lock) => Promise<Result>,
): Promise<Result> {
  mkdirSync(path.dirname(file), { recursive: true });
  const owner: Owner = { token: randomUUID(), pid: process.pid, host: hostName() };
  take(file, owner);
  const timer = setInterval(() => touch(file), freshen);
  timer.unref();
  const isHeld = (): boolean => ownerOf(readText(file))?.token === owner.token;
  try {
    return await work({
      assertHeld() {
        if (!isHeld()) throw busy('Another process took the installation over.');
      },
    });
  } finally {
    clearInterval(timer);
    if (isHeld()) rmSync(file, { force: true });
  }
}

function take(file: string, owner: Owner): void {
  // Two who find the same abandoned lock at once: one of them wins the second round.
  for (let round = 0; round < 3; round += 1) {
    if (create(file, owner)) return;
    const text = readText(file);
    if (text === null) continue;
    const holder = ownerOf(text);
    if (!isAbandoned(file, holder)) {
      const who = holder === null ? 'Another process' : `Process ${holder.pid} on ${holder.host}`;
      throw busy(`${who} is installing the model.`);
    }
    removeAbandoned(file, text, owner);
  }
  throw busy('Another process is installing the model.');
}

function create(file: string, owner: Owner): boolean {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && statusOf(file)?.isDirectory() !== true) return false;
    throw error;
  }
}

/** Moved aside before it is looked at again, so that a lock somebody made meanwhile is noticed and put back. */
function removeAbandoned(file: string, text: string, { token }: Owner): void {
  const aside = `${file}.${token}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readText(aside) !== text) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function isAbandoned(file: string, holder: Owner | null): boolean {
  const touched = statusOf(file)?.mtimeMs;
  if (touched === undefined || Date.now() - touched > abandonedAfter) return true;
  // Without an owner it is either being written right now or was cut off; its age tells in time.
  return holder !== null && holder.host === hostName() && !isAlive(holder.pid);
}

function ownerOf(text: string | null): Owner | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (!isRecord(value)) return null;
    const { token, pid, host } = value;
    if (typeof token !== 'string' || typeof pid !== 'number' || typeof host !== 'string') {
      return null;
    }
    return { token, pid, host };
  } catch {
    return null;
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Gone or not ours any more: assertHeld says so before anything is put in place.
  }
}

function busy(message: string): FlowdeckError {
  return new FlowdeckError('model.busy', message);
}
