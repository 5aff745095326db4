import { sha256 } from '../domain/digest.js';
import { gapKey } from '../domain/gaps.js';

/** The same for the same capability of the same epic, in every program. */
export function gapId(epicId: string, capability: string): string {
  const hash = sha256(`${epicId}:${gapKey(capability)}`);
  return `gap-${hash.slice(0, 8)}`;
}
