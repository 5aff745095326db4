/** What an epic still lacks before it may be closed. */
import type { GapRow } from '../domain/contract/coordination-calls.js';
import type { Reader } from '../store/types.js';

/** The open gaps that stand in the way of closing an epic, oldest first; none while gaps are not recorded. */
export const openBlockingGaps: (
  reader: Reader,
  epicId: string,
) => Promise<readonly GapRow[]> = () => Promise.resolve([]);
