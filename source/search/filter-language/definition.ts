/** What a list can be filtered, sorted and grouped by: the shapes of the tables in `lists/`. */
import type { AgentRow, InboxItem } from '../../domain/contract/coordination-calls.js';
import type { EpicRow, EventRow, MemoryRow, TaskRow } from '../../domain/contract/rows.js';
import type { TaskStatus } from '../../domain/vocabulary.js';

/** The lists, and what their rows are. */
export interface FilterRows {
  readonly epics: EpicRow;
  readonly tasks: TaskRow;
  readonly memory: MemoryRow;
  readonly events: EventRow;
  readonly inbox: InboxItem;
  readonly agents: AgentRow;
}
export type ListKind = keyof FilterRows;
export const listKinds: readonly ListKind[] = [
  ...(['epics', 'tasks', 'memory', 'events', 'inbox', 'agents'] as const),
];

/** What a filter depends on besides the rows. What is not given is taken as empty. */
export interface FilterContext {
  /** Whom `me` means. */
  readonly actor: string | null;
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** The paths that are locked, by the id of the task that holds them. */
  readonly locks?: ReadonlyMap<string, readonly string[]>;
  /** Ids of epics and tasks, and names of actors, that have something new since they were looked at. */
  readonly unread?: ReadonlySet<string>;
  /** The status of any task, for what is ready and what waits. */
  readonly statusOf?: (taskId: string) => TaskStatus | null | undefined;
}

export const filterOperators = ['!=', '>=', '<=', ':', '=', '>', '<'] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** Where a field's values come from that the program does not know beforehand. */
export type ValueSource =
  | 'people'
  | 'epics'
  | 'tasks'
  | 'tags'
  | 'modules'
  | 'components'
  | 'labels'
  | 'branches'
  | 'phases'
  | 'paths';

export interface FilterChoice {
  readonly value: string;
  readonly help: string;
  /** Other words for it; case, hyphens and underscores do not matter in any. */
  readonly aliases?: readonly string[];
}

/** A choice that is not read from a column but decided by looking at the row. */
export interface FilterTrait<Row> extends FilterChoice {
  readonly test: (row: Row, context: FilterContext) => boolean;
}

/** Null and an empty list are `none`. */
export type Texts = string | null | readonly string[];

/** What the parser, completion and help need to know of a field. */
export interface FieldShape {
  readonly name: string;
  readonly aliases: readonly string[];
  /** One line. */
  readonly help: string;
  readonly type: FieldType;
  /** For choices and traits. */
  readonly choices: readonly FilterChoice[];
  /** The choices stand in an order, the least first: they can be compared. */
  readonly ordered: boolean;
  readonly source: ValueSource | null;
}

/**
 * `choice`, `trait`: one of known words. `name`: the whole of a name, while it is typed its beginning. `person`: a name
 * or the beginning of a part of it. `id`: an id, its short form or its beginning. `text`: a part of it. `age`: how long
 * ago something was. `duration`: how long something took.
 */
export type FieldType =
  'choice' | 'trait' | 'name' | 'person' | 'id' | 'text' | 'number' | 'age' | 'duration' | 'yes/no';

export type FilterField<Row> = FieldShape &
  (
    | { readonly type: 'trait'; readonly traits: readonly FilterTrait<Row>[] }
    | {
        readonly type: 'choice' | 'name' | 'person' | 'id' | 'text';
        readonly read: (row: Row, context: FilterContext) => Texts;
      }
    /** A time as ISO 8601 in UTC. */
    | { readonly type: 'age'; readonly read: (row: Row) => string | null }
    /** A duration is in seconds. */
    | { readonly type: 'number' | 'duration'; readonly read: (row: Row) => number | null }
    | { readonly type: 'yes/no'; readonly read: (row: Row, context: FilterContext) => boolean }
  );

export interface SortKey<Row> {
  readonly name: string;
  readonly label: string;
  /** The way it is sorted at first. */
  readonly descending: boolean;
  /** Null stands last either way. Texts compare as ids do: numbers in them by their worth. */
  readonly read: (row: Row) => string | number | null;
}

export interface GroupKey<Row> {
  readonly name: string;
  readonly label: string;
  readonly read: (row: Row) => string | null;
  /** The groups in their order; others follow in natural order, and null last. */
  readonly order: readonly string[];
  /** What the group of null is called. */
  readonly none: string;
}

export interface ListDefinition<Row> {
  /** What free words are looked for in; what is matched there first counts a little more. */
  readonly line: (row: Row) => string;
  /** What equal rows are ordered by. */
  readonly id: (row: Row) => string | number;
  readonly fields: readonly FilterField<Row>[];
  readonly sorts: readonly SortKey<Row>[];
  readonly groups: readonly GroupKey<Row>[];
  /** Whether `word:` with an unknown word is what is looked for, not a mistake. */
  readonly colonsAreText: boolean;
}
