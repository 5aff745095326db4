import { describe, expect, it } from 'vitest';
import type { LocalDatabase } from '../../source/store/database.js';
import type { Reader } from '../../source/store/types.js';
import { failure, insertSetting, settingsIn, useFiles } from './support/files.js';

const files = useFiles();

function countSettings(reader: Reader): Promise<{ n: number } | null> {
  return reader.get<{ n: number }>('SELECT count(*) AS n FROM configuration');
}

function insert(database: LocalDatabase, key: string): Promise<void> {
  return database.write((transaction) => transaction.run(insertSetting, [key, '1']));
}

describe('a write', () => {
  it('is seen whole or not at all', async () => {
    const file = files.file();
    const database = await files.open(file);
    const reason = new Error('changed my mind');
    const failed = database.write(async (transaction) => {
      await transaction.run(insertSetting, ['a', '1']);
      throw reason;
    });
    await expect(failed).rejects.toBe(reason);
    await insert(database, 'b');
    expect(await settingsIn(files.raw(file))).toEqual(['b']);
  });

  it('returns what RETURNING says and leaves no lock behind', async () => {
    const file = files.file();
    const database = await files.open(file);
    const rows = await database.write((transaction) =>
      transaction.all(`${insertSetting} RETURNING key, value`, ['a', 'x']),
    );
    expect(rows).toEqual([{ key: 'a', value: 'x' }]);
    await files.raw(file).execute("INSERT INTO configuration VALUES ('b', '1')");
    expect(await settingsIn(files.raw(file))).toEqual(['a', 'b']);
  });

  it('goes on after a refused statement that its caller expects', async () => {
    const file = files.file();
    const database = await files.open(file);
    await insert(database, 'a');
    const code = await database.write(async (transaction) => {
      const refused = await failure(transaction.run(insertSetting, ['a', '2']));
      await failure(transaction.all('SELECT * FROM no_such_table'));
      await failure(transaction.run(insertSetting, ['c', {} as never]));
      await transaction.run(insertSetting, ['b', '1']);
      return refused.code;
    });
    expect(code).toBe('store.constraint');
    expect(await settingsIn(files.raw(file))).toEqual(['a', 'b']);
  });

  it('fails for what its caller swallowed, when nothing can be committed after it', async () => {
    const file = files.file();
    const database = await files.open(file);
    await database.maintain((client) => client.execute('PRAGMA max_page_count = 1'));
    const write = database.write(async (transaction) => {
      await transaction.run(insertSetting, ['a', '1']);
      await transaction.run(insertSetting, ['large', 'x'.repeat(100_000)]).catch(() => undefined);
    });
    expect((await failure(write)).code).toBe('store.disk_full');
    expect(await settingsIn(files.raw(file))).toEqual([]);
    // The connection was replaced, and with it the limit.
    await insert(database, 'b');
    expect(await settingsIn(files.raw(file))).toEqual(['b']);
  });

  it('runs statements that are sent together in their order, however many', async () => {
    const database = await files.open(files.file());
    const numbers = Array.from({ length: 250 }, (_, number) => String(number));
    const found = await database.write(async (transaction) => {
      await Promise.all(
        numbers.map((number) =>
          transaction.run('INSERT INTO token_usage (timestamp) VALUES (?)', [number]),
        ),
      );
      return transaction.all<{ timestamp: string }>(
        'SELECT timestamp FROM token_usage ORDER BY id',
      );
    });
    expect(found.map(({ timestamp }) => timestamp)).toEqual(numbers);
  });

  it('lets savepoints roll back a part', async () => {
    const file = files.file();
    const database = await files.open(file);
    await database.write(async (transaction) => {
      await transaction.run(insertSetting, ['a', '1']);
      await transaction.run('SAVEPOINT part');
      await transaction.run(insertSetting, ['b', '1']);
      await transaction.run('ROLLBACK TO part');
      await transaction.run('RELEASE part');
    });
    expect(await settingsIn(files.raw(file))).toEqual(['a']);
  });

  it('cannot be used after its end', async () => {
    const database = await files.open(files.file());
    const leaked = await database.write((transaction) => Promise.resolve(transaction));
    expect((await failure(leaked.run(insertSetting, ['a', '1']))).code).toBe('internal.unexpected');
    const reader = await database.read((kept) => Promise.resolve(kept));
    expect((await failure(reader.get('SELECT 1'))).code).toBe('internal.unexpected');
  });

  it('fails instead of waiting for itself', async () => {
    const database = await files.open(files.file());
    const nested = database.write(() => database.read(countSettings));
    expect((await failure(nested)).code).toBe('internal.unexpected');
  });

  it('keeps every kind of value', async () => {
    const database = await files.open(files.file());
    const row = await database.write(async (transaction) => {
      await transaction.run(
        `INSERT INTO memory (entry_type, content, extra, created_at) VALUES (?, ?, ?, ?)`,
        ['pitfall', 'a\0b \u{1F600} é', '{"text":"a\\u0000b"}', '2024-01-01T00:00:00.000Z'],
      );
      await transaction.run(
        "INSERT INTO embedding_models (id, name, used_at) VALUES (1, 'm', 'x')",
      );
      await transaction.run(
        'INSERT INTO memory_vectors (memory_id, model_id, text_hash, embedding) VALUES (?, ?, ?, ?)',
        [1, 1, 'h', new Uint8Array(new Float32Array(384).fill(0.5).buffer)],
      );
      return transaction.get(
        `SELECT content, extra, embedding, last_verified, refs, typeof(?) AS bound, 7 / ? AS divided
         FROM memory m JOIN memory_vectors v ON v.memory_id = m.id`,
        [1, 2],
      );
    });
    expect(row).toMatchObject({
      content: 'ab \u{1F600} é',
      extra: '{"text":"a\\u0000b"}',
      last_verified: null,
      refs: 0,
      bound: 'integer',
      divided: 3,
    });
    expect(new Float32Array(row?.['embedding'] as ArrayBuffer)).toEqual(
      new Float32Array(384).fill(0.5),
    );
  });
});

