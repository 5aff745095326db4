/** Whatever a terminal may send, and what may happen meanwhile, drawn from a seed. */
import { bindings } from '../../source/tui/keys.js';
import type { Size } from '../../source/tui/layout.js';

export type FuzzInput =
  | { readonly type: 'bytes'; readonly bytes: string }
  | { readonly type: 'resize'; readonly size: Size }
  /** Nothing came for so many milliseconds. */
  | { readonly type: 'pause'; readonly milliseconds: number }
  /** What is shown was read; what was read is forgotten; rows changed; the store died or lives again. */
  | { readonly type: 'read' | 'forget' | 'change' | 'die' | 'live' };

const escape = '\u001b';
const named: Readonly<Record<string, string>> = {
  up: `${escape}[A`,
  down: `${escape}[B`,
  right: `${escape}OC`,
  left: `${escape}OD`,
  home: `${escape}[H`,
  end: `${escape}[4~`,
  insert: `${escape}[2~`,
  delete: `${escape}[3~`,
  pageup: `${escape}[5~`,
  pagedown: `${escape}[6~`,
  enter: '\r',
  escape,
  tab: '\t',
  'shift+tab': `${escape}[Z`,
  backspace: '\u007f',
  space: ' ',
};

/** What a terminal sends for a key of the table. */
export function bytesOf(key: string): string {
  const bytes = named[key];
  if (bytes !== undefined) return bytes;
  if (key.startsWith('alt+')) return escape + bytesOf(key.slice(4));
  if (key.startsWith('ctrl+')) return String.fromCharCode(key.charCodeAt(5) & 31);
  return key;
}

/** Ends the program: not what a run is about. */
const leaving = new Set(['quit', 'interrupt', 'leave', 'suspend', 'demo']);
const boundKeys = [
  ...new Set(bindings.filter(({ id }) => !leaving.has(id)).flatMap(({ keys }) => keys)),
].filter((key) => bytesOf(key).length > 0);
const movements = ['up', 'down', 'j', 'k', 'pagedown', 'tab', 'enter', 'escape'];
const texts = [
  'a',
  'Z',
  '7',
  ' ',
  '/',
  ':',
  '漢',
  'é',
  '👩‍👩‍👧',
  '\u202e',
  '\u0301',
  'status:blocked ',
  '"',
];
const broken = [
  '[',
  'O',
  '[200~',
  '[201~',
  '[<0;',
  ']0;title',
  'P+q',
  '[1;',
  '[99999999999A',
  '[?1;2c',
];
const sizes: readonly Size[] = [
  { columns: 120, rows: 40 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 50 },
  { columns: 40, rows: 10 },
  { columns: 60, rows: 16 },
  { columns: 100, rows: 23 },
  { columns: 39, rows: 9 },
  { columns: 1, rows: 1 },
];

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<Value>(random: () => number, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
}

export function drawInput(random: () => number): FuzzInput {
  const number = (below: number): number => Math.floor(random() * below);
  const some = (most: number, one: () => string): string =>
    Array.from({ length: 1 + number(most) }, one).join('');
  const chance = random();
  if (chance < 0.4) return { type: 'bytes', bytes: bytesOf(pick(random, boundKeys)) };
  if (chance < 0.6) return { type: 'bytes', bytes: bytesOf(pick(random, movements)) };
  if (chance < 0.66)
    return { type: 'bytes', bytes: some(12, () => bytesOf(pick(random, boundKeys))) };
  if (chance < 0.74) return { type: 'bytes', bytes: some(6, () => pick(random, texts)) };
  if (chance < 0.77) {
    const text = some(30, () => pick(random, [...texts, '\n', escape, '\u0000', 'word ']));
    return { type: 'bytes', bytes: `${escape}[200~${text}${escape}[201~` };
  }
  if (chance < 0.8) {
    const end = pick(random, ['M', 'm']);
    const place = `${1 + number(220)};${1 + number(60)}`;
    return { type: 'bytes', bytes: `${escape}[<${number(80)};${place}${end}` };
  }
  if (chance < 0.82) return { type: 'bytes', bytes: `${escape}[${pick(random, ['I', 'O'])}` };
  if (chance < 0.84) return { type: 'bytes', bytes: escape + pick(random, broken) };
  if (chance < 0.86) return { type: 'resize', size: pick(random, sizes) };
  if (chance < 0.87) {
    return { type: 'resize', size: { columns: 1 + number(240), rows: 1 + number(70) } };
  }
  if (chance < 0.91) return { type: 'pause', milliseconds: pick(random, [30, 200, 2000, 70_000]) };
  if (chance < 0.96) return { type: 'read' };
  if (chance < 0.985) return { type: 'change' };
  if (chance < 0.99) return { type: 'forget' };
  return { type: pick(random, ['die', 'live', 'live']) };
}
