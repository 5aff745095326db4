import { existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { LocalDatabase } from '../../source/store/database.js';
import { applicationId } from '../../source/store/migrate.js';
import { migrations } from '../../source/store/migrations/index.js';
import { openDatabase } from '../../source/store/open.js';
import { failure, insertSetting, settingsIn, useFiles } from './support/files.js';

const files = useFiles();

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

async function collectGarbage(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    gc();
    await new Promise(setImmediate);
  }
}

/** The settings of the store's own connection. */
async function settings(database: LocalDatabase): Promise<Record<string, unknown>> {
  const names = [
    'journal_mode',
    'foreign_keys',
    'busy_timeout',
    'synchronous',
    'journal_size_limit',
  ];
  const entries = await Promise.all(
    names.map((name) =>
      database.maintain(async (client) => {
        const { rows } = await client.execute(`PRAGMA ${name}`);
        return [name, rows[0]?.[0]] as const;
      }),
    ),
  );
  return Object.fromEntries(entries);
}

const wanted = {
  journal_mode: 'wal',
  foreign_keys: 1,
  busy_timeout: 250,
  synchronous: 1,
  journal_size_limit: 16 * 1024 * 1024,
};

describe('a new database', () => {
  it('is made with its directories, and says what and which one it is', async () => {
    const file = path.join(files.directory(), 'a', 'b #1 100%.db');
    const database = await files.open(file);
    expect(database.path).toBe(file);
    expect(database.identity.databaseId).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(database.identity.generation).toBe(1);
    const meta = await database.read((reader) =>
      reader.all<{ key: string; value: string }>('SELECT key, value FROM meta ORDER BY key'),
    );
    expect(Object.fromEntries(meta.map(({ key, value }) => [key, value]))).toEqual({
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      database_id: database.identity.databaseId,
      generation: '1',
      schema: String(migrations.length),
    });
    await database.close();
    expect(readFileSync(file).readInt32BE(68)).toBe(applicationId);
    expect(readFileSync(file).readInt32BE(60)).toBe(migrations.length);
  });

  it('keeps its identity from one opening to the next', async () => {
    const file = files.file();
    const { identity } = await files.open(file);
    const again = await files.open(file, {});
    expect(again.identity).toEqual(identity);
  });

  it('is made of an empty file too, and only where it was asked for otherwise', async () => {
    const missing = files.file();
    expect((await failure(openDatabase(missing))).code).toBe('store.cannot_open');
    expect(existsSync(missing)).toBe(false);
    const empty = files.file();
    const raw = files.raw(empty);
    await raw.execute('PRAGMA user_version');
    expect(statSync(empty).size).toBe(0);
    expect((await files.open(empty, {})).identity.generation).toBe(1);
  });
});

describe('the settings of the connection', () => {
  it('hold after opening, transactions, failures, parallel reads and a reconnection (mends: the settings were made on another connection than the one in use)', async () => {
    const file = files.file();
    const database = await files.open(file);
    expect(await settings(database)).toEqual(wanted);
    await database.write((transaction) => transaction.run(insertSetting, ['a', '1']));
    await failure(database.write((transaction) => transaction.run(insertSetting, ['a', '1'])));
    await Promise.all(
      Array.from({ length: 8 }, () =>
        database.read((reader) => reader.all('SELECT * FROM configuration')),
      ),
    );
    expect(await settings(database)).toEqual(wanted);
    const other = await files.raw(file).transaction('write');
    const pending = database.write((transaction) => transaction.run(insertSetting, ['b', '1']));
    other.close();
    await pending;
    expect(await settings(database)).toEqual(wanted);
    await database.reopen();
    expect(await settings(database)).toEqual(wanted);
  });

  it('make foreign keys hold (mends: foreign keys were not enforced, so tasks of no epic could be made)', async () => {
    const database = await files.open(files.file());
    const orphan = database.write((transaction) =>
      transaction.run('INSERT INTO task_labels (task_id, label) VALUES (?, ?)', ['none.1', 'x']),
    );
    expect(await failure(orphan)).toMatchObject({
      code: 'store.constraint',
      message: expect.stringContaining('FOREIGN KEY') as string,
    });
  });
});

