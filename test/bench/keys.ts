import { PseudoTerminal } from '../support/pseudo-terminal.js';
import {
  cpuSeconds,
  openCockpit,
  quiet,
  quit,
  residentMegabytes,
  seed,
  type Bench,
} from './bench.js';
import { figuresOf, printTable } from './figures.js';
import { burstLength, press, pressTogether, times, type Answer } from './press.js';

interface Case {
  readonly label: string;
  /** Typed first, and not measured. */
  readonly before: string;
  readonly keys: readonly string[];
}

const cases: readonly Case[] = [
  { label: 'cursor in activity (nothing follows)', before: '5g', keys: times('j', 20) },
  { label: 'cursor in tasks (phases follow)', before: '2g', keys: times('j', 20) },
  { label: 'cursor in epics (tasks and phases follow)', before: '1g', keys: times('j', 20) },
  { label: 'page in activity', before: '5g', keys: times('\u001b[6~', 6) },
  { label: 'next pane', before: '1g', keys: times('\t', 10) },
];

/** What a key costs: until its last byte, in bytes, and many at once. */
export async function keys(bench: Bench): Promise<void> {
  const single: (string | number)[][] = [];
  const bursts: (string | number)[][] = [];
  single.push(await floor());
  for (const tasks of [1000, 20_000]) {
    const databasePath = seed(bench, tasks);
    for (const [columns, rows] of [
      [120, 40],
      [200, 50],
    ] as const) {
      const place = `${columns}x${rows}, ${tasks.toLocaleString('en')}`;
      const terminal = await openCockpit(databasePath, { columns, rows });
      await quiet(terminal, 500);
      let typed = 0;
      for (const { label, before, keys: typing } of cases) {
        terminal.type(before);
        await quiet(terminal, 300);
        const answers: Answer[] = [];
        const cpuBefore = cpuSeconds(terminal.pid);
        for (const key of typing) answers.push(await press(terminal, key));
        const cpu = ((cpuSeconds(terminal.pid) - cpuBefore) / typing.length) * 1000;
        typed += typing.length;
        const begun = figuresOf(answers.map(({ first }) => first));
        const delay = figuresOf(answers.map(({ milliseconds }) => milliseconds));
        const bytes = figuresOf(answers.map(({ size }) => size));
        single.push([
          place,
          label,
          begun.p50,
          begun.p95,
          delay.p50,
          delay.p95,
          cpu,
          bytes.p50,
          bytes.maximum,
        ]);
      }
      const { complete, frames, milliseconds, size } = await pressTogether(terminal);
      bursts.push([
        place,
        complete ? 'yes' : 'no',
        frames,
        milliseconds,
        size,
        typed,
        residentMegabytes(terminal.pid),
      ]);
      await quit(terminal);
    }
  }
  printTable(
    'From a key to the first and the last byte of its answer; milliseconds (bars: first p95 16, 400 bytes a move)',
    [
      'screen, tasks',
      'key',
      'first p50',
      'p95',
      'last p50',
      'p95',
      'CPU ms',
      'bytes p50',
      'bytes max',
    ],
    single,
  );
  printTable(
    `${burstLength} cursor keys in one chunk (bars: all count, 50 ms), memory after the keys above`,
    ['screen, tasks', 'all count', 'frames', 'ms', 'bytes', 'keys', 'memory MB'],
    bursts,
  );
}

/** A program that answers every key with one character: what the terminal and this benchmark cost by themselves. */
async function floor(): Promise<(string | number)[]> {
  const program = "process.stdin.setRawMode(true).on('data', () => process.stdout.write('x'))";
  const terminal = new PseudoTerminal(process.execPath, ['-e', `${program}; console.log('up')`]);
  await terminal.until(/up/);
  const answers: Answer[] = [];
  for (let key = 0; key < 20; key += 1) answers.push(await press(terminal, 'j'));
  await terminal.dispose();
  const { p50, p95 } = figuresOf(answers.map(({ first }) => first));
  return ['', 'floor: one character by Node', p50, p95, p50, p95, '', '1', '1'];
}
