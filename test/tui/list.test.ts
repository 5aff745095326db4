import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  initialList,
  listWindow,
  moveInList,
  positionOfKey,
  scrollInList,
  selectInList,
  settleList,
  type ListState,
} from '../../source/tui/widgets/list.js';
import type { Movement } from '../../source/tui/panes/pane.js';

const keysOf = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `k${index + from}`);

function moved(state: ListState, movements: readonly Movement[], keys: string[], rows: number) {
  return movements.reduce((each, movement) => moveInList(each, movement, keys, rows), state);
}

describe('a list', () => {
  it('starts on its first row', () => {
    expect(settleList(initialList, keysOf(3), 5)).toMatchObject({ selectedKey: 'k0', top: 0 });
  });

  it('has no cursor while it is empty and takes one when rows arrive', () => {
    const empty = settleList(initialList, [], 5);
    expect(empty.selectedKey).toBeNull();
    expect(moveInList(empty, 'down', [], 5).selectedKey).toBeNull();
    expect(settleList(empty, keysOf(2), 5).selectedKey).toBe('k0');
  });

  it('scrolls before the cursor reaches the edge', () => {
    const keys = keysOf(100);
    const state = moved(initialList, Array<Movement>(8).fill('down'), keys, 10);
    expect(state).toMatchObject({ position: 8, top: 1 });
  });

  it('goes by pages and to both ends, clamped', () => {
    const keys = keysOf(100);
    const page = moveInList(settleList(initialList, keys, 10), 'pageDown', keys, 10);
    expect(page.position).toBe(9);
    const end = moveInList(page, 'bottom', keys, 10);
    expect(end).toMatchObject({ position: 99, top: 90 });
    expect(moveInList(end, 'down', keys, 10)).toBe(end);
    expect(moved(end, ['top', 'pageUp', 'up'], keys, 10)).toMatchObject({ position: 0, top: 0 });
  });

  it('keeps the cursor on its row, and the row on its line, when rows arrive above', () => {
    const keys = keysOf(50);
    const state = selectInList(settleList(initialList, keys, 10), 'k20', keys, 10);
    const line = state.position - state.top;
    const later = settleList(state, ['new', ...keys], 10);
    expect(later.selectedKey).toBe('k20');
    expect(later.position - later.top).toBe(line);
  });

  it('stays at its position when its row vanishes', () => {
    const keys = keysOf(10);
    const state = selectInList(settleList(initialList, keys, 5), 'k4', keys, 5);
    const without = keys.filter((key) => key !== 'k4');
    expect(settleList(state, without, 5)).toMatchObject({ selectedKey: 'k5', position: 4 });
    expect(settleList(state, keysOf(3), 5)).toMatchObject({ selectedKey: 'k2', position: 2 });
  });

  it('ignores a key that is not listed', () => {
    const keys = keysOf(3);
    const state = settleList(initialList, keys, 5);
    expect(selectInList(state, 'elsewhere', keys, 5)).toBe(state);
  });

  it('returns the same state when nothing changed', () => {
    const keys = keysOf(30);
    const state = moveInList(initialList, 'pageDown', keys, 10);
    expect(settleList(state, keysOf(30), 10)).toBe(state);
    expect(moveInList(state, 'left', keys, 10)).toBe(state);
  });

  it('builds the index of an array of keys once', () => {
    let reads = 0;
    const keys = new Proxy(keysOf(1000), {
      get(target, property, receiver) {
        if (typeof property === 'string' && /^\d+$/.test(property)) reads += 1;
        return Reflect.get(target, property, receiver) as unknown;
      },
    });
    positionOfKey(keys, 'k1');
    const first = reads;
    expect(first).toBeGreaterThanOrEqual(1000);
    for (let step = 0; step < 100; step += 1) positionOfKey(keys, `k${step}`);
    expect(reads).toBe(first);
  });

  it('reads as many keys for a movement in 20,000 rows as in 1,000', () => {
    const readsFor = (count: number): number => {
      let reads = 0;
      const keys = new Proxy(keysOf(count), {
        get(target, property, receiver) {
          if (typeof property === 'string' && /^\d+$/.test(property)) reads += 1;
          return Reflect.get(target, property, receiver) as unknown;
        },
      });
      let state = settleList(initialList, keys, 40);
      reads = 0;
      for (let step = 0; step < 200; step += 1) state = moveInList(state, 'down', keys, 40);
      expect(state.position).toBe(200);
      return reads;
    };
    expect(readsFor(20_000)).toBe(readsFor(1000));
  });

  /** Scrolled as far as there are rows, with the cursor on its row unless that went out of sight. */
  function scrolled(
    state: ListState,
    by: number,
    keys: readonly string[],
    rows: number,
  ): ListState {
    const next = scrollInList(state, by, keys, rows);
    const last = Math.max(0, keys.length - Math.max(1, rows));
    const { top } = settleList(state, keys, rows);
    expect(next.top).toBe(Math.max(0, Math.min(top + by, last)));
    const inside = state.position > next.top + 2 && state.position < next.top + rows - 3;
    if (inside) expect(next.selectedKey).toBe(state.selectedKey);
    return next;
  }

  it('always shows its cursor, whatever happens', () => {
    const movement = fc.constantFrom<Movement>(
      'up',
      'down',
      'left',
      'right',
      'pageUp',
      'pageDown',
      'top',
      'bottom',
    );
    const step = fc.oneof(
      fc.record({ type: fc.constant('move' as const), movement }),
      fc.record({
        type: fc.constant('keys' as const),
        count: fc.nat(60),
        from: fc.nat(20),
      }),
      fc.record({ type: fc.constant('rows' as const), rows: fc.nat(30) }),
      fc.record({ type: fc.constant('scroll' as const), by: fc.integer({ min: -9, max: 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let keys = keysOf(30);
        let rows = 10;
        let state = settleList(initialList, keys, rows);
        for (const each of steps) {
          if (each.type === 'move') state = moveInList(state, each.movement, keys, rows);
          else if (each.type === 'rows') rows = each.rows;
          else if (each.type === 'scroll') state = scrolled(state, each.by, keys, rows);
          else keys = keysOf(each.count, each.from);
          state = settleList(state, keys, rows);
          const { start, end } = listWindow(state, keys.length, Math.max(1, rows));
          expect(state.selectedKey).toBe(keys[state.position] ?? null);
          if (keys.length === 0) continue;
          expect(state.position).toBeGreaterThanOrEqual(start);
          expect(state.position).toBeLessThan(end);
          // No row is left empty while there are rows to show.
          expect(end - start).toBe(Math.min(keys.length, Math.max(1, rows)));
        }
      }),
    );
  });
});
