import {
  cpuSeconds,
  openCockpit,
  quiet,
  quit,
  residentMegabytes,
  seed,
  type Bench,
} from './bench.js';
import { printTable } from './figures.js';

const seconds = 10;
/** Once a program rests, V8 collects its garbage a few times more. */
const restMilliseconds = 20_000;

/** What the open cockpit costs while nothing happens and no task runs. */
export async function idle(bench: Bench): Promise<void> {
  const rows: (string | number)[][] = [];
  const databasePath = seed(bench, 1000);
  for (let run = 1; run <= 3; run += 1) {
    const terminal = await openCockpit(databasePath);
    await quiet(terminal, restMilliseconds);
    const bytesBefore = terminal.output.length;
    const cpuBefore = cpuSeconds(terminal.pid);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const share = ((cpuSeconds(terminal.pid) - cpuBefore) / seconds) * 100;
    const bytes = terminal.output.length - bytesBefore;
    rows.push([`run ${run}`, String(bytes), share, residentMegabytes(terminal.pid)]);
    await quit(terminal);
  }
  printTable(
    `Idle for ${seconds} s on 1,000 tasks (limits: 0 bytes, 0.4 % of a core)`,
    ['run', 'bytes', 'CPU % of a core', 'memory MB'],
    rows,
  );
}
