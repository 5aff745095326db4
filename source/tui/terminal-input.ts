/** Reads the keyboard in raw mode and hands on what the parser makes of it, chunk by chunk. */
import { InputParser, type InputChunk } from './input.js';

/** A lone ESC is the Escape key once no rest of a sequence came for so long; slow lines split sequences. */
const escapeMilliseconds = 25;

export interface TerminalInputOptions {
  readonly stream: NodeJS.ReadStream;
  readonly onChunk: (chunk: InputChunk) => void;
  /** The terminal is gone. */
  readonly onEnd: () => void;
}

export class TerminalInput {
  readonly #options: TerminalInputOptions;
  readonly #parser = new InputParser();
  #timer: NodeJS.Timeout | null = null;
  #reading = false;

  constructor(options: TerminalInputOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#reading) return;
    this.#reading = true;
    const { stream, onEnd } = this.#options;
    stream.setEncoding('utf8');
    stream.setRawMode(true);
    stream.on('data', this.#read).on('end', onEnd).on('error', onEnd);
    stream.ref();
    stream.resume();
  }

  /** Leaves the keyboard to whoever comes next; a half-read sequence is dropped. */
  stop(): void {
    if (!this.#reading) return;
    this.#reading = false;
    const { stream, onEnd } = this.#options;
    this.#clearTimer();
    this.#parser.reset();
    stream.off('data', this.#read);
    stream.pause();
    stream.unref();
    // Of a terminal that is gone this tells as an error, for which somebody must still listen.
    if (!stream.destroyed) stream.setRawMode(false);
    stream.off('end', onEnd).off('error', onEnd);
  }

  readonly #read = (data: string | Buffer): void => {
    this.#clearTimer();
    this.#hand(this.#parser.push(data.toString()));
    if (!this.#reading || !this.#parser.waiting) return;
    this.#timer = setTimeout(() => this.#hand(this.#parser.flush()), escapeMilliseconds);
  };

  #hand(chunk: InputChunk): void {
    if (chunk.events.length > 0) this.#options.onChunk(chunk);
  }

  #clearTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
