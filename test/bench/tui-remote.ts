/** What another process's writes cost on the screen: one now and then, and many without a pause. */
import { fork } from 'node:child_process';
import path from 'node:path';
import type { PseudoTerminal } from '../support/pseudo-terminal.js';
import { cpuSeconds, openCockpit, quiet, quit, seed, type Bench } from './bench.js';
import { figuresOf, printTable } from './figures.js';
import { lagsWhileWriting } from './follow.js';
import { sizeText, type Screen } from './tui-programs.js';
import type { Verdicts } from './tui-verdicts.js';

const pauseMilliseconds = 600;

/** Numbers of writes go on over all measurements of a database: the last ones may still be on the screen. */
let nextNumber = 1;

export async function remoteChanges(bench: Bench, verdicts: Verdicts): Promise<void> {
  const rows: (string | number)[][] = [];
  const databasePath = seed(bench, 1000);
  const writes = bench.quick ? 8 : 20;
  for (const { label, screen, limit } of [
    { label: 'feed folded', screen: { columns: 120, rows: 22 }, limit: 120 },
    { label: 'with the feed', screen: { columns: 120, rows: 40 }, limit: 800 },
  ]) {
    const terminal = await openCockpit(databasePath, screen);
    await quiet(terminal, 1000);
    const cpu = cpuSeconds(terminal.pid);
    const bytes: number[] = [];
    let before = terminal.output.length;
    const writer = fork(path.join(bench.directory, 'writer.mjs'), [
      databasePath,
      'fn-1.1',
      String(nextNumber),
      String(writes),
      String(pauseMilliseconds),
    ]);
    nextNumber += writes;
    // What was written until the next one belongs to a change.
    writer.on('message', () => {
      bytes.push(Buffer.byteLength(terminal.output.slice(before)));
      before = terminal.output.length;
    });
    await new Promise((resolve) => writer.on('exit', resolve));
    await quiet(terminal, 500);
    const each = ((cpuSeconds(terminal.pid) - cpu) / writes) * 1000;
    const figures = figuresOf(bytes.slice(1));
    rows.push([label, sizeText(screen), figures.p50, figures.maximum, each]);
    verdicts.add(`remote change, ${label}`, figures.p50, limit, 'bytes');
    await quit(terminal);
  }
  printTable(
    'A change by another process',
    ['where', 'screen', 'bytes p50', 'bytes max', 'CPU ms'],
    rows,
  );
}

export async function storm(bench: Bench, screen: Screen, verdicts: Verdicts): Promise<void> {
  const databasePath = seed(bench, 1000);
  const terminal = await openCockpit(databasePath, screen);
  await quiet(terminal, 1000);
  const atRest = await keysOnScreen(terminal, () => Promise.resolve(false), 30);
  const seconds = bench.quick ? 8 : 30;
  const load = { databasePath, first: nextNumber, writes: seconds * 50, interval: 20 };
  nextNumber += load.writes;
  const cpu = cpuSeconds(terminal.pid);
  const began = Date.now();
  let over = false;
  const writing = lagsWhileWriting(bench, terminal, load).finally(() => {
    over = true;
  });
  const typing = keysOnScreen(terminal, () => Promise.resolve(over), Infinity);
  const lags = figuresOf(await writing);
  const share = ((cpuSeconds(terminal.pid) - cpu) / ((Date.now() - began) / 1000)) * 100;
  const typed = figuresOf(await typing);
  const rest = figuresOf(atRest);
  const { missed, seen } = await missedEvents(terminal);
  await quit(terminal);
  printTable(
    `50 writes a second for ${seconds} s; milliseconds`,
    [
      'age p50',
      'p95',
      'max',
      'key p50',
      'at rest',
      'CPU % of a core',
      'events looked at',
      'missed',
    ],
    [[lags.p50, lags.p95, lags.maximum, typed.p50, rest.p50, share, seen, missed]],
  );
  verdicts.add('50 writes a second: age of the screen, p95', lags.p95, 500, 'ms');
  verdicts.add('50 writes a second: age of the screen, max', lags.maximum, 1500, 'ms');
  verdicts.add('50 writes a second: key p50 to that at rest', typed.p50 / rest.p50, 1.5, 'times');
  verdicts.add('50 writes a second: CPU', share, 25, '% of a core');
  verdicts.add('50 writes a second: events missed', missed, 0, 'events');
}

/** How long keys take to be on the screen: the cursor goes to and fro between two epics, and its place is shown. */
async function keysOnScreen(
  terminal: PseudoTerminal,
  isOver: () => Promise<boolean>,
  most: number,
): Promise<number[]> {
  terminal.type('1g');
  await terminal.until(/Epics .* 1\/40/);
  const taken: number[] = [];
  while (taken.length < most && !(await isOver())) {
    const down = taken.length % 2 === 0;
    const began = performance.now();
    terminal.type(down ? 'j' : 'k');
    await terminal.until(down ? /Epics .* 2\/40/ : /Epics .* 1\/40/);
    taken.push(performance.now() - began);
    // Not in step with the changes that arrive.
    await new Promise((resolve) => setTimeout(resolve, 130 + (taken.length % 7) * 15));
  }
  return taken;
}

/** Goes through the feed from the newest on: numbers of writes must follow each other. */
async function missedEvents(terminal: PseudoTerminal): Promise<{ missed: number; seen: number }> {
  terminal.type('5g');
  await quiet(terminal, 300);
  const numbers = new Set<number>();
  for (let screen = ''; screen !== terminal.screen();) {
    screen = terminal.screen();
    for (const [, number] of screen.matchAll(/\bw(\d+)\b/g)) numbers.add(Number(number));
    terminal.type('\u001b[6~');
    await quiet(terminal, 100);
  }
  const sorted = [...numbers].sort((left, right) => left - right);
  const first = sorted[0] ?? 0;
  const last = sorted.at(-1) ?? 0;
  // Every second write carries its number onto the screen.
  return { missed: (last - first) / 2 + 1 - sorted.length, seen: sorted.length };
}
