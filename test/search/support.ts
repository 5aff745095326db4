/** Queries analysed against a few texts. */
import { splitWords } from '../../source/search/fold.js';
import { analyseQuery, type SearchQuery } from '../../source/search/query.js';
import { readSynonyms } from '../../source/search/synonyms.js';
import { Vocabulary } from '../../source/search/vocabulary.js';

export function vocabularyOf(...texts: readonly string[]): Vocabulary {
  const vocabulary = new Vocabulary();
  for (const text of texts) {
    const words = new Set(splitWords(text).map(({ word }) => word));
    vocabulary.add(
      [...words].map((word) => [word, 1] as const),
      1,
    );
  }
  return vocabulary;
}

const synonyms = readSynonyms();

export function queryOf(text: string, ...texts: readonly string[]): SearchQuery {
  return analyseQuery(text, vocabularyOf(...texts), synonyms);
}
