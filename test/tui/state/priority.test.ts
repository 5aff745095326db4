import { describe, expect, it } from 'vitest';
import { earlier, later } from '../../../source/tui/state/priority.js';
import { makeTask } from '../panes/support.js';

const task = (id: string, priority: number | null) => makeTask({ id, priority });
const others = [task('a', 1), task('b', 4), task('c', null)];

describe('moving a task in the order of priorities', () => {
  it.each([
    [4, 3],
    [9, 3],
    [1, 0],
    [0, 0],
    [null, 3],
  ])('goes before the next that comes earlier: %s to %s', (from, to) => {
    const own = task('d', from);
    expect(earlier(own, [...others, own])).toBe(to);
  });

  it('puts one without a number first where none has one', () => {
    expect(earlier(task('d', null), [task('c', null)])).toBe(0);
  });

  it.each([
    [1, 2],
    [2, 5],
    [4, 5],
    [9, null],
    [null, null],
  ])('goes behind the next that comes later: %s to %s', (from, to) => {
    const own = task('d', from);
    expect(later(own, [...others, own])).toBe(to);
  });
});
