/** What carrying out a plan works on, and what the kinds of rows have in common. */
import type { ImportedEpic, ImportedTask, ImportSet } from '../../domain/contract/import.js';
import type { EntityFields, NewEntity } from '../../store/repositories/import-fields.js';
import type { Transaction } from '../../store/types.js';
import type { ImportPlan } from './plan.js';

export interface ApplyContext {
  readonly transaction: Transaction;
  readonly set: ImportSet;
  readonly plan: ImportPlan;
  /** The one time of the whole import. */
  readonly now: string;
  readonly sourceId: number;
}

export function pick<Thing>(things: ReadonlyMap<string, Thing>, ids: readonly string[]): Thing[] {
  return ids.flatMap((id) => things.get(id) ?? []);
}

export function newEntity(
  entity: ImportedEpic | ImportedTask,
  fields: EntityFields,
  now: string,
): NewEntity {
  const createdAt = entity.createdAt ?? entity.updatedAt ?? now;
  return { id: entity.id, createdAt, updatedAt: entity.updatedAt ?? createdAt, fields };
}

/** A file that changed says when, unless its text alone was edited. */
export function updateTime(
  entity: { readonly updatedAt: string | null } | undefined,
  now: string,
): string {
  return entity?.updatedAt ?? now;
}

/** The values of one field, of the rows that get a new one. */
export function fieldOf<Value>(
  patched: ReadonlyMap<string, EntityFields>,
  field: string,
): (readonly [string, Value])[] {
  return [...patched].flatMap(([id, fields]) =>
    field in fields ? [[id, fields[field] as Value] as const] : [],
  );
}
