/** A command's surroundings: injected, so that tests run commands without a process of their own. */
import type { Environment } from '../platform/environment.js';

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export interface Io {
  readonly stdin: AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** The working directory, absolute. */
  readonly directory: string;
  readonly environment: Environment;
  /**
   * Calls the listener on SIGINT, SIGTERM, SIGHUP or when nobody reads the output any more, in place of dying at once.
   * Returns the way to stop listening.
   */
  onInterrupt(listener: () => void): () => void;
}
