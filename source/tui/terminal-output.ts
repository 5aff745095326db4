/**
 * Between Ink and the terminal: gives the size that the cockpit knows, sends a frame as one write, keeps the user's
 * scrollback, and can be silenced while the terminal belongs to somebody else.
 */
import { EventEmitter } from 'node:events';
import type { Size } from './layout.js';

const beginFrame = '\u001b[?2026h';
const endFrame = '\u001b[?2026l';
const eraseScrollback = '\u001b[3J';
const clearScreen = '\u001b[0m\u001b[2J\u001b[H';
/** Alternate screen, no cursor, focus reports, bracketed paste. */
const enterModes = `\u001b[?1049h\u001b[?25l\u001b[?1004h\u001b[?2004h${clearScreen}`;
const leaveModes = `${endFrame}\u001b[0m\u001b[?2004l\u001b[?1004l\u001b[?25h\u001b[?1049l`;

export class TerminalOutput extends EventEmitter {
  /** Ink asks for it. */
  readonly isTTY = true;
  readonly #stream: NodeJS.WriteStream;
  #size: Size;
  #silent = false;
  #entered = false;
  #frame: string[] | null = null;

  constructor(stream: NodeJS.WriteStream) {
    super();
    this.#stream = stream;
    this.#size = sizeOf(stream);
  }

  get columns(): number {
    return this.#size.columns;
  }

  get rows(): number {
    return this.#size.rows;
  }

  get size(): Size {
    return this.#size;
  }

  /** Reads the terminal's size anew. */
  measure(): Size {
    this.#size = sizeOf(this.#stream);
    return this.#size;
  }

  /** For Ink: what it writes while the output is silent is lost, and it is told to draw anew afterwards. */
  write(
    data: string,
    encoding?: BufferEncoding | (() => void),
    callback: (() => void) | undefined = typeof encoding === 'function' ? encoding : undefined,
  ): boolean {
    if (!this.#silent) this.#collect(data.replaceAll(eraseScrollback, ''));
    if (callback) setImmediate(callback);
    return true;
  }

  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    this.#send(enterModes);
  }

  /** Gives the terminal back as it was; may be called any number of times. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.#frame = null;
    this.#send(leaveModes);
  }

  silence(silent: boolean): void {
    this.#silent = silent;
    this.#frame = null;
  }

  clear(): void {
    if (this.#entered) this.#send(clearScreen);
  }

  #collect(data: string): void {
    if (data === beginFrame) {
      this.#frame = [data];
      return;
    }
    if (!this.#frame) {
      this.#send(data);
      return;
    }
    this.#frame.push(data);
    if (data !== endFrame) return;
    const frame = this.#frame.join('');
    this.#frame = null;
    this.#send(frame);
  }

  #send(data: string): void {
    if (data === '' || this.#stream.destroyed) return;
    this.#stream.write(data);
  }
}

/** What the terminal says, and the usual size where it says nothing. */
function sizeOf(stream: NodeJS.WriteStream): Size {
  const fresh = typeof stream.getWindowSize === 'function' ? stream.getWindowSize() : null;
  const [columns, rows] = fresh ?? [stream.columns, stream.rows];
  return { columns: columns || 80, rows: rows || 24 };
}
