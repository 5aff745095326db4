import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { integrityCheck } from '../../source/store/maintenance.js';
import { migrations } from '../../source/store/migrations/index.js';
import { useFiles } from './support/files.js';
import { useProcesses, type StoreProcess } from './support/processes.js';

const files = useFiles();
const processes = useProcesses();

interface Found {
  readonly counter: number;
  readonly events: number;
  readonly started: number;
  readonly commands: ReadonlySet<string>;
}

/** What the incrementing processes left, after a check of the whole file. */
async function leftIn(file: string): Promise<Found> {
  const database = await files.open(file, {});
  expect(await integrityCheck(database)).toEqual([]);
  return database.read(async (reader) => {
    const row = await reader.get<{ counter: string; started: number }>(
      `SELECT (SELECT value FROM configuration WHERE key = 'counter') AS counter,
              (SELECT tasks_started FROM daily_rollup) AS started`,
    );
    const events = await reader.all<{ command_id: string }>('SELECT command_id FROM events');
    return {
      counter: Number(row?.counter),
      started: Number(row?.started),
      events: events.length,
      commands: new Set(events.map((event) => event.command_id)),
    };
  });
}

/** Everything but the first line, `ready`. */
function acknowledged(children: readonly StoreProcess[]): string[] {
  return children.flatMap((child) => child.lines.slice(1));
}

describe('eight processes on one file', () => {
  it.each([
    ['500 transactions each', 500, 250],
    ['50 transactions each, and no patience of the library', 50, 0],
  ])(
    'lose nothing and double nothing: %s',
    async (_name, count, timeout) => {
      const file = files.file();
      const children = await processes.startTogether(8, 'increment', file, count, timeout);
      await Promise.all(children.map((child) => child.succeeded()));
      const found = await leftIn(file);
      expect(acknowledged(children)).toHaveLength(8 * count);
      expect(found.commands).toEqual(new Set(acknowledged(children)));
      expect([found.counter, found.events, found.started]).toEqual(Array(3).fill(8 * count));
    },
    60_000,
  );

  it('lose nothing acknowledged when they are killed', async () => {
    const file = files.file();
    const children = await processes.startTogether(4, 'increment', file, 100_000);
    await Promise.all(children.map((child) => child.printed(200)));
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.exited()));
    const found = await leftIn(file);
    for (const id of acknowledged(children)) expect(found.commands).toContain(id);
    // What was committed but not yet printed may be one more for each.
    expect(found.events).toBeLessThanOrEqual(acknowledged(children).length + children.length);
    expect([found.counter, found.started]).toEqual([found.events, found.events]);
  }, 60_000);

  it.each([1, 2, 3])(
    'make a new database once, round %i',
    async () => {
      const file = path.join(files.directory(), 'new', 'flowdeck.db');
      const children = await processes.startTogether(8, 'open', file);
      await Promise.all(children.map((child) => child.succeeded()));
      expect(new Set(acknowledged(children)).size).toBe(1);
      const database = await files.open(file, {});
      expect(acknowledged(children)).toContain(JSON.stringify(database.identity));
    },
    60_000,
  );

  it('upgrade an older database once, with one copy', async () => {
    const file = files.file();
    const database = await files.open(file);
    const { databaseId } = database.identity;
    await database.close();
    const children = await processes.startTogether(8, 'upgrade', file);
    await Promise.all(children.map((child) => child.succeeded()));
    expect(new Set(acknowledged(children))).toEqual(
      new Set([JSON.stringify({ databaseId, generation: 2 })]),
    );
    const raw = files.raw(file);
    expect((await raw.execute('SELECT count(*) AS n FROM added')).rows[0]?.['n']).toBe(1);
    expect(existsSync(`${file}.v${migrations.length}-backup`)).toBe(true);
    expect(readdirSync(path.dirname(file)).filter((name) => name.includes('backup'))).toHaveLength(
      1,
    );
  }, 60_000);
});

describe('a process that runs many statements', () => {
  it('does not keep their memory', async () => {
    const [child] = await processes.startTogether(1, 'memory', files.file(), 24_000);
    await child?.succeeded();
    // Not yielding to the library costs 3.7 kB for each of the 30,000 statements.
    expect(Number(child?.lines[1])).toBeLessThan(40);
  }, 60_000);
});
