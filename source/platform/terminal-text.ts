/**
 * Text for a terminal: made harmless, measured in cells, cut, padded and wrapped. Measure only what went through
 * `sanitise`.
 */
import { clusterAt, fit, widthOf } from './cell-width.js';

const controlString = String.raw`(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?`;
const controlSequence = String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?`;
const otherEscape = String.raw`\x1b[ -/]*[0-~]`;
const bidiControl = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;
/** C0 but for line feed and carriage return, DEL, C1. */
const control = String.raw`\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f`;
const unwanted = new RegExp(
  `${controlString}|${controlSequence}|${otherEscape}|[${control}${bidiControl}\\p{Surrogate}]`,
  'gu',
);
const suspicious = new RegExp(`[${control}${bidiControl}\\n\\r\\u2028\\u2029\\p{Surrogate}]`, 'u');
const lineBreak = /\r\n?|[\n\u2028\u2029]/g;

/**
 * Text from outside without anything that a terminal would act on: escape sequences are taken out whole, then control
 * characters, bidi controls and lone surrogates. A tab becomes a space, and so does a line break unless `newlines`
 * keeps it as `\n`.
 */
export function sanitise(text: string, { newlines = false }: { newlines?: boolean } = {}): string {
  if (!suspicious.test(text)) return text;
  return text
    .replace(unwanted, (match) => (match === '\t' ? ' ' : ''))
    .replace(lineBreak, newlines ? '\n' : ' ');
}

/** How many cells a text takes in a terminal. */
export function displayWidth(text: string): number {
  return widthOf(text);
}

/**
 * The text cut to a width in cells, with the ellipsis in place of what is missing. Never cuts through a character, so
 * the result may be a cell narrower.
 */
export function truncate(text: string, width: number, ellipsis = '…'): string {
  if (width <= 0) return '';
  const whole = fit(text, 0, width);
  if (whole.end === text.length) return text;
  const room = width - widthOf(ellipsis);
  if (room < 0) return text.slice(0, whole.end);
  return text.slice(0, fit(text, 0, room).end) + ellipsis;
}

/** The text in exactly that many cells: filled up with spaces, or truncated. */
export function padEnd(text: string, width: number, ellipsis?: string): string {
  const cut = truncate(text, width, ellipsis);
  return cut + ' '.repeat(Math.max(0, width - widthOf(cut)));
}

/** As `padEnd`, with the spaces in front. */
export function padStart(text: string, width: number, ellipsis?: string): string {
  const cut = truncate(text, width, ellipsis);
  if (widthOf(cut) >= width) return cut;
  // A first character that joins with what stands before it takes fewer cells behind a space.
  const widthBehindSpace = widthOf(` ${cut}`) - 1;
  return ' '.repeat(width - widthBehindSpace) + cut;
}

/**
 * The text in lines of at most `width` cells (at least one), broken at spaces, and inside a word that is longer than a
 * line. Line breaks and indentation stay.
 */
export function wrap(text: string, width: number): string[] {
  const columns = Math.max(1, Math.floor(width));
  return text.split('\n').flatMap((line) => wrapLine(line, columns));
}

function wrapLine(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [, spaces = '', word = ''] of text.matchAll(/( *)([^ ]*)/g)) {
    if (word === '') continue;
    const isIndentation = lines.length === 0 && line === '';
    const gap = line === '' && !isIndentation ? '' : spaces;
    const wordWidth = widthOf(word);
    if (used + gap.length + wordWidth <= columns) {
      line += gap + word;
      used += gap.length + wordWidth;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = pieces(word, columns);
    line = parts.pop() ?? '';
    used = widthOf(line);
    lines.push(...parts);
  }
  return [...lines, line];
}

/** A word in pieces that each fit; a character wider than a whole line becomes a question mark. */
function pieces(word: string, columns: number): string[] {
  const all: string[] = [];
  let start = 0;
  while (start < word.length) {
    const { end } = fit(word, start, columns);
    if (end > start) {
      all.push(word.slice(start, end));
      start = end;
    } else {
      all.push('?');
      start += clusterAt(word, start).length;
    }
  }
  return all;
}
