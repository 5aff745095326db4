import { fork } from 'node:child_process';
import path from 'node:path';
import type { PseudoTerminal } from '../support/pseudo-terminal.js';
import { cpuSeconds, openCockpit, quit, seed, type Bench } from './bench.js';
import { figuresOf, printTable } from './figures.js';

/** How soon the screen shows what another process wrote, and what following costs. */
export async function follow(bench: Bench): Promise<void> {
  const rows: (string | number)[][] = [];
  const databasePath = seed(bench, 1000);
  // Numbers go on over all loads: those of the one before are still on the screen.
  for (const load of [
    { label: 'two writes a second', databasePath, first: 1, writes: 40, interval: 500 },
    { label: '50 writes a second for 30 s', databasePath, first: 1001, writes: 1500, interval: 20 },
  ]) {
    const terminal = await openCockpit(databasePath);
    const cpuBefore = cpuSeconds(terminal.pid);
    const began = Date.now();
    const lags = await lagsWhileWriting(bench, terminal, load);
    const seconds = (Date.now() - began) / 1000;
    const cpu = ((cpuSeconds(terminal.pid) - cpuBefore) / seconds) * 100;
    await quit(terminal);
    const figures = figuresOf(lags);
    const within = (limit: number): string =>
      `${((lags.filter((lag) => lag <= limit).length / lags.length) * 100).toFixed(1)} %`;
    rows.push([
      load.label,
      load.writes / seconds,
      figures.p50,
      figures.p95,
      figures.maximum,
      within(500),
      within(1500),
      cpu,
    ]);
  }
  printTable(
    'From another process’s commit to the screen; milliseconds (limits: 95 % within 500, all within 1500)',
    ['load', 'writes/s', 'p50', 'p95', 'max', 'within 500', 'within 1500', 'CPU % of a core'],
    rows,
  );
}

/** How long each write with a number took to be on the screen, itself or a later one. */
export async function lagsWhileWriting(
  bench: Bench,
  terminal: PseudoTerminal,
  load: { databasePath: string; first: number; writes: number; interval: number },
): Promise<number[]> {
  const lags: number[] = [];
  const waiting: { number: number; at: number }[] = [];
  let newest = 0;
  const look = (screen: string): void => {
    for (const [, number] of screen.matchAll(/\bw(\d+)\b/g)) {
      newest = Math.max(newest, Number(number));
    }
    const now = Date.now();
    while (waiting[0] && waiting[0].number <= newest) {
      lags.push(now - (waiting.shift()?.at ?? now));
    }
  };
  const writer = fork(path.join(bench.directory, 'writer.mjs'), [
    load.databasePath,
    'fn-1.1',
    String(load.first),
    String(load.writes),
    String(load.interval),
  ]);
  const last = load.first + load.writes - (load.writes % 2 === 1 ? 1 : 2);
  writer.on('message', ({ number, at }: { number: number; at: number }) => {
    // Only blocks carry their number onto the screen.
    if (number % 2 === 1) waiting.push({ number, at });
  });
  await terminal.until(
    (screen) => {
      look(screen);
      return newest >= last;
    },
    `write ${last} on the screen`,
    { patience: load.writes * load.interval + 30_000 },
  );
  look(terminal.screen());
  return lags;
}
