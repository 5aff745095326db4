/** Looking at what is remembered, other than by searching for words. */
import type { QueryOutput } from '../domain/contract/calls.js';
import type { MemoryRecord } from '../domain/contract/memory-calls.js';
import {
  listEntries,
  listWholeEntries,
  toDetail,
  toRow,
  type EntryFilter,
  type StoredMemory,
} from '../store/repositories/memory-entries.js';
import type { QueryHandlers } from './handlers.js';
import { filterOfChoice } from './memory-choice.js';
import { startPatternSearch, type PatternSearch } from './memory-pattern.js';
import { requireMemory } from './memory-settings.js';
import { resolveEntry } from './memory-target.js';

/** Texts in memory at a time. */
const pageSize = 500;
const defaultMatches = 20;
const excerptLength = 160;
const leadLength = 40;

export const memoryReadQueries: QueryHandlers<
  'memory.resolve' | 'memory.entries' | 'memory.read' | 'memory.match' | 'memory.export'
> = {
  async 'memory.resolve'({ reader }, { name }) {
    await requireMemory(reader);
    return { id: await resolveEntry(reader, name) };
  },

  async 'memory.entries'({ reader }, { limit, ...choice }) {
    await requireMemory(reader);
    return listEntries(reader, filterOfChoice(choice), listing(limit));
  },

  async 'memory.read'({ reader }, { limit, ...choice }) {
    await requireMemory(reader);
    const entries = await listWholeEntries(reader, filterOfChoice(choice), listing(limit));
    return entries.map(toDetail);
  },

  async 'memory.match'({ reader }, { pattern, limit = defaultMatches, ...choice }) {
    await requireMemory(reader);
    const search = startPatternSearch(pattern);
    const filter = filterOfChoice(choice);
    const hits: Match[] = [];
    for (let afterId = 0; ;) {
      const page = await listWholeEntries(reader, filter, {
        now: new Date().toISOString(),
        afterId,
        limit: pageSize,
      });
      hits.push(...matchesOf(page, search));
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) break;
      afterId = last.id;
    }
    // As in the original: what was needed most comes first, then the newest.
    return hits
      .sort(
        ({ row: left }, { row: right }) =>
          right.references - left.references ||
          (left.createdAt < right.createdAt ? 1 : left.createdAt > right.createdAt ? -1 : 0) ||
          right.id - left.id,
      )
      .slice(0, limit);
  },

  async 'memory.export'({ reader }, choice) {
    await requireMemory(reader);
    const filter: EntryFilter = filterOfChoice(choice);
    const entries = await listWholeEntries(reader, filter, {
      now: new Date().toISOString(),
      order: 'oldest',
    });
    return entries.map((entry) => ({ id: entry.id, ...recordOf(entry) }));
  },
};

function listing(limit: number | undefined): { now: string; limit?: number } {
  return { now: new Date().toISOString(), ...(limit !== undefined && { limit }) };
}

type Match = QueryOutput<'memory.match'>[number];

/** Over summary, tags and content, as one text each, so that a pattern can be about any of them. */
function matchesOf(entries: readonly StoredMemory[], search: PatternSearch): Match[] {
  const fieldsOf = (entry: StoredMemory): readonly string[] => [
    entry.content,
    entry.summary,
    entry.tags.join(' '),
  ];
  const found = search.firstMatches(entries.flatMap(fieldsOf));
  return entries.flatMap((entry, index) => {
    const texts = fieldsOf(entry);
    const start = index * texts.length;
    const field = texts.findIndex((_, offset) => found[start + offset]);
    const match = found[start + field];
    const text = texts[field];
    if (text === undefined || !match) return [];
    return [{ row: toRow(entry), ...excerptAround(text, match) }];
  });
}

/** The line of the match, cut around it; a match beyond the line's end is marked up to there. */
function excerptAround(
  text: string,
  [start, end]: readonly [number, number],
): Pick<Match, 'excerpt' | 'matches'> {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineBreak = text.indexOf('\n', start);
  const lineEnd = lineBreak < 0 ? text.length : lineBreak;
  const from = start - lineStart <= excerptLength / 2 ? lineStart : start - leadLength;
  const to = Math.min(lineEnd, from + excerptLength);
  const before = from > lineStart ? '…' : '';
  const shift = before.length - from;
  const marked: [number, number] = [start + shift, Math.min(end, to) + shift];
  return {
    excerpt: `${before}${text.slice(from, to).replace(/\p{Surrogate}/gu, ' ')}${to < lineEnd ? '…' : ''}`,
    matches: marked[1] > marked[0] ? [marked] : [],
  };
}

/** The entry as files hold it. */
export function recordOf(entry: StoredMemory): MemoryRecord {
  return {
    key: entry.key,
    type: entry.type,
    track: entry.track,
    title: entry.title,
    content: entry.content,
    tags: entry.tags,
    module: entry.module,
    severity: entry.severity,
    problemType: entry.problemType,
    component: entry.component,
    status: entry.status,
    related: entry.related,
    createdAt: entry.createdAt,
    lastVerified: entry.lastVerified,
    references: entry.references,
    extra: entry.extra,
  };
}
