import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf } from '../../source/search/excerpt.js';
import '../support/properties.js';
import { queryOf } from './support.js';

describe('excerptOf', () => {
  const marked = (text: string, query: string): string[] | undefined => {
    const found = excerptOf(text, queryOf(query, text));
    return found?.matches.map(([start, end]) => found.excerpt.slice(start, end));
  };

  test('shows the line with the most of the words', () => {
    const text = 'the busy day\nretry on busy\nnothing';
    expect(excerptOf(text, queryOf('retry busy', text))).toEqual({
      excerpt: 'retry on busy',
      matches: [
        [0, 5],
        [9, 13],
      ],
    });
  });

  test('marks only the typed part of a word that is not complete', () => {
    expect(marked('databases differ', 'datab')).toEqual(['datab']);
  });

  test('marks what a slip and a synonym stand for', () => {
    expect(marked('a schema migration', 'migraton ')).toEqual(['migrat', 'on']);
    expect(marked('runs on kubernetes', 'k8s')).toEqual(['kubernetes']);
  });

  test('cuts long lines around the first match and keeps the ranges true', () => {
    const text = `${'lorem ipsum '.repeat(40)}needle ${'dolor sit '.repeat(40)}`;
    const found = excerptOf(text, queryOf('needle', text));
    expect(found?.excerpt.length).toBeLessThanOrEqual(162);
    expect(found?.excerpt.startsWith('…')).toBe(true);
    expect(found?.excerpt.endsWith('…')).toBe(true);
    expect(marked(text, 'needle')).toEqual(['needle']);
  });

  test('replaces control and bidi characters one for one', () => {
    const text = 'a\u001b[31m needle\u202e';
    expect(excerptOf(text, queryOf('needle', text))?.excerpt).toBe('a [31m needle');
    expect(marked(text, 'needle')).toEqual(['needle']);
  });

  test('is null where no line has any of the words', () => {
    expect(excerptOf('something else', queryOf('needle', 'needle'))).toBeNull();
    expect(excerptOf('something else', queryOf('', 'needle'))).toBeNull();
  });

  test('has ranges that lie in the excerpt, in order and apart', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(text, text, (content, typed) => {
        const found = excerptOf(content, queryOf(typed, content));
        let at = 0;
        for (const [start, end] of found?.matches ?? []) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(found?.excerpt.length ?? 0);
      }),
    );
  });
});
