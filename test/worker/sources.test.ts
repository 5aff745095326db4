import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Delta } from '../../source/domain/contract/rows.js';
import type { Progress } from '../../source/domain/contract/store-client.js';
import { writeFlow } from '../support/flow-project.js';
import { Bench, codeOf, until } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.set();
});
afterEach(() => bench.end());

test('an import tells how far it is, and its end is a reload for those who follow', async () => {
  const tasks = Array.from({ length: 40 }, (_, index) => ({ title: `Task ${index}` }));
  await writeFlow(bench.directory, [{ id: 'fn-1-one', title: 'One', tasks }]);
  const store = await bench.open();
  const { cursor } = await store.query('overview', {});
  const deltas: Delta[] = [];
  store.subscribe(cursor, (delta) => deltas.push(delta));
  const progress: Progress[] = [];
  const report = await store.command(
    'import.run',
    {
      flowDirectory: path.join(bench.directory, '.flow'),
      stateDirectory: null,
      root: bench.directory,
    },
    { onProgress: (step) => progress.push(step) },
  );
  expect(report.counts).toMatchObject({ epics: 1, tasks: 40 });
  expect(progress.length).toBeGreaterThan(0);
  expect(progress.at(-1)).toMatchObject({ done: progress.at(-1)?.total });
  await until(() => deltas.some(({ reload }) => reload), 'the reload is told');
  expect(await store.query('tasks.list', {})).toHaveLength(40);
});

test('an import that fails tells why', async () => {
  const store = await bench.open();
  const input = {
    flowDirectory: path.join(bench.directory, 'nowhere'),
    stateDirectory: null,
    root: bench.directory,
  };
  expect(await codeOf(store.command('import.run', input))).toBe('import.no_flow_directory');
});

test('a project is made through the same queue', async () => {
  const store = await bench.open();
  const { path: made } = await store.command('project.initialise', { root: bench.directory });
  expect(existsSync(path.join(made, 'meta.json'))).toBe(true);
});
