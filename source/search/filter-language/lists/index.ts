/** The lists and what each can be asked. */
import type { FieldShape, FilterRows, ListDefinition, ListKind } from '../definition.js';
import { agents } from './agents.js';
import { epics } from './epics.js';
import { events } from './events.js';
import { inbox } from './inbox.js';
import { memory } from './memory.js';
import { tasks } from './tasks.js';

type Lists = { readonly [Kind in ListKind]: ListDefinition<FilterRows[Kind]> };

export const lists: Lists = { epics, tasks, memory, events, inbox, agents };

const byName = new Map<ListKind, ReadonlyMap<string, FieldShape>>();

/** The field of that name or alias; case does not matter. */
export function findField(kind: ListKind, name: string): FieldShape | undefined {
  let fields = byName.get(kind);
  if (fields === undefined) {
    fields = new Map(
      lists[kind].fields.flatMap((field: FieldShape) =>
        [field.name, ...field.aliases].map((each) => [each, field] as const),
      ),
    );
    byName.set(kind, fields);
  }
  return fields.get(name.toLowerCase());
}

export function fieldsOfList(kind: ListKind): readonly FieldShape[] {
  return lists[kind].fields;
}
