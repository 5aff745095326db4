/** Prints answers and errors in their two forms. */
import { serialiseError, type SerialisedError } from '../domain/errors.js';
import { sanitise } from '../platform/terminal-text.js';
import type { Io } from './io.js';

/** Lines from the store may hold control characters; none reaches the terminal. Tabs stay. */
export function printLines(io: Io, lines: readonly string[]): void {
  if (lines.length > 0) io.stdout.write(`${lines.map(cleanLine).join('\n')}\n`);
}

/** One compact object with `success` first. */
export function printJson(io: Io, data: Readonly<Record<string, unknown>>): void {
  io.stdout.write(`${compactJson({ success: true, ...data })}\n`);
}

/** An error as a sentence and its hint, or as one object; on standard error either way. */
export function printError(io: Io, thrown: unknown, json: boolean): void {
  const { code, message, hint, details } = serialiseError(thrown);
  const lines = [`flowdeck: ${message}`, hint];
  io.stderr.write(
    json
      ? `${compactJson(jsonError({ code, message, hint, ...(details && { details }) }))}\n`
      : `${lines.map((line) => cleanLine(line.replace(/\s*\n\s*/g, ' '))).join('\n')}\n`,
  );
}

function jsonError({ code, message, hint, details }: SerialisedError): Record<string, unknown> {
  return { success: false, error: message, code, hint, ...(details && { details }) };
}

/** Escapes what JSON lets through but a terminal obeys: the C1 and direction controls. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value).replace(
    // eslint-disable-next-line no-control-regex
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