describe('a file that is replaced while it is open', () => {
  it('takes no write any more, and is read anew', async () => {
    const file = files.file();
    const database = await files.open(file);
    const other = await files.open(files.file());
    await other.write((transaction) => transaction.run(insertSetting, ['other', '1']));
    await other.close();
    expect(await database.replaced()).toBe(false);
    renameSync(other.path, file);
    rmSync(`${file}-wal`);
    rmSync(`${file}-shm`);
    expect(await database.replaced()).toBe(true);
    const lost = database.write((transaction) => transaction.run(insertSetting, ['lost', '1']));
    expect((await failure(lost)).code).toBe('store.replaced');
    const before = await database.dataVersion();
    await database.reopen();
    expect(await database.replaced()).toBe(false);
    expect(await database.dataVersion()).not.toBe(before);
    expect(database.identity).toEqual(other.identity);
    await database.write((transaction) => transaction.run(insertSetting, ['kept', '1']));
    expect(await settingsIn(files.raw(file))).toEqual(['kept', 'other']);
  });

  it('does not get the log of the old file replayed onto it', async () => {
    const file = files.file();
    const database = await files.open(file);
    await database.write((transaction) => transaction.run(insertSetting, ['old', '1']));
    const other = await files.open(files.file());
    await other.write((transaction) => transaction.run(insertSetting, ['other', '1']));
    await other.close();
    renameSync(other.path, file);
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    // Only when the library's statements are collected is the old file really closed, and its log read by the next.
    await collectGarbage();
    await database.reopen();
    expect(database.identity).toEqual(other.identity);
    expect(await settingsIn(files.raw(file))).toEqual(['other']);
  });

  it('does not acknowledge what went into the old file in the meantime', async () => {
    const file = files.file();
    const database = await files.open(file);
    const write = database.write(async (transaction) => {
      await transaction.run(insertSetting, ['a', '1']);
      renameSync(file, `${file}.old`);
    });
    expect((await failure(write)).code).toBe('store.replaced');
  });

  it('is not made again where it was removed, not even by a reconnection', async () => {
    const file = files.file();
    const database = await files.open(file);
    const other = await files.raw(file).transaction('write');
    const busy = failure(
      database.write((transaction) => transaction.run(insertSetting, ['a', '1'])),
    );
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`);
    expect((await busy).code).toBe('store.replaced');
    other.close();
    const write = database.write((transaction) => transaction.run(insertSetting, ['a', '1']));
    expect((await failure(write)).code).toBe('store.replaced');
    expect((await failure(database.reopen())).code).toBe('store.cannot_open');
    expect(existsSync(file)).toBe(false);
    const closed = database.read((reader) => reader.get('SELECT 1'));
    expect((await failure(closed)).code).toBe('store.closed');
  });

  it('is found through a link', async () => {
    const target = files.file();
    await (await files.open(target)).close();
    const link = files.file('link.db');
    symlinkSync(target, link);
    const database = await files.open(link, {});
    await database.write((transaction) => transaction.run(insertSetting, ['a', '1']));
    expect(await database.replaced()).toBe(false);
    expect(existsSync(`${target}-wal`)).toBe(true);
  });
});

describe('closing', () => {
  it('may happen twice, leaves nothing in the log, and refuses what comes later', async () => {
    const file = files.file();
    const database = await files.open(file);
    const write = database.write((transaction) => transaction.run(insertSetting, ['a', '1']));
    const [one, two] = [database.close(), database.close()];
    await Promise.all([write, one, two]);
    expect(statSync(`${file}-wal`).size).toBe(0);
    const late = database.read((reader) => reader.get('SELECT 1'));
    expect((await failure(late)).code).toBe('store.closed');
    expect((await failure(database.dataVersion())).code).toBe('store.closed');
    await database.close();
  });
});

describe('dataVersion', () => {
  it('changes with the commits of others only, and with a reconnection', async () => {
    const file = files.file();
    const database = await files.open(file);
    const other = files.raw(file);
    const versions = [await database.dataVersion()];
    await database.write((transaction) => transaction.run(insertSetting, ['own', '1']));
    versions.push(await database.dataVersion());
    await other.execute("INSERT INTO configuration VALUES ('foreign', '1')");
    versions.push(await database.dataVersion());
    await database.reopen();
    versions.push(await database.dataVersion());
    expect(versions[1]).toBe(versions[0]);
    expect(new Set(versions).size).toBe(3);
  });
});
