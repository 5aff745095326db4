import { createHash } from 'node:crypto';
import { gapKey } from '../domain/gaps.js';

/** The same for the same capability of the same epic, in every program. */
export function gapId(epicId: string, capability: string): string {
  const hash = createHash('sha256')
    .update(`${epicId}:${gapKey(capability)}`)
    .digest('hex');
  return `gap-${hash.slice(0, 8)}`;
}
