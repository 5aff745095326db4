/** A text in the editor of whoever sits at the terminal, as git opens one: by way of a file that they save. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from './environment.js';

export interface EditedText {
  readonly text: string;
  /** Where it lies until it is discarded. */
  readonly path: string;
  discard(): void;
}

export type EditResult =
  | { readonly type: 'edited'; readonly edited: EditedText }
  | { readonly type: 'unchanged' }
  /** `missing`: there is no such program. `kept` is the file that holds what was saved by then; null for nothing. */
  | {
      readonly type: 'failed';
      readonly missing: boolean;
      readonly reason: string;
      readonly kept: string | null;
    };

export interface EditOptions {
  /** Names the file, so that the editor's title tells what is edited. */
  readonly name: string;
  readonly environment: Environment;
  /** Ends the editor with the program. */
  readonly signal?: AbortSignal;
}

/** The editor's command line as a shell reads it: $VISUAL, $EDITOR, else vi. */
export function editorCommand(environment: Environment): string {
  const named = [environment['VISUAL'], environment['EDITOR']].find((each) => each?.trim());
  return named?.trim() ?? 'vi';
}

/**
 * Lets somebody edit a text in the terminal that this process has. The file lies in a directory of its own that nobody
 * else may read.
 */
export async function editText(text: string, options: EditOptions): Promise<EditResult> {
  const { name, environment, signal } = options;
  const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  let directory: string;
  let file: string;
  try {
    directory = mkdtempSync(path.join(tmpdir(), 'flowdeck-edit-'));
    file = path.join(directory, `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.md`);
    writeFileSync(file, ended, { mode: 0o600 });
  } catch (error) {
    const reason = `No file for the editor can be made in ${tmpdir()}: ${messageOf(error)}.`;
    return { type: 'failed', missing: false, reason, kept: null };
  }
  const discard = (): void => rmSync(directory, { recursive: true, force: true });
  const failure = await run(editorCommand(environment), file, environment, signal);
  const saved = readSaved(file);
  if (saved === null || saved === ended) {
    discard();
    return failure ? { type: 'failed', ...failure, kept: null } : { type: 'unchanged' };
  }
  if (failure) return { type: 'failed', ...failure, kept: file };
  // An end of the last line that was only put there for the editor goes again.
  const own = text.endsWith('\n') ? saved : saved.replace(/\n$/, '');
  return { type: 'edited', edited: { text: own, path: file, discard } };
}

interface Failure {
  readonly missing: boolean;
  readonly reason: string;
}

/** The shell reads the command, so that it may hold arguments and quotes; the file comes as an argument of its own. */
function run(
  command: string,
  file: string,
  environment: Environment,
  signal: AbortSignal | undefined,
): Promise<Failure | null> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', `${command} "$@"`, command, file], {
      stdio: 'inherit',
      env: environment,
      ...(signal && { signal, killSignal: 'SIGTERM' as const }),
    });
    child.on('error', (error) =>
      resolve({ missing: false, reason: `The editor ${command} failed: ${error.message}.` }),
    );
    child.on('close', (code, by) => resolve(failureOf(command, code, by)));
  });
}

function failureOf(command: string, code: number | null, by: string | null): Failure | null {
  if (code === 0) return null;
  // What a shell says of a command that is not there, or is no program.
  if (code === 127 || code === 126) {
    return { missing: true, reason: `The editor ${command} cannot be run.` };
  }
  const how = by === null ? `ended with code ${code ?? 0}` : `was ended by ${by}`;
  return { missing: false, reason: `The editor ${command} ${how}: nothing was taken over.` };
}

function readSaved(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
