import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter, splitFilters } from '../../../source/search/filter-language/index.js';
import '../../support/properties.js';

describe('splitFilters', () => {
  test.each([
    ['retry type:pitfalls tag:#DB busy', 'retry busy', 'type:pitfalls tag:#DB '],
    ['retry tag:d', 'retry', 'tag:d'],
    ['tag:d retry', 'retry', 'tag:d '],
    ['!draft severity>=high lock', 'lock', '!draft severity>=high '],
    ['type:pitfall,x carrier', 'carrier', ''],
    ['type: http://x.y', 'http://x.y', ''],
    ['"((( type:pitfall', '((( type:pitfall', ''],
    ['', '', ''],
  ])('%j', (text, words, expression) => {
    expect(splitFilters(text, 'memory')).toMatchObject({ words, expression });
  });

  test('keeps what is meant, and is always well-formed', () => {
    const piece = fc.constantFrom(
      ...['type:', 'pitfall', 'problem:', 'con', 'tag:', 'severity>=', 'high', 'x', ' ', ' ', ','],
      ...['"', '!', '-', 'age>', '2', 'd', 'stale:', 'y', '\\', 'status:s'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const { expression } = splitFilters(text, 'memory');
        const [whole, part] = [text, expression].map((each) => parseFilter(each, 'memory'));
        expect(part?.error).toBeNull();
        expect(part?.terms.map(({ field, values }) => [field, values])).toEqual(
          whole?.terms.map(({ field, values }) => [field, values]),
        );
        expect(part?.text).toBe('');
      }),
      { numRuns: 300 },
    );
  });
});
