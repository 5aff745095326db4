/**
 * Gaps as fields of their epic, one each: one that was resolved here and others that changed in the file do not stand
 * in each other's way.
 */
import type { ImportedGap } from '../../domain/contract/import.js';
import { gapKey } from '../../domain/gaps.js';
import type { EntityFields } from '../../store/repositories/import-fields.js';

const prefix = 'gap:';

type ComparedGap = Pick<
  ImportedGap,
  'capability' | 'priority' | 'status' | 'source' | 'taskId' | 'evidence' | 'resolvedAt'
>;

export function gapField({ capability }: { readonly capability: string }): string {
  return `${prefix}${gapKey(capability)}`;
}

export function isGapField(field: string): boolean {
  return field.startsWith(prefix);
}

export function gapFieldsOf(gaps: readonly ComparedGap[]): EntityFields {
  return Object.fromEntries(
    gaps.map(({ capability, priority, status, source, taskId, evidence, resolvedAt }) => [
      gapField({ capability }),
      { capability, priority, status, source, taskId, evidence, resolvedAt },
    ]),
  );
}
