import { describe, expect, it } from 'vitest';
import {
  noMarks,
  shownMarks,
  toggleAll,
  toggleMark,
  toggleRange,
} from '../../source/tui/widgets/marks.js';

const keys = ['a', 'b', 'c', 'd', 'e'];
const at = (cursor: string | null, shown: readonly string[] = keys) => ({ keys: shown, cursor });

describe('marks', () => {
  it('are set and taken away row by row', () => {
    const marked = toggleMark(toggleMark(noMarks, at('b')), at('d'));
    expect([...shownMarks(marked, at('d'))]).toEqual(['b', 'd']);
    expect([...shownMarks(toggleMark(marked, at('b')), at('b'))]).toEqual(['d']);
    expect(toggleMark(noMarks, at(null))).toBe(noMarks);
  });

  it('follow the cursor while a range is open, in both directions', () => {
    const open = toggleRange(noMarks, at('c'));
    expect([...shownMarks(open, at('e'))]).toEqual(['c', 'd', 'e']);
    expect([...shownMarks(open, at('a'))]).toEqual(['a', 'b', 'c']);
    const ended = toggleRange(open, at('d'));
    expect([...shownMarks(ended, at('a'))]).toEqual(['c', 'd']);
  });

  it('keep an open range when the cursor’s row is marked', () => {
    const ended = toggleMark(toggleRange(noMarks, at('a')), at('b'));
    expect([...shownMarks(ended, at('e'))]).toEqual(['a', 'b']);
  });

  it('cover all rows that are shown, and none of them the second time', () => {
    const shown = ['b', 'c'];
    const all = toggleAll(toggleMark(noMarks, at('e')), at('b', shown));
    expect([...shownMarks(all, at('b', shown))]).toEqual(['b', 'c']);
    expect([...shownMarks(all, at('b'))]).toEqual(['b', 'c', 'e']);
    expect([...shownMarks(toggleAll(all, at('b', shown)), at('b'))]).toEqual(['e']);
  });

  it('come in the order of the list, without rows that are gone', () => {
    const marked = ['d', 'b', 'x'].reduce((marks, key) => toggleMark(marks, at(key)), noMarks);
    expect([...shownMarks(marked, at('a'))]).toEqual(['b', 'd']);
  });
});
