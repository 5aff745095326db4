/** What the tables of the lists are written with. */
import type {
  FieldShape,
  FilterChoice,
  FilterContext,
  FilterField,
  FilterTrait,
  GroupKey,
  SortKey,
  Texts,
  ValueSource,
} from '../definition.js';

/** The name, and other names after blanks. */
function shape(names: string, help: string, type: FieldShape['type']): FieldShape {
  const [name = '', ...aliases] = names.split(' ');
  return { name, aliases, help, type, choices: [], ordered: false, source: null };
}

export interface FieldBuilder<Row> {
  readonly choice: (
    names: string,
    help: string,
    choices: readonly FilterChoice[],
    read: (row: Row, context: FilterContext) => Texts,
  ) => FilterField<Row>;
  /** As `choice`; the least first. */
  readonly scale: (
    names: string,
    help: string,
    choices: readonly FilterChoice[],
    read: (row: Row) => string | null,
  ) => FilterField<Row>;
  readonly trait: (
    names: string,
    help: string,
    traits: readonly FilterTrait<Row>[],
  ) => FilterField<Row>;
  readonly texts: (
    type: 'name' | 'person' | 'id' | 'text',
    names: string,
    help: string,
    source: ValueSource | null,
    read: (row: Row, context: FilterContext) => Texts,
  ) => FilterField<Row>;
  readonly age: (
    names: string,
    help: string,
    read: (row: Row) => string | null,
  ) => FilterField<Row>;
  readonly figure: (
    type: 'number' | 'duration',
    names: string,
    help: string,
    read: (row: Row) => number | null,
  ) => FilterField<Row>;
  readonly yesNo: (
    names: string,
    help: string,
    read: (row: Row, context: FilterContext) => boolean,
  ) => FilterField<Row>;
}

export function fieldsOf<Row>(): FieldBuilder<Row> {
  return {
    choice: (names, help, choices, read) => ({
      ...shape(names, help, 'choice'),
      ...{ type: 'choice', choices, read },
    }),
    scale: (names, help, choices, read) => ({
      ...shape(names, help, 'choice'),
      ...{ type: 'choice', choices, read, ordered: true },
    }),
    trait: (names, help, choices) => ({
      ...shape(names, help, 'trait'),
      ...{ type: 'trait', choices, traits: choices },
    }),
    texts: (type, names, help, source, read) => ({
      ...shape(names, help, type),
      ...{ type, source, read },
    }),
    age: (names, help, read) => ({ ...shape(names, help, 'age'), type: 'age', read }),
    figure: (type, names, help, read) => ({ ...shape(names, help, type), type, read }),
    yesNo: (names, help, read) => ({ ...shape(names, help, 'yes/no'), type: 'yes/no', read }),
  };
}

export function choice(value: string, help: string, aliases = ''): FilterChoice {
  return { value, help, aliases: aliases.split(' ').filter(Boolean) };
}

export function trait<Row>(
  value: string,
  help: string,
  test: FilterTrait<Row>['test'],
): FilterTrait<Row> {
  return { value, help, test };
}

/** Small first. */
export function rising<Row>(name: string, label: string, read: SortKey<Row>['read']): SortKey<Row> {
  return { name, label, descending: false, read };
}

/** Large, or late, first. */
export function falling<Row>(
  name: string,
  label: string,
  read: SortKey<Row>['read'],
): SortKey<Row> {
  return { name, label, descending: true, read };
}

export function group<Row>(
  name: string,
  label: string,
  read: GroupKey<Row>['read'],
  { order = [], none = 'none' }: { order?: readonly string[]; none?: string } = {},
): GroupKey<Row> {
  return { name, label, read, order, none };
}

/** Where a word stands in an order of words; null for null. */
export function placeIn(order: readonly string[], word: string | null): number | null {
  return word === null ? null : order.indexOf(word);
}

/** What a query finds by its words: texts with something between them. */
export function line(...texts: readonly (string | number | null | undefined)[]): string {
  return texts.filter((text) => text !== null && text !== undefined && text !== '').join(' ');
}
