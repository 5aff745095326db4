/** What a key costs, pressed in turn on the cockpit with few and with many tasks and on the bare screen. */
import type { PseudoTerminal } from '../support/pseudo-terminal.js';
import { cpuSeconds, quiet, quit, residentMegabytes, seed, type Bench } from './bench.js';
import { ownBytes } from './cells.js';
import { figuresOf, printTable, type Figures } from './figures.js';
import { burstLength, press, pressTogether, times } from './press.js';
import { bareScreen, cockpit, sizeText, type Program, type Screen } from './tui-programs.js';
import type { Verdicts } from './tui-verdicts.js';

interface Case {
  readonly label: string;
  /** Typed into the cockpit first, and not measured. */
  readonly before: string;
  readonly keys: readonly string[];
  /** Whether only the cursor moves, here and elsewhere. */
  readonly move?: 'alone' | 'followed';
}

const pageDown = '\u001b[6~';

function casesOf(quick: boolean): readonly Case[] {
  const many = (count: number): number => (quick ? Math.ceil(count / 3) : count);
  return [
    { label: 'move in activity', before: '5g', keys: times('j', many(30)), move: 'alone' },
    { label: 'move in tasks', before: '2g', keys: times('j', many(24)), move: 'followed' },
    { label: 'move in epics', before: '1g', keys: times('j', many(36)), move: 'followed' },
    { label: 'page in activity', before: '5g', keys: times(pageDown, many(12)) },
    { label: 'next pane', before: '1g', keys: times('\t', many(18)) },
  ];
}

interface Opened {
  readonly program: Program;
  readonly tasks: number;
  readonly terminal: PseudoTerminal;
  readonly memoryAtStart: number;
}

interface Measured {
  readonly milliseconds: Figures;
  readonly bytes: Figures;
  /** Bytes in relation to the changed cells' own. */
  readonly excess: Figures;
  readonly cpu: number;
}

export async function keyCosts(
  bench: Bench,
  screens: readonly Screen[],
  verdicts: Verdicts,
): Promise<void> {
  const costs: (string | number)[][] = [];
  const memory: (string | number)[][] = [];
  const bursts: (string | number)[][] = [];
  for (const screen of screens) {
    const opened = await openAll(bench, screen);
    const ratios: number[] = [];
    const delays: number[] = [];
    for (const each of casesOf(bench.quick)) {
      const measured = await pressInTurn(opened, each);
      opened.forEach(({ program, tasks }, index) => {
        const { milliseconds, bytes, excess, cpu } = measured[index] ?? {};
        if (!milliseconds || !bytes || !excess || cpu === undefined) return;
        const place = `${sizeText(screen)} ${program.name}, ${tasks.toLocaleString('en')}`;
        const { p50, p95 } = milliseconds;
        costs.push([place, each.label, p50, p95, cpu, bytes.p50, bytes.maximum, excess.p50]);
      });
      const [few, many] = measured;
      if (!few || !many) continue;
      ratios.push(many.milliseconds.p50 / few.milliseconds.p50);
      delays.push(...few.all);
      const place = `${each.label}, ${sizeText(screen)}`;
      if (each.move) verdicts.add(`${place}: bytes to cells’ own`, few.excess.p50, 1.25, 'times');
      if (each.move === 'alone') verdicts.add(`${place}: bytes`, few.bytes.p50, 300, 'bytes');
    }
    if (screen.columns === 120) {
      const [median, tail] = process.versions.node.startsWith('20.') ? [12, 20] : [7, 16];
      verdicts.add('key to last byte, 120x40, p50', figuresOf(delays).p50, median, 'ms');
      verdicts.add('key to last byte, 120x40, p95', figuresOf(delays).p95, tail, 'ms');
    }
    const place = `20,000 tasks against 1,000, ${sizeText(screen)}, median of the keys above`;
    verdicts.add(place, figuresOf(ratios).p50, 1.3, 'times');
    memory.push(...memoryRows(opened, screen, verdicts));
    for (const { terminal, tasks, program } of opened) {
      if (program === cockpit) {
        const { complete, frames, milliseconds, size } = await pressTogether(terminal);
        const about = `${sizeText(screen)}, ${tasks.toLocaleString('en')}`;
        bursts.push([about, complete ? 'yes' : 'NO', frames, milliseconds, size]);
        verdicts.add(`${burstLength} keys at once, ${about}: lost`, complete ? 0 : 1, 0, '');
        verdicts.add(`${burstLength} keys at once, ${about}: frames`, frames, 3, 'frames');
        verdicts.add(`${burstLength} keys at once, ${about}`, milliseconds, 50, 'ms');
      }
      await quit(terminal);
    }
  }
  printTable(
    'From a key to the last byte of its answer; milliseconds',
    ['program, tasks', 'key', 'p50', 'p95', 'CPU ms', 'bytes p50', 'bytes max', 'to cells’ own'],
    costs,
  );
  printTable(
    'Memory in MB',
    ['program, tasks', 'at start', 'after the keys above', 'times bare'],
    memory,
  );
  printTable(
    `${burstLength} cursor keys in one chunk`,
    ['screen, tasks', 'all count', 'frames', 'ms', 'bytes'],
    bursts,
  );
}

