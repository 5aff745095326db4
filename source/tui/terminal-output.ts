/**
 * Between Ink and the terminal: gives the size that the cockpit knows, sends of each frame only the cells that changed,
 * in one write, and can be silenced while the terminal belongs to somebody else.
 */
import { EventEmitter } from 'node:events';
import { CellWriter } from './cells/cell-writer.js';
import type { Size } from './layout.js';
import { mouseOff, mouseOn } from './mouse-report.js';

const beginFrame = '\u001b[?2026h';
const endFrame = '\u001b[?2026l';
const clearScreen = '\u001b[0m\u001b[2J\u001b[H';
/** Alternate screen, no cursor, focus reports, bracketed paste; no wrapping, as cells are placed one by one. */
const enterModes = `\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?1004h\u001b[?2004h${clearScreen}`;
/** Emptied first: a terminal that was resized meanwhile may keep rows of the alternate screen in its scrollback. */
const leaveModes = `${endFrame}${clearScreen}\u001b[?2004l\u001b[?1004l\u001b[?7h\u001b[?25h\u001b[?1049l`;

export class TerminalOutput extends EventEmitter {
  /** Ink asks for it. */
  readonly isTTY = true;
  readonly #stream: NodeJS.WriteStream;
  #size: Size;
  #silent = false;
  #entered = false;
  #mouse = false;
  readonly #cells: CellWriter;
  #inFrame = false;
  #frames = 0;
  #bytes = 0;
  #lastBytes = 0;

  constructor(stream: NodeJS.WriteStream) {
    super();
    this.#stream = stream;
    this.#size = sizeOf(stream);
    this.#cells = new CellWriter(this.#size);
  }

  get columns(): number {
    return this.#size.columns;
  }

  get rows(): number {
    return this.#size.rows;
  }

  /** What was sent so far. */
  get figures(): Size & Readonly<Record<'frames' | 'bytes' | 'lastBytes', number>> {
    const counts = { frames: this.#frames, bytes: this.#bytes, lastBytes: this.#lastBytes };
    return { ...this.#size, ...counts };
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
    if (!this.#silent) this.#draw(data);
    if (callback) setImmediate(callback);
    return true;
  }

  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    this.#forget();
    this.#send(this.#mouse ? enterModes + mouseOn : enterModes);
  }

  /** Whether the terminal reports the mouse; off, it selects text with it as everywhere else. */
  reportMouse(on: boolean): void {
    if (on === this.#mouse) return;
    this.#mouse = on;
    if (this.#entered) this.#send(on ? mouseOn : mouseOff);
  }

  /** Gives the terminal back as it was; may be called any number of times. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.#inFrame = false;
    this.#send(mouseOff + leaveModes);
  }

  silence(silent: boolean): void {
    this.#silent = silent;
    this.#inFrame = false;
  }

  /** Tells the terminal something that is not shown, such as what to put into the clipboard; between frames. */
  tell(sequence: string): void {
    if (this.#entered && !this.#silent) this.#send(sequence);
  }

  /** Empties the screen; what Ink draws next is sent whole. */
  clear(): void {
    if (!this.#entered) return;
    this.#forget();
    this.#send(clearScreen);
  }

  #forget(): void {
    this.#cells.reset(this.#size);
  }

  #draw(data: string): void {
    if (data === beginFrame) {
      this.#inFrame = true;
      return;
    }
    if (data === endFrame) this.#inFrame = false;
    else this.#cells.draw(data);
    if (this.#inFrame) return;
    const changes = this.#cells.changes();
    if (changes === '') return;
    const frame = `${beginFrame}${changes}${endFrame}`;
    this.#frames += 1;
    this.#lastBytes = Buffer.byteLength(frame);
    this.#bytes += this.#lastBytes;
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
