/** Gaps of an epic, from its own file or the one beside it. */
import type { ImportedGap } from '../../domain/contract/import.js';
import { gapKey } from '../../domain/gaps.js';
import { gapPriorities, type GapPriority } from '../../domain/vocabulary.js';
import type { Findings } from './findings.js';
import { isObject, optionalLine, optionalText, optionalTime, type JsonObject } from './values.js';

/**
 * @param value a list, or an object that holds one under `gaps`
 * @returns null where it is something else: whoever reads it then keeps it as it is
 */
export function readGaps(
  value: unknown,
  path: string,
  findings: Findings,
): readonly ImportedGap[] | null {
  const list: unknown = isObject(value) ? value['gaps'] : value;
  if (!Array.isArray(list)) return null;
  const gaps = new Map<string, ImportedGap>();
  for (const item of list as readonly unknown[]) {
    const gap = readGap(item);
    if (gap === null) {
      findings.warn('nameless-gap', path, 'A gap without words is left out.');
    } else if (!gaps.has(gapKey(gap.capability))) gaps.set(gapKey(gap.capability), gap);
  }
  return [...gaps.values()];
}

function readGap(item: unknown): ImportedGap | null {
  const data: JsonObject = isObject(item) ? item : { capability: item };
  const capability = optionalLine(data['capability'] ?? data['title']);
  if (capability === null) return null;
  const status = optionalText(data['status'])?.toLowerCase();
  return {
    id: optionalText(data['id']),
    capability,
    priority: priorityOf(data['priority']),
    status: status === 'resolved' || status === 'closed' ? 'resolved' : 'open',
    source: optionalLine(data['source']) ?? 'manual',
    taskId: optionalLine(data['task'] ?? data['task_id']),
    evidence: optionalText(data['evidence']),
    addedAt: optionalTime(data['added_at'] ?? data['created_at']),
    resolvedAt: optionalTime(data['resolved_at']),
  };
}

/** An unknown word must not let an epic be closed: it counts as required. */
function priorityOf(value: unknown): GapPriority {
  const word = optionalText(value)?.toLowerCase().replaceAll(/[_ ]/g, '-');
  return gapPriorities.find((priority) => priority === word) ?? 'required';
}
