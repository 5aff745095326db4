import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delta } from '../../source/domain/contract/rows.js';
import type { StoreClient } from '../../source/domain/contract/store-client.js';
import type { SerialisedError } from '../../source/domain/errors.js';
import { Helper } from './helper.js';
import { Bench, codeOf, until, write } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.set();
});
afterEach(() => bench.end());

interface Follower {
  readonly deltas: Delta[];
  readonly first: number;
  stop(): void;
  events(): number[];
}

/** Follows the store from now on. */
async function follow(store: StoreClient): Promise<Follower> {
  const { cursor } = await store.query('overview', {});
  const deltas: Delta[] = [];
  const stop = store.subscribe(cursor, (delta) => deltas.push(delta));
  return {
    deltas,
    first: cursor.event + 1,
    stop,
    events: () => deltas.flatMap((delta) => delta.events.map(({ id }) => id)),
  };
}

test('commands of our own come back as deltas with the rows that they changed', async () => {
  const store = await bench.open();
  const follower = await follow(store);
  const { id } = await store.command('epic.create', { title: 'Seen at once' });
  await until(() => follower.deltas.length > 0, 'the delta comes');
  expect(follower.deltas[0]).toMatchObject({
    reload: false,
    epics: [{ id, title: 'Seen at once' }],
    totals: { epics: { open: 1 } },
  });
});

test('what another process commits arrives without being asked for', async () => {
  const store = await bench.open();
  const follower = await follow(store);
  const writer = await Helper.start('outside-writer', [bench.databasePath, '1']);
  const titles = () =>
    follower.deltas.flatMap(({ epics, tasks }) => [...epics, ...tasks].map(({ title }) => title));
  await until(
    () => ['Made outside', 'Its task', 'Task 0'].every((title) => titles().includes(title)),
    'all three are seen',
  );
  expect(store.metrics().feedLagMilliseconds).toEqual(expect.any(Number));
  await writer.end();
});

test('tokens and heartbeats arrive, although they make no events', async () => {
  const store = await bench.open();
  const { id: epicId } = await store.command('epic.create', { title: 'Costly' });
  const { id: taskId } = await store.command('task.create', { epicId, title: 'A task' });
  const follower = await follow(store);
  const row = () => follower.deltas.flatMap(({ tasks }) => tasks).at(-1);
  await store.command('tokens.record', { epicId, taskId, inputTokens: 20, outputTokens: 22 });
  await until(() => row()?.tokens === 42, 'the tokens are seen');
  const { lastBeat } = await store.command('heartbeat.record', { taskId });
  await until(() => row()?.lastHeartbeat === lastBeat, 'the heartbeat is seen');
  expect(follower.events()).toEqual([]);
});

test('of 50 outside commits a second each event arrives once and in order, several in one delta', async () => {
  const store = await bench.open();
  const follower = await follow(store);
  const commits = 120;
  const writer = await Helper.start('outside-writer', [bench.databasePath, String(commits), '20']);
  const expected = commits + 2;
  await until(
    () => (follower.events().at(-1) ?? 0) >= follower.first + expected - 1,
    'all events are seen',
    20_000,
  );
  expect(follower.events()).toEqual(
    Array.from({ length: expected }, (_, index) => follower.first + index),
  );
  expect(follower.deltas.length).toBeLessThan(expected);
  await writer.end();
});

test('commands are answered while another process writes, and their own events keep their place', async () => {
  const store = await bench.open();
  const follower = await follow(store);
  const writer = await Helper.start('outside-writer', [bench.databasePath, '60', '5']);
  for (let index = 0; index < 30; index++) {
    await store.command('epic.create', { title: `Epic ${index}` });
  }
  await until(() => follower.events().length === 62 + 30, 'all events of both are seen');
  expect(follower.events()).toEqual(
    Array.from({ length: 92 }, (_, index) => follower.first + index),
  );
  await writer.end();
});

test('a burst of 2,000 events in one transaction arrives in order, with a command in between', async () => {
  const store = await bench.open();
  const follower = await follow(store);
  await write(
    store,
    `INSERT INTO events (timestamp, event_type, entity_kind, entity_id, command_id, origin)
     SELECT '2026-03-01T10:00:00.000Z', 'note_logged', 'configuration', 'x', 'c', 'command'
     FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
       SELECT i FROM n)`,
  );
  await until(() => follower.deltas.length > 0, 'the first portion is seen');
  await store.command('epic.create', { title: 'In between' });
  await until(() => follower.events().length === 2001, 'all is seen');
  expect(follower.events()).toEqual(
    Array.from({ length: 2001 }, (_, index) => follower.first + index),
  );
});

