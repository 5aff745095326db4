/** What the importer's tables of fields and rows have in common. */
import type { SqlRow } from '../types.js';

/** Values by field name, comparable with those read from files. */
export type EntityFields = Readonly<Record<string, unknown>>;

export interface StoredEntity {
  readonly id: string;
  readonly placeholder: boolean;
  readonly fields: EntityFields;
}

export interface NewEntity {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly fields: EntityFields;
}

/** A table of fields without those that files do not speak of. */
export function without<Fields extends object, Name extends keyof Fields>(
  fields: Fields,
  names: readonly Name[],
): Omit<Fields, Name> {
  const left: Partial<Fields> = { ...fields };
  for (const name of names) Reflect.deleteProperty(left, name);
  return left as Omit<Fields, Name>;
}

/** A cell of a column that holds text and never NULL. */
export function textCell(cell: SqlRow[string] | undefined): string {
  return typeof cell === 'string' ? cell : '';
}

export function groupBy(
  rows: readonly { readonly owner: string; readonly value: string }[],
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { owner, value } of rows) {
    const group = groups.get(owner);
    if (group) group.push(value);
    else groups.set(owner, [value]);
  }
  return groups;
}
