/** A filter made ready for the rows of a list. */
import type { MatchRanges } from '../../domain/contract/rows.js';
import { foldText } from '../fold.js';
import { placesOf } from '../fuzzy.js';
import { joinRanges } from '../rank.js';
import type { FilterContext, FilterRows, ListDefinition, ListKind } from './definition.js';
import { lists } from './lists/index.js';
import { matchTerm } from './match-term.js';
import type { Filter } from './parse.js';
import { RowLines } from './row-lines.js';
import { matchWords } from './words.js';

export interface RowFilter<Row> {
  (row: Row): boolean;
  /** True where every row passes. */
  readonly isEmpty: boolean;
  /** How well the free words match, in (0, 1.2]; 0 for a row that does not pass. All are equal without words. */
  readonly score: (row: Row) => number;
  /** The rows of a list that pass, in their order: quicker than one by one. The list itself must not change. */
  readonly scored: (rows: readonly Row[]) => ScoredRow<Row>[];
  /** What the free words match in a text of the row, such as its title. */
  readonly ranges: (text: string) => MatchRanges;
}

export interface ScoredRow<Row> {
  readonly row: Row;
  readonly score: number;
}

/** Good for the rows as they are now; another `now` or actor, locks or unread marks need a new one. */
export function compileFilter<Kind extends ListKind>(
  filter: Pick<Filter, 'terms' | 'words'>,
  kind: Kind,
  context: FilterContext,
): RowFilter<FilterRows[Kind]> {
  type Row = FilterRows[Kind];
  const definition: ListDefinition<Row> = lists[kind];
  const tests = filter.terms.flatMap((term) => {
    const field = definition.fields.find(({ name }) => name === term.field);
    return field ? [matchTerm(field, term, context)] : [];
  });
  const lines = linesOf(kind, definition);
  const words = matchWords(filter.words, lines);
  const hasWords = filter.words.length > 0;
  const fits = (row: Row): boolean => {
    for (const test of tests) if (!test(row)) return false;
    return true;
  };
  const score = (row: Row): number => {
    if (!fits(row)) return 0;
    return hasWords ? words.score(lines.numberOf(row)) : 1;
  };
  const scored = (rows: readonly Row[]): ScoredRow<Row>[] => {
    const numbers = hasWords ? lines.numbersOf(rows) : null;
    const found: ScoredRow<Row>[] = [];
    rows.forEach((row, index) => {
      if (!fits(row)) return;
      const own = numbers === null ? 1 : words.score(numbers[index] ?? 0);
      if (own > 0) found.push({ row, score: own });
    });
    return found;
  };
  const passes = (row: Row): boolean => score(row) > 0;
  return Object.assign(passes, {
    isEmpty: tests.length === 0 && !hasWords,
    score,
    scored,
    ranges: (text: string) => rangesIn(text, words),
  });
}

/** The rows that pass, in their order; with `best` and free words the best matches first. */
export function filterRows<Row>(
  rows: readonly Row[],
  filter: RowFilter<Row>,
  { best = false }: { best?: boolean } = {},
): readonly Row[] {
  if (filter.isEmpty) return rows;
  const found = filter.scored(rows);
  if (best) found.sort((left, right) => right.score - left.score);
  return found.map(({ row }) => row);
}

function rangesIn(
  text: string,
  {
    tokens,
    literals,
  }: { readonly tokens: readonly string[]; readonly literals: readonly string[] },
): MatchRanges {
  const folded = foldText(text);
  const ranges = placesOf(tokens, text).map((at) => [at, at + 1] as const);
  const whole = literals.flatMap((literal) => {
    const at = folded.indexOf(literal);
    return at < 0 ? [] : [[at, at + literal.length] as const];
  });
  return joinRanges([...ranges, ...whole]);
}

const kept = new Map<ListKind, unknown>();

/** One for each list, so that what is known of its rows is known to the next key press; a filter keeps its own. */
function linesOf<Kind extends ListKind>(
  kind: Kind,
  { line }: ListDefinition<FilterRows[Kind]>,
): RowLines<FilterRows[Kind]> {
  const known = kept.get(kind) as RowLines<FilterRows[Kind]> | undefined;
  if (known && !known.isWorn()) return known;
  const lines = new RowLines(line);
  kept.set(kind, lines);
  return lines;
}
