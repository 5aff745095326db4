/** How the cockpit ends: by key, signal, error or a terminal that goes away; and how it is stopped and continued. */
import { constants } from 'node:os';
import { messageOf, serialiseError } from '../domain/errors.js';

export interface End {
  readonly exitCode: number;
  /** What to tell on stderr once the terminal is given back. */
  readonly error?: unknown;
  /** The demo was asked for. */
  readonly demo?: boolean;
}

/** What is done with the terminal as the program comes and goes. */
export interface TerminalHandling {
  giveBack(): void;
  takeBack(): void;
  resized(): void;
}

export interface LifecycleOptions {
  readonly stdout: NodeJS.WriteStream;
  /** Stops the program as Ctrl-Z does elsewhere; its shell continues it. */
  readonly stopProcess?: (() => void) | undefined;
}

const endSignals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
/** The store bounds its closing itself; this bounds the bound. */
const closeMilliseconds = 6_000;

export class Lifecycle {
  readonly ended: Promise<End>;
  readonly #options: LifecycleOptions;
  #resolve: (end: End) => void = () => undefined;
  #handling: TerminalHandling | null = null;
  readonly #undo: (() => void)[] = [];
  #ending = false;
  /** True while another program has the terminal. */
  #lent = false;
  /** True from giving the terminal back for a stop until it is taken back. */
  #away = false;

  constructor(options: LifecycleOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  start(handling: TerminalHandling): void {
    this.#handling = handling;
    const { stdout } = this.#options;
    for (const signal of endSignals) {
      this.#on(process, signal, () => {
        // An interrupt at the keyboard is meant for the program that has the terminal.
        if (this.#lent && signal === 'SIGINT') return;
        this.end({ exitCode: 128 + constants.signals[signal] });
      });
    }
    this.#on(process, 'SIGCONT', () => this.#goOn());
    this.#on(process, 'uncaughtException', this.fail);
    this.#on(process, 'unhandledRejection', this.fail);
    // Whatever calls process.exit: the last chance to leave a usable terminal.
    this.#on(process, 'exit', () => handling.giveBack());
    this.#on(stdout, 'resize', () => {
      // Whoever has the terminal hears of it himself; the size is measured anew afterwards.
      if (!this.#lent) handling.resized();
    });
    this.#on(stdout, 'error', () => this.end({ exitCode: 1 }));
  }

  stop(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** The first end counts. */
  end(end: End): void {
    this.#ending = true;
    this.#resolve(end);
  }

  readonly fail = (error: unknown): void => this.end({ exitCode: 1, error });

  /** Runs what must not take the program down with the terminal in raw mode. */
  guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Gives the terminal back and stops; goes on when the shell continues the program, or when nothing stopped it. */
  suspend(): void {
    this.#handling?.giveBack();
    this.#away = true;
    (this.#options.stopProcess ?? stopProcessGroup)();
    // SIGCONT is told within the next turn of the event loop; where none comes, nothing stopped the program.
    setImmediate(() =>
      setImmediate(() => {
        if (this.#away) this.#goOn();
      }),
    );
  }

  /** Gives the terminal to another program until its work is done. Ends that with the program. */
  async lend<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const ending = new AbortController();
    void this.ended.then(() => ending.abort());
    this.#handling?.giveBack();
    this.#lent = true;
    try {
      return await work(ending.signal);
    } finally {
      this.#lent = false;
      this.#goOn();
    }
  }

  /** Waits for the store to close, but not for ever; resolves with what went wrong. */
  async within(closing: Promise<void>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), closeMilliseconds);
    });
    const failure = closing.then(
      () => undefined,
      (error: unknown) => error,
    );
    try {
      return await Promise.race([failure, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** SIGCONT is told late: by then the program may be on its way out, with the terminal given back for good. */
  #goOn(): void {
    this.#away = false;
    // A program that has the terminal was stopped with this one, and goes on with it.
    if (!this.#ending && !this.#lent) this.#handling?.takeBack();
  }

  #on(
    emitter: NodeJS.EventEmitter,
    event: string,
    listener: (...given: readonly unknown[]) => void,
  ): void {
    const listening = (...given: readonly unknown[]): void => listener(...given);
    emitter.on(event, listening);
    this.#undo.push(() => emitter.off(event, listening));
  }
}

/** The whole job, so that a wrapper such as npm stops with it and the shell sees it stopped. */
function stopProcessGroup(): void {
  process.kill(0, 'SIGTSTP');
}

/** An error as it is told after the screen is gone. */
export function errorText(error: unknown): string {
  const { code, message, hint } = serialiseError(error);
  const text = `flowdeck: ${message} (${code})\n${hint}`;
  const { stack } = error instanceof Error ? error : { stack: undefined };
  return code === 'internal.unexpected' ? `${text}\n${stack ?? messageOf(error)}` : text;
}
