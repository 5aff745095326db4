/** FTS5 expressions in which no character that was typed is syntax. */
import type { QueryTerm, SearchQuery } from './query.js';

/** About so many texts may match a query: each costs microseconds. */
const matchBudget = 2500;
/** Beyond so many more, a common term is not looked for at all beside a rarer one: it still counts in the score. */
const dropBudget = 10_000;

export function quoted(text: string): string {
  return `"${text.replaceAll('\0', ' ').replaceAll('"', '""')}"`;
}

/**
 * Texts that have any of the terms. Rare terms are looked for everywhere, common ones only in the columns that say what
 * a text is about.
 * @param narrow the columns for common terms
 * @returns null where there is nothing to look for
 */
export function wordsExpression({ terms }: SearchQuery, narrow: readonly string[]): string | null {
  const rareFirst = terms
    // A single letter begins too much to look for; the fuzzy index knows what it begins.
    .filter(
      ({ alternatives, prefix, typed }) => alternatives.size > 0 || (prefix && typed.length > 1),
    )
    .sort((left, right) => left.count - right.count);
  const parts: string[] = [];
  let budget = matchBudget;
  for (const term of rareFirst) {
    budget -= term.count;
    const words = wordsOf(term).join(' OR ');
    if (budget < -dropBudget && parts.length > 0) break;
    parts.push(budget >= 0 ? words : `{${narrow.join(' ')}} : (${words})`);
  }
  return parts.length === 0 ? null : parts.join(' OR ');
}

function wordsOf({ typed, prefix, alternatives }: QueryTerm): string[] {
  const words = [...alternatives.keys()].filter(
    (word) => !(prefix && typed.length > 1 && word.startsWith(typed)),
  );
  const begins = prefix && typed.length > 1;
  return [...(begins ? [`${quoted(typed)}*`] : []), ...words.map(quoted)];
}

/**
 * Texts that hold one of the literals somewhere, for a trigram index, which knows nothing below three characters.
 */
export function partsExpression({ literals }: SearchQuery): string | null {
  const long = literals.filter((literal) => Array.from(literal).length >= 3);
  return long.length === 0 ? null : long.map(quoted).join(' OR ');
}
