import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { quickCheck } from '../../source/store/maintenance.js';
import { openDatabase } from '../../source/store/open.js';
import { failure, insertSetting, settingsIn, useFiles } from './support/files.js';

const files = useFiles();

/** Mounts at a directory of its own, which is gone after the test; false where that needs more rights. */
function mount(directory: string, ...args: readonly string[]): boolean {
  try {
    execFileSync('mount', [...args, directory], { stdio: 'ignore' });
  } catch {
    return false;
  }
  files.onEnd(() => void execFileSync('umount', ['-l', directory]));
  return true;
}

/** A file system of this size; null where that needs more rights. */
function smallFileSystem(kilobytes: number): string | null {
  const directory = files.directory();
  return mount(directory, '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs') ? directory : null;
}

describe('a file that is no flowdeck database', () => {
  const foreign = Buffer.from('this is a text and nothing else\n'.repeat(200));

  it.each([
    ['a text', foreign],
    ['five bytes', Buffer.from('12345')],
  ])('is refused and left as it is: %s', async (_name, contents) => {
    const file = files.file();
    writeFileSync(file, contents);
    expect(await failure(openDatabase(file, { create: true }))).toEqual({
      code: 'store.not_a_database',
      message: expect.stringContaining(file) as string,
    });
    expect(readFileSync(file)).toEqual(contents);
    expect(readdirSync(path.dirname(file))).toEqual(['flowdeck.db']);
  });

  it('is refused when another program keeps its tables in it', async () => {
    const file = files.file('flowctl.db');
    await files.raw(file).execute('CREATE TABLE epics (id TEXT PRIMARY KEY)');
    const before = readFileSync(file);
    expect((await failure(openDatabase(file))).code).toBe('store.not_a_database');
    expect(readFileSync(file)).toEqual(before);
  });

  it.each([
    ['application_id', 'PRAGMA application_id = 7'],
    ['user_version', 'PRAGMA user_version = 1'],
  ])('is refused when only its %s says so', async (_name, sql) => {
    const file = files.file();
    await files.raw(file).execute(sql);
    expect((await failure(openDatabase(file))).code).toBe('store.not_a_database');
  });
});

describe('a place where no database can be', () => {
  it('is named with the reason', async () => {
    const directory = files.directory();
    mkdirSync(path.join(directory, 'flowdeck.db'));
    writeFileSync(path.join(directory, 'file'), 'x');
    const cases: [string, boolean, RegExp][] = [
      ['flowdeck.db', true, /is a directory/],
      ['none/flowdeck.db', false, /directory does not exist/],
      ['none.db', false, /does not exist/],
      ['file/flowdeck.db', false, /not a directory/],
      ['file/flowdeck.db', true, /cannot be opened/],
    ];
    for (const [name, create, reason] of cases) {
      const opening = openDatabase(path.join(directory, name), { create });
      const { code, message } = await failure(opening);
      expect([name, code]).toEqual([name, 'store.cannot_open']);
      expect(message).toMatch(reason);
    }
  });

  it('is not a device', async () => {
    expect((await failure(openDatabase('/dev/null'))).code).toBe('store.cannot_open');
  });
});

describe('a file system', () => {
  it('that is read-only lets the database be read, and is named when it is written to', async ({
    skip,
  }) => {
    const original = files.file();
    await (await files.open(original)).close();
    const directory = files.directory();
    if (!mount(directory, '-o', 'bind,ro', path.dirname(original))) {
      return skip('needs the right to mount');
    }
    const file = path.join(directory, 'flowdeck.db');
    const database = await files.open(file, {});
    expect(await database.read((reader) => reader.get('SELECT 1 AS one'))).toEqual({ one: 1 });
    const write = database.write((transaction) => transaction.run(insertSetting, ['a', '1']));
    expect(await failure(write)).toEqual({
      code: 'store.read_only',
      message: expect.stringContaining(file) as string,
    });
    const fresh = openDatabase(path.join(directory, 'a', 'new.db'), { create: true });
    expect((await failure(fresh)).code).toBe('store.read_only');
    const here = openDatabase(path.join(directory, 'new.db'), { create: true });
    expect((await failure(here)).code).toBe('store.read_only');
  });

  it('that is full costs nothing that was there', async ({ skip }) => {
    const small = smallFileSystem(1024);
    if (!small) return skip('needs the right to mount');
    const file = path.join(small, 'flowdeck.db');
    const database = await files.open(file);
    await database.write((transaction) => transaction.run(insertSetting, ['a', '1']));
    const filler = path.join(small, 'filler');
    const fill = (): never => {
      for (let size = 4096; ; size += 4096) writeFileSync(filler, Buffer.alloc(size));
    };
    expect(fill).toThrow('ENOSPC');
    const full = database.write((transaction) =>
      transaction.run(insertSetting, ['b', 'x'.repeat(200_000)]),
    );
    expect(await failure(full)).toEqual({
      code: 'store.disk_full',
      message: expect.stringContaining(file) as string,
    });
    expect(await database.read((reader) => reader.all('SELECT key FROM configuration'))).toEqual([
      { key: 'a' },
    ]);
    rmSync(filler);
    await database.write((transaction) => transaction.run(insertSetting, ['c', '1']));
    expect(await settingsIn(files.raw(file))).toEqual(['a', 'c']);
    expect(await quickCheck(database)).toEqual([]);
  });

  it('that is full takes no new database', async ({ skip }) => {
    const small = smallFileSystem(64);
    if (!small) return skip('needs the right to mount');
    const file = path.join(small, 'flowdeck.db');
    expect((await failure(openDatabase(file, { create: true }))).code).toBe('store.disk_full');
  });
});

describe('a damaged database', () => {
  /** With enough rows that its table has pages of its own. */
  async function filled(): Promise<string> {
    const file = files.file();
    const database = await files.open(file);
    await database.write(async (transaction) => {
      for (let number = 0; number < 400; number += 1) {
        await transaction.run(insertSetting, [`key-${number}`, 'x'.repeat(500)]);
      }
    });
    await database.close();
    return file;
  }

  it('says so when the damage is met, and where on demand', async () => {
    const file = await filled();
    const handle = openSync(file, 'r+');
    const { size } = statSync(file);
    // The last pages hold the rows that came last; the first say what the file is.
    const garbage = Buffer.alloc(20 * 4096, 0xa5);
    writeSync(handle, garbage, 0, garbage.length, size - garbage.length);
    closeSync(handle);
    const database = await files.open(file, {});
    const reading = database.read((reader) => reader.all('SELECT * FROM configuration'));
    expect(await failure(reading)).toEqual({
      code: 'store.corrupt',
      message: expect.stringContaining(file) as string,
    });
    expect(await quickCheck(database)).not.toEqual([]);
    // What is whole can still be read.
    const meta = await database.read((reader) => reader.all('SELECT key FROM meta'));
    expect(meta).toHaveLength(4);
  });

  it('is not opened when it was cut off', async () => {
    const file = await filled();
    truncateSync(file, 3 * 4096);
    expect((await failure(openDatabase(file))).code).toBe('store.corrupt');
  });

  it('is not opened without its identity', async () => {
    const file = files.file();
    await (await files.open(file)).close();
    await files.raw(file).execute("DELETE FROM meta WHERE key = 'database_id'");
    expect((await failure(openDatabase(file))).code).toBe('store.corrupt');
  });
});
