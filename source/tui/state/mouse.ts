/** Whose the mouse is, and what it did last. */
import type { MouseEvent } from '../mouse-report.js';

/** A press, and what came of it: the second one of a double click goes on from there. */
export interface Press {
  readonly column: number;
  readonly row: number;
  readonly at: number;
  readonly outcome: 'selected' | 'done';
}

export interface Mouse {
  /** Whether it clicks and scrolls here; else it is the terminal's, and selects text. */
  readonly on: boolean;
  readonly lastPress: Press | null;
}

/** As long as no project says otherwise there is nothing to click. */
export const mouseLeft: Mouse = { on: false, lastPress: null };

const doubleClickMilliseconds = 500;

/** What the press before did, where this one is the second of a double click. */
export function firstOfTwo(
  { lastPress }: Mouse,
  { column, row }: MouseEvent,
  now: number,
): Press['outcome'] | null {
  if (lastPress === null || now - lastPress.at > doubleClickMilliseconds) return null;
  return lastPress.column === column && lastPress.row === row ? lastPress.outcome : null;
}
