/**
 * What a search holds the query against, kept between searches: the words that the texts have, and the fuzzy index of
 * titles, ids and tags. Before each search it takes in what has changed.
 */
import { createFuzzyIndex, type FuzzyIndex } from '../search/fuzzy.js';
import { splitWords } from '../search/fold.js';
import { Vocabulary } from '../search/vocabulary.js';
import type { Reader } from '../store/types.js';
import type { QueryScope } from './context.js';

export interface CorpusLine {
  readonly id: number;
  /** What the text is known by. */
  readonly line: string;
}

/** How a corpus is read. */
export interface CorpusSource {
  /** A number that rises with every change. */
  revision(reader: Reader): Promise<number>;
  words(reader: Reader): Promise<(readonly [word: string, count: number])[]>;
  /** The lines of what changed after a revision; of everything after 0. */
  lines(reader: Reader, after: number): Promise<CorpusLine[]>;
  /** The texts of what changed, for their words. */
  texts(reader: Reader, ids: readonly number[]): Promise<string[]>;
}

export interface Corpus {
  readonly vocabulary: Vocabulary;
  /** May know things that are gone, and changed ones twice. */
  readonly fuzzy: FuzzyIndex<CorpusLine>;
  /** Whether the line is the latest of its text. */
  isCurrent(line: CorpusLine): boolean;
}

/** More changes at once than this are read anew as a whole. */
const changesAtOnce = 200;
/** So much more of outdated lines than of current ones is too much. */
const outdatedShare = 0.5;

interface Kept extends Corpus {
  readonly database: string;
  revision: number;
  readonly latest: Map<number, CorpusLine>;
}

export class CorpusCache {
  readonly #source: CorpusSource;
  readonly #kept = new WeakMap<object, Kept>();

  constructor(source: CorpusSource) {
    this.#source = source;
  }

  async current({ reader, database }: QueryScope): Promise<Corpus> {
    const { databaseId, generation } = database.identity;
    const name = `${databaseId} ${generation}`;
    const revision = await this.#source.revision(reader);
    const kept = this.#kept.get(database);
    if (kept?.database === name) {
      if (kept.revision === revision) return kept;
      if (kept.revision < revision && (await this.#takeIn(kept, reader, revision))) return kept;
    }
    const fresh = await this.#read(reader, name, revision);
    this.#kept.set(database, fresh);
    return fresh;
  }

  async #read(reader: Reader, database: string, revision: number): Promise<Kept> {
    const lines = await this.#source.lines(reader, 0);
    const vocabulary = new Vocabulary();
    vocabulary.add(await this.#source.words(reader), lines.length);
    const latest = new Map(lines.map((line) => [line.id, line]));
    return {
      database,
      revision,
      vocabulary,
      fuzzy: createFuzzyIndex(lines, ({ line }) => line),
      latest,
      isCurrent: (line) => latest.get(line.id) === line,
    };
  }

  /** @returns false where reading anew is the better way */
  async #takeIn(kept: Kept, reader: Reader, revision: number): Promise<boolean> {
    const { fuzzy, vocabulary, latest } = kept;
    const outdated = fuzzy.size - latest.size;
    if (outdated > changesAtOnce && outdated > outdatedShare * latest.size) return false;
    if (revision - kept.revision > 5 * changesAtOnce) return false;
    const lines = await this.#source.lines(reader, kept.revision);
    if (lines.length > changesAtOnce) return false;
    const ids = lines.map(({ id }) => id);
    for (const text of await this.#source.texts(reader, ids)) {
      const words = new Set(splitWords(text).map(({ word }) => word));
      vocabulary.add(
        [...words].map((word) => [word, 1] as const),
        0,
      );
    }
    for (const line of lines) {
      if (!latest.has(line.id)) vocabulary.add([], 1);
      latest.set(line.id, line);
      fuzzy.add(line);
    }
    kept.revision = revision;
    return true;
  }
}
