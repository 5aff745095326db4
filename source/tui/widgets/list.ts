/**
 * The cursor and window of a list, as a pure state over an ordered array of keys.
 * A key press costs the window, not the list: the index from key to position is built once for each array of keys.
 */
import type { Movement } from '../panes/pane.js';

export interface ListState {
  readonly selectedKey: string | null;
  /** Where the selected row was last seen: what the cursor falls back to when the row vanishes. */
  readonly position: number;
  /** The position of the first row shown. */
  readonly top: number;
  /** The text of the `/` search; empty without one. */
  readonly search: string;
}

export const initialList: ListState = { selectedKey: null, position: 0, top: 0, search: '' };

/** Rows kept in sight beyond the cursor while there is room for them. */
const scrollMargin = 2;

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** The position of `key` in `keys`, or -1. Arrays of keys must not be changed once they were passed here. */
export function positionOfKey(keys: readonly string[], key: string): number {
  let index = indexes.get(keys);
  if (index === undefined) {
    index = new Map(keys.map((each, position) => [each, position]));
    indexes.set(keys, index);
  }
  return index.get(key) ?? -1;
}

/**
 * The state for a list whose keys or height may have changed. The cursor stays on its row and the row on its line of
 * the screen; when the row is gone the cursor stays at its position. Returns the same object when nothing changed.
 */
export function settleList(state: ListState, keys: readonly string[], rows: number): ListState {
  const found = findSelected(state, keys);
  const position = found < 0 ? clamp(state.position, 0, keys.length - 1) : found;
  const drift = found < 0 ? 0 : found - state.position;
  return place(state, position, state.top + drift, keys, rows);
}

/** Moves the cursor; left and right mean nothing to a list. */
export function moveInList(
  state: ListState,
  movement: Movement,
  keys: readonly string[],
  rows: number,
): ListState {
  const settled = settleList(state, keys, rows);
  const target = targetOf(movement, settled.position, keys.length, rows);
  return place(settled, target, settled.top, keys, rows);
}

/** Moves the window by so many rows; the cursor stays on its row while that is in sight, and goes along at the edge. */
export function scrollInList(
  state: ListState,
  by: number,
  keys: readonly string[],
  rows: number,
): ListState {
  const settled = settleList(state, keys, rows);
  const height = Math.max(1, rows);
  const last = Math.max(0, keys.length - height);
  const top = clamp(settled.top + by, 0, last);
  const margin = marginFor(height);
  const lowest = top === 0 ? 0 : top + margin;
  const highest = top === last ? keys.length - 1 : top + height - 1 - margin;
  return place(settled, clamp(settled.position, lowest, highest), top, keys, rows);
}

/** Puts the cursor on the row of `key`; a key that is not listed changes nothing. */
export function selectInList(
  state: ListState,
  key: string,
  keys: readonly string[],
  rows: number,
): ListState {
  const position = positionOfKey(keys, key);
  return position < 0 ? state : place(state, position, state.top, keys, rows);
}

/** The positions [start, end) that a window of `rows` rows shows. */
export function listWindow(
  state: ListState,
  length: number,
  rows: number,
): { readonly start: number; readonly end: number } {
  const start = clamp(state.top, 0, Math.max(0, length - rows));
  return { start, end: Math.min(length, start + Math.max(0, rows)) };
}

function findSelected(state: ListState, keys: readonly string[]): number {
  if (state.selectedKey === null) return -1;
  if (keys[state.position] === state.selectedKey) return state.position;
  return positionOfKey(keys, state.selectedKey);
}

function targetOf(movement: Movement, position: number, length: number, rows: number): number {
  const page = Math.max(1, rows - 1);
  switch (movement) {
    case 'up':
      return position - 1;
    case 'down':
      return position + 1;
    case 'pageUp':
      return position - page;
    case 'pageDown':
      return position + page;
    case 'top':
      return 0;
    case 'bottom':
      return length - 1;
    case 'left':
    case 'right':
      return position;
  }
}

function place(
  state: ListState,
  wanted: number,
  wantedTop: number,
  keys: readonly string[],
  rows: number,
): ListState {
  const position = clamp(wanted, 0, keys.length - 1);
  const height = Math.max(1, rows);
  const margin = marginFor(height);
  const inSight = clamp(wantedTop, position - height + 1 + margin, position - margin);
  const top = clamp(inSight, 0, Math.max(0, keys.length - height));
  const selectedKey = keys[position] ?? null;
  const unchanged =
    selectedKey === state.selectedKey && position === state.position && top === state.top;
  return unchanged ? state : { ...state, selectedKey, position, top };
}

function marginFor(height: number): number {
  return Math.min(scrollMargin, Math.floor((height - 1) / 2));
}

/** `value` within [low, high]; `low` when the range is empty. */
function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
