import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from './errors.js';

/** How long a busy database is tried again, over all. */
export const busyLimitMilliseconds = 15_000;

const shortestPause = 5;
const longestPause = 60;

export interface BusyOptions {
  readonly limitMilliseconds?: number | undefined;
  /** Ends the waiting; what runs is never interrupted. */
  readonly stop?: readonly (AbortSignal | undefined)[];
  /** Throws the error to end with, when there is a reason to stop. */
  readonly check?: () => void;
}

/**
 * Runs the attempt until it does not fail with `store.busy`, with random pauses between, so that processes which
 * collided once do not collide again.
 *
 * @throws FlowdeckError `store.busy` when the limit is reached; whatever else the attempt or the check throws
 */
export async function retryWhileBusy<Result>(
  attempt: () => Promise<Result>,
  { limitMilliseconds = busyLimitMilliseconds, stop = [], check }: BusyOptions = {},
): Promise<Result> {
  const limit = performance.now() + limitMilliseconds;
  for (let attempts = 1; ; attempts += 1) {
    check?.();
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= limit) throw error;
    }
    const longest = Math.min(longestPause, shortestPause * 2 ** attempts);
    const signal = AbortSignal.any(stop.filter((one) => one !== undefined));
    await pause(shortestPause + Math.random() * (longest - shortestPause), undefined, {
      signal,
    }).catch(() => undefined);
  }
}
