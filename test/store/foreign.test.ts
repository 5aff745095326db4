import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readForeignDatabase } from '../../source/store/foreign.js';
import { failure, useFiles } from './support/files.js';

const files = useFiles();

/** The original's tables as its first libSQL version made them, those that matter here with all their columns. */
const originalSchema = `
CREATE TABLE epics (id TEXT PRIMARY KEY, title TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'open',
  branch_name TEXT, plan_review TEXT DEFAULT 'unknown', file_path TEXT NOT NULL, created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL, body TEXT NOT NULL DEFAULT '');
CREATE TABLE tasks (id TEXT PRIMARY KEY, epic_id TEXT NOT NULL REFERENCES epics (id), title TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'todo', priority INTEGER DEFAULT 999, domain TEXT DEFAULT 'general',
  file_path TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, body TEXT NOT NULL DEFAULT '');
CREATE TABLE task_deps (task_id TEXT NOT NULL, depends_on TEXT NOT NULL, PRIMARY KEY (task_id, depends_on));
CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT NOT NULL, epic_id TEXT NOT NULL,
  task_id TEXT, event_type TEXT NOT NULL, actor TEXT, payload TEXT, session_id TEXT);
CREATE TABLE token_usage (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT NOT NULL, epic_id TEXT NOT NULL,
  input_tokens INTEGER, estimated_cost REAL);
CREATE TABLE memory (id INTEGER PRIMARY KEY AUTOINCREMENT, entry_type TEXT NOT NULL, content TEXT NOT NULL,
  tags TEXT DEFAULT '[]', embedding F32_BLOB(384));
CREATE INDEX memory_emb_idx ON memory (libsql_vector_idx(embedding));
INSERT INTO epics (id, title, file_path, created_at, updated_at) VALUES
  ('fn-1-one', 'One', 'epics/fn-1-one.md', '2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00+00:00');
INSERT INTO tasks (id, epic_id, title, file_path, created_at, updated_at, body) VALUES
  ('fn-1-one.1', 'fn-1-one', 'First', 'tasks/fn-1-one.1.md', 'x', 'y', '# Spec'),
  ('fn-1-one.2', 'fn-1-one', 'Second', 'tasks/fn-1-one.2.md', 'x', 'y', CAST(x'61ff0062' AS TEXT));
INSERT INTO task_deps VALUES ('fn-1-one.2', 'fn-1-one.1');
INSERT INTO token_usage (timestamp, epic_id, input_tokens, estimated_cost) VALUES ('x', 'fn-1-one', 9007199254740993, 0.25);
INSERT INTO memory (entry_type, content, embedding) VALUES ('pitfall', 'Beware', vector32('[' || rtrim(replace(hex(zeroblob(384)), '00', '1,'), ',') || ']'));
`;

describe('a database of the original program', () => {
  it('is read into plain rows and left as it was', async () => {
    const file = files.file('flowctl.db');
    await files.raw(file).executeMultiple(originalSchema);
    const before = readFileSync(file);
    const tables = await readForeignDatabase(file);
    expect(tables.epics).toEqual([
      {
        id: 'fn-1-one',
        title: 'One',
        status: 'open',
        branch_name: null,
        plan_review: 'unknown',
        file_path: 'epics/fn-1-one.md',
        created_at: '2026-01-01T00:00:00+00:00',
        updated_at: '2026-01-02T00:00:00+00:00',
        body: '',
      },
    ]);
    expect(tables.tasks.map(({ id, priority, body }) => [id, priority, body])).toEqual([
      ['fn-1-one.1', 999, '# Spec'],
      // Bytes that are no text would end the process if they were read as text.
      ['fn-1-one.2', 999, 'a\uFFFDb'],
    ]);
    expect(tables.task_deps).toEqual([{ task_id: 'fn-1-one.2', depends_on: 'fn-1-one.1' }]);
    expect(tables.token_usage[0]).toMatchObject({ input_tokens: 2 ** 53, estimated_cost: 0.25 });
    const embedding = tables.memory[0]?.['embedding'];
    expect(embedding).toBeInstanceOf(Uint8Array);
    expect((embedding as Uint8Array).byteLength).toBe(384 * 4);
    expect(readFileSync(file)).toEqual(before);
  });

  it('may lack tables and columns', async () => {
    const file = files.file('flowctl.db');
    await files.raw(file).executeMultiple(`
      CREATE TABLE epics (id TEXT, title TEXT, status TEXT, "odd ""name""" TEXT);
      CREATE TABLE tasks (id TEXT, epic_id TEXT, title TEXT, status TEXT);
      CREATE VIEW gaps AS SELECT id FROM epics;
      INSERT INTO epics VALUES ('fn-1', 'One', 'done', 'kept');
    `);
    const tables = await readForeignDatabase(file);
    expect(tables.epics).toEqual([
      { id: 'fn-1', title: 'One', status: 'done', 'odd "name"': 'kept' },
    ]);
    expect([tables.tasks, tables.memory, tables.events, tables.approvals]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('is read while its own program writes to it', async () => {
    const file = files.file('flowctl.db');
    const writer = files.raw(file);
    await writer.execute('PRAGMA journal_mode = WAL');
    await writer.executeMultiple(originalSchema);
    const open = await writer.transaction('write');
    await open.execute("UPDATE epics SET title = 'Two'");
    expect((await readForeignDatabase(file)).epics[0]?.['title']).toBe('One');
    await open.commit();
    expect((await readForeignDatabase(file)).epics[0]?.['title']).toBe('Two');
  });
});

describe('a file that is none', () => {
  it('is refused with the reason', async () => {
    const text = files.file('flowctl.db');
    writeFileSync(text, 'no database at all, but long enough to be taken for one\n'.repeat(100));
    const other = files.file('flowctl.db');
    await files.raw(other).execute('CREATE TABLE epics (id TEXT)');
    expect((await failure(readForeignDatabase(text))).code).toBe('store.not_a_database');
    expect(await failure(readForeignDatabase(other))).toEqual({
      code: 'store.not_a_database',
      message: expect.stringMatching(/epics lacks title, status/) as string,
    });
    const missing = files.file('flowctl.db');
    expect((await failure(readForeignDatabase(missing))).code).toBe('store.cannot_open');
    expect((await failure(readForeignDatabase(path.dirname(missing)))).code).toBe(
      'store.cannot_open',
    );
    expect(readdirSync(path.dirname(missing))).toEqual([]);
  });
});
