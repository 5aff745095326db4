/** Texts that a command takes from a file or from standard input. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../domain/errors.js';
import { whyNot } from '../domain/file-reasons.js';
import { quoted } from '../domain/quote.js';
import type { EvidenceInput } from '../domain/contract/calls.js';
import type { CommandContext } from './definition.js';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

/** Longer texts are no summaries but somebody's mistake, and they would sit in every event. */
const longestText = 16 * 1024 * 1024;

/**
 * The text of a file named relative to the working directory; `-` reads standard input.
 * @param flag names the file's flag in the error
 * @throws UsageError when it cannot be read
 */
export async function readInput(io: Io, file: string, flag: string): Promise<string> {
  if (file === '-') return readAll(io);
  return decoded([await bytesOf(io, file, flag)], `${flag}, ${quoted(file)},`);
}

async function bytesOf(io: Io, file: string, flag: string): Promise<Uint8Array> {
  try {
    const whole = path.resolve(io.directory, file);
    const { size } = await stat(whole);
    if (size > longestText) throw new UsageError(`${flag}, ${quoted(file)}, is longer than 16 MB.`);
    return await readFile(whole);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${flag} cannot be read: ${whyNot(error, file)}.`);
  }
}

/** @throws UsageError where it is no UTF-8: what cannot be read is not kept with holes in it */
function decoded(chunks: readonly (string | Uint8Array)[], what: string): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const parts = chunks.map((chunk) =>
      typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }),
    );
    return parts.join('') + decoder.decode();
  } catch {
    throw new UsageError(`${what} is not text in UTF-8.`);
  }
}

/**
 * The text of a flag and its companion `--NAME-file`: as it was given, `-` for standard input, or a file's, without
 * the space around it. The file counts, as the more deliberate one.
 * @returns undefined where neither is given
 */
export async function textOf(
  { io, invocation }: Pick<CommandContext, 'io' | 'invocation'>,
  name: string,
): Promise<string | undefined> {
  const file = invocation.text(`${name}-file`);
  if (file !== undefined) return (await readInput(io, file, `--${name}-file`)).trim();
  const text = invocation.text(name);
  return text === '-' ? (await readInput(io, text, `--${name}`)).trim() : text;
}

/** The text of an argument, as it was given or, with `-`, from standard input. */
export async function argumentText(
  { io, invocation }: Pick<CommandContext, 'io' | 'invocation'>,
  name: string,
): Promise<string> {
  const text = invocation.requiredArgument(name);
  return text === '-' ? (await readInput(io, text, name)).trim() : text;
}

/** Standard inputs that were read: a second flag that wants one would get nothing, and nobody would notice. */
const readOnce = new WeakSet<Io['stdin']>();

async function readAll(io: Io): Promise<string> {
  if (readOnce.has(io.stdin)) throw new UsageError('Only one flag can read standard input.');
  readOnce.add(io.stdin);
  const chunks: (string | Uint8Array)[] = [];
  let length = 0;
  for await (const chunk of io.stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestText) throw new UsageError('Standard input is longer than 16 MB.');
  }
  return decoded(chunks, 'Standard input');
}

/** @throws UsageError when it is no JSON object */
export function parseObject(text: string, what: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${what} is not JSON: ${whyNotJson(error, text)}.`);
  }
  if (!isObject(parsed)) throw new UsageError(`${what} must be a JSON object.`);
  return parsed;
}

/** What the parser says, with the place as an editor shows it; otherwise it quotes what stands there. */
function whyNotJson(error: unknown, text: string): string {
  return messageOf(error)
    .replace(/ in JSON at position (\d+).*$/s, (_, position) => {
      const lines = text.slice(0, Number(position)).split('\n');
      return ` in line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
    })
    .replace(/ is not valid JSON$/, '')
    .replace(/\s+/g, ' ')
    .replace('Unexpected end of JSON input', 'it ends too early');
}

const knownEvidence = ['commits', 'tests', 'prs', 'workspace_changes', 'review_iterations'];

/**
 * Evidence as agents write it: an object with lists `commits`, `tests`, `prs` (a single string counts as one),
 * `workspace_changes`, and whatever else they want kept.
 * @throws UsageError when it is no JSON object
 */
export function parseEvidence(text: string, flag: string): EvidenceInput {
  const parsed = parseObject(text, flag);
  const { workspace_changes: workspaceChanges, review_iterations: reviewIterations } = parsed;
  const rest = Object.entries(parsed).filter(([key]) => !knownEvidence.includes(key));
  return {
    ...lists(parsed, flag),
    ...(isObject(workspaceChanges) && { workspaceChanges }),
    ...(typeof reviewIterations === 'number' && { reviewIterations }),
    ...(rest.length > 0 && { extra: Object.fromEntries(rest) }),
  };
}

function lists(
  evidence: Readonly<Record<string, unknown>>,
  flag: string,
): Pick<EvidenceInput, 'commits' | 'tests' | 'prs'> {
  const named = (['commits', 'tests', 'prs'] as const).flatMap((key) => {
    const value = evidence[key];
    if (value === undefined || value === null) return [];
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!items.every((item) => typeof item === 'string')) {
      throw new UsageError(`${flag}: ${key} must be a list of texts.`);
    }
    return [[key, items] as const];
  });
  return Object.fromEntries(named);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
