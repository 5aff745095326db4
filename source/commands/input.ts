/** Texts that a command takes from a file or from standard input. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../domain/errors.js';
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
  try {
    return await readFile(path.resolve(io.directory, file), 'utf8');
  } catch (error) {
    throw new UsageError(`${flag} cannot be read: ${messageOf(error)}.`);
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

/** Standard inputs that were read: a second flag that wants one would get nothing, and nobody would notice. */
const readOnce = new WeakSet<Io['stdin']>();

async function readAll(io: Io): Promise<string> {
  if (readOnce.has(io.stdin)) throw new UsageError('Only one flag can read standard input.');
  readOnce.add(io.stdin);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of io.stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > longestText) throw new UsageError('Standard input is longer than 16 MB.');
  }
  return text + decoder.decode();
}

const knownEvidence = ['commits', 'tests', 'prs', 'workspace_changes', 'review_iterations'];

/**
 * Evidence as agents write it: an object with lists `commits`, `tests`, `prs` (a single string counts as one),
 * `workspace_changes`, and whatever else they want kept.
 * @throws UsageError when it is no JSON object
 */
export function parseEvidence(text: string, flag: string): EvidenceInput {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${flag} is not JSON: ${messageOf(error)}.`);
  }
  if (!isObject(parsed)) throw new UsageError(`${flag} must be a JSON object.`);
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
