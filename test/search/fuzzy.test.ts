import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText } from '../../source/search/fold.js';
import { createFuzzyIndex, fuzzyMatch, fuzzyTokens } from '../../source/search/fuzzy.js';
import '../support/properties.js';
import { makeLines, makeQuery, queryKinds, randomNumbers } from '../bench/fuzzy-lines.js';

const matched = (query: string, text: string): string | null => {
  const found = fuzzyMatch(query, text);
  return found && found.positions.map((position) => text.charAt(position)).join('');
};
const score = (query: string, text: string): number => fuzzyMatch(query, text)?.score ?? 0;

describe('fuzzyMatch', () => {
  test.each([
    ['login', 'Fix the login token', 'login'],
    ['token login', 'Fix the login token', 'logintoken'],
    ['logi', 'Fix the login token', 'logi'],
    ['loign', 'Fix the login token', 'login'],
    ['lgin', 'Fix the login token', 'lgin'],
    ['loginn', 'Fix the login token', 'login'],
    ['logxn', 'Fix the login token', 'logn'],
    ['mgrtn', 'The migration', 'mgrtn'],
    ['fixlogintok', 'Fix the login token', 'Fixlogintok'],
    ['user', 'readUserName', 'User'],
    ['fn-3.2', 'fn-3-login.2', 'fn32'],
    ['ELAN', 'l’élan vital', 'élan'],
    ['🦊', 'a 🦊 here', '🦊'],
    ['数据', '主数据库', '数据'],
  ])('finds %j in %j', (query, text, characters) => {
    expect(matched(query, text)).toBe(characters);
  });

  test.each([
    ['xyz', 'Fix the login token'],
    ['login zebra', 'Fix the login token'],
    ['fob', 'foo'],
    ['fix loign token', 'find links of ignored tokens'],
    ['lgtt', 'large green nasty tree over there'],
  ])('does not find %j in %j', (query, text) => {
    expect(fuzzyMatch(query, text)).toBeNull();
  });

  test('ranks whole words over beginnings over parts over slips over letters', () => {
    const texts = ['a retry b', 'a retrying b', 'a preretry b', 'a rerty b', 'a r3e3t3r3y b'];
    const scores = texts.map((text) => score('retry', text));
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
    expect(new Set(scores).size).toBe(texts.length);
  });

  test('prefers parts that begin where a part of the name begins', () => {
    expect(score('name', 'readUserName')).toBeGreaterThan(score('name', 'unrenamed'));
  });

  test('prefers a path as it was typed', () => {
    const [exact, loose] = ['see store/open.ts', 'open the ts store'].map((text) =>
      score('store/open.ts', text),
    );
    expect(exact).toBeGreaterThan(loose ?? 0);
  });

  const words = fc.array(fc.stringMatching(/^[a-cA-C0-1_]{1,7}$/), { minLength: 1, maxLength: 6 });

  test('has its positions where the characters are', () => {
    fc.assert(
      fc.property(words, words, (typed, held) => {
        const text = held.join(' ');
        const found = fuzzyMatch(typed.join(' '), text);
        if (found === null) return;
        const places = [...found.positions];
        expect(places).toEqual([...new Set(places)].sort((left, right) => left - right));
        const letters = new Set(fuzzyTokens(typed.join(' ')).join(''));
        for (const place of places) {
          expect(letters.has(foldText(text).charAt(place))).toBe(true);
        }
        expect(found.score).toBeGreaterThan(0);
        expect(found.score).toBeLessThan(1.2);
      }),
    );
  });

  test('never loses a text that holds the words, however many are added to it', () => {
    fc.assert(
      fc.property(words, words, fc.nat(), (typed, others, seed) => {
        const all = [...others, ...typed];
        const turned = all.map((_, index) => all[(index + seed) % all.length]).join(' ');
        expect(fuzzyMatch(typed.join(' '), turned)).not.toBeNull();
      }),
    );
  });

  test('finds a word at each of its beginnings, never worse with one letter more', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{2,12}$/), (word) => {
        let before = 0;
        for (let length = 1; length <= word.length; length += 1) {
          const now = score(word.slice(0, length), `12 ${word} 34`);
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
      }),
    );
  });

  test('finds a word with any one slip', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{6,12}$/), fc.nat(), fc.nat(2), (word, seed, kind) => {
        const at = 1 + (seed % (word.length - 2));
        const [head, rest] = [word.slice(0, at), word.slice(at)];
        const slip = [
          head + rest.slice(1),
          head + rest.charAt(1) + rest.charAt(0) + rest.slice(2),
          `${head}7${rest.slice(1)}`,
        ][kind];
        expect(fuzzyMatch(slip ?? '', `before ${word} behind`)).not.toBeNull();
      }),
    );
  });

  test.each([
    ['', 'text'],
    [' \n', 'text'],
    ['text', ''],
    ['"', 'say "hi"'],
    ['\0', 'a\0b'],
    ['\ud800', '\ud800'],
    ['a'.repeat(10_000), 'a'.repeat(10_000)],
    ['ab '.repeat(5000), 'ab'],
    ['ababababababababababab', 'a b '.repeat(500)],
    ['😀'.repeat(500), '😀'.repeat(500)],
  ])('bears %#', (query, text) => {
    const found = fuzzyMatch(query, text);
    for (const position of found?.positions ?? []) expect(position).toBeLessThan(text.length);
  });
});

describe('createFuzzyIndex', () => {
  test('finds what the matcher finds', () => {
    const lines = makeLines(300, randomNumbers(1));
    const index = createFuzzyIndex(lines, ({ text }) => text);
    const random = randomNumbers(2);
    for (const kind of queryKinds) {
      const line = lines[Math.floor(random() * lines.length)];
      if (line === undefined) throw new Error('There is no line.');
      const query = makeQuery(kind, line, random);
      const expected = lines
        .map((each) => ({ each, score: score(query, each.text) }))
        .filter((each) => each.score > 0)
        .sort((left, right) => right.score - left.score);
      const found = index.find(query, lines.length);
      expect(found.map((each) => each.score)).toEqual(expected.map((each) => each.score));
    }
  });

  test.each(queryKinds)('finds titles by %s', (kind) => {
    const random = randomNumbers(7);
    const lines = makeLines(1000, random);
    const index = createFuzzyIndex(lines, ({ text }) => text);
    const targets = lines.slice(0, 60);
    const hits = targets.filter((line) =>
      index.find(makeQuery(kind, line, random), 5).some(({ item }) => item.text === line.text),
    );
    expect(hits.length / targets.length).toBeGreaterThanOrEqual(0.97);
  });

  test('puts a clean slip before letters that are strewn about', () => {
    const texts = ['find links of integers, grow new tokens', 'Fix the login token'];
    const index = createFuzzyIndex(texts, (text) => text);
    expect(index.find('fix loign token', 5)[0]?.item).toBe('Fix the login token');
  });

  test('takes in what is added and keeps the order of equals', () => {
    const index = createFuzzyIndex([{ id: 1 }, { id: 2 }], () => 'same words');
    index.add({ id: 3 });
    expect(index.find('same', 10).map(({ item }) => item.id)).toEqual([1, 2, 3]);
    expect(index.find('', 10)).toEqual([]);
    expect(index.find('same', 0)).toEqual([]);
  });
});
