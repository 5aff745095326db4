/** The entries of the memory as agents get them in JSON. */
import type { CommandOutput } from './contract/calls.js';
import type { SimilarMemory } from './contract/memory-calls.js';
import type { MeaningStatus, MemoryDetail, MemoryRow } from './contract/rows.js';
import { isStale } from './memory-age.js';

export type MemoryJson = ReturnType<typeof memoryJson>;
export type MemoryDetailJson = ReturnType<typeof memoryDetailJson>;

export type MemoryAddedJson =
  | { readonly id: number; readonly duplicate: true }
  | {
      readonly id: number;
      readonly duplicate: false;
      readonly type: string;
      readonly tags: readonly string[];
      /** Entries that say nearly the same, the likest first. */
      readonly similar: readonly SimilarMemory[];
    };

export interface MemorySearchJson {
  readonly query: string;
  /** Absent for a regular expression. */
  readonly meaning?: MeaningStatus;
  /** The best first. */
  readonly results: readonly (MemoryJson & {
    readonly score?: number;
    /** Why it was found. */
    readonly arm: 'words' | 'fuzzy' | 'meaning' | 'pattern';
    readonly excerpt: string;
  })[];
  readonly count: number;
}

export function memoryDetailJson({ row, content, related, extra }: MemoryDetail, now: number) {
  return { ...memoryJson(row, now), content, related_to: related, extra };
}

export function memoryJson(row: MemoryRow, now: number) {
  return {
    id: row.id,
    key: row.key,
    type: row.type,
    track: row.track,
    title: row.title,
    summary: row.summary,
    tags: row.tags,
    module: row.module,
    severity: row.severity,
    problem_type: row.problemType,
    component: row.component,
    created: row.createdAt.slice(0, 10),
    last_verified: row.lastVerified?.slice(0, 10) ?? null,
    refs: row.references,
    status: row.status,
    stale: isStale(row, now),
  };
}

export function memoryAddedAnswer(output: CommandOutput<'memory.add'>): MemoryAddedJson {
  const { id, duplicate, type, tags, similar = [] } = output;
  return duplicate ? { id, duplicate } : { id, type, tags, duplicate, similar };
}

export interface MemoryFound {
  readonly row: MemoryRow;
  readonly arm: MemorySearchJson['results'][number]['arm'];
  readonly score: number | null;
  readonly excerpt: string;
}

export function memorySearchAnswer(
  query: string,
  hits: readonly MemoryFound[],
  now: number,
  meaning?: MeaningStatus,
): MemorySearchJson {
  return {
    query,
    ...(meaning && { meaning }),
    results: hits.map(({ row, score, arm, excerpt }) => ({
      ...memoryJson(row, now),
      ...(score !== null && { score }),
      arm,
      excerpt,
    })),
    count: hits.length,
  };
}
