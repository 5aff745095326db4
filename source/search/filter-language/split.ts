/** A search box's text for a search that takes its words and its filters apart. */
import type { ListKind } from './definition.js';
import { parseFilter, type FilterError } from './parse.js';

export interface SplitText {
  /** The words to look for. */
  readonly words: string;
  /** The filters between them, and the words that must not be found; always well-formed. */
  readonly expression: string;
  readonly error: FilterError | null;
}

/** What is mistaken filters nothing. */
export function splitFilters(text: string, kind: ListKind): SplitText {
  const { terms, words, text: wanted, error } = parseFilter(text, kind);
  const without = words.filter(({ negated }) => negated);
  const parts = [...terms, ...without].sort((left, right) => left.start - right.start);
  const expression = parts.map(({ start, end }) => text.slice(start, end)).join(' ');
  // A blank behind the last one shows that it is finished.
  const isOpen = parts.length === 0 || parts.at(-1)?.end === text.length;
  return { words: wanted, expression: isOpen ? expression : `${expression} `, error };
}
