import { describe, expect, test } from 'vitest';
import { compilePattern, startPatternSearch } from '../../source/service/memory-pattern.js';

const code = (name: string): Error => expect.objectContaining({ code: name }) as Error;

describe('compilePattern', () => {
  test('goes by lines and not by case, and takes what people write', () => {
    expect(compilePattern('^second').test('First\nSECOND')).toBe(true);
    expect(compilePattern('\\p{Lu}x').test('Éx')).toBe(true);
    expect(compilePattern('^.$').test('🦊')).toBe(true);
    // No escape by the strict grammar.
    expect(compilePattern('a\\-b').test('a-b')).toBe(true);
  });

  test.each(['(', '[a', '*', 'a{2,1}', '(?<n>a)(?<n>b)', '\\', ''])('refuses %j', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(code('memory.pattern_invalid'));
  });

  test('refuses a pattern that is somebody’s file', () => {
    expect(() => compilePattern('a'.repeat(10_000))).toThrow(code('memory.pattern_invalid'));
  });
});

describe('startPatternSearch', () => {
  test('tells where the first match stands', () => {
    const search = startPatternSearch('b+');
    expect(search.firstMatches(['abb', 'none', 'bb b'])).toEqual([[1, 3], null, [0, 2]]);
    expect(search.firstMatches([])).toEqual([]);
  });

  // Each would go on for years: only the bound can end it.
  test.each(['(a+)+$', '(a|aa)+$', '(.*a){30}$', '([a-z]+)*\\d'])('gives %s up', (pattern) => {
    const search = startPatternSearch(pattern, 50);
    expect(() => search.firstMatches([`${'a'.repeat(200)}!`])).toThrow(code('memory.pattern_slow'));
    expect(() => search.firstMatches(['a'])).toThrow(code('memory.pattern_slow'));
  });

  test('passes other errors on', () => {
    const search = startPatternSearch('a');
    const texts = [
      {
        toString: () => {
          throw new RangeError('no text');
        },
      } as unknown as string,
    ];
    expect(() => search.firstMatches(texts)).toThrow('no text');
  });
});
