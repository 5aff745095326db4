import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';
import { importDirectory } from '../../source/sources/import.js';
import { applyOverview } from '../../source/tui/state/merge.js';
import type { ProjectData } from '../../source/tui/state/project-data.js';
import { temporaryDirectory } from '../support/flow-project.js';
import { FuzzedCockpit } from '../support/fuzzed-cockpit.js';
import { bytesOf, drawInput, randomFrom, type FuzzInput } from '../support/fuzz-inputs.js';
import { bindings } from '../../source/tui/keys.js';
import { InputParser } from '../../source/tui/input.js';

/** A seed that failed is replayed by naming it. */
const seed = Number(process.env['FLOWDECK_TEST_SEED'] ?? 1);
const inputs = 10_000;
/** Begun anew so often: otherwise much of a run is spent where nothing is left to happen. */
const runLength = 500;
const leavingEvery = 25;
const rememberedInputs = 12;

/** A real project where there is one, else ours. */
function flowDirectory(): string {
  const data = process.env['FLOWDECK_TEST_DATA'] ?? path.resolve('../shared/data');
  const real = path.join(data, 'flow');
  const [set] = existsSync(real) ? readdirSync(real).sort() : [];
  return set === undefined
    ? path.resolve('test/fixtures/flow/schema-2/.flow')
    : path.join(real, set, '.flow');
}

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let full: ProjectData;

beforeAll(async () => {
  directory = await temporaryDirectory();
  const context = defaultContext({ actor: 'ada@example.com', origin: 'command' });
  const databasePath = path.join(directory.path, 'flowdeck.db');
  const opened = await openService({ databasePath, create: true, context });
  const flow = flowDirectory();
  const root = path.dirname(flow);
  await importDirectory(opened.database, context, {
    flowDirectory: flow,
    stateDirectory: null,
    root,
  });
  const { service } = opened;
  const data = applyOverview(null, await service.query('overview', { eventLimit: 500 }));
  const tasksByEpic = new Map<string, Awaited<ReturnType<typeof readTasks>>>();
  const readTasks = (epicId: string) => service.query('tasks.list', { epicId });
  const epicDetails = new Map(data.epicDetails);
  const taskDetails = new Map(data.taskDetails);
  for (const { id } of data.epics) {
    const tasks = await readTasks(id);
    tasksByEpic.set(id, tasks);
    epicDetails.set(id, await service.query('epic.detail', { id }));
    for (const task of tasks.slice(0, 4)) {
      taskDetails.set(task.id, await service.query('task.detail', { id: task.id }));
    }
  }
  const entries = await service.query('memory.list', { limit: 200 });
  full = { ...data, tasksByEpic, epicDetails, taskDetails, memory: { ...data.memory, entries } };
  await opened.close();
}, 60_000);

afterAll(() => directory.remove());

describe('whatever is typed', () => {
  it('names every key of the table as a terminal sends it', () => {
    for (const key of bindings.flatMap(({ keys }) => keys)) {
      const parser = new InputParser();
      const pushed = parser.push(bytesOf(key)).events;
      const events = pushed.length > 0 ? pushed : parser.flush().events;
      expect(events, key).toMatchObject([{ type: 'key', name: key }]);
    }
  });

  it(`leaves a screen that holds and can be left, after ${inputs} inputs of seed ${seed}`, () => {
    expect(full.epics.length).toBeGreaterThan(0);
    const random = randomFrom(seed);
    let cockpit = new FuzzedCockpit(full, random);
    let latest: FuzzInput[] = [];
    for (let count = 0; count < inputs; count += 1) {
      if (count % runLength === 0) {
        cockpit = new FuzzedCockpit(full, random);
        latest = [];
      }
      const input = drawInput(random);
      latest = [...latest.slice(1 - rememberedInputs), input];
      const fail = (what: string, cause?: unknown): Error =>
        new Error(
          `Input ${count} of seed ${seed} (replay it with FLOWDECK_TEST_SEED=${seed}), at ${cockpit.place}: ` +
            `${what}. The last inputs:\n${latest.map((each) => JSON.stringify(each)).join('\n')}`,
          { cause },
        );
      let problems: readonly string[];
      try {
        cockpit.apply(input);
        problems = cockpit.problems();
      } catch (error) {
        throw fail(String(error), error);
      }
      if (problems.length > 0) throw fail(problems.join('; '));
      if (count % leavingEvery === 0 && !cockpit.canBeLeft()) throw fail('no key quits');
    }
  }, 120_000);
});
