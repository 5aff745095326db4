/** What narrows, orders and groups a list: one text, in which `sort:` and `group:` stand among the filter's tokens. */
import type { FilterContext, ListKind } from '../../search/filter-language/index.js';

export interface ListQuery {
  readonly search: string;
  /** Still being typed: what stands at its end may be incomplete. */
  readonly typing: boolean;
  readonly context: FilterContext;
  /** The keys of the groups whose rows are not shown. */
  readonly folded: ReadonlySet<string>;
}

export const noContext: FilterContext = { actor: null, now: '1970-01-01T00:00:00.000Z' };
export const noQuery: Omit<ListQuery, 'search'> = {
  typing: false,
  context: noContext,
  folded: new Set(),
};

export interface Arrangement {
  /** The text without its arranging tokens. */
  readonly filter: string;
  /** The name of a sort key, and whether it runs against the key's own direction. */
  readonly sort: { readonly by: string; readonly reversed: boolean } | null;
  readonly group: string | null;
}

const token = /(^|\s)(sort|group):(-?)([\w-]*)(?=\s|$)/g;

export function arrangementOf(search: string): Arrangement {
  let sort: Arrangement['sort'] = null;
  let group: string | null = null;
  const filter = search.replace(token, (_, __, what: string, minus: string, name: string) => {
    if (name === '') return '';
    if (what === 'sort') sort = { by: name, reversed: minus === '-' };
    else group = name;
    return '';
  });
  return { filter: filter === search ? search : filter.trim(), sort, group };
}

/** The text with another order or group; null takes it away. What is typed besides stays. */
export function withArrangement(
  search: string,
  change: Partial<Pick<Arrangement, 'sort' | 'group'>>,
): string {
  const { filter, ...known } = arrangementOf(search);
  const { sort, group } = { ...known, ...change };
  return [
    filter,
    sort && `sort:${sort.reversed ? '-' : ''}${sort.by}`,
    group !== null && `group:${group}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Whether a list orders its rows itself: what is found in the memory comes in the order of the search. */
export function canArrange(kind: ListKind): boolean {
  return kind !== 'memory';
}

/** The row above the rows of a group. */
export class GroupHeader {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly folded: boolean;

  constructor(name: string, label: string, count: number, folded: ReadonlySet<string>) {
    this.key = `${headerPrefix}${name}`;
    this.label = label;
    this.count = count;
    this.folded = folded.has(this.key);
  }
}

const headerPrefix = 'group ';

export function isHeaderKey(key: string): boolean {
  return key.startsWith(headerPrefix);
}
