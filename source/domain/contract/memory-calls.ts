/** The calls that manage what is remembered; finding it is `memory.search` and `search`. */
import type { MemorySeverity, MemoryStatus, MemoryTrack, MemoryType } from '../vocabulary.js';
import type { QueryVector } from './calls.js';
import type { MemoryDetail, MemoryRow } from './rows.js';

/** Which entries are meant; what is not given does not restrict. */
export interface MemoryChoice {
  /** A type or a plural of one. */
  readonly type?: string;
  readonly track?: string;
  readonly module?: string;
  readonly severity?: string;
  readonly problemType?: string;
  readonly status?: string;
  /** Entries with any of them; with `everyTag` those with all. */
  readonly tags?: readonly string[];
  readonly everyTag?: boolean;
  /** Only stale entries, or only others. */
  readonly stale?: boolean;
}

/** An entry as it is exchanged with files: everything that is kept of it but what is made from its content. */
export interface MemoryRecord {
  readonly key: string | null;
  readonly type: MemoryType;
  readonly track: MemoryTrack;
  readonly title: string;
  readonly content: string;
  readonly tags: readonly string[];
  readonly module: string | null;
  readonly severity: string | null;
  readonly problemType: string | null;
  readonly component: string | null;
  readonly status: MemoryStatus;
  readonly related: readonly string[];
  readonly createdAt: string | null;
  readonly lastVerified: string | null;
  readonly references: number;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** An entry that says nearly the same. */
export interface SimilarMemory {
  readonly id: number;
  readonly title: string;
  /** From 0 to 1. */
  readonly likeness: number;
}

/** The entry that a command changes. */
export interface MemoryTarget {
  readonly id: number;
  /** The version that the caller saw; another one is `store.conflict`. */
  readonly expectedVersion?: number;
}

/** Null and empty texts clear a field; what is not given stays. */
export interface MemoryPatch {
  readonly type?: string;
  readonly content?: string;
  readonly title?: string | null;
  readonly module?: string | null;
  readonly severity?: MemorySeverity | (string & {}) | null;
  readonly problemType?: string | null;
  readonly component?: string | null;
  readonly status?: string;
  /** These and no others. */
  readonly tags?: readonly string[];
  readonly related?: readonly string[];
}

/** 1: a line an entry; 2: the whole of those chosen; 3: the whole of all. */
export type InjectionLevel = 1 | 2 | 3;

export interface InjectedMemory {
  readonly row: MemoryRow;
  readonly stale: boolean;
  /** Null where only its line is given. */
  readonly content: string | null;
  /** What is put into the context, and is counted. */
  readonly text: string;
  /** Estimated. */
  readonly tokens: number;
}

export interface MemoryState {
  readonly enabled: boolean;
  readonly total: number;
  readonly byType: Readonly<Record<MemoryType, number>>;
  readonly stale: number;
  readonly references: number;
}

export interface RelatedMemory {
  readonly row: MemoryRow;
  readonly score: number;
  /** Why: a link in either direction, common tags, common words, vectors that are near. */
  readonly reasons: readonly ('linked' | 'tags' | 'words' | 'meaning')[];
  readonly tags: readonly string[];
}

export interface MemoryCommands {
  /** Turns the memory on in the configuration. */
  'memory.initialise': {
    input: Readonly<Record<string, never>>;
    output: MemoryState & { readonly changed: boolean };
  };
  'memory.add': {
    input: {
      readonly type: string;
      readonly content: string;
      readonly title?: string;
      readonly module?: string;
      readonly severity?: string;
      readonly problemType?: string;
      readonly component?: string;
      readonly tags?: readonly string[];
      /** The meaning of the text, where the caller has it: entries that are near are pointed out too. */
      readonly vector?: QueryVector;
    };
    output: {
      readonly id: number;
      readonly duplicate: boolean;
      readonly type: string;
      readonly tags: readonly string[];
      /** Entries that say nearly the same, the likest first. */
      readonly similar?: readonly SimilarMemory[];
    };
  };
  'memory.edit': {
    input: MemoryTarget & MemoryPatch;
    output: {
      readonly id: number;
      readonly version: number;
      /** Names of the fields that changed. */
      readonly changed: readonly string[];
      readonly row: MemoryRow;
    };
  };
  'memory.delete': {
    input: MemoryTarget;
    output: { readonly id: number; readonly title: string };
  };
  'memory.verify': {
    input: MemoryTarget;
    output: { readonly id: number; readonly lastVerified: string; readonly version: number };
  };
  /** Removes entries that were never referred to and were not verified since the cutoff. */
  'memory.gc': {
    input: { readonly days?: number; readonly dryRun?: boolean };
    output: {
      readonly dryRun: boolean;
      readonly days: number;
      readonly cutoff: string;
      /** Removed, or with `dryRun` to be removed; the oldest first. */
      readonly entries: readonly MemoryRow[];
    };
  };
  /** What a context is to know; counts a reference for every entry it gives, without an event. */
  'memory.inject': {
    input: MemoryChoice & {
      readonly full?: boolean;
      /** Tokens, estimated; 8000 without it. */
      readonly budget?: number;
    };
    output: {
      readonly level: InjectionLevel;
      readonly entries: readonly InjectedMemory[];
      /** Ids of entries that were meant and found no room. */
      readonly leftOut: readonly number[];
      readonly tokens: number;
      readonly budget: number;
    };
  };
  /** Takes over entries that are not known, by key or by content. */
  'memory.import': {
    input: {
      readonly entries: readonly MemoryRecord[];
      /** Where they come from, for the event. */
      readonly source: string;
      /** Known keys with another content take the one given here. */
      readonly update?: boolean;
      readonly dryRun?: boolean;
    };
    output: {
      /** How many are new; with `dryRun` would be. */
      readonly added: number;
      /** Theirs; none with `dryRun`. */
      readonly ids: readonly number[];
      readonly updated: readonly number[];
      /** Known, and equal to what was given. */
      readonly unchanged: number;
      /** The same content under another key, or without one. */
      readonly duplicates: number;
      /** Known by key, different here, and left as they are. */
      readonly kept: readonly number[];
    };
  };
}

export interface MemoryQueries {
  'memory.state': { input: Readonly<Record<string, never>>; output: MemoryState };
  /** What a name means: an id, `#id`, a key or the unambiguous end of one. */
  'memory.resolve': {
    input: { readonly name: string };
    output: { readonly id: number };
  };
  /** Newest first. */
  'memory.entries': {
    input: MemoryChoice & { readonly limit?: number };
    output: readonly MemoryRow[];
  };
  /** With their texts, newest first. */
  'memory.read': {
    input: MemoryChoice & { readonly limit?: number };
    output: readonly MemoryDetail[];
  };
  /** A regular expression over summary, tags and content, without regard to case. */
  'memory.match': {
    input: MemoryChoice & { readonly pattern: string; readonly limit?: number };
    output: readonly {
      readonly row: MemoryRow;
      readonly excerpt: string;
      readonly matches: readonly (readonly [number, number])[];
    }[];
  };
  /** What belongs to an entry, or to a task or epic by its text. */
  'memory.related': {
    input: ({ readonly id: number } | { readonly text: string }) & { readonly limit?: number };
    output: readonly RelatedMemory[];
  };
  /** Oldest first. */
  'memory.export': {
    input: MemoryChoice;
    output: readonly (MemoryRecord & { readonly id: number })[];
  };
}
