/** The order of a list's rows, and their groups. */
import { compareIds } from '../../domain/ids.js';
import type { FilterRows, GroupKey, ListDefinition, ListKind, SortKey } from './definition.js';
import { lists } from './lists/index.js';

export function sortKeys<Kind extends ListKind>(kind: Kind): readonly SortKey<FilterRows[Kind]>[] {
  const definition: ListDefinition<FilterRows[Kind]> = lists[kind];
  return definition.sorts;
}

export function groupKeys<Kind extends ListKind>(
  kind: Kind,
): readonly GroupKey<FilterRows[Kind]>[] {
  const definition: ListDefinition<FilterRows[Kind]> = lists[kind];
  return definition.groups;
}

export interface Sorting {
  /** The name of a sort key. */
  readonly by: string;
  /** As the key has it unless given. */
  readonly descending?: boolean;
}

/** A copy in order; equal rows stand by their ids. An unknown key orders by id alone. */
export function sortRows<Kind extends ListKind>(
  rows: readonly FilterRows[Kind][],
  kind: Kind,
  { by, descending }: Sorting,
): FilterRows[Kind][] {
  const definition: ListDefinition<FilterRows[Kind]> = lists[kind];
  const key = definition.sorts.find(({ name }) => name === by);
  const direction = (descending ?? key?.descending ?? false) ? -1 : 1;
  // What is compared is read once a row, not once a comparison.
  return rows
    .map((row) => ({ row, value: key ? key.read(row) : null, id: String(definition.id(row)) }))
    .sort(
      (left, right) =>
        compareValues(left.value, right.value, direction) || compareIds(left.id, right.id),
    )
    .map(({ row }) => row);
}

/** Nothing stands last either way. */
function compareValues(
  left: string | number | null,
  right: string | number | null,
  direction: number,
): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (left === right) return 0;
  if (typeof left === 'number' && typeof right === 'number') return direction * (left - right);
  return direction * compareIds(String(left), String(right));
}

export interface RowGroup<Row> {
  /** Null for the rows that have none. */
  readonly key: string | null;
  readonly label: string;
  readonly rows: readonly Row[];
}

/** The rows in groups, each in the order they came in; no empty groups. An unknown key makes one group of all. */
export function groupRows<Kind extends ListKind>(
  rows: readonly FilterRows[Kind][],
  kind: Kind,
  by: string,
): RowGroup<FilterRows[Kind]>[] {
  const key = groupKeys(kind).find(({ name }) => name === by);
  if (key === undefined) return rows.length === 0 ? [] : [{ key: null, label: '', rows }];
  const groups = new Map<string | null, FilterRows[Kind][]>();
  for (const row of rows) {
    const value = key.read(row);
    const group = groups.get(value);
    if (group) group.push(row);
    else groups.set(value, [row]);
  }
  const place = (name: string): number => {
    const at = key.order.indexOf(name);
    return at < 0 ? key.order.length : at;
  };
  return [...groups]
    .sort(([left], [right]) => {
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      return place(left) - place(right) || compareIds(left, right);
    })
    .map(([name, group]) => ({ key: name, label: name ?? key.none, rows: group }));
}