describe('a read', () => {
  it('sees one state from its first statement to its last', async () => {
    const file = files.file();
    const database = await files.open(file);
    const other = files.raw(file);
    const counts = await database.read(async (reader) => {
      const first = await countSettings(reader);
      await other.execute("INSERT INTO configuration VALUES ('foreign', '1')");
      return [first?.n, (await countSettings(reader))?.n];
    });
    expect(counts).toEqual([0, 0]);
    expect((await database.read(countSettings))?.n).toBe(1);
  });

  it('cannot become a write, which a changed database would refuse at once', async () => {
    const file = files.file();
    const database = await files.open(file);
    const upgrade = database.read(async (reader) => {
      await countSettings(reader);
      return reader.all(`${insertSetting} RETURNING key`, ['a', '1']);
    });
    expect((await failure(upgrade)).code).toBe('store.invalid_argument');
    await insert(database, 'b');
    expect(await settingsIn(files.raw(file))).toEqual(['b']);
  });

  it('neither hinders others nor later writes, however it ends', async () => {
    const file = files.file();
    const database = await files.open(file);
    const other = files.raw(file);
    await failure(database.read(() => Promise.reject(new Error('no'))));
    await failure(database.read((reader) => reader.all('SELECT * FROM nothing')));
    await other.execute("INSERT INTO configuration VALUES ('foreign', '1')");
    await insert(database, 'own');
    expect(await settingsIn(other)).toEqual(['foreign', 'own']);
  });
});

describe('the schema', () => {
  it('is looked at in every transaction', async () => {
    const file = files.file();
    const database = await files.open(file);
    await files.raw(file).execute('PRAGMA user_version = 2');
    expect((await failure(insert(database, 'a'))).code).toBe('store.schema_changed');
    expect((await failure(database.read(countSettings))).code).toBe('store.schema_changed');
    expect(await settingsIn(files.raw(file))).toEqual([]);
  });
});
