/** What was learnt, kept and found again. */
import type { MemoryHit } from '../domain/contract/rows.js';
import { FlowdeckError } from '../domain/errors.js';
import { normaliseMemory, parseMemoryType } from '../domain/memory-entry.js';
import { memoryTypes } from '../domain/vocabulary.js';
import { fuzzyScore } from '../search/fuzzy-words.js';
import { excerptOf, matchExpression, wordsOf } from '../search/words.js';
import {
  findContents,
  findMemory,
  findMemoryByHash,
  insertMemory,
  listMemory,
  searchMemory,
  type MemoryFilter,
} from '../store/repositories/memory.js';
import type { Reader } from '../store/types.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';

const defaultHits = 20;

export const memoryCommands: CommandHandlers<'memory.add'> = {
  async 'memory.add'(scope, input) {
    const entry = normaliseMemory(input);
    const id = await insertMemory(scope.transaction, entry, scope.now);
    if (id === null) {
      const known = await findMemoryByHash(scope.transaction, entry.hash);
      if (known === null) {
        throw new FlowdeckError('internal.unexpected', 'A memory entry was neither new nor known.');
      }
      return { id: known.id, duplicate: true, type: known.type, tags: known.tags };
    }
    await appendEvent(scope, {
      kind: 'memory_added',
      entityKind: 'memory',
      entityId: String(id),
      version: 1,
      after: { ...entry },
      payload: { type: entry.type, title: entry.title },
    });
    return { id, duplicate: false, type: entry.type, tags: entry.tags };
  },
};

export const memoryQueries: QueryHandlers<'memory.list' | 'memory.detail' | 'memory.search'> = {
  'memory.list': ({ reader }, input) => listMemory(reader, filterOf(input), input.limit),

  async 'memory.detail'({ reader }, input) {
    const entry = await findMemory(reader, input.id);
    if (entry) return entry;
    throw new FlowdeckError('memory.not_found', `There is no memory entry ${input.id}.`, {
      details: { id: input.id },
    });
  },

  /** By words first; where those find fewer than asked for, by parts and misspellings of them. */
  async 'memory.search'({ reader }, input) {
    const { text, limit = defaultHits } = input;
    const filter = filterOf(input);
    const expression = matchExpression(text);
    if (expression === null) return listRecent(reader, filter, limit);
    const hits = (await searchMemory(reader, expression, filter, limit)).map(
      ({ row, content, score }): MemoryHit => ({
        row,
        score,
        arm: 'words',
        ...(excerptOf(content, text) ?? { excerpt: row.summary, matches: [] }),
      }),
    );
    return hits.length < limit ? widen(reader, hits, filter, text, limit) : hits;
  },
};

async function listRecent(
  reader: Reader,
  filter: MemoryFilter,
  limit: number,
): Promise<MemoryHit[]> {
  const rows = await listMemory(reader, filter, limit);
  return rows.map((row) => ({ row, score: 0, arm: 'words', excerpt: row.summary, matches: [] }));
}

/** Adds what looks similar behind what was found; its scores stay below. */
async function widen(
  reader: Reader,
  hits: readonly MemoryHit[],
  filter: MemoryFilter,
  text: string,
  limit: number,
): Promise<MemoryHit[]> {
  const query = wordsOf(text);
  const found = new Set(hits.map((hit) => hit.row.id));
  const similar = (await listMemory(reader, filter))
    .filter((row) => !found.has(row.id))
    .map((row) => ({
      row,
      score: fuzzyScore(query, `${row.title} ${row.tags.join(' ')} ${row.summary}`),
    }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || right.row.id - left.row.id)
    .slice(0, limit - hits.length);
  const contents = await findContents(
    reader,
    similar.map(({ row }) => row.id),
  );
  const lowest = Math.min(1, ...hits.map((hit) => hit.score));
  return [
    ...hits,
    ...similar.map(({ row, score }): MemoryHit => ({
      row,
      score: score * lowest,
      arm: 'fuzzy',
      ...(excerptOf(contents.get(row.id) ?? '', text) ?? { excerpt: row.summary, matches: [] }),
    })),
  ];
}

function filterOf(input: {
  readonly type?: string;
  readonly track?: string;
  readonly module?: string;
  readonly severity?: string;
}): MemoryFilter {
  return {
    ...(input.type !== undefined && { type: parseType(input.type) }),
    ...(input.track !== undefined && { track: input.track }),
    ...(input.module !== undefined && { module: input.module }),
    ...(input.severity !== undefined && { severity: input.severity }),
  };
}

function parseType(text: string): NonNullable<MemoryFilter['type']> {
  const type = parseMemoryType(text);
  if (type !== null) return type;
  throw new FlowdeckError(
    'usage.invalid',
    `The memory type ${text} is unknown; there are ${memoryTypes.join(', ')}.`,
  );
}
