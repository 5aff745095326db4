/**
 * Full-text search: what people type becomes a query that is never a syntax error, and what was found is shown with the
 * matching words marked. Words are what the index's tokenizer makes of a text: runs of letters and digits, without case
 * and accents.
 */

const wordPattern = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{M}\p{Co}]*/gu;
/** What moves the cursor or turns the text around, replaced one for one so that ranges stay true. */
const invisible = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const maximumTerms = 32;
const excerptLength = 160;
const leadLength = 40;

/** A word as the index keeps it. */
export function foldWord(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The folded words of a text, in order. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(wordPattern)].map(([word]) => foldWord(word));
}

/**
 * The text as an FTS5 expression: every part between blanks is quoted, so that no character of it is syntax, and the
 * last is a prefix. All of them must be found.
 * @returns null where there is nothing to search for
 */
export function matchExpression(text: string): string | null {
  const parts = text
    .replaceAll('\0', ' ')
    .split(/\s+/u)
    .filter((part) => wordsOf(part).length > 0)
    .slice(0, maximumTerms);
  if (parts.length === 0) return null;
  return `${parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(' ')}*`;
}

export interface Excerpt {
  readonly excerpt: string;
  /** Matched ranges as [start, end) in UTF-16 units, in order. */
  readonly matches: readonly (readonly [number, number])[];
}

/** The line with the most of the searched words, cut around the first of them; null where no line has any. */
export function excerptOf(text: string, query: string): Excerpt | null {
  const terms = wordsOf(query);
  const last = terms.at(-1);
  if (last === undefined) return null;
  const isWanted = (word: string): boolean => terms.includes(word) || word.startsWith(last);

  let best: { line: string; matches: [number, number][]; distinct: number } | null = null;
  for (const rawLine of text.split('\n')) {
    const line = rawLine.replace(invisible, ' ').trimEnd();
    const matches: [number, number][] = [];
    const found = new Set<string>();
    for (const match of line.matchAll(wordPattern)) {
      const word = foldWord(match[0]);
      if (!isWanted(word)) continue;
      const isPrefix = !terms.includes(word) && word.length === match[0].length;
      matches.push([match.index, match.index + (isPrefix ? last.length : match[0].length)]);
      found.add(terms.includes(word) ? word : last);
    }
    if (found.size > (best?.distinct ?? 0)) best = { line, matches, distinct: found.size };
  }
  return best && cutAround(best.line, best.matches);
}

function cutAround(line: string, matches: readonly (readonly [number, number])[]): Excerpt {
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
