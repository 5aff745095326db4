import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from '../../source/search/distance.js';

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'acb', 1],
    ['abc', 'abcd', 1],
    ['kitten', 'sitting', 3],
  ])('%j and %j differ in %i', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
  });

  test('is symmetric, and a limit changes only what lies beyond it', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(4), (left, right, limit) => {
        const exact = editDistance(left, right);
        expect(editDistance(right, left)).toBe(exact);
        expect(editDistance(left, right, limit)).toBe(Math.min(exact, limit + 1));
      }),
    );
  });
});

describe('nearest', () => {
  test('names what looks most alike, beginnings first', () => {
    const ids = ['fn-1-login', 'fn-1-logout', 'fn-2-login', 'gh-900-entirely-different'];
    expect(nearest('fn-1-logi', ids, 2)).toEqual(['fn-1-login', 'fn-2-login']);
    expect(nearest('fn-1', ids, 2)).toEqual(['fn-1-login', 'fn-1-logout']);
  });

  test('names nothing where all is too different', () => {
    expect(nearest('zzzzzzzz', ['fn-1-login'], 3)).toEqual([]);
  });
});
