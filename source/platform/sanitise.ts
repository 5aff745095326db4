/** Text from outside made harmless for a terminal. Apart from measuring, which is slow to load: every command needs this. */

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
