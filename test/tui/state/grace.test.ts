import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Grace, graceMilliseconds } from '../../../source/tui/state/grace.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const always = (): boolean => true;

describe('the grace of a pane that reads', () => {
  it('shows what was there before until the answer is there', () => {
    const over = vi.fn();
    const grace = new Grace<string, string>(over);
    grace.ready('tasks', 'old rows');
    expect(grace.reading('tasks', 'Reading', always)).toBe('old rows');
    expect(grace.ready('tasks', 'new rows')).toBe('new rows');
    vi.runAllTimers();
    expect(over).not.toHaveBeenCalled();
    expect(grace.reading('tasks', 'Reading', always)).toBe('new rows');
  });

  it('says that the pane is reading where the answer takes longer', () => {
    const over = vi.fn();
    const grace = new Grace<string, string>(over);
    grace.ready('tasks', 'old rows');
    grace.reading('tasks', 'Reading', always);
    // Moving on while something is read does not begin it anew.
    vi.advanceTimersByTime(graceMilliseconds - 1);
    expect(grace.reading('tasks', 'Reading', always)).toBe('old rows');
    vi.advanceTimersByTime(1);
    expect(over).toHaveBeenCalledOnce();
    expect(grace.reading('tasks', 'Reading', always)).toBe('Reading');
  });

  it('keeps nothing that has another place or was not on the screen', () => {
    const grace = new Grace<string, string>(() => undefined);
    expect(grace.reading('detail', 'Reading', always)).toBe('Reading');
    grace.ready('detail', 'old text');
    expect(grace.reading('detail', 'Reading', () => false)).toBe('Reading');
    grace.gone('detail');
    expect(grace.reading('detail', 'Reading', always)).toBe('Reading');
    vi.runAllTimers();
  });
});
