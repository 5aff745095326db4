import { spawn, type IPty } from '@lydell/node-pty';
import xterm, { type IBufferCell } from '@xterm/headless';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDirectory } from './built.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface PseudoTerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a cell shows: its character (none behind a wide one) and the parameters of its style. */
export interface TerminalCell {
  readonly text: string;
  readonly style: string;
}

/** How long a condition may take before the test says what the screen showed instead. */
const patience = 20_000;

/**
 * The built program in a real pseudo-terminal, its screen read through a terminal emulator.
 * Waiting is for conditions only: every chunk of output looks again.
 */
export class PseudoTerminal {
  readonly #process: IPty;
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly #watchers = new Set<() => void>();
  readonly #exit: Promise<number>;
  #exitCode: number | null = null;
  /** Everything the program wrote, byte for byte. */
  output = '';

  constructor(file: string, args: readonly string[], options: PseudoTerminalOptions = {}) {
    const { columns = 120, rows = 40, directory = root, environment = {} } = options;
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#process = spawn(file, [...args], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: directory,
      env: { ...inherited(), COLORTERM: 'truecolor', CI: 'false', ...environment },
    });
    this.#process.onData((chunk) => {
      this.output += chunk;
      this.#terminal.write(chunk, () => this.#notify());
    });
    // What the emulator answers (device attributes, cursor position) goes back to the program.
    this.#terminal.onData((reply) => this.#process.write(reply));
    this.#exit = new Promise((resolve) => {
      this.#process.onExit(({ exitCode }) => {
        this.#exitCode = exitCode;
        this.#notify();
        resolve(exitCode);
      });
    });
  }

  /** Runs the test build of flowdeck. */
  static flowdeck(args: readonly string[], options?: PseudoTerminalOptions): PseudoTerminal {
    return new PseudoTerminal(
      process.execPath,
      [path.join(buildDirectory, 'cli.js'), ...args],
      options,
    );
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** The visible rows, without trailing blanks. */
  lines(): string[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from(
      { length: this.#terminal.rows },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  /** The visible rows, cell by cell. */
  cells(): TerminalCell[][] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, row) =>
      Array.from({ length: this.#terminal.cols }, (__, column) =>
        terminalCell(active.getLine(active.viewportY + row)?.getCell(column)),
      ),
    );
  }

  screen(): string {
    return this.lines().join('\n');
  }

  onAlternateScreen(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** Calls back with every chunk that arrives; returns the way to stop. */
  onOutput(listener: (chunk: string) => void): () => void {
    const listening = this.#process.onData(listener);
    return () => listening.dispose();
  }

  type(keys: string): void {
    this.#process.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#process.resize(columns, rows);
  }

  /** The window is closed: the program loses its terminal. Resolves with the signal that ended it; 0 for none. */
  async hangUp(): Promise<number> {
    const ended = new Promise<number>((resolve) => {
      this.#process.onExit(({ signal = 0 }) => resolve(signal));
    });
    // Not declared, as little else has use for it.
    (this.#process as IPty & { destroy(): void }).destroy();
    return ended;
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** Resolves with the screen once it satisfies the condition; rejects with the screen it had instead. */
  async until(
    condition: RegExp | ((screen: string) => boolean),
    description = String(condition),
    options: { patience?: number } = {},
  ): Promise<string> {
    const holds = (): boolean =>
      condition instanceof RegExp ? condition.test(this.screen()) : condition(this.screen());
    if (holds()) return this.screen();
    return new Promise((resolve, reject) => {
      const finish = (error?: Error): void => {
        clearTimeout(limit);
        this.#watchers.delete(look);
        if (error) reject(error);
        else resolve(this.screen());
      };
      const failure = (why: string): Error =>
        new Error(`${why} while waiting for ${description}. The screen:\n${this.screen()}`);
      const look = (): void => {
        if (holds()) finish();
        else if (this.#exitCode !== null) finish(failure(`exited with ${this.#exitCode}`));
      };
      const limit = setTimeout(
        () => finish(failure('ran out of time')),
        options.patience ?? patience,
      );
      this.#watchers.add(look);
    });
  }

  /** Resolves with the exit code once the process is gone and its last output was read. */
  async exited(): Promise<number> {
    const code = await this.#exit;
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
    return code;
  }

  async dispose(): Promise<void> {
    if (this.#exitCode === null) {
      this.#process.kill('SIGKILL');
      await this.#exit;
    }
    this.#terminal.dispose();
  }

  #notify(): void {
    for (const look of [...this.#watchers]) look();
  }
}

function terminalCell(cell: IBufferCell | undefined): TerminalCell {
  if (!cell) return { text: ' ', style: '' };
  const attributes = [
    cell.isBold() && '1',
    cell.isDim() && '2',
    cell.isItalic() && '3',
    cell.isUnderline() && '4',
    cell.isInverse() && '7',
    cell.isStrikethrough() && '9',
  ];
  const colours = [
    colour(38, cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
    colour(48, cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
  ];
  const text = cell.getChars() || (cell.getWidth() === 0 ? '' : ' ');
  // Nobody sees the colour or the weight of a space.
  const seen = text === ' ' && !cell.isInverse() && !cell.isUnderline() && cell.isBgDefault();
  return { text, style: seen ? '' : [...attributes, ...colours].filter(Boolean).join(';') };
}

function colour(code: 38 | 48, full: boolean, palette: boolean, value: number): string {
  if (full) return `${code};2;${value >> 16};${(value >> 8) & 255};${value & 255}`;
  return palette ? `${code};5;${value}` : '';
}

/** The environment without what would change how the program looks or whose project it opens. */
function inherited(): Record<string, string> {
  const dropped = /^(NO_COLOR|FORCE_COLOR|TERM|CI|FLOW_.*|FLOWDECK_DB)$/;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !dropped.test(entry[0]),
    ),
  );
}
