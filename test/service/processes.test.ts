import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { useProcesses } from '../store/support/processes.js';
import { temporaryDirectory } from '../platform/tree.js';
import { inspect, prepare, workers } from './support/shared-work.js';

const processes = useProcesses(
  fileURLToPath(new URL('support/lifecycle-process.ts', import.meta.url)),
);

async function begin(rounds: number) {
  const file = path.join(temporaryDirectory(), 'flowdeck.db');
  const epic = await prepare(file);
  const children = workers.map((actor) => processes.start(file, epic, actor, rounds));
  await Promise.all(children.map((child) => child.printed(1)));
  for (const child of children) child.go();
  /** Everything but the first line, `ready`. */
  const acknowledged = () => children.flatMap((child) => child.lines.slice(1));
  return { file, children, acknowledged };
}

const well = { problems: [], lost: [], doubled: [], broken: [] };

it('eight processes with sixty writes each lose nothing, double nothing and see no error', async () => {
  const { file, children, acknowledged } = await begin(12);
  await Promise.all(children.map((child) => child.succeeded()));
  expect(acknowledged()).toHaveLength(8 * 60);
  expect(await inspect(file, acknowledged())).toEqual({ ...well, events: 8 * 60 });
}, 60_000);

it('eight processes that are killed leave every acknowledged write, and none by half', async () => {
  const { file, children, acknowledged } = await begin(100_000);
  await Promise.all(children.map((child) => child.printed(20)));
  for (const child of children) child.kill();
  await Promise.all(children.map((child) => child.exited()));
  const { events, ...found } = await inspect(file, acknowledged());
  expect(found).toEqual(well);
  // What was committed but not yet printed may be one more for each.
  expect(events).toBeGreaterThanOrEqual(acknowledged().length);
  expect(events).toBeLessThanOrEqual(acknowledged().length + children.length);
}, 60_000);
