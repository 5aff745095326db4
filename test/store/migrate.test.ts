import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../source/store/migrations/index.js';
import { openDatabase } from '../../source/store/open.js';
import { failure, insertSetting, settingsIn, useFiles } from './support/files.js';

const files = useFiles();

/** The schema of this program, and two that may follow it. */
const present = migrations.length;
const second = { version: present + 1, sql: 'ALTER TABLE configuration ADD COLUMN note TEXT;' };
const third = {
  version: present + 2,
  sql: "CREATE TABLE later (a TEXT); INSERT INTO later VALUES ('third');",
};
const toSecond = { migrations: [...migrations, second] };
const toThird = { migrations: [...migrations, second, third] };

/** A closed database of the present schema with one setting. */
async function older(): Promise<{ file: string; databaseId: string }> {
  const file = files.file();
  const database = await files.open(file);
  await database.write((transaction) => transaction.run(insertSetting, ['kept', '1']));
  await database.close();
  return { file, databaseId: database.identity.databaseId };
}

function copiesOf(file: string): string[] {
  return readdirSync(path.dirname(file)).filter((name) => name.includes('backup'));
}

describe('migrations', () => {
  it('are numbered without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(
      migrations.map((_, index) => index + 1),
    );
  });
});

describe('a newer schema', () => {
  it('is refused with both numbers, and left alone', async () => {
    const { file } = await older();
    await (await files.open(file, toThird)).close();
    const { code, message } = await failure(openDatabase(file));
    expect(code).toBe('store.newer_schema');
    expect(message).toContain(`has schema ${present + 2}; this flowdeck knows schema ${present}`);
    const raw = files.raw(file);
    expect((await raw.execute('PRAGMA user_version')).rows[0]?.['user_version']).toBe(present + 2);
  });
});

describe('an older schema', () => {
  it('is upgraded step by step, with one copy of what was there', async () => {
    const { file, databaseId } = await older();
    const database = await files.open(file, toThird);
    expect(database.identity).toEqual({ databaseId, generation: 3 });
    const rows = await database.read((reader) =>
      reader.all('SELECT key, note, (SELECT a FROM later) AS a FROM configuration'),
    );
    expect(rows).toEqual([{ key: 'kept', note: null, a: 'third' }]);
    const schema = await database.read((reader) =>
      reader.get("SELECT value FROM meta WHERE key = 'schema'"),
    );
    expect(schema).toEqual({ value: String(present + 2) });
    expect(copiesOf(file)).toEqual([`flowdeck.db.v${present}-backup`]);
    const copy = await files.open(`${file}.v${present}-backup`, {});
    expect(copy.identity).toEqual({ databaseId, generation: 1 });
    expect(await settingsIn(files.raw(copy.path))).toEqual(['kept']);
  });

  it('loses no earlier copy and trips over no half-made one', async () => {
    const { file } = await older();
    writeFileSync(`${file}.v${present}-backup`, 'an earlier one');
    writeFileSync(`${file}.v${present}-backup.partial`, 'half-made');
    await files.open(file, toSecond);
    expect(copiesOf(file)).toEqual([
      `flowdeck.db.v${present}-backup`,
      `flowdeck.db.v${present}-backup-2`,
    ]);
  });

  it('stays as it is when the upgrade fails, and can be opened by the older program', async () => {
    const { file, databaseId } = await older();
    const sql = 'CREATE TABLE fine (a); INSERT INTO missing VALUES (1);';
    const broken = { version: present + 1, sql };
    const failing = { migrations: [...migrations, broken] };
    expect((await failure(openDatabase(file, failing))).message).toContain('missing');
    const withGap = { migrations: [...migrations, third] };
    expect((await failure(openDatabase(file, withGap))).message).toContain(`schema ${present}.`);
    const database = await files.open(file, {});
    expect(database.identity).toEqual({ databaseId, generation: 1 });
    const raw = files.raw(file);
    const tables = await raw.execute("SELECT name FROM sqlite_schema WHERE name = 'fine'");
    expect(tables.rows).toEqual([]);
  });

  it('is not touched while its copy cannot be made', async () => {
    const { file, databaseId } = await older();
    // A directory in the way of the copy.
    mkdirSync(`${file}.v${present}-backup.partial`);
    await failure(openDatabase(file, toSecond));
    expect(existsSync(`${file}.v${present}-backup`)).toBe(false);
    const database = await files.open(file, {});
    expect(database.identity).toEqual({ databaseId, generation: 1 });
  });

  it('takes no write of a program that opened it before', async () => {
    const { file } = await older();
    const before = await files.open(file, {});
    const after = await files.open(file, toSecond);
    const write = before.write((transaction) => transaction.run(insertSetting, ['old', '1']));
    expect((await failure(write)).code).toBe('store.schema_changed');
    expect((await failure(before.reopen())).code).toBe('store.newer_schema');
    await after.write((transaction) => transaction.run(insertSetting, ['new', '1']));
    expect(await settingsIn(files.raw(file))).toEqual(['kept', 'new']);
  });
});
