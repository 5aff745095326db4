/** Gaps: what an epic turned out to lack, and whether that keeps it open. */
import type { GapRow } from './contract/coordination-calls.js';
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

/** A gap by the keys that it has in answers and in files. */
export function gapRecord(gap: GapRow) {
  return {
    id: gap.id,
    capability: gap.capability,
    priority: gap.priority,
    status: gap.status,
    source: gap.source,
    task: gap.taskId,
    added_at: gap.addedAt,
    resolved_at: gap.resolvedAt,
    evidence: gap.evidence,
  };
}
