/** Other programs: whether they are there, and what they say. They get the user's own environment. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.js';
import { statusOf } from './files.js';

export interface ProcessOutcome {
  /** 128 and the number of the signal for one that a signal ended, as shells say it; 127 where it could not start. */
  readonly code: number;
  readonly stdout: string;
  /** Both streams as they came. */
  readonly output: string;
}

export interface ProcessOptions {
  readonly directory: string;
  readonly environment: Environment;
  /** Ends the program. */
  readonly signal?: AbortSignal;
  /** How much of the output is kept: its end, in UTF-16 units. All of it by default. */
  readonly keep?: number;
}

/** A command line as a person would type it. */
export function runShell(command: string, options: ProcessOptions): Promise<ProcessOutcome> {
  return runProgram('sh', ['-c', command], options);
}

/** Runs a program without any input to its end; a program that is missing is an outcome too. */
export function runProgram(
  program: string,
  args: readonly string[],
  { directory, environment, signal, keep = Infinity }: ProcessOptions,
): Promise<ProcessOutcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
    });
    let [stdout, output] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = ending(stdout + text, keep);
      output = ending(output + text, keep);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = ending(output + text, keep);
    });
    child.on('error', (error) => resolve({ code: 127, stdout, output: output || error.message }));
    child.on('close', (code, ended) =>
      resolve({ code: code ?? 128 + signalNumber(ended), stdout, output }),
    );
  });
}

function ending(text: string, keep: number): string {
  return text.length > keep ? text.slice(-keep) : text;
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGINT: 2,
  SIGKILL: 9,
  SIGTERM: 15,
};

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : (signalNumbers[signal] ?? 1);
}

/** Whether a program can be started by this name from this directory. */
export function hasProgram(
  name: string,
  { directory, environment }: Pick<ProcessOptions, 'directory' | 'environment'>,
): boolean {
  if (name.includes('/')) return isExecutable(path.resolve(directory, name));
  return (environment['PATH'] ?? '')
    .split(path.delimiter)
    .some((folder) => isExecutable(path.resolve(directory, folder || '.', name)));
}

function isExecutable(file: string): boolean {
  if (statusOf(file)?.isFile() !== true) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
