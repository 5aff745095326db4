import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultContext } from '../../source/service/context.js';
import { importDirectory } from '../../source/sources/import.js';
import { openDatabase } from '../../source/store/open.js';
import type { Database } from '../../source/store/types.js';

const data = path.resolve(process.env['FLOWDECK_TEST_DATA'] ?? '../shared/data');
const present = existsSync(path.join(data, 'flow'));

/** Counted independently: epics, tasks, task dependencies, epic dependencies, placeholders. */
const sets: readonly (readonly [string, number, number, number, number, number])[] = [
  ['Humanizr+Humanizer', 18, 87, 115, 9, 0],
  ['burningportra+craft-agents-oss', 4, 22, 23, 0, 0],
  ['gmickel+gno', 117, 374, 258, 90, 1],
  ['novotnyllc+ContainAI', 49, 387, 264, 38, 0],
  ['novotnyllc+ContainAI@2026-01-23-skipped', 14, 153, 143, 1, 0],
];

describe.skipIf(!present)('directories of real projects', () => {
  let folder: string;
  let database: Database;
  const context = defaultContext({ actor: 'tester' });

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-import-'));
    database = await openDatabase(path.join(folder, 'flowdeck.db'), { create: true });
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (name: string, stateDirectory: string | null = null) => {
    const root = path.join(data, 'flow', name);
    const flowDirectory = path.join(root, '.flow');
    return importDirectory(database, context, { root, flowDirectory, stateDirectory });
  };
  const count = (sql: string) =>
    database.read(async (reader) => (await reader.get<{ n: number }>(sql))?.n);

  it.each(sets)('%s has the known counts', async (name, epics, tasks, edges, epicEdges, stubs) => {
    const report = await run(name);
    expect(report.counts).toMatchObject({
      epics,
      tasks,
      taskDependencies: edges,
      epicDependencies: epicEdges,
      placeholders: stubs,
      unresolved: 0,
    });
    expect(report).toMatchObject({ added: epics + tasks + report.counts.memory, conflicts: 0 });
    expect(await count('SELECT count(*) AS n FROM epics WHERE placeholder = 0')).toBe(epics);
    expect(await count('SELECT count(*) AS n FROM epics WHERE placeholder = 1')).toBe(stubs);
    expect(await count('SELECT count(*) AS n FROM tasks')).toBe(tasks);
    expect(await count('SELECT count(*) AS n FROM task_deps')).toBe(edges);
    expect(await count('SELECT count(*) AS n FROM epic_deps')).toBe(epicEdges);
    expect(await count('SELECT count(*) AS n FROM memory')).toBe(report.counts.memory);

    const events = await count('SELECT count(*) AS n FROM events');
    const again = await run(name);
    expect(again).toMatchObject({ added: 0, changed: 0, vanished: 0, conflicts: 0 });
    expect(again.findings).toEqual(report.findings);
    expect(await count('SELECT count(*) AS n FROM events')).toBe(events);
  });

  it.each(['Humanizr+Humanizer', 'novotnyllc+ContainAI'])(
    '%s takes the status of its live states',
    async (name) => {
      const tasks = path.join(folder, 'flow-state', 'tasks');
      mkdirSync(tasks, { recursive: true });
      const states = readFileSync(path.join(data, 'flow-state', `${name}.jsonl`), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { task: string; runtime: { status: string } });
      for (const { task, runtime } of states) {
        writeFileSync(path.join(tasks, `${task}.state.json`), JSON.stringify(runtime));
      }
      await run(name, path.dirname(tasks));
      const rows = await database.read((reader) =>
        reader.all<{ id: string; status: string; status_source: string }>(
          "SELECT id, status, status_source FROM tasks WHERE status_source = 'live-state'",
        ),
      );
      expect(Object.fromEntries(rows.map(({ id, status }) => [id, status]))).toEqual(
        Object.fromEntries(states.map(({ task, runtime }) => [task, runtime.status])),
      );
    },
  );
});
