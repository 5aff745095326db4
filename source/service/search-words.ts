/** The arms that search by words, on memory entries or on documents: candidates from the indexes, weighed as texts. */
import type { SearchArm } from '../domain/contract/rows.js';
import { partsExpression, wordsExpression } from '../search/full-text.js';
import { foldText } from '../search/fold.js';
import { analyseQuery, type SearchQuery } from '../search/query.js';
import { readLength, scoreText, type SearchText } from '../search/rank.js';
import type { Synonyms } from '../search/synonyms.js';
import type { Reader } from '../store/types.js';
import type { QueryScope } from './context.js';
import { CorpusCache, type Corpus, type CorpusSource } from './search-corpus.js';

export interface FoundText {
  readonly id: number;
  readonly text: SearchText;
}

/** One kind of texts and how it is searched. */
export interface Searchable<Text extends FoundText, Filter> {
  readonly source: CorpusSource;
  /** Columns for words that too many texts have. */
  readonly telling: readonly string[];
  byWords(reader: Reader, expression: string, filter: Filter, limit: number): Promise<number[]>;
  byParts(reader: Reader, expression: string, filter: Filter, limit: number): Promise<number[]>;
  /** Whether the filter keeps anything out. */
  readonly isChoosing: (filter: Filter) => boolean;
  /** Those that the filter lets through. */
  readonly chosen: (
    reader: Reader,
    ids: readonly number[],
    filter: Filter,
  ) => Promise<ReadonlySet<number>>;
  read(reader: Reader, ids: readonly number[], characters: number): Promise<Text[]>;
}

export interface WordHit<Text> {
  readonly text: Text;
  /** In (0, 1]. */
  readonly score: number;
  readonly arms: readonly Exclude<SearchArm, 'meaning'>[];
}

export interface WordAnswer<Text> {
  readonly query: SearchQuery;
  /** Everything above the threshold, in no order. */
  readonly hits: readonly WordHit<Text>[];
}

const candidates = { words: 150, parts: 50, fuzzy: 80 };
/** How many are looked at for those that a filter lets through, and how many more the next time. */
const roughly = { first: 500, factor: 10 };
/** What meets less of the query than this is noise. */
export const wordThreshold = 0.3;
/** Below so many letters the fuzzy index alone is asked, but for abbreviations. */
const shortQuery = 3;
/** A fuzzy match counts less than the word itself, and below the threshold not at all. */
const fuzzyShare = 0.72;
const fuzzyThreshold = 0.5;
/** How many long texts are read whole because their beginning does not show why they were found. */
const wholeTexts = 5;
const wholeLength = 2_000_000;

export class WordSearch<Text extends FoundText, Filter> {
  readonly #searchable: Searchable<Text, Filter>;
  readonly #cache: CorpusCache;

  constructor(searchable: Searchable<Text, Filter>) {
    this.#searchable = searchable;
    this.#cache = new CorpusCache(searchable.source);
  }

  async search(
    scope: QueryScope,
    text: string,
    filter: Filter,
    synonyms: Synonyms,
  ): Promise<WordAnswer<Text>> {
    const { reader } = scope;
    const corpus = await this.#cache.current(scope);
    const query = analyseQuery(text, corpus.vocabulary, synonyms);
    const fuzzy = await this.#fuzzy(reader, corpus, text, filter);
    const typed = foldText(text.trim());
    const isShort = typed.length < shortQuery && !synonyms.has(typed);
    const ids = new Set(fuzzy.keys());
    if (!isShort) for (const id of await this.#indexed(reader, query, filter)) ids.add(id);
    const read = await this.#searchable.read(reader, [...ids], readLength);
    const hits = read.map((each) => this.#weigh(each, query, fuzzy.get(each.id) ?? 0, isShort));
    await this.#readWhole(reader, query, hits);
    return { query, hits: hits.filter(({ score }) => score >= wordThreshold) };
  }

  async #indexed(reader: Reader, query: SearchQuery, filter: Filter): Promise<number[]> {
    const searchable = this.#searchable;
    const words = wordsExpression(query, searchable.telling);
    const parts = partsExpression(query);
    return [
      ...(words === null ? [] : await searchable.byWords(reader, words, filter, candidates.words)),
      ...(parts === null ? [] : await searchable.byParts(reader, parts, filter, candidates.parts)),
    ];
  }

  async #fuzzy(
    reader: Reader,
    corpus: Corpus,
    text: string,
    filter: Filter,
  ): Promise<Map<number, number>> {
    const { chosen, isChoosing } = this.#searchable;
    let wanted = isChoosing(filter) ? roughly.first : candidates.fuzzy;
    for (;;) {
      const rough = corpus.fuzzy.findRoughly(text, wanted).filter(({ item }) => {
        return corpus.isCurrent(item);
      });
      const ids = await chosen(
        reader,
        rough.map(({ item }) => item.id),
        filter,
      );
      const fitting = rough.filter(({ item }) => ids.has(item.id)).slice(0, candidates.fuzzy);
      // Filters come before the limit: it is asked for more until enough of them fit.
      const enough = fitting.length === candidates.fuzzy || wanted >= corpus.fuzzy.size;
      if (enough || !isChoosing(filter)) {
        return new Map(
          corpus.fuzzy
            .weigh(text, fitting)
            .filter(({ score }) => score >= fuzzyThreshold)
            .map(({ item, score }) => [item.id, score]),
        );
      }
      wanted *= roughly.factor;
    }
  }

  #weigh(text: Text, query: SearchQuery, fuzzy: number, isShort: boolean): WordHit<Text> {
    const words = isShort ? { score: 0, arms: [] } : scoreText(query, text.text);
    const alike = Math.min(1, fuzzy) * (isShort ? 1 : fuzzyShare);
    if (words.score >= alike) return { text, ...words };
    return { text, score: alike, arms: ['fuzzy'] };
  }

  /** What the index found behind the beginning of a long text. */
  async #readWhole(reader: Reader, query: SearchQuery, hits: WordHit<Text>[]): Promise<void> {
    const long = hits
      .map((hit, index) => ({ hit, index }))
      .filter(({ hit }) => hit.score < wordThreshold && hit.text.text.content.length >= readLength)
      .slice(0, wholeTexts);
    for (const { hit, index } of long) {
      const [text] = await this.#searchable.read(reader, [hit.text.id], wholeLength);
      if (text) hits[index] = { text, ...scoreText(query, text.text, wholeLength) };
    }
  }
}
