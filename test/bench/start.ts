import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { seed, type Bench } from './bench.js';
import { figuresOf, printTable, type Figures } from './figures.js';

const runs = 15;

interface Row {
  readonly label: string;
  readonly values: number[];
  /** What the median is compared with, and the limit of the ratio; null where this is the peer. */
  readonly peer: { readonly name: string; readonly limit: number } | null;
}

/** The first frame and the first useful one against the same program with its packages in node_modules; one command against Node itself. */
export async function start(bench: Bench): Promise<void> {
  const databasePath = seed(bench, 1000);
  const program = (name: string): string => path.join(bench.directory, name, 'cli.js');
  const peer = (name: string, limit: number) => ({ name, limit });
  const measured: Record<string, Row> = {
    first: { label: 'first frame', values: [], peer: peer('unbundledFirst', 0.4) },
    useful: { label: 'first tasks', values: [], peer: peer('unbundledUseful', 1) },
    unbundledFirst: { label: 'first frame, node_modules', values: [], peer: null },
    unbundledUseful: { label: 'first tasks, node_modules', values: [], peer: null },
    ready: { label: 'ready --json', values: [], peer: peer('node', 2.5) },
    node: { label: 'node -e 0', values: [], peer: null },
  };
  const frames = async (build: string, names: readonly [string, string]): Promise<void> => {
    const began = performance.now();
    const terminal = new PseudoTerminal(process.execPath, [program(build), '--db', databasePath]);
    for (const [index, sign] of [/flowdeck/, /Step 1 of capability 1\b/].entries()) {
      await terminal.until(sign);
      measured[names[index] ?? '']?.values.push(performance.now() - began);
    }
    terminal.type('q');
    await terminal.exited();
    await terminal.dispose();
  };
  const command = (name: string, args: readonly string[]): void => {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, args, { cwd: bench.scratch });
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}`);
    measured[name]?.values.push(performance.now() - began);
  };
  for (let round = 0; round < runs; round += 1) {
    await frames('program', ['first', 'useful']);
    await frames('unbundled', ['unbundledFirst', 'unbundledUseful']);
    command('ready', [program('program'), 'ready', '--json', '--db', databasePath]);
    command('node', ['-e', '0']);
  }
  const figures = (name: string): Figures => figuresOf(measured[name]?.values ?? []);
  printTable(
    `Start on 1,000 tasks, ${runs} runs in turn, Node ${process.version}; milliseconds`,
    ['what', 'min', 'p50', 'max', 'peer', 'p50 / peer', 'limit'],
    Object.entries(measured).map(([name, { label, peer: against }]) => {
      const { minimum, p50, maximum } = figures(name);
      const compared = against
        ? [measured[against.name]?.label ?? '', p50 / figures(against.name).p50, against.limit]
        : ['', '', ''];
      return [label, minimum, p50, maximum, ...compared];
    }),
  );
}
