import path from 'node:path';
import { Readable } from 'node:stream';
import { parseCommandLine } from '../../source/commands/arguments.js';
import { run } from '../../source/commands/run.js';
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';
import { temporaryDirectory } from '../platform/tree.js';
import { expectSchema, validatorOf } from '../support/schemas.js';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Given the way to interrupt the command, and called at every output. */
  readonly onOutput?: (text: string, interrupt: () => void) => void;
  /** Looked at until it is true, which interrupts the command. */
  readonly interruptWhen?: () => boolean;
}

/** Runs one command line in this process, as nobody in particular. */
export async function runCommand(
  argv: readonly string[],
  { directory, environment = {}, stdin = '', onOutput, interruptWhen }: Surroundings,
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  const interrupt = (): void => listeners.forEach((listener) => listener());
  const output = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text;
      if (name === 'stdout') onOutput?.(text, interrupt);
    },
  });
  const code = await run(argv, {
    stdin: Readable.from(stdin === '' ? [] : [stdin]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    directory,
    environment: { FLOW_ACTOR: 'tester', ...environment },
    onInterrupt(listener) {
      listeners.add(listener);
      if (interruptWhen) {
        const looking = setInterval(() => interruptWhen() && interrupt(), 20);
        return () => (clearInterval(looking), listeners.delete(listener));
      }
      return () => listeners.delete(listener);
    },
  });
  if (argv.includes('--json')) holdToSchemas(argv, { code, ...written });
  return { code, ...written };
}

/** Whatever the exit code: what stands on standard output is the answer, and on standard error an error. */
function holdToSchemas(argv: readonly string[], { code, stdout, stderr }: Outcome): void {
  // Beside an answer there may be a warning.
  if (code !== 0 && stdout === '') expectSchema('error', objectOf(stderr));
  if (stdout === '' || argv.includes('--follow')) return;
  const name = answerOf(argv);
  // That a command has a schema is seen to by the test of the contract.
  if (validatorOf(name) === null) return;
  expectSchema(name, objectOf(stdout), { compact: argv.includes('--compact') });
}

export type Json = Readonly<Record<string, unknown>>;

/** A project with an empty database, in a directory that is gone after the test. */
export async function emptyProject(): Promise<{
  readonly directory: string;
  readonly run: (argv: readonly string[], rest?: Partial<Surroundings>) => Promise<Outcome>;
  /** The answer of a command that must succeed. */
  readonly json: (argv: readonly string[], rest?: Partial<Surroundings>) => Promise<Json>;
  /** The error of a command that must fail with 1. */
  readonly error: (argv: readonly string[], rest?: Partial<Surroundings>) => Promise<Json>;
}> {
  const directory = temporaryDirectory();
  const databasePath = path.join(directory, 'flowdeck.db');
  const context = defaultContext({ actor: 'maker' });
  await (await openService({ databasePath, context, create: true })).close();
  const runHere = (argv: readonly string[], rest: Partial<Surroundings> = {}): Promise<Outcome> =>
    runCommand(argv, {
      directory,
      ...rest,
      environment: { FLOWDECK_DB: databasePath, ...rest.environment },
    });
  return {
    directory,
    run: runHere,
    async json(argv, rest) {
      const { code, stdout, stderr } = await runHere([...argv, '--json'], rest);
      if (code !== 0 || stderr !== '') throw new Error(`${argv.join(' ')}: ${code} ${stderr}`);
      return withoutOutcome(stdout);
    },
    async error(argv, rest) {
      const { code, stdout, stderr } = await runHere([...argv, '--json'], rest);
      if (code !== 1 || stdout !== '') throw new Error(`${argv.join(' ')}: ${code} ${stdout}`);
      return withoutOutcome(stderr);
    },
  };
}

/** The name under which the schema of a line's answer is shipped. */
function answerOf(argv: readonly string[]): string {
  const line = parseCommandLine(argv);
  if (line.kind === 'command') return line.name;
  return line.kind === 'version' ? 'version' : 'overview';
}

/** One compact object on one line, with the outcome in it. */
function objectOf(text: string): Json {
  const [line = '', ...rest] = text.split('\n');
  if (rest.join('') !== '' || !line.startsWith('{"success":')) {
    throw new Error(`not one compact answer: ${text}`);
  }
  return JSON.parse(line) as Json;
}

function withoutOutcome(text: string): Json {
  return Object.fromEntries(Object.entries(objectOf(text)).filter(([key]) => key !== 'success'));
}

/** The words of a line as a shell would take it apart, without the program. */
export function wordsOf(line: string): readonly string[] {
  const parts = line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return parts.slice(1).map((part) => part.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
