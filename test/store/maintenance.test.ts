import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkpoint, integrityCheck, quickCheck } from '../../source/store/maintenance.js';
import { insertSetting, useFiles } from './support/files.js';

const files = useFiles();

describe('checkpoint', () => {
  it('empties the log', async () => {
    const file = files.file();
    const database = await files.open(file);
    await database.write((transaction) => transaction.run(insertSetting, ['a', '1']));
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    expect(await checkpoint(database)).toMatchObject({ complete: true });
    expect(statSync(`${file}-wal`).size).toBe(0);
  });

  it('says when a reader stands in the way, and hinders nothing', async () => {
    const file = files.file();
    const database = await files.open(file, { create: true, busyTimeoutMilliseconds: 10 });
    const reader = await files.raw(file).transaction('read');
    await reader.execute('SELECT * FROM meta');
    await database.write((transaction) => transaction.run(insertSetting, ['a', '1']));
    expect(await checkpoint(database)).toMatchObject({ complete: false });
    await database.write((transaction) => transaction.run(insertSetting, ['b', '1']));
    reader.close();
    expect(await checkpoint(database)).toMatchObject({ complete: true });
  });
});

describe('the checks', () => {
  it('find nothing in a database that is well', async () => {
    const database = await files.open(files.file());
    expect(await quickCheck(database)).toEqual([]);
    expect(await integrityCheck(database)).toEqual([]);
  });

  it('name a row whose reference leads nowhere', async () => {
    const file = files.file();
    const database = await files.open(file);
    const careless = files.raw(file);
    await careless.execute('PRAGMA foreign_keys = OFF');
    await careless.execute("INSERT INTO evidence (task_id) VALUES ('fn-1.1')");
    expect(await quickCheck(database)).toEqual([]);
    expect(await integrityCheck(database)).toEqual([
      expect.stringMatching(/^evidence: .* names a missing tasks$/),
    ]);
  });
});
