/** What the mouse did, as the terminal reports it once it is asked to: presses and the wheel, never mere motion. */

/** Presses and the wheel, with cells that xterm numbers in decimals: without the second, cells end at the 223rd. */
export const mouseOn = '\u001b[?1000h\u001b[?1006h';
export const mouseOff = '\u001b[?1006l\u001b[?1000l';

export interface MouseEvent {
  readonly type: 'mouse';
  readonly kind: 'press' | 'wheel';
  readonly button: 'left' | 'middle' | 'right' | 'up' | 'down';
  /** The cell, counted from 0. */
  readonly column: number;
  readonly row: number;
  readonly modifiers: readonly ('shift' | 'alt' | 'control')[];
}

/** The beginning of a report that has not come whole; no key begins like it, so its end is worth waiting for. */
const begun = new RegExp(String.raw`^\x1b\[(<[\d;]*|M[^\x1b]{0,2})$`, 'u');
/** What follows where the beginning was given up as a key: `ESC` alone, or `ESC [`. */
const restOf: Readonly<Record<string, RegExp>> = {
  '\u001b': /^\[<\d/,
  '\u001b[': /^<\d/,
};
/** Terminals that know no decimals send three characters behind `CSI M`, whatever they are. */
const oldReport = new RegExp(String.raw`^\x1b\[M[^\x1b]{3}`, 'u');

const buttons = ['left', 'middle', 'right'] as const;
const wheel = ['up', 'down'] as const;
const shiftBit = 4;
const altBit = 8;
const controlBit = 16;
const motionBit = 32;
const wheelBit = 64;
const modifierBits = shiftBit | altBit | controlBit;

export function isReportBegun(text: string): boolean {
  return begun.test(text);
}

/** Whether a chunk goes on with a report whose beginning, `given`, was taken for a key. */
export function isReportRest(given: string, chunk: string): boolean {
  return restOf[given]?.test(chunk) ?? false;
}

/** How long the report of the old form is at the beginning of a text; 0 where there is none. */
export function oldReportLength(text: string): number {
  return oldReport.exec(text)?.[0].length ?? 0;
}

/**
 * What `CSI < parameters final` says; null for releases, motion, and buttons that mean nothing here.
 * @param parameters with the `<` in front
 */
export function mouseEvent(parameters: string, final: string): MouseEvent | null {
  const match = /^<(\d{1,3});(\d{1,5});(\d{1,5})$/.exec(parameters);
  if (!match || final !== 'M') return null;
  const [code = 0, column = 0, row = 0] = match.slice(1).map(Number);
  if (column < 1 || row < 1) return null;
  const isWheel = (code & ~modifierBits & ~3) === wheelBit;
  if ((code & motionBit) !== 0 || (!isWheel && (code & ~modifierBits) > 2)) return null;
  const button = (isWheel ? wheel : buttons)[code & 3];
  if (button === undefined) return null;
  const modifiers = [
    ...(code & shiftBit ? (['shift'] as const) : []),
    ...(code & altBit ? (['alt'] as const) : []),
    ...(code & controlBit ? (['control'] as const) : []),
  ];
  const place = { column: column - 1, row: row - 1 };
  return { type: 'mouse', kind: isWheel ? 'wheel' : 'press', button, ...place, modifiers };
}
