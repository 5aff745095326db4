/** Lines made of spans: cleaned, measured, cut, wrapped and searched, all by display width. */
import { displayWidth, sanitise, truncate } from '../platform/terminal-text.js';
import type { Line, Span } from './line.js';
import type { StyleRole } from './theme.js';

/** No row of any terminal shows more; what lies beyond is cut before it is examined. */
const maximumLength = 4096;

export function span(text: string, role?: StyleRole): Span {
  return role === undefined ? { text } : { text, role };
}

/** Text from outside as one clean line, however long or hostile it is. */
export function clean(text: string): string {
  const short = text.length > maximumLength ? text.slice(0, maximumLength) : text;
  return sanitise(short).trim();
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, each) => sum + displayWidth(each.text), 0);
}

export function lineText(line: Line): string {
  return line.map((each) => each.text).join('');
}

/** A line of clean spans cut to `width` cells. */
export function cutLine(line: Line, width: number, ellipsis: string): Line {
  if (lineWidth(line) <= width) return line;
  const kept: Span[] = [];
  let left = width;
  for (const each of line) {
    const needed = displayWidth(each.text);
    if (needed > left) {
      const text = truncate(each.text, left, ellipsis);
      if (text !== '') kept.push({ ...each, text });
      break;
    }
    kept.push(each);
    left -= needed;
    if (left === 0) break;
  }
  return kept;
}

/** Neighbouring spans of one role as one, empty ones left out: fewer style changes for the terminal. */
export function mergeSpans(line: Line): Line {
  const merged: { text: string; role?: StyleRole }[] = [];
  for (const each of line) {
    if (each.text === '') continue;
    const last = merged.at(-1);
    if (last !== undefined && last.role === each.role) last.text += each.text;
    else merged.push({ ...each });
  }
  return merged;
}

/** Spaces at the end of a line, and spans that hold nothing else, cost bytes and show nothing. */
export function trimEnd(line: Line): Line {
  const end = line.at(-1);
  if (end === undefined || (end.text !== '' && !/\s$/.test(end.text))) return line;
  const trimmed = [...line];
  for (let last = trimmed.at(-1); last !== undefined; last = trimmed.at(-1)) {
    const text = last.text.trimEnd();
    if (text === last.text && text !== '') break;
    trimmed.pop();
    if (text === '') continue;
    trimmed.push({ ...last, text });
    break;
  }
  return trimmed;
}

/** The words of a search: all of them must be found. */
export function searchWords(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/** `text` with every occurrence of the words in the role `match`. */
export function highlight(text: string, words: readonly string[], role?: StyleRole): Span[] {
  return applyRanges(text, rangesOf(text, words), role);
}

/** `text` with the ranges, in order and [start, end) in UTF-16 units, in the role `match`. */
export function applyRanges(
  text: string,
  ranges: readonly (readonly [number, number])[],
  role?: StyleRole,
): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    const from = Math.max(at, start);
    if (from >= end || from >= text.length) continue;
    if (from > at) spans.push(span(text.slice(at, from), role));
    spans.push(span(text.slice(from, end), 'match'));
    at = Math.min(end, text.length);
  }
  if (at < text.length) spans.push(span(text.slice(at), role));
  return spans;
}

/** What a search matches in a text, as [start, end) in UTF-16 units. */
export type Ranges = (text: string) => readonly (readonly [number, number])[];

/** Where words occur in a text, whatever their letter case. */
export function rangesOf(text: string, words: readonly string[]): [number, number][] {
  const lower = text.toLowerCase();
  // Where lowering changes the length, positions would not fit the text.
  if (lower.length !== text.length) return [];
  const ranges: [number, number][] = [];
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      ranges.push([at, at + word.length]);
    }
  }
  return ranges.sort((left, right) => left[0] - right[0]);
}

/** Clean spans flowed into lines of at most `width` cells, broken at spaces and, where a word is too long, within it. */
export function wrapSpans(spans: Line, width: number): Line[] {
  const room = Math.max(1, width);
  const lines: Line[] = [];
  let line: Span[] = [];
  let used = 0;
  const flush = (): void => {
    lines.push(mergeSpans(trimEnd(line)));
    line = [];
    used = 0;
  };
  for (const word of wordsOf(spans)) {
    if (word.space) {
      if (used === 0 && lines.length > 0) continue;
      if (used + word.width > room) continue;
    } else if (word.width > room) {
      for (const piece of breakWord(word.spans, room, room - used)) {
        if (used + lineWidth(piece) > room) flush();
        line.push(...piece);
        used += lineWidth(piece);
      }
      continue;
    } else if (used + word.width > room) {
      flush();
    }
    line.push(...word.spans);
    used += word.width;
  }
  if (line.length > 0 || lines.length === 0) flush();
  return lines;
}

interface Word {
  readonly spans: Line;
  readonly width: number;
  readonly space: boolean;
}

/** Runs of spaces and runs of anything else; a word may reach over several spans. */
function wordsOf(spans: Line): Word[] {
  const words: { spans: Span[]; width: number; space: boolean }[] = [];
  for (const each of spans) {
    for (const part of each.text.match(/ +|[^ ]+/g) ?? []) {
      const space = part.startsWith(' ');
      const width = displayWidth(part);
      const last = words.at(-1);
      if (last !== undefined && last.space === space) {
        last.spans.push({ ...each, text: part });
        last.width += width;
      } else {
        words.push({ spans: [{ ...each, text: part }], width, space });
      }
    }
  }
  return words;
}

/** A word too long for a line in pieces: the first for the room that is left, the others for whole lines. */
function breakWord(spans: Line, width: number, first: number): Line[] {
  const pieces: Line[] = [];
  let room = first;
  for (const each of spans) {
    let rest = each.text;
    while (rest !== '') {
      const head = truncate(rest, room, '');
      if (head === '' && room < width) {
        room = width;
        continue;
      }
      // A character wider than the whole line cannot be shown.
      const taken = head === '' ? firstCharacter(rest) : head;
      if (head !== '') pieces.push([{ ...each, text: head }]);
      rest = rest.slice(taken.length);
      room -= displayWidth(head);
      if (room <= 0) room = width;
    }
  }
  return pieces;
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}
