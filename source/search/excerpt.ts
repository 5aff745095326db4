/** What was found, shown as one line with the matches marked. */
import type { MatchRanges } from '../domain/contract/rows.js';
import type { SearchQuery } from './query.js';
import { rangesIn } from './rank.js';

/** What moves the cursor or turns the text around, replaced one for one so that ranges stay true. */
const invisible = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const excerptLength = 160;
const leadLength = 40;

/** How much of a text is looked through for its best line. */
const searchedLength = 2_000_000;
const searchedLineLength = 4000;

export interface Excerpt {
  readonly excerpt: string;
  /** Matched ranges as [start, end) in UTF-16 units, in order. */
  readonly matches: MatchRanges;
}

/** The line that meets most of the query, cut around the first match; null where no line meets any. */
export function excerptOf(text: string, query: SearchQuery): Excerpt | null {
  let best: { line: string; ranges: MatchRanges; told: number } | null = null;
  for (const rawLine of text.slice(0, searchedLength).split('\n')) {
    const line = rawLine.slice(0, searchedLineLength).replace(invisible, ' ').trimEnd();
    const { ranges, told } = rangesIn(query, line);
    if (ranges.length > 0 && told > (best?.told ?? 0)) best = { line, ranges, told };
  }
  return best && cutAround(best.line, best.ranges);
}

function cutAround(line: string, matches: MatchRanges): Excerpt {
  const first = matches[0]?.[0] ?? 0;
  const indent = line.length - line.trimStart().length;
  const start = first - indent <= excerptLength / 2 ? indent : wordStart(line, first - leadLength);
  const end = Math.min(line.length, start + excerptLength);
  const before = start > indent ? '…' : '';
  const after = end < line.length ? '…' : '';
  const shift = before.length - start;
  return {
    excerpt: `${before}${line.slice(start, end).replace(/\p{Surrogate}/gu, ' ')}${after}`,
    matches: matches
      .filter(([from, to]) => from >= start && to <= end)
      .map(([from, to]) => [from + shift, to + shift] as const),
  };
}

/** The first place at or after an index where a word begins, so that the cut splits none. */
function wordStart(line: string, index: number): number {
  const blank = line.indexOf(' ', index);
  return blank < 0 || blank > index + leadLength ? index : blank + 1;
}
