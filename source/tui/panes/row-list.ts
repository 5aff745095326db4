/** Rows with their keys, and the part of them that a search finds, in its order. */
import type { MatchRanges } from '../../domain/contract/rows.js';
import {
  compileFilter,
  groupRows,
  parseFilter,
  sortKeys,
  sortRows,
  filterRows,
  type FilterError,
  type FilterRows,
  type ListKind,
} from '../../search/filter-language/index.js';
import { rangesOf, searchWords } from '../spans.js';
import { arrangementOf, GroupHeader, noQuery, type ListQuery } from './list-query.js';

export interface Found<Row> {
  readonly rows: readonly (Row | GroupHeader)[];
  readonly keys: readonly string[];
  /** How many of them are rows, headers of groups and folded groups left out. */
  readonly count: number;
  /** The first mistake in the filter; what is mistaken does not narrow. */
  readonly error: FilterError | null;
  /** Whether all rows stand in the order they have by themselves. */
  readonly natural: boolean;
  /** What the search matches in a text of a row. */
  readonly ranges: (text: string) => MatchRanges;
}

/** How a list is filtered by the language of its kind. */
export interface Filterable<Row, Kind extends ListKind> {
  readonly kind: Kind;
  readonly rowOf: (row: Row) => FilterRows[Kind];
  /** Whether rows can stand in groups. */
  readonly groups?: true;
}

const noRanges = (): MatchRanges => [];

/** Rows never change; the answer to the last search is kept, so that a key press does not search again. */
export class RowList<Row, Kind extends ListKind = ListKind> implements Found<Row> {
  readonly rows: readonly Row[];
  readonly keys: readonly string[];
  readonly count: number;
  readonly error = null;
  readonly natural = true;
  readonly ranges = noRanges;
  readonly filterable: Filterable<Row, Kind> | null;
  readonly #textOf: (row: Row) => string;
  #texts: readonly string[] | null = null;
  #asked: ListQuery | null = null;
  #found: Found<Row> = this;

  /**
   * @param textOf what a search looks at
   * @param filterable what its kind's filter looks at; without it a search is for words alone
   */
  constructor(
    rows: readonly Row[],
    keyOf: (row: Row) => string,
    textOf: (row: Row) => string = keyOf,
    filterable: Filterable<Row, Kind> | null = null,
  ) {
    this.rows = rows;
    this.keys = rows.map(keyOf);
    this.count = rows.length;
    this.#textOf = textOf;
    this.filterable = filterable;
  }

  /** The rows that the search leaves; all of them without one. */
  found(asked: string | ListQuery): Found<Row> {
    const query = typeof asked === 'string' ? { search: asked, ...noQuery } : asked;
    if (query.search === '') return this;
    if (this.#asked === null || !sameQuery(this.#asked, query)) {
      this.#asked = query;
      const words = searchWords(query.search);
      this.#found = this.filterable
        ? this.#arrange(query, this.filterable)
        : words.length === 0
          ? this
          : this.#find(words);
    }
    return this.#found;
  }

  /** All rows as the filter sees them; null where a search is for words alone. */
  get filtered(): { readonly kind: Kind; readonly rows: readonly FilterRows[Kind][] } | null {
    if (this.filterable === null) return null;
    const { kind, rowOf } = this.filterable;
    return { kind, rows: (this.#all ??= this.rows.map(rowOf)) };
  }

  #find(words: readonly string[]): Found<Row> {
    const texts = (this.#texts ??= this.rows.map((row) => this.#textOf(row).toLowerCase()));
    const places = this.rows.flatMap((_, index) => {
      const text = texts[index] ?? '';
      return words.every((word) => text.includes(word)) ? [index] : [];
    });
    return {
      rows: places.flatMap((index) => this.rows.slice(index, index + 1)),
      keys: places.map((index) => this.keys[index] ?? ''),
      count: places.length,
      error: null,
      natural: false,
      ranges: (text) => rangesOf(text, words),
    };
  }

  #arrange(query: ListQuery, { kind, rowOf, groups }: Filterable<Row, Kind>): Found<Row> {
    type Known = FilterRows[Kind];
    const { filter, sort, group: wanted } = arrangementOf(query.search);
    const group = groups ? wanted : null;
    const cursor = query.typing ? filter.length : null;
    const parsed = parseFilter(filter, kind, cursor);
    const compiled = compileFilter(parsed, kind, query.context);
    const known = (this.#known ??= new Map(
      this.rows.map((row, index) => [rowOf(row) as unknown, index]),
    ));
    const all = (this.#all ??= this.rows.map(rowOf));
    let rows = filterRows<Known>(all, compiled);
    if (sort !== null) {
      const key = sortKeys(kind).find(({ name }) => name === sort.by);
      const descending = (key?.descending ?? false) !== sort.reversed;
      rows = sortRows(rows, kind, { by: sort.by, descending });
    }
    const shown: (Row | GroupHeader)[] = [];
    const keys: string[] = [];
    const add = (row: Known): void => {
      const index = known.get(row) ?? -1;
      const own = this.rows[index];
      if (own === undefined) return;
      shown.push(own);
      keys.push(this.keys[index] ?? '');
    };
    if (group === null) rows.forEach(add);
    else {
      for (const { key, label, rows: members } of groupRows(rows, kind, group)) {
        const header = new GroupHeader(
          `${group} ${key ?? ''}`,
          label,
          members.length,
          query.folded,
        );
        shown.push(header);
        keys.push(header.key);
        if (!header.folded) members.forEach(add);
      }
    }
    const natural = compiled.isEmpty && sort === null && group === null;
    const { error } = parsed;
    return { rows: shown, keys, count: rows.length, error, natural, ranges: compiled.ranges };
  }

  /** What the filter looks at, once for all searches, with the place of its row. */
  #known: ReadonlyMap<unknown, number> | null = null;
  #all: readonly FilterRows[Kind][] | null = null;
}

function sameQuery(left: ListQuery, right: ListQuery): boolean {
  return (
    left.search === right.search &&
    left.typing === right.typing &&
    left.context === right.context &&
    left.folded === right.folded
  );
}
