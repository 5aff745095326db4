/** One process with the model in it, as its owner sees it: messages in, messages out, one end. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromEmbedder, ToEmbedder } from './embedder-protocol.js';

export interface EmbedderProcessOptions {
  readonly entry: URL;
  readonly modelDirectory: string;
  readonly packageDirectory: string | null;
  readonly onReady: (dimensions: number) => void;
  readonly onVector: (vector: Float32Array) => void;
  readonly onRefused: (reason: string) => void;
  /** The model cannot be loaded. */
  readonly onFailed: (reason: string) => void;
  /** The process is gone without having been told to. */
  readonly onExit: (reason: string) => void;
  readonly log?: (line: string) => void;
}

/** How much of what the process printed last is kept for the log, in characters. */
const keptOutput = 2000;

export class EmbedderProcess {
  readonly #child: ChildProcess;
  readonly #options: EmbedderProcessOptions;
  readonly gone: Promise<void>;
  #ticket = 0;
  #ended = false;
  #output = '';

  constructor(options: EmbedderProcessOptions) {
    this.#options = options;
    this.#child = fork(fileURLToPath(options.entry), [], {
      execArgv: [],
      serialization: 'advanced',
      // The runtime prints past everything that could catch it within its process.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.gone = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        resolve();
        this.#exited(signal ?? `code ${code ?? 'unknown'}`);
      });
      this.#child.once('error', (error) => {
        // A process that could not be started has no exit.
        if (this.#child.pid === undefined) resolve();
        this.#exited(error.message);
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-keptOutput);
      });
    }
    this.#child.on('message', (message) => this.#receive(message as FromEmbedder));
    this.#post({
      kind: 'load',
      modelDirectory: options.modelDirectory,
      packageDirectory: options.packageDirectory,
    });
  }

  get id(): number | null {
    return this.#child.pid ?? null;
  }

  send(text: string): void {
    this.#post({ kind: 'embed', ticket: ++this.#ticket, text });
  }

  /** Somebody waits for an answer: the program stays for it. */
  hold(): void {
    this.#child.ref();
    this.#child.channel?.ref();
  }

  /** Nobody waits: the process does not keep the program alive, and ends with it. */
  release(): void {
    this.#child.unref();
    this.#child.channel?.unref();
    // Pipes are sockets, whatever their types say.
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      (stream as { unref?: () => void } | null)?.unref?.();
    }
  }

  /** By force, for it may be in the middle of a long text; it holds nothing that could be lost. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    // Whoever waits for the end must live to see it.
    this.hold();
    this.#child.kill('SIGKILL');
  }

  #post(message: ToEmbedder): void {
    // A failure to send is told by the end of the process.
    this.#child.send(message, () => undefined);
  }

  #receive(message: FromEmbedder): void {
    if (this.#ended) return;
    switch (message.kind) {
      case 'ready':
        this.#options.onReady(message.dimensions);
        break;
      case 'failed':
        this.#options.onFailed(message.reason);
        break;
      case 'vector':
        // Copied: what arrives is a view of the whole message.
        if (message.ticket === this.#ticket) {
          this.#options.onVector(Float32Array.from(message.vector));
        }
        break;
      case 'refused':
        if (message.ticket === this.#ticket) this.#options.onRefused(message.reason);
        break;
    }
  }

  #exited(reason: string): void {
    if (this.#output.trim() !== '') {
      this.#options.log?.(`The process of the model printed: ${this.#output.trim()}`);
    }
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onExit(reason);
  }
}
