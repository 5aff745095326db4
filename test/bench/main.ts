/**
 * What the program costs, as ratios against a stated peer measured in the same run:
 * `start`: the first frame against the same program loaded from node_modules, and `ready --json` against `node -e 0`;
 * `follow`: how soon the screen shows what another process wrote, at rest and at fifty writes a second;
 * `vectors`: the nearest vectors by each of the ways there are;
 * `search`: how well and how fast the search finds.
 */
import { execFileSync, fork, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { figuresOf, printTable } from './figures.js';
import { search } from './search.js';
import { vectors } from './vectors.js';

interface Bench {
  /** Where the built programs, the seed and the writer lie. */
  readonly directory: string;
  /** A directory of its own, taken away afterwards. */
  readonly scratch: string;
}

const benches: Record<string, (bench: Bench) => Promise<void>> = { start, follow, vectors, search };

export async function run({
  names,
  directory,
}: {
  names: readonly string[];
  directory: string;
}): Promise<void> {
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    const bench = benches[name];
    if (!bench) throw new Error(`There is no benchmark named ${name}.`);
    const scratch = await mkdtemp(path.join(tmpdir(), 'flowdeck-bench-'));
    try {
      await bench({ directory, scratch });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
}

function seed({ directory, scratch }: Bench, tasks: number): string {
  const databasePath = path.join(scratch, `${tasks}.db`);
  execFileSync(process.execPath, [path.join(directory, 'seed.mjs'), databasePath, String(tasks)]);
  return databasePath;
}

async function start(bench: Bench): Promise<void> {
  const databasePath = seed(bench, 1000);
  const runs = 9;
  const program = (name: string): string => path.join(bench.directory, name, 'cli.js');
  const firstFrame = async (name: string): Promise<number> => {
    const began = performance.now();
    const terminal = new PseudoTerminal(process.execPath, [program(name), '--db', databasePath]);
    await terminal.until(/Capability 1\b/);
    const elapsed = performance.now() - began;
    terminal.type('q');
    await terminal.exited();
    await terminal.dispose();
    return elapsed;
  };
  const wall = (args: readonly string[]): number => {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, args, { cwd: bench.scratch });
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}`);
    return performance.now() - began;
  };
  const measured: Record<string, number[]> = { bundled: [], unbundled: [], ready: [], node: [] };
  for (let round = 0; round < runs; round += 1) {
    measured['bundled']?.push(await firstFrame('program'));
    measured['unbundled']?.push(await firstFrame('unbundled'));
    measured['ready']?.push(wall([program('program'), 'ready', '--json', '--db', databasePath]));
    measured['node']?.push(wall(['-e', '0']));
  }
  const figures = Object.fromEntries(
    Object.entries(measured).map(([name, values]) => [name, figuresOf(values)]),
  );
  const ratio = (a: string, b: string): number =>
    (figures[a]?.p50 ?? NaN) / (figures[b]?.p50 ?? NaN);
  const row = (label: string, name: string, peer: string): (string | number)[] => [
    label,
    figures[name]?.minimum ?? NaN,
    figures[name]?.p50 ?? NaN,
    figures[name]?.maximum ?? NaN,
    ratio(name, peer),
  ];
  printTable(
    `Start on 1,000 tasks, ${runs} runs in turn, Node ${process.version}; milliseconds`,
    ['what', 'min', 'p50', 'max', 'ratio of p50 to peer'],
    [
      row('first frame, bundled (peer: unbundled)', 'bundled', 'unbundled'),
      row('first frame, packages from node_modules', 'unbundled', 'unbundled'),
      row('ready --json (peer: node -e 0)', 'ready', 'node'),
      row('node -e 0', 'node', 'node'),
    ],
  );
}

async function follow(bench: Bench): Promise<void> {
  const rows: (string | number)[][] = [];
  const databasePath = seed(bench, 1000);
  for (const { label, writes, interval } of [
    { label: 'one write a second', writes: 20, interval: 1000 },
    { label: '50 writes a second', writes: 1500, interval: 20 },
  ]) {
    const terminal = PseudoTerminal.flowdeck(['--db', databasePath], {
      environment: { FLOW_ACTOR: 'person@example.com' },
    });
    await terminal.until(/Step 1 of capability 1\b/);
    const cpuBefore = cpuSeconds(terminal.pid);
    const began = Date.now();
    const lags = await lagsWhileWriting(bench, terminal, { databasePath, writes, interval });
    const seconds = (Date.now() - began) / 1000;
    const cpu = ((cpuSeconds(terminal.pid) - cpuBefore) / seconds) * 100;
    terminal.type('q');
    await terminal.exited();
    await terminal.dispose();
    const figures = figuresOf(lags);
    rows.push([label, figures.count, figures.p50, figures.p95, figures.maximum, cpu]);
  }
  printTable(
    'From another process’s commit to the screen; milliseconds (limits: p95 500, max 1500)',
    ['load', 'writes', 'p50', 'p95', 'max', 'CPU % of a core'],
    rows,
  );
}

/** How long each write with a number took to be on the screen, itself or a later one. */
async function lagsWhileWriting(
  bench: Bench,
  terminal: PseudoTerminal,
  load: { databasePath: string; writes: number; interval: number },
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
    String(load.writes),
    String(load.interval),
  ]);
  const last = load.writes % 2 === 1 ? load.writes : load.writes - 1;
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

/** User and system time of a process so far, from /proc (clock ticks of 10 ms). */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
