import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partsExpression, wordsExpression } from '../../source/search/full-text.js';
import { analyseQuery } from '../../source/search/query.js';
import { scoreText } from '../../source/search/rank.js';
import { stemOf } from '../../source/search/stems.js';
import { parseSynonymFile, readSynonyms } from '../../source/search/synonyms.js';
import '../support/properties.js';
import { queryOf, vocabularyOf } from './support.js';

const text = (title: string, content = '', about = ''): Parameters<typeof scoreText>[1] => ({
  title,
  about,
  content,
});
const meansOf = (typed: string, ...texts: string[]): string[] => [
  ...(queryOf(typed, ...texts).terms[0]?.alternatives.keys() ?? []),
];

describe('a query', () => {
  test('stands for stems, synonyms, slips and beginnings of words that the texts have', () => {
    expect(meansOf('retrying ', 'retries help')).toEqual(['retries']);
    expect(meansOf('auth ', 'login page')).toEqual(['login']);
    expect(meansOf('fk ', 'a foreign key')).toEqual(['foreign', 'key']);
    expect(meansOf('migraton ', 'the migration')).toEqual(['migration']);
    expect(meansOf('mig', 'the migration')).toEqual(['migration']);
    expect(meansOf('gration ', 'the migration')).toEqual(['migration']);
    expect(meansOf('zebra ', 'the migration')).toEqual([]);
  });

  test('understands phrases of the table', () => {
    const { terms } = queryOf('sign in fails', 'login fails often');
    expect(terms.map(({ typed }) => typed)).toEqual(['sign in', 'fails']);
    expect([...(terms[0]?.alternatives.keys() ?? [])]).toContain('login');
  });

  test('leaves out what says nothing, unless there is nothing else', () => {
    expect(queryOf('why does the lock fail', 'x').terms.map(({ typed }) => typed)).toEqual([
      'lock',
      'fail',
    ]);
    expect(queryOf('the', 'the end').terms).toHaveLength(1);
    expect(queryOf('how to', 'how to').terms).toHaveLength(2);
  });

  test('keeps ten words of a pasted text, the rarest', () => {
    const common = Array.from({ length: 50 }, () => 'alpha beta');
    const pasted = `alpha beta ${Array.from({ length: 12 }, (_, index) => `rare${index}x`).join(' ')}`;
    const { terms } = queryOf(pasted, ...common, pasted);
    expect(terms).toHaveLength(10);
    expect(terms.every(({ typed }) => typed.startsWith('rare'))).toBe(true);
  });

  test('keeps paths and scripts without blanks as they were typed', () => {
    expect(queryOf('see source/store/open.ts, or C++', 'x').literals).toEqual([
      'source/store/open.ts',
      'c++',
    ]);
    expect(queryOf('数据库', 'x').literals).toEqual(['数据库']);
  });
});

describe('expressions', () => {
  test('hold each word in quotes and the last one as a beginning', () => {
    const query = queryOf('busy retr', 'busy retries');
    expect(wordsExpression(query, ['title'])).toBe('"busy" OR "retr"*');
    expect(partsExpression(query)).toBeNull();
    expect(partsExpression(queryOf('a/"b', 'x'))).toBe('"a/""b"');
  });

  test('look for common words only where a text says what it is about, for very common ones never', () => {
    const vocabulary = vocabularyOf();
    vocabulary.add(
      [
        ['common', 10_000],
        ['everywhere', 80_000],
        ['rare', 3],
      ],
      100_000,
    );
    const expressionOf = (text: string): string | null =>
      wordsExpression(analyseQuery(text, vocabulary, readSynonyms()), ['title', 'tags']);
    expect(expressionOf('common rare ')).toBe('"rare" OR {title tags} : ("common")');
    expect(expressionOf('everywhere rare ')).toBe('"rare"');
    expect(expressionOf('everywhere ')).toBe('{title tags} : ("everywhere")');
    expect(expressionOf('rare e')).toBe('"rare"');
    expect(expressionOf('e')).toBeNull();
  });
});

describe('scores', () => {
  const texts = ['retry when busy', 'names are spelled out', 'busy bees'];

  test('put titles before tags before texts, and more of the query before less', () => {
    const query = queryOf('retry busy ', ...texts);
    const scores = [
      text('retry when busy'),
      text('', '', 'retry busy'),
      text('', 'retry when busy'),
      text('retry'),
    ].map((each) => scoreText(query, each).score);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
    expect(scores[0]).toBeLessThanOrEqual(1);
  });

  test('say by which words a text was found', () => {
    expect(scoreText(queryOf('retry ', ...texts), text('retry')).arms).toEqual(['words']);
    expect(scoreText(queryOf('rerty ', ...texts), text('retry')).arms).toEqual(['fuzzy']);
    expect(scoreText(queryOf('zebra ', ...texts), text('retry'))).toEqual({ score: 0, arms: [] });
  });

  test('never fall when a word of the query is added to a text', () => {
    const word = fc.constantFrom('retry', 'busy', 'names', 'spelled', 'bees', 'when');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.array(word), (typed, held) => {
        const query = queryOf(`${typed.join(' ')} `, ...texts);
        const before = scoreText(query, text('', held.join(' '))).score;
        const after = scoreText(query, text('', [...held, ...typed].join(' '))).score;
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe('synonyms', () => {
  test('of a person come on top of the program’s', () => {
    const groups = parseSynonymFile('# ours\nkraken, billing gateway # the old name\n\nlonely\n');
    expect(groups).toEqual(['kraken, billing gateway']);
    const synonyms = readSynonyms(groups);
    expect(synonyms.get('kraken')).toEqual(['billing gateway']);
    expect(synonyms.get('billing gateway')).toEqual(['kraken']);
    expect(synonyms.get('k8s')).toContain('kubernetes');
  });
});

describe('stemOf', () => {
  test.each([
    ['retries', 'retrying'],
    ['migration', 'migrating'],
    ['locked', 'locks'],
    ['caching', 'cache'],
    ['running', 'runs'],
    ['deployments', 'deploy'],
    ['indexes', 'indexed'],
  ])('of %s and %s is one', (left, right) => {
    expect(stemOf(left)).toBe(stemOf(right));
  });

  test.each([
    ['test', 'tens'],
    ['class', 'clap'],
    ['user', 'unit'],
  ])('of %s and %s differ', (left, right) => {
    expect(stemOf(left)).not.toBe(stemOf(right));
  });
});
