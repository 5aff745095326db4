/**
 * What SQL text and its arguments must be before they reach the library, which otherwise runs only the first of several
 * statements, binds nothing for a missing argument and aborts the process on a wrong one.
 */
import { FlowdeckError } from '../domain/errors.js';
import type { SqlValue } from './types.js';

interface Shape {
  readonly parameters: number;
  readonly reads: boolean;
}

/** Literals, quoted names and comments: what is inside them is no syntax. */
const opaque =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
const transactionControl = /^\s*(?:begin|commit|end|rollback(?!\s+(?:transaction\s+)?to\b))\b/i;
const reading = /^\s*(?:select|values|with|explain)\b/i;
const writing = /\b(?:insert|update|delete|replace)\s+(?:or\b|into\b|from\b|[\w"]+\s+set\b)/i;

const shapes = new Map<string, Shape>();
const rememberedShapes = 1000;

/** @throws FlowdeckError `store.invalid_argument` when the text is not exactly one statement that may run in a transaction */
function shapeOf(sql: string): Shape {
  const known = shapes.get(sql);
  if (known) return known;
  const syntax = sql.replace(opaque, (part) => (/^[-/]/.test(part) ? ' ' : '""'));
  if (syntax.trim() === '' || syntax.trim() === ';') throw invalid('The statement is empty.');
  if (/;\s*\S/.test(syntax)) throw invalid('Only one statement can run at a time.');
  if (transactionControl.test(syntax)) {
    throw invalid('A statement must not begin or end the transaction it runs in.');
  }
  if (/[:@$]\w/.test(syntax)) throw invalid('Arguments are bound by position, not by name.');
  const shape = {
    parameters: countParameters(syntax),
    reads: reading.test(syntax) && !writing.test(syntax),
  };
  if (shapes.size >= rememberedShapes) shapes.clear();
  shapes.set(sql, shape);
  return shape;
}

/** A bare `?` is one beyond the highest before it; `?3` is the third. */
function countParameters(syntax: string): number {
  let highest = 0;
  for (const [, number] of syntax.matchAll(/\?(\d*)/g)) {
    highest = number ? Math.max(highest, Number(number)) : highest + 1;
  }
  return highest;
}

/**
 * The arguments as they may be bound.
 *
 * @param sql one statement
 * @param args as many as the statement has parameters
 * @param options `readOnly`: refuse a statement that writes
 * @throws FlowdeckError `store.invalid_argument`
 */
export function checkStatement(
  sql: string,
  args: readonly SqlValue[],
  { readOnly }: { readonly readOnly: boolean },
): SqlValue[] {
  const shape = shapeOf(sql);
  if (readOnly && !shape.reads) throw invalid(`A read must not change anything: ${excerpt(sql)}`);
  if (!Array.isArray(args)) throw invalid('Arguments must be an array.');
  if (args.length !== shape.parameters) {
    throw invalid(
      `The statement takes ${shape.parameters} arguments, not ${args.length}: ${excerpt(sql)}`,
    );
  }
  // Array.from also visits the holes of a sparse array.
  return Array.from(args as readonly unknown[], bindable);
}

function bindable(value: unknown, index: number): SqlValue {
  switch (typeof value) {
    case 'string':
      return storableText(value);
    case 'number':
      if (!Number.isFinite(value)) break;
      // A number is bound as REAL, which a TEXT column would keep as '1.0'.
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) break;
      return value;
    case 'object':
      if (value === null) return null;
      if (value instanceof Uint8Array) {
        return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      }
      break;
    case 'boolean':
    case 'undefined':
    case 'function':
    case 'symbol':
      break;
  }
  throw invalid(`Argument ${index + 1} cannot be stored: ${describe(value)}.`);
}

/** Text as it can be read back: it would end at a NUL, and half a surrogate pair is no character. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}

function describe(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.prototype.toString.call(value).slice(8, -1);
}

function excerpt(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim().slice(0, 120);
}

function invalid(message: string): FlowdeckError {
  return new FlowdeckError('store.invalid_argument', message);
}
