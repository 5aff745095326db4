/** A terminal that goes away while a program runs in it: its window was closed or its line was cut. */
import { isatty } from 'node:tty';

/** Longer than the signal takes. */
const patience = 5_000;

/** Whether the terminal that the program had is gone. */
export function isHungUp(): boolean {
  return [process.stdin, process.stdout].some(({ isTTY, fd }) => isTTY && !isatty(fd));
}

/**
 * Dies of the hang-up, as programs do that have nobody left to report to. Node itself would abort with a core dump when
 * it comes to set the modes of a terminal that is gone.
 */
export async function dieOfHangUp(): Promise<never> {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
  return new Promise(() => void setTimeout(() => undefined, patience));
}
