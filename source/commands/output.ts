/** Prints answers and errors in their two forms. */
import { serialiseError, shortened } from '../domain/errors.js';
import type { ErrorJson } from '../domain/shapes.js';
import { sanitise } from '../platform/sanitise.js';
import type { Io } from './io.js';

/** Lines from the store may hold control characters; none reaches the terminal. Tabs stay. */
export function printLines(io: Io, lines: readonly string[]): void {
  if (lines.length > 0) io.stdout.write(`${lines.map(cleanLine).join('\n')}\n`);
}

/** One compact object with `success` first. */
export function printJson(io: Io, data: object): void {
  io.stdout.write(`${compactJson({ success: true, ...data })}\n`);
}

/** An error as a sentence and its hint, or as one object; on standard error either way. */
export function printError(io: Io, thrown: unknown, json: boolean): void {
  const { code, message, hint } = serialiseError(thrown);
  const error = shortened(message);
  const text = json
    ? compactJson({ success: false, error, code, hint } satisfies ErrorJson)
    : [`flowdeck: ${error.replace(/\s*\n\s*/g, ' ')}`, hint].map(cleanLine).join('\n');
  io.stderr.write(`${text}\n`);
}

/** Escapes what JSON lets through but a terminal obeys: the C1 and direction controls. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Splits a text of many lines, so that its breaks survive the cleaning. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/\n+$/, '').split(/\r?\n/);
}

function cleanLine(line: string): string {
  return line
    .split('\t')
    .map((part) => sanitise(part))
    .join('\t');
}
