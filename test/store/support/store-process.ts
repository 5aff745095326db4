import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that works on a database, told what to do by its arguments and heard through lines of JSON. */
export class StoreProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<number | null>;
  readonly #lines: string[] = [];
  readonly #listeners = new Set<() => void>();
  #errors = '';

  constructor(script: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, [script, ...args]);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    const closed = new Promise<void>((resolve) => {
      createInterface(this.#child.stdout)
        .on('line', (line) => {
          this.#lines.push(line);
          for (const listener of [...this.#listeners]) listener();
        })
        .on('close', resolve);
    });
    this.#exit = new Promise((resolve) => {
      this.#child.on('exit', (code) => void closed.then(() => resolve(code)));
    });
  }

  /** What it printed so far. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Resolves when it has printed as many lines. */
  async printed(count: number): Promise<void> {
    if (this.#lines.length >= count) return;
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (this.#lines.length < count) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
      void this.#exit.then(() =>
        reject(new Error(`ended after ${this.#lines.length} lines: ${this.#errors}`)),
      );
    });
  }

  /** Lets it begin: it waits for a line after it has printed its first. */
  go(): void {
    this.#child.stdin.end('go\n');
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Resolves with the exit code, null after a signal. */
  exited(): Promise<number | null> {
    return this.#exit;
  }

  /** @throws Error with what it wrote to stderr unless it ended well */
  async succeeded(): Promise<void> {
    const code = await this.#exit;
    if (code !== 0) throw new Error(`exit code ${String(code)}: ${this.#errors}`);
  }
}
