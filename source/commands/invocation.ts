import { UsageError } from './usage-error.js';

/** What was given on the command line, read by the names of the command's definition. */
export class Invocation {
  readonly #flags: ReadonlyMap<string, boolean | readonly string[]>;
  readonly #arguments: ReadonlyMap<string, readonly string[]>;

  constructor(
    flags: ReadonlyMap<string, boolean | readonly string[]>,
    args: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#flags = flags;
    this.#arguments = args;
  }

  switch(name: string): boolean {
    return this.#flags.get(name) === true;
  }

  /** The last value given. */
  text(name: string): string | undefined {
    return this.#values(name)?.at(-1);
  }

  integer(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }

  /** The parts of all values, trimmed, without empty ones; undefined when the flag was not given. */
  list(name: string): readonly string[] | undefined {
    return this.#values(name)
      ?.flatMap((value) => value.split(','))
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  /** A flag that the definition requires. */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new UsageError(`--${name} is missing.`);
    return value;
  }

  argument(name: string): string | undefined {
    return this.#arguments.get(name)?.[0];
  }

  /** An argument that the definition does not make optional. */
  requiredArgument(name: string): string {
    const value = this.argument(name);
    if (value === undefined) throw new UsageError(`${name} is missing.`);
    return value;
  }

  /** What may be given as an argument or by a flag, which is more deliberate and counts. */
  argumentOrFlag(argument: string, flag: string): string {
    const value = this.text(flag) ?? this.argument(argument);
    if (value === undefined) throw new UsageError(`${argument} is missing.`);
    return value;
  }

  /** All values of a repeated argument. */
  rest(name: string): readonly string[] {
    return this.#arguments.get(name) ?? [];
  }

  #values(name: string): readonly string[] | undefined {
    const values = this.#flags.get(name);
    return typeof values === 'boolean' ? undefined : values;
  }
}
