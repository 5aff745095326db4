/** A definition as a file holds it: JSON, or Markdown under front matter. Only what changes is written anew. */
import { parse, parseDocument } from 'yaml';
import { isObject, type JsonObject } from '../flow/values.js';

export interface FlowDocument {
  readonly data: JsonObject;
  /** The Markdown under the front matter; null for JSON. */
  readonly body: string | null;
  /** The file's text with these keys set, and with another body where one is given. */
  write(changes: JsonObject, body?: string): string;
}

/** Null for what is neither. */
export function openDocument(text: string, path: string): FlowDocument | null {
  return path.endsWith('.md') ? openMarkdown(text) : openJson(text);
}

function openJson(text: string): FlowDocument | null {
  try {
    const data = JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
    if (!isObject(data)) return null;
    return {
      data,
      body: null,
      write: (changes) => jsonText({ ...data, ...changes }, data, text),
    };
  } catch {
    return null;
  }
}

/** In the order of the keys that the file has: sorted where it is sorted. */
function jsonText(next: JsonObject, before: JsonObject, text: string): string {
  const keys = Object.keys(before);
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);
  const ordered = isSorted
    ? Object.fromEntries(Object.entries(next).sort(([left], [right]) => (left < right ? -1 : 1)))
    : next;
  const indent = /\n(\s+)"/.exec(text)?.[1] ?? 2;
  return `${JSON.stringify(ordered, null, indent)}${/\n$/.test(text) ? '\n' : ''}`;
}

const frontMatter = /^(\s*---[ \t]*\r?\n)([\s\S]*?)(^---[ \t]*$(?:\r?\n)?)/m;

function openMarkdown(text: string): FlowDocument | null {
  const match = frontMatter.exec(text);
  if (match?.index !== 0) return null;
  const [whole, opening = '', yaml = '', closing = ''] = match;
  const data: unknown = parse(yaml, { schema: 'core', maxAliasCount: 50 });
  if (!isObject(data)) return null;
  const body = text.slice(whole.length);
  return {
    data,
    body,
    write(changes, newBody = body) {
      if (Object.keys(changes).length === 0) return `${whole}${newBody}`;
      // Edited as a document, so that comments and the order of the keys stay.
      const document = parseDocument(yaml, { schema: 'core' });
      for (const [key, value] of Object.entries(changes)) {
        if (value === null || value === undefined) document.delete(key);
        else document.set(key, value);
      }
      return `${opening}${document.toString({ lineWidth: 0 })}${closing}${newBody}`;
    },
  };
}
