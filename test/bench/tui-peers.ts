/** Programs of other people, where they are installed: what a key costs there. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { quiet, residentMegabytes, type Bench } from './bench.js';
import { figuresOf, printTable } from './figures.js';
import { press, times } from './press.js';
import type { Screen } from './tui-programs.js';

interface Peer {
  readonly name: string;
  /** Run by a shell. */
  readonly command: string;
  readonly ready: RegExp;
  readonly key: string;
}

const down = '\u001b[B';
const peers: readonly Peer[] = [
  { name: 'fzf', command: 'seq -f "item %.0f" 1000 | fzf', ready: /1000\/1000/, key: '\u001b[A' },
  { name: 'tig', command: 'tig', ready: /\d{4}-\d\d-\d\d/, key: down },
  { name: 'htop', command: 'htop', ready: /PID/, key: down },
  { name: 'btop', command: 'btop', ready: /proc/, key: down },
  { name: 'less', command: 'seq -f "item %.0f" 1000 | less', ready: /item 9/, key: 'j' },
  { name: 'bdui', command: 'bdui', ready: /\S/, key: 'j' },
  { name: 'backlog', command: 'backlog board', ready: /\S/, key: down },
  { name: 'ccmanager', command: 'ccmanager', ready: /\S/, key: down },
  { name: 'ralph-tui', command: 'ralph-tui', ready: /\S/, key: down },
  { name: 'vit', command: 'vit', ready: /\S/, key: 'j' },
];

export async function peerCosts(bench: Bench, screen: Screen): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const peer of peers) {
    const { name } = peer;
    if (spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0) {
      rows.push([name, 'skipped: not installed', '', '', '', '', '', '']);
      continue;
    }
    rows.push([name, '', ...(await costs(peer, screen, bench.quick))]);
  }
  printTable(
    'Peers on this machine; milliseconds',
    ['peer', '', 'first frame', 'key p50', 'p95', 'bytes p50', 'idle bytes in 5 s', 'memory MB'],
    rows,
  );
}

async function costs(
  { command, ready, key }: Peer,
  screen: Screen,
  quick: boolean,
): Promise<(string | number)[]> {
  const began = performance.now();
  const terminal = new PseudoTerminal('/bin/sh', ['-c', command], screen);
  await terminal.until(ready);
  const first = performance.now() - began;
  await quiet(terminal, 400);
  const answers = [];
  for (const each of times(key, quick ? 8 : 20)) answers.push(await press(terminal, each));
  const delay = figuresOf(answers.map(({ milliseconds }) => milliseconds));
  const bytes = figuresOf(answers.map(({ size }) => size));
  const before = terminal.output.length;
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const idle = String(terminal.output.length - before);
  const memory = memoryOfAll(terminal.pid);
  await terminal.dispose();
  return [first, delay.p50, delay.p95, bytes.p50, idle, memory];
}

/** Memory of a process and of those that it started, in MB. */
function memoryOfAll(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const pids = children === '' ? [] : children.split(' ').map(Number);
  return pids.reduce((sum, child) => sum + memoryOfAll(child), residentMegabytes(pid));
}
