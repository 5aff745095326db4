/**
 * Text for a terminal: made harmless, measured in cells, cut, padded and wrapped. Measure only what went through
 * `sanitise`.
 */
import { clusterAt, fit, widthOf } from './cell-width.js';

export { sanitise } from './sanitise.js';

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
