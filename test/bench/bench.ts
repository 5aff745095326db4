/** What every benchmark is given, and what several need. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { PseudoTerminal, type PseudoTerminalOptions } from '../support/pseudo-terminal.js';

export interface Bench {
  /** Where the built programs, the seed and the writer lie. */
  readonly directory: string;
  /** A directory of its own, taken away afterwards. */
  readonly scratch: string;
  /** Fewer of everything: for a look, not for figures to rely on. */
  readonly quick: boolean;
}

/**
 * A database with so many tasks of its own for a benchmark; returns its path. Filling one takes long: it is kept for as
 * long as the program that fills it is the same.
 */
export function seed({ directory, scratch }: Bench, tasks: number): string {
  const databasePath = path.join(scratch, `${tasks}.db`);
  if (existsSync(databasePath)) return databasePath;
  const program = path.join(directory, 'seed.mjs');
  const version = createHash('sha256').update(readFileSync(program)).digest('hex').slice(0, 16);
  const cache = path.join(directory, '..', '.cache', 'flowdeck-bench');
  const kept = path.join(cache, `${tasks}-${version}.db`);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    execFileSync(process.execPath, [program, databasePath, String(tasks)]);
    copyFileSync(databasePath, `${kept}.new`);
    renameSync(`${kept}.new`, kept);
  }
  copyFileSync(kept, databasePath);
  return databasePath;
}

/** The cockpit on a seeded database, once its first tasks are on the screen. */
export async function openCockpit(
  databasePath: string,
  options: PseudoTerminalOptions = {},
): Promise<PseudoTerminal> {
  const environment = { FLOW_ACTOR: 'person@example.com' };
  const terminal = PseudoTerminal.flowdeck(['--db', databasePath], { environment, ...options });
  await terminal.until(/Step 1 of capability 1\b/);
  return terminal;
}

export async function quit(terminal: PseudoTerminal): Promise<void> {
  terminal.type('q');
  await terminal.exited();
  await terminal.dispose();
}

/** Resolves once nothing was written for so many milliseconds. */
export async function quiet(terminal: PseudoTerminal, milliseconds: number): Promise<void> {
  for (;;) {
    const before = terminal.output.length;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (terminal.output.length === before) return;
  }
}

/** User and system time of a process so far, in seconds, from /proc (clock ticks of 10 ms). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Memory of a process in MB that is in use right now. */
export function residentMegabytes(pid: number): number {
  const [, kilobytes = NaN] =
    /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
