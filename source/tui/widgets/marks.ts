/** Rows that are marked to be acted on together, as a pure state beside the cursor. */
import { positionOfKey } from './list.js';

export interface Marks {
  readonly keys: ReadonlySet<string>;
  /** Where an open range began: it reaches to the cursor and moves with it. Null without one. */
  readonly anchor: string | null;
}

export const noMarks: Marks = { keys: new Set(), anchor: null };

/** Where the cursor is in what is shown. */
interface Place {
  readonly keys: readonly string[];
  readonly cursor: string | null;
}

/**
 * The marked rows among those that are shown, in their order, an open range included: what a filter hides is not acted
 * on.
 */
export function shownMarks(marks: Marks, { keys, cursor }: Place): ReadonlySet<string> {
  if (marks.keys.size === 0 && marks.anchor === null) return marks.keys;
  const all = new Set([...marks.keys, ...rangeOf(marks.anchor, { keys, cursor })]);
  const positions = [...all].map((key) => positionOfKey(keys, key)).filter((each) => each >= 0);
  return new Set(positions.sort((left, right) => left - right).map((each) => keys[each] ?? ''));
}

/** Marks the cursor's row, or takes its mark away; an open range ends and stays marked. */
export function toggleMark(marks: Marks, place: Place): Marks {
  if (place.cursor === null) return marks;
  if (marks.anchor !== null) return endRange(marks, place);
  const keys = new Set(marks.keys);
  if (!keys.delete(place.cursor)) keys.add(place.cursor);
  return { keys, anchor: null };
}

/** Begins a range at the cursor, or ends the open one with its rows marked. */
export function toggleRange(marks: Marks, place: Place): Marks {
  return marks.anchor === null ? { ...marks, anchor: place.cursor } : endRange(marks, place);
}

/** Marks all rows that are shown; where all of them are, takes their marks away. */
export function toggleAll(marks: Marks, { keys }: Place): Marks {
  const all = keys.every((key) => marks.keys.has(key));
  const next = new Set(marks.keys);
  for (const key of keys) {
    if (all) next.delete(key);
    else next.add(key);
  }
  return { keys: next, anchor: null };
}

function endRange(marks: Marks, place: Place): Marks {
  return { keys: new Set([...marks.keys, ...rangeOf(marks.anchor, place)]), anchor: null };
}

function rangeOf(anchor: string | null, { keys, cursor }: Place): readonly string[] {
  if (anchor === null || cursor === null) return [];
  const [from, to] = [positionOfKey(keys, anchor), positionOfKey(keys, cursor)];
  if (from < 0 || to < 0) return [];
  return keys.slice(Math.min(from, to), Math.max(from, to) + 1);
}
