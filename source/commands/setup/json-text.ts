/** Changes to JSON files of other programs that leave everything else in them as it stands, comments included. */
import {
  findNodeAtLocation,
  parse,
  parseTree,
  printParseErrorCode,
  type JSONPath,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { FlowdeckError } from '../../domain/errors.js';

/** @throws FlowdeckError `setup.unreadable` where the text is not JSON */
export function readJson(text: string, file: string): unknown {
  if (text.trim() === '') return {};
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined && isObject(value)) return value;
  const reason = first ? `${printParseErrorCode(first.error)} at ${first.offset}` : 'no object';
  throw new FlowdeckError('setup.unreadable', `${file} is not JSON as it should be: ${reason}.`);
}

/** The text with a value at a path where there is none; it becomes the last of its object or list. */
export function withValue(text: string, path: JSONPath, value: unknown): string {
  const base = text.trim() === '' ? '{}\n' : text;
  const tree = treeOf(base);
  let depth = path.length - 1;
  while (depth > 0 && !findNodeAtLocation(tree, path.slice(0, depth))) depth -= 1;
  const parent = findNodeAtLocation(tree, path.slice(0, depth)) ?? tree;
  // What is missing on the way is made with it.
  const nested = path.slice(depth + 1).reduceRight((inner, key) => ({ [key]: inner }), value);
  const { unit, lineBreak } = formOf(base);
  const pad = lineBreak + unit.repeat(depth + 1);
  const written = JSON.stringify(nested, null, unit).replaceAll('\n', pad);
  const entry =
    parent.type === 'array' ? written : `${JSON.stringify(String(path[depth]))}: ${written}`;
  const last = parent.children?.at(-1);
  if (last) return replaced(base, last.offset + last.length, 0, `,${pad}${entry}`);
  const [open = '', close = ''] = parent.type === 'array' ? '[]' : '{}';
  const whole = `${open}${pad}${entry}${lineBreak}${unit.repeat(depth)}${close}`;
  return replaced(base, parent.offset, parent.length, whole);
}

/** The text without what stands at a path, with the comma and the space that belong to it. */
export function withoutValue(text: string, path: JSONPath): string {
  const found = findNodeAtLocation(treeOf(text), path);
  const entry = found?.parent?.type === 'property' ? found.parent : found;
  const parent = entry?.parent;
  if (!entry || !parent) return text;
  const siblings = parent.children ?? [];
  const index = siblings.indexOf(entry);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  if (before) {
    const start = before.offset + before.length;
    return replaced(text, start, entry.offset + entry.length - start, '');
  }
  if (after) return replaced(text, entry.offset, after.offset - entry.offset, '');
  return replaced(text, parent.offset, parent.length, parent.type === 'array' ? '[]' : '{}');
}

function replaced(text: string, offset: number, length: number, by: string): string {
  return text.slice(0, offset) + by + text.slice(offset + length);
}

function treeOf(text: string): Node {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  if (tree === undefined) throw new Error('The text was read before.');
  return tree;
}

/** How the file is written so far. */
function formOf(text: string): { readonly unit: string; readonly lineBreak: string } {
  return {
    unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
