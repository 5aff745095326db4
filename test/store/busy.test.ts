import type { Client, Transaction as ClientTransaction } from '@libsql/client/sqlite3';
import { describe, expect, it } from 'vitest';
import { FlowdeckError } from '../../source/domain/errors.js';
import type { LocalDatabase } from '../../source/store/database.js';
import { failure, insertSetting, settingsIn, useFiles } from './support/files.js';

const files = useFiles();

/** A database and somebody who holds its write lock. The store's first attempt blocks the thread, so when a call to `write` returns, it has met the lock. */
async function held(options = {}): Promise<{
  database: LocalDatabase;
  holder: ClientTransaction;
  other: Client;
}> {
  const file = files.file();
  const database = await files.open(file, {
    create: true,
    busyTimeoutMilliseconds: 20,
    ...options,
  });
  const other = files.raw(file);
  const holder = await other.transaction('write');
  await holder.execute("INSERT INTO configuration VALUES ('held', '1')");
  files.onEnd(() => holder.close());
  return { database, holder, other };
}

function insert(database: LocalDatabase, key: string, signal?: AbortSignal): Promise<void> {
  return database.write((transaction) => transaction.run(insertSetting, [key, '1']), {
    ...(signal && { signal }),
  });
}

describe('a database that somebody else holds', () => {
  it('loses nothing that is acknowledged afterwards', async () => {
    const { database, holder, other } = await held();
    let runs = 0;
    const write = (key: string): Promise<void> =>
      database.write(async (transaction) => {
        runs += 1;
        await transaction.run(insertSetting, [key, '1']);
      });
    const pending = write('a');
    await holder.commit();
    await pending;
    expect(await settingsIn(other)).toEqual(['a', 'held']);
    await write('b');
    await other.execute("INSERT INTO configuration VALUES ('c', '1')");
    await write('d');
    expect(await settingsIn(other)).toEqual(['a', 'b', 'c', 'd', 'held']);
    // On the connection that met the lock no commit would succeed until its statement is collected.
    expect(runs).toBe(3);
  });

  it('runs the whole of the work again, in order with the rest', async () => {
    const { database, holder } = await held();
    const order: string[] = [];
    const append = (name: string): Promise<number> =>
      database.write(async (transaction) => {
        order.push(name);
        const row = await transaction.get<{ n: number }>('SELECT count(*) AS n FROM configuration');
        await transaction.run(insertSetting, [name, '1']);
        return row?.n ?? -1;
      });
    const calls = [append('a'), append('b'), append('c')];
    await holder.commit();
    expect(await Promise.all(calls)).toEqual([1, 2, 3]);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('is read all the same', async () => {
    const { database } = await held();
    const row = await database.read((reader) =>
      reader.get<{ n: number }>('SELECT count(*) AS n FROM configuration'),
    );
    expect(row?.n).toBe(0);
    expect(await database.dataVersion()).not.toBeNull();
  });

  it('is given up after the limit, and written to later', async () => {
    const { database, holder, other } = await held({ busyLimitMilliseconds: 100 });
    expect(await failure(insert(database, 'a'))).toMatchObject({
      code: 'store.busy',
      message: expect.stringContaining(database.path) as string,
    });
    await holder.commit();
    await insert(database, 'b');
    expect(await settingsIn(other)).toEqual(['b', 'held']);
  });

  it('does not delay closing', async () => {
    const { database, holder, other } = await held();
    const [running, waiting] = [failure(insert(database, 'a')), failure(insert(database, 'b'))];
    await database.close();
    expect((await running).code).toBe('store.closing');
    expect((await waiting).code).toBe('store.closing');
    await holder.commit();
    expect(await settingsIn(other)).toEqual(['held']);
  });

  it('is not waited for by a cancelled call', async () => {
    const { database, holder, other } = await held();
    const controller = new AbortController();
    const cancelled = failure(insert(database, 'a', controller.signal));
    controller.abort();
    expect((await cancelled).code).toBe('store.cancelled');
    await holder.commit();
    await insert(database, 'b');
    expect(await settingsIn(other)).toEqual(['b', 'held']);
  });

  it('is opened when it is let go', async () => {
    const file = files.file();
    const other = files.raw(file);
    await other.executeMultiple(
      'PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE mine (a); DROP TABLE mine;',
    );
    const limited = { busyTimeoutMilliseconds: 20, busyLimitMilliseconds: 50 };
    expect((await failure(files.open(file, limited))).code).toBe('store.busy');
    const opening = files.open(file, { busyTimeoutMilliseconds: 20 });
    await other.executeMultiple(
      'PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema;',
    );
    await insert(await opening, 'a');
    expect(await settingsIn(other)).toEqual(['a']);
  });

  it('may be open twice in one process', async () => {
    const file = files.file();
    const [one, two] = [await files.open(file), await files.open(file)];
    await Promise.all(
      Array.from({ length: 20 }, (_, number) => insert(number % 2 ? one : two, `k${number}`)),
    );
    expect(await settingsIn(files.raw(file))).toHaveLength(20);
  });
});

describe('a read that meets a lock', () => {
  it('is made again', async () => {
    const database = await files.open(files.file());
    let attempts = 0;
    const result = await database.read(async (reader) => {
      attempts += 1;
      if (attempts === 1) throw new FlowdeckError('store.busy', 'locked');
      return reader.get('SELECT 1 AS one');
    });
    expect(result).toEqual({ one: 1 });
    expect(attempts).toBe(2);
  });
});
