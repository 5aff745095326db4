/** Gaps in the three-way comparison, and how what was planned for them is carried out. */
import type { ImportedEpic, ImportedGap } from '../../domain/contract/import.js';
import { gapKey } from '../../domain/gaps.js';
import { listGaps, listGapsOfEpics, writeGap } from '../../store/repositories/gaps.js';
import type { EntityFields, StoredEntity } from '../../store/repositories/import-fields.js';
import { findTasks } from '../../store/repositories/tasks.js';
import type { Reader } from '../../store/types.js';
import { freeGapId } from '../gaps.js';
import type { ApplyContext } from './apply-common.js';
import { digest, type Base } from './fields.js';
import { gapField, gapFieldsOf, isGapField } from './gap-fields.js';

/** Stored epics with their gaps as fields. */
export async function withGaps(
  reader: Reader,
  epics: Map<string, StoredEntity>,
): Promise<Map<string, StoredEntity>> {
  for (const gap of await listGapsOfEpics(reader, [...epics.keys()])) {
    const epic = epics.get(gap.epicId);
    if (!epic) continue;
    const fields = { ...epic.fields, ...gapFieldsOf([gap]) };
    epics.set(epic.id, { ...epic, fields });
  }
  return epics;
}

/** A gap that neither the last import nor the database knows is free to be added. */
export function baseWithFreeGaps(
  file: EntityFields,
  base: Base | null,
  database: EntityFields,
): Base | null {
  const free = Object.keys(file).filter(
    (field) => isGapField(field) && !(field in database) && base?.[field] === undefined,
  );
  if (free.length === 0) return base;
  return { ...base, ...Object.fromEntries(free.map((field) => [field, digest(null)])) };
}

/** Writes the gaps of new epics, and those that were planned for known ones. The tasks must be there. */
export async function applyGaps({ transaction, set, plan, now }: ApplyContext): Promise<void> {
  const fresh = new Set(plan.epics.inserted);
  const wanted = (epic: ImportedEpic, gap: ImportedGap): boolean =>
    fresh.has(epic.id) || gapField(gap) in (plan.epics.patched.get(epic.id) ?? {});
  for (const epic of set.epics) {
    for (const gap of epic.gaps ?? []) {
      if (!wanted(epic, gap)) continue;
      const capabilityKey = gapKey(gap.capability);
      const [known] = await listGaps(transaction, { epicId: epic.id, capabilityKey });
      const [task] = gap.taskId === null ? [] : await findTasks(transaction, [gap.taskId]);
      await writeGap(transaction, {
        ...gap,
        id: known?.id ?? (await freeGapId(transaction, epic.id, gap.capability, gap.id)),
        epicId: epic.id,
        capabilityKey,
        taskId: task?.id ?? null,
        addedAt: known?.addedAt ?? gap.addedAt ?? epic.createdAt ?? now,
      });
    }
  }
}
