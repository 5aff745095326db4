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
  /** Ends the program and whatever it started. */
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
      // A group of its own can be ended with all that it started.
      detached: signal !== undefined,
    });
    const stopWaiting = signal === undefined ? undefined : endGroupOn(signal, child.pid);
    const stdout = new Tail(keep);
    const output = new Tail(keep);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout.add(text);
      output.add(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => output.add(text));
    const settle = (code: number, otherwise = ''): void => {
      stopWaiting?.();
      resolve({ code, stdout: stdout.text, output: output.text || otherwise });
    };
    child.on('error', (error) => settle(127, error.message));
    child.on('close', (code, ended) => settle(code ?? 128 + signalNumber(ended)));
  });
}

/** How long a group of processes has to end by itself once it was asked to. */
const patience = 2_000;

/** Asks all processes of the group to end when the signal comes, and ends those that do not. Returns the way out. */
function endGroupOn(signal: AbortSignal, group: number | undefined): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    sendToGroup(group, 'SIGTERM');
    timer = setTimeout(() => sendToGroup(group, 'SIGKILL'), patience);
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  };
}

function sendToGroup(group: number | undefined, name: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, name);
  } catch (error) {
    // All of it has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The end of a text that comes in pieces; what is not kept is not copied. */
class Tail {
  readonly #keep: number;
  readonly #pieces: string[] = [];
  #length = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    for (let [first] = this.#pieces; first && this.#length - first.length >= this.#keep;) {
      this.#pieces.shift();
      this.#length -= first.length;
      [first] = this.#pieces;
    }
  }

  get text(): string {
    const text = this.#pieces.join('');
    return text.length > this.#keep ? text.slice(-this.#keep) : text;
  }
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
