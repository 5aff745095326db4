/** The process's own streams, with a reader that goes away taken for the end and not for an error. */

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
    // `flowdeck list | head -1`: nobody reads any more, and nothing is wrong.
    if (error.code !== 'EPIPE') throw error;
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
