/** What every benchmark is given, and what several need. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

/** A database with so many tasks, new or the one that this benchmark has used before; returns its path. */
export function seed({ directory, scratch }: Bench, tasks: number): string {
  const databasePath = path.join(scratch, `${tasks}.db`);
  if (existsSync(databasePath)) return databasePath;
  execFileSync(process.execPath, [path.join(directory, 'seed.mjs'), databasePath, String(tasks)]);
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
