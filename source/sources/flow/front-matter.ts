import { parse } from 'yaml';
import { isObject, type JsonObject } from './values.js';

export interface FrontMatter {
  /** The mapping between the `---` lines; null where there is none, or none that can be read. */
  readonly data: JsonObject | null;
  readonly body: string;
  /** Why the front matter could not be read. */
  readonly error: string | null;
}

const opening = /^\s*---[ \t]*\n/;
const closing = /^---[ \t]*$/m;

/**
 * Splits Markdown with plain line ends into its YAML front matter and the rest. White space before the first `---` is
 * tolerated, the closing one stands alone on its line, and later ones belong to the body. A first line `---` that is
 * never closed is a horizontal rule. What cannot be read stays part of the body.
 */
export function splitFrontMatter(markdown: string): FrontMatter {
  const none: FrontMatter = { data: null, body: markdown, error: null };
  const start = opening.exec(markdown);
  if (!start) return none;
  const rest = markdown.slice(start[0].length);
  const end = closing.exec(rest);
  if (!end) return none;
  const body = rest.slice(end.index + end[0].length).replace(/^\n/, '');
  try {
    // The core schema leaves dates as the text they were written as.
    const data: unknown = parse(rest.slice(0, end.index), { schema: 'core', maxAliasCount: 50 });
    if (data === null || data === undefined) return { data: {}, body, error: null };
    if (isObject(data)) return { data: plain(data), body, error: null };
    return none;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { data: null, body: markdown, error: reason };
  }
}

/** YAML can hold what JSON cannot (infinities, aliases to one object); the rest of the program speaks JSON. */
function plain(data: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(data)) as JsonObject;
}