test('several listeners follow from their own places, and stop on their own', async () => {
  const store = await bench.open();
  const early = await follow(store);
  await store.command('epic.create', { title: 'One' });
  const late = await follow(store);
  await store.command('epic.create', { title: 'Two' });
  await until(() => early.events().length === 2 && late.events().length === 1, 'both follow');
  expect(late.first).toBe(early.first + 1);
  early.stop();
  await store.command('epic.create', { title: 'Three' });
  await until(() => late.events().length === 2, 'the second goes on');
  expect(early.events()).toHaveLength(2);
});

describe('a database file that is replaced while it is open', () => {
  test('is opened anew, and every listener is told to reload', async () => {
    const store = await bench.open();
    await store.command('epic.create', { title: 'Of the old file' });
    const follower = await follow(store);
    const other = await otherDatabase('Of the new file');
    await putInPlace(other);

    await until(() => follower.deltas.some(({ reload }) => reload), 'the reload is told');
    const { epics, cursor } = await store.query('overview', {});
    expect(epics.map(({ title }) => title)).toEqual(['Of the new file']);
    expect(follower.deltas.at(-1)?.cursor).toMatchObject({ databaseId: cursor.databaseId });

    const { id } = await store.command('epic.create', { title: 'Written after' });
    await until(
      () => follower.deltas.some(({ epics }) => epics.some((epic) => epic.id === id)),
      'the feed goes on',
    );
  });

  test('refuses the command that was meant for the old one, and answers queries from the new', async () => {
    const store = await bench.open();
    const other = await otherDatabase('Of the new file');
    const { gate, ended } = await bench.pause(store);
    const command = codeOf(store.command('epic.create', { title: 'Too late' }));
    const query = store.query('epics.list', {});
    await putInPlace(other);
    gate.open();
    await ended;
    expect(await command).toBe('store.replaced');
    expect((await query).map(({ title }) => title)).toEqual(['Of the new file']);
  });

  test('or removed for good is a death with the reason', async () => {
    const store = await bench.open();
    const failures: SerialisedError[] = [];
    store.onFailure((error) => failures.push(error));
    await remove(bench.databasePath, ['', '-wal', '-shm']);
    await until(() => failures.length > 0, 'the death is told');
    expect(failures).toMatchObject([{ code: 'store.replaced' }]);
    expect(store.metrics()).toMatchObject({ state: 'DEAD', crashes: 0 });
    expect(await codeOf(store.query('totals', {}))).toBe('store.dead');
  });

  test('by something that is no database is a death, unless a database follows soon', async () => {
    const store = await bench.open();
    const follower = await follow(store);
    const other = await otherDatabase('Of the new file');
    const letter = path.join(bench.directory, 'letter.txt');
    await writeFile(letter, 'This is a letter, not a database. '.repeat(200));
    await putInPlace(letter);
    await until(
      () => store.metrics().errors['store.not_a_database'] !== undefined,
      'the letter is seen',
    );
    expect(await codeOf(store.query('totals', {}))).toBe('store.not_a_database');
    await putInPlace(other);
    await until(() => follower.deltas.some(({ reload }) => reload), 'the reload is told');
    expect((await store.query('epics.list', {})).map(({ title }) => title)).toEqual([
      'Of the new file',
    ]);

    const failure = new Promise<SerialisedError>((resolve) => store.onFailure(resolve));
    await writeFile(letter, 'This is a letter, not a database. '.repeat(200));
    await putInPlace(letter);
    expect(await failure).toMatchObject({ code: 'store.not_a_database' });
  });

  /** Makes a closed database in a file of its own. */
  async function otherDatabase(title: string): Promise<string> {
    const databasePath = path.join(bench.directory, 'other.db');
    const other = await bench.open({ databasePath });
    await other.command('epic.create', { title });
    await other.close();
    return databasePath;
  }

  /** Puts a file in the database's place, as whoever restores one does: without the log of the old one. */
  async function putInPlace(file: string): Promise<void> {
    await remove(bench.databasePath, ['-wal', '-shm']);
    await rename(file, bench.databasePath);
  }

  async function remove(file: string, suffixes: readonly string[]): Promise<void> {
    for (const suffix of suffixes) await rm(file + suffix, { force: true });
  }
});
