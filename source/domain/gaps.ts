/** Gaps: what an epic turned out to lack, and whether that keeps it open. */
import type { GapPriority } from './vocabulary.js';

/** An epic with an open gap of these is not complete. */
export const blockingGapPriorities: readonly GapPriority[] = ['required', 'important'];

export function isBlocking({ priority }: { readonly priority: GapPriority }): boolean {
  return blockingGapPriorities.includes(priority);
}

/** By what a capability is known again, however it is typed. */
export function gapKey(capability: string): string {
  return capability.trim().toLowerCase();
}
