/** What the download and those who ask for it share; apart, so that asking does not load an HTTP client. */
import { rmSync } from 'node:fs';

/** How patient a download is; the defaults are for real networks. */
export interface Patience {
  /** The longest silence, in milliseconds. */
  readonly idleMilliseconds: number;
  /** How often in a row it may fail without a byte won. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds; it doubles with each. */
  readonly pauseMilliseconds: number;
}

export const usualPatience: Patience = {
  idleMilliseconds: 30_000,
  attempts: 4,
  pauseMilliseconds: 1000,
};

/** Removes the part and what is known of it. */
export function discard(part: string): void {
  rmSync(part, { force: true });
  rmSync(`${part}.json`, { force: true });
}
