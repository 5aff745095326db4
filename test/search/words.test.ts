import { describe, expect, test } from 'vitest';
import { excerptOf, foldWord, matchExpression, wordsOf } from '../../source/search/words.js';

describe('matchExpression', () => {
  test('quotes every part and makes the last a prefix', () => {
    expect(matchExpression('retry  Busy data')).toBe('"retry" "Busy" "data"*');
  });

  test('doubles quotes inside a part', () => {
    expect(matchExpression('say "hi" now')).toBe('"say" """hi""" "now"*');
  });

  test.each(['', '   ', '"', '^ * ()', '-- ++', '\0'])(
    'has nothing to search for in %j',
    (text) => {
      expect(matchExpression(text)).toBeNull();
    },
  );

  test('leaves out parts without letters or digits', () => {
    expect(matchExpression('a - b')).toBe('"a" "b"*');
  });

  test('takes the first 32 parts of a pasted text', () => {
    const text = Array.from({ length: 100 }, (_, index) => `word${index}`).join(' ');
    expect(matchExpression(text)?.split(' ')).toHaveLength(32);
  });
});

describe('words', () => {
  test('are runs of letters and digits without case and accents', () => {
    expect(wordsOf('C++ Élan re-try x86_64')).toEqual(['c', 'elan', 're', 'try', 'x86', '64']);
    expect(foldWord('ÀÉÎ')).toBe('aei');
  });
});

describe('excerptOf', () => {
  const marked = (text: string, query: string): string[] | undefined => {
    const found = excerptOf(text, query);
    return found?.matches.map(([start, end]) => found.excerpt.slice(start, end));
  };

  test('shows the line with the most of the words', () => {
    const text = 'the busy day\nretry on busy\nnothing';
    expect(excerptOf(text, 'retry busy')).toEqual({
      excerpt: 'retry on busy',
      matches: [
        [0, 5],
        [9, 13],
      ],
    });
  });

  test('marks only the typed part of a word that is not complete', () => {
    expect(marked('databases differ', 'data')).toEqual(['data']);
  });

  test('marks whole words where folding changes their length', () => {
    expect(marked('a Straße ﬁle here', 'fil')).toEqual(['ﬁle']);
  });

  test('cuts long lines around the first match and keeps the ranges true', () => {
    const text = `${'lorem ipsum '.repeat(40)}needle ${'dolor sit '.repeat(40)}`;
    const found = excerptOf(text, 'needle');
    expect(found?.excerpt.length).toBeLessThanOrEqual(162);
    expect(found?.excerpt.startsWith('…')).toBe(true);
    expect(found?.excerpt.endsWith('…')).toBe(true);
    expect(marked(text, 'needle')).toEqual(['needle']);
  });

  test('replaces control and bidi characters one for one', () => {
    const found = excerptOf('a\u001b[31m needle\u202e', 'needle');
    expect(found?.excerpt).toBe('a [31m needle');
    expect(marked('a\u001b[31m needle\u202e', 'needle')).toEqual(['needle']);
  });

  test('is null where no line has any of the words', () => {
    expect(excerptOf('something else', 'needle')).toBeNull();
    expect(excerptOf('something else', '')).toBeNull();
  });
});