async function openAll(bench: Bench, screen: Screen): Promise<Opened[]> {
  const all: Opened[] = [];
  for (const [program, tasks] of [
    [cockpit, 1000],
    [cockpit, 20_000],
    [bareScreen(bench), 1000],
  ] as const) {
    const terminal = await program.open(seed(bench, tasks), screen);
    await quiet(terminal, 1000);
    all.push({ program, tasks, terminal, memoryAtStart: residentMegabytes(terminal.pid) });
  }
  return all;
}

async function pressInTurn(
  opened: readonly Opened[],
  { before, keys }: Case,
): Promise<(Measured & { readonly all: readonly number[] })[]> {
  const all = opened.map(() => ({
    delays: [] as number[],
    bytes: [] as number[],
    excess: [] as number[],
    cpu: 0,
  }));
  for (const { terminal, program } of opened) {
    if (program === cockpit) terminal.type(before);
    await quiet(terminal, 300);
  }
  for (const key of keys) {
    for (const [index, { terminal }] of opened.entries()) {
      const kept = all[index];
      if (!kept) continue;
      const cells = terminal.cells();
      const cpu = cpuSeconds(terminal.pid);
      const { milliseconds, size } = await press(terminal, key);
      kept.cpu += cpuSeconds(terminal.pid) - cpu;
      kept.delays.push(milliseconds);
      kept.bytes.push(size);
      if (size > 0) kept.excess.push(size / ownBytes(cells, terminal.cells()));
    }
  }
  return all.map(({ delays, bytes, excess, cpu }) => ({
    milliseconds: figuresOf(delays),
    bytes: figuresOf(bytes),
    excess: figuresOf(excess.length > 0 ? excess : [0]),
    cpu: (cpu / keys.length) * 1000,
    all: delays,
  }));
}

function memoryRows(
  opened: readonly Opened[],
  screen: Screen,
  verdicts: Verdicts,
): (string | number)[][] {
  const after = opened.map(({ terminal }) => residentMegabytes(terminal.pid));
  const bare = after.at(-1) ?? NaN;
  return opened.map(({ program, tasks, memoryAtStart }, index) => {
    const now = after[index] ?? NaN;
    const place = `${sizeText(screen)} ${program.name}, ${tasks.toLocaleString('en')}`;
    if (program === cockpit && tasks === 1000) {
      verdicts.add(`memory after the keys, ${sizeText(screen)}`, now / bare, 1.3, 'times bare');
      if (screen.columns === 120) verdicts.add('memory after the keys, 120x40', now, 160, 'MB');
    }
    return [place, memoryAtStart, now, now / bare];
  });
}
