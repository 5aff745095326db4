import path from 'node:path';
import { inspect, prepare, workers, type Found } from '../service/support/shared-work.js';
import { StoreProcess } from '../store/support/store-process.js';
import type { Bench } from './bench.js';
import { printTable } from './figures.js';

/** Eight processes on one file, each with 25 commands in processes of their own and 500 writes; then as many killed. */
export async function processes(bench: Bench): Promise<void> {
  const rounds = bench.quick ? 10 : 100;
  const rows = [
    await measure(bench, 'to their end', { rounds, commandRounds: 6 }),
    await measure(bench, 'killed half way', { rounds, commandRounds: 6, killAt: rounds * 20 }),
  ];
  printTable(
    `Eight processes on one file, each with 25 commands and ${rounds * 5} writes at the same time`,
    ['what', 's', 'acknowledged', 'events', 'errors', 'lost', 'doubled', 'broken', 'integrity'],
    rows,
  );
}

interface Load {
  readonly rounds: number;
  readonly commandRounds: number;
  /** Ends them all by force once so much is acknowledged. */
  readonly killAt?: number;
}

async function measure(
  { directory, scratch }: Bench,
  label: string,
  { rounds, commandRounds, killAt }: Load,
): Promise<readonly (string | number)[]> {
  const file = path.join(scratch, `${label}.db`);
  const epic = await prepare(file);
  const script = path.join(directory, 'lifecycle-process.mjs');
  const program = path.join(directory, 'program', 'cli.js');
  const children = workers.map(
    (actor) =>
      new StoreProcess(script, [file, epic, actor, String(rounds), String(commandRounds), program]),
  );
  const acknowledged = (): string[] => children.flatMap((child) => child.lines.slice(1));
  await Promise.all(children.map((child) => child.printed(1)));
  const began = performance.now();
  for (const child of children) child.go();
  if (killAt !== undefined) {
    while (acknowledged().length < killAt) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const child of children) child.kill();
  }
  const outcomes = await Promise.allSettled(
    children.map((child) => (killAt === undefined ? child.succeeded() : child.exited())),
  );
  const seconds = (performance.now() - began) / 1000;
  // A command whose process lived on after its parent may still be writing.
  if (killAt !== undefined) await new Promise((resolve) => setTimeout(resolve, 3000));
  const errors = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [String(outcome.reason)] : [],
  );
  for (const error of errors) console.error(error);
  const found = await inspect(file, acknowledged());
  return [label, seconds, acknowledged().length, ...figuresOf(found, errors.length)];
}

function figuresOf(
  { events, lost, doubled, broken, problems }: Found,
  errors: number,
): readonly (string | number)[] {
  for (const line of [...lost, ...doubled, ...broken, ...problems].slice(0, 20))
    console.error(line);
  const counts = [events, errors, lost.length, doubled.length, broken.length];
  return [...counts, problems.length === 0 ? 'ok' : problems.length];
}
