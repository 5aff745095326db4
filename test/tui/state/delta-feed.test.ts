import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Delta } from '../../../source/domain/contract/rows.js';
import { DeltaFeed, deltaMilliseconds } from '../../../source/tui/state/delta-feed.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function delta(event: number): Delta {
  return {
    cursor: { databaseId: 'x', generation: 1, event, token: 0, heartbeat: '' },
    reload: false,
    events: [],
    epics: [],
    tasks: [],
    removedEpics: [],
    removedTasks: [],
    totals: null,
    memoryChanged: false,
  };
}

function feed(): { applied: number[]; feed: DeltaFeed } {
  const applied: number[] = [];
  return { applied, feed: new DeltaFeed(({ cursor }) => applied.push(cursor.event), Date.now) };
}

describe('the feed of deltas', () => {
  it('applies the first at once', () => {
    const { applied, feed: tested } = feed();
    tested.push(delta(1));
    expect(applied).toEqual([1]);
  });

  it('applies at most eight a second, and the last one always', () => {
    const { applied, feed: tested } = feed();
    for (let event = 1; event <= 50; event += 1) {
      tested.push(delta(event));
      vi.advanceTimersByTime(20);
    }
    vi.advanceTimersByTime(deltaMilliseconds);
    expect(applied.length).toBeLessThanOrEqual(9);
    expect(applied.at(-1)).toBe(50);
  });

  it('is flushed before an answer is merged', () => {
    const { applied, feed: tested } = feed();
    tested.push(delta(1));
    tested.push(delta(2));
    tested.flush();
    expect(applied).toEqual([1, 2]);
    vi.advanceTimersByTime(1000);
    expect(applied).toEqual([1, 2]);
  });

  it('leaves no timer behind once it is cleared', () => {
    const { applied, feed: tested } = feed();
    tested.push(delta(1));
    tested.push(delta(2));
    tested.clear();
    expect(vi.getTimerCount()).toBe(0);
    tested.flush();
    expect(applied).toEqual([1]);
  });
});
