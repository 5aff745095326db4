/** The fuzzy matcher by kind of slip and by the time of a key press, beside fzf where there is one. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createFuzzyIndex } from '../../source/search/fuzzy.js';
import { figuresOf, printTable } from './figures.js';
import { makeLines, makeQuery, queryKinds, randomNumbers, type Line } from './fuzzy-lines.js';

const targets = 600;
/** A process for each query: fewer are asked of fzf. */
const peerTargets = 60;
const sizes = { few: 5000, many: 100_000 } as const;

export function fuzzy(scratch: string): void {
  const hasPeer = !spawnSync('fzf', ['--version']).error;
  if (!hasPeer) console.log('\nfzf: skipped, there is none here.');
  quality(scratch, hasPeer);
  speed(scratch, hasPeer);
}

type Finder = (query: string) => readonly string[];

function quality(scratch: string, hasPeer: boolean): void {
  const rows = Object.values(sizes).map((size) => {
    const lines = makeLines(size, randomNumbers(7));
    const index = createFuzzyIndex(lines, ({ text }) => text);
    const find: Finder = (query) => index.find(query, 5).map(({ item }) => item.text);
    return [`ours, ${size} lines`, String(targets), ...hitsByKind(lines, find, targets)];
  });
  if (hasPeer) {
    const lines = makeLines(sizes.few, randomNumbers(7));
    const file = path.join(scratch, 'few.txt');
    writeFileSync(file, lines.map(({ text }) => text).join('\n'));
    const find: Finder = (query) => runPeer(query, file).split('\n').slice(0, 5);
    const name = `fzf --filter, ${sizes.few} lines`;
    rows.push([name, String(peerTargets), ...hitsByKind(lines, find, peerTargets)]);
  }
  printTable('Fuzzy: hit@5 by kind of slip', ['', 'targets', ...queryKinds, 'mean'], rows);
}

function hitsByKind(lines: readonly Line[], find: Finder, count: number): number[] {
  const random = randomNumbers(11);
  const hits = queryKinds.map((kind) => {
    let hit = 0;
    for (let round = 0; round < count; round += 1) {
      const line = lines[Math.floor(random() * lines.length)];
      if (line && find(makeQuery(kind, line, random)).includes(line.text)) hit += 1;
    }
    return hit / count;
  });
  return [...hits, hits.reduce((sum, each) => sum + each, 0) / hits.length];
}

const typed = ['fix login token', 'cache migraton', 'databse connection pool'];
/** What stands in the box after each key. */
export const keyPresses: readonly string[] = typed.flatMap((text) =>
  Array.from({ length: text.length }, (_, end) => text.slice(0, end + 1)),
);

function speed(scratch: string, hasPeer: boolean): void {
  const rows = [1000, 10_000, 100_000].map((size): (string | number)[] => {
    const lines = makeLines(size, randomNumbers(5));
    const began = performance.now();
    const index = createFuzzyIndex(lines, ({ text }) => text);
    const built = performance.now() - began;
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      for (const text of keyPresses) {
        const start = performance.now();
        index.find(text, 50);
        if (round > 0) times.push(performance.now() - start);
      }
    }
    const { p50, p95, maximum } = figuresOf(times);
    const peer = hasPeer ? peerTime(lines, scratch) : null;
    const ratio = peer === null ? '' : `${(peer / p50).toFixed(0)} ×`;
    return [String(size), built, p50, p95, maximum, peer ?? 'skipped', ratio];
  });
  printTable(
    `Fuzzy: a key press while “${typed.join('”, “')}” are typed; milliseconds`,
    ['titles', 'build', 'p50', 'p95', 'max', 'fzf p50, one line’s off', 'ratio of p50'],
    rows,
  );
}

/** The median of what fzf takes for a key press, without starting and for the lines alone. */
function peerTime(lines: readonly Line[], scratch: string): number {
  const [whole, one] = [path.join(scratch, 'lines.txt'), path.join(scratch, 'line.txt')];
  writeFileSync(whole, lines.map(({ text }) => text).join('\n'));
  writeFileSync(one, lines[0]?.text ?? '');
  const timed = (query: string, file: string): number => {
    const start = performance.now();
    runPeer(query, file);
    return performance.now() - start;
  };
  const asked = keyPresses.filter((_, index) => index % 3 === 0);
  return figuresOf(asked.map((query) => timed(query, whole) - timed(query, one))).p50;
}

function runPeer(query: string, file: string): string {
  const command = `fzf --filter "$1" < "$2" | head -n 50`;
  return spawnSync('sh', ['-c', command, 'sh', query, file], { encoding: 'utf8' }).stdout;
}
