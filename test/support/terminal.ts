/** A terminal in memory: streams that the cockpit takes for a terminal's, and an emulator that shows what it drew. */
import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';

const patience = 5_000;

export class FakeTerminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  readonly #output: FakeOutput;
  readonly #input = new FakeInput();

  constructor(columns: number, rows: number) {
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#output = new FakeOutput(this.#emulator, columns, rows);
    this.stdout = this.#output as unknown as NodeJS.WriteStream;
    this.stdin = this.#input as unknown as NodeJS.ReadStream;
  }

  get rawMode(): boolean {
    return this.#input.rawMode;
  }

  /** Everything written, in the order of the writes. */
  get writes(): readonly string[] {
    return this.#output.writes;
  }

  get onAlternateScreen(): boolean {
    return this.#emulator.buffer.active.type === 'alternate';
  }

  /** One chunk, as a terminal sends what was typed together. */
  type(chunk: string): void {
    this.#input.emit('data', chunk);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#output.columns = columns;
    this.#output.rows = rows;
    this.#output.emit('resize');
  }

  /** Lines that are on the screen without the program's doing. */
  scribble(text: string): void {
    this.#emulator.write(text);
  }

  /** The visible rows, without trailing blanks. */
  lines(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from(
      { length: this.#emulator.rows },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  /** The character in a cell, both counted from 0; empty behind the first cell of a wide one. */
  cell(row: number, column: number): string {
    const { active } = this.#emulator.buffer;
    return (
      active
        .getLine(active.viewportY + row)
        ?.getCell(column)
        ?.getChars() ?? ''
    );
  }

  screen(): string {
    return this.lines().join('\n');
  }

  /** The screen once the condition holds. */
  async until(condition: RegExp | ((screen: string) => boolean)): Promise<string> {
    const holds = (): boolean =>
      condition instanceof RegExp ? condition.test(this.screen()) : condition(this.screen());
    const limit = Date.now() + patience;
    while (!holds()) {
      if (Date.now() > limit) {
        throw new Error(`Ran out of time waiting for ${String(condition)}:\n${this.screen()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.screen();
  }

  /** Once nothing was written for a while longer than a frame takes. */
  async settled(): Promise<string> {
    let count = -1;
    while (count !== this.writes.length) {
      count = this.writes.length;
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    return this.screen();
  }

  dispose(): void {
    this.#emulator.dispose();
  }
}

class FakeOutput extends EventEmitter {
  readonly isTTY = true;
  readonly writes: string[] = [];
  destroyed = false;
  columns: number;
  rows: number;
  readonly #emulator: InstanceType<typeof xterm.Terminal>;

  constructor(emulator: InstanceType<typeof xterm.Terminal>, columns: number, rows: number) {
    super();
    this.#emulator = emulator;
    this.columns = columns;
    this.rows = rows;
  }

  write(data: string): boolean {
    this.writes.push(data);
    // A terminal's driver turns a line feed into a new line.
    this.#emulator.write(data.replaceAll(/\r?\n/g, '\r\n'));
    return true;
  }
}

class FakeInput extends EventEmitter {
  readonly isTTY = true;
  rawMode = false;
  destroyed = false;

  setRawMode(raw: boolean): this {
    this.rawMode = raw;
    return this;
  }

  setEncoding(): this {
    return this;
  }

  resume(): this {
    return this;
  }

  pause(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
