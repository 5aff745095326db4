/** The process's own streams, with a reader that goes away taken for the end and not for an error. */
import { writeSync } from 'node:fs';
import { dieOfHangUp, isHungUp } from './hang-up.js';

export interface ProcessIo {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  onInterrupt(listener: () => void): () => void;
}

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Installs the handling of closed pipes; to be called once, by the program's entry. */
export function processIo(): ProcessIo {
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const onStreamError = (error: NodeJS.ErrnoException): void => {
    if (isHungUp()) {
      // Whoever listens ends what is under way first.
      if (listeners.size === 0 && process.listenerCount('SIGHUP') === 0) void dieOfHangUp();
      notify();
      return;
    }
    if (error.code !== 'EPIPE') failToWrite(error);
    // `flowdeck list | head -1`: nobody reads any more, and nothing is wrong.
    if (listeners.size === 0) process.exit(0);
    notify();
  };
  process.stdout.on('error', onStreamError);
  process.stderr.on('error', onStreamError);

  return {
    // Opened only when read: a stream on a terminal keeps the program alive.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    directory: process.cwd(),
    environment: process.env,
    onInterrupt(listener) {
      if (listeners.size === 0) for (const signal of interruptions) process.on(signal, notify);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) for (const signal of interruptions) process.off(signal, notify);
      };
    },
  };
}

/** A full disk behind `> file`: what is lost cannot be told in the answer, so the exit code must. */
function failToWrite(error: Error): never {
  try {
    writeSync(process.stderr.fd, `flowdeck: The output cannot be written: ${error.message}.\n`);
  } catch {
    // The standard error is as full.
  }
  process.exit(1);
}
