/** One key and its answer. */
import type { PseudoTerminal } from '../support/pseudo-terminal.js';
import { quiet } from './bench.js';

/** Long enough for every answer to a key, short enough to type on. */
const settleMilliseconds = 120;

export interface Answer {
  /** Until the first byte and until the last; 0 where nothing was written. */
  readonly first: number;
  readonly milliseconds: number;
  readonly size: number;
  readonly frames: number;
}

/** Types and waits until the answer is complete. */
export async function press(terminal: PseudoTerminal, keys: string): Promise<Answer> {
  const before = terminal.output.length;
  const began = performance.now();
  const arrivals: number[] = [];
  const stop = terminal.onOutput(() => arrivals.push(performance.now()));
  terminal.type(keys);
  await quiet(terminal, settleMilliseconds);
  stop();
  const written = terminal.output.slice(before);
  return {
    first: (arrivals[0] ?? began) - began,
    milliseconds: (arrivals.at(-1) ?? began) - began,
    size: Buffer.byteLength(written),
    frames: written.split('\u001b[?2026h').length - 1,
  };
}

export const times = (key: string, count: number): string[] =>
  Array.from({ length: count }, () => key);

export const burstLength = 60;

export interface Burst extends Answer {
  /** Whether it ended on the screen that the keys give one by one. */
  readonly complete: boolean;
}

/** Many keys at once. */
export async function pressTogether(terminal: PseudoTerminal): Promise<Burst> {
  terminal.type('5g');
  await quiet(terminal, 300);
  const answer = await press(terminal, 'j'.repeat(burstLength));
  const together = terminal.screen();
  terminal.type('g');
  for (let key = 0; key < burstLength; key += 1) {
    terminal.type('j');
    await quiet(terminal, 20);
  }
  await quiet(terminal, 300);
  return { ...answer, complete: together === terminal.screen() };
}
