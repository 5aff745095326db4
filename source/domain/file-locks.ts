/** What locks on files mean: which go together, how paths are named, when one has ended by itself. */
import type { LockMode } from './vocabulary.js';

/** 45 minutes: longer than any phase of work should take without a sign of life. */
export const defaultTimeToLiveSeconds = 2700;

/** Who reads disturbs nobody but a writer; who adds files to a directory disturbs nobody but a writer either. */
export function areCompatible(left: LockMode, right: LockMode): boolean {
  return left !== 'write' && right !== 'write';
}

/**
 * A path as locks name it: relative ones without `./`, doubled slashes and a slash at the end. Locks know no
 * directories: two names are the same file or are not.
 */
export function normalisePath(text: string): string {
  const absolute = text.trim().startsWith('/');
  const parts: string[] = [];
  for (const part of text.trim().split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return `${absolute ? '/' : ''}${parts.join('/')}`;
}

export interface LockHolder {
  readonly holderPid: number | null;
  readonly holderHost: string | null;
  readonly expiresAt: string | null;
}

/** Where the question is asked, and when. */
export interface LockObserver {
  readonly now: string;
  readonly host: string;
  readonly isAlive: (pid: number) => boolean;
}

/** Why a lock does not hold any more; null while it does. Of another machine's processes nothing is known. */
export function endOfLock(
  { holderPid, holderHost, expiresAt }: LockHolder,
  { now, host, isAlive }: LockObserver,
): 'expired' | 'holder_gone' | null {
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.parse(now)) return 'expired';
  if (holderPid !== null && holderHost === host && !isAlive(holderPid)) return 'holder_gone';
  return null;
}
