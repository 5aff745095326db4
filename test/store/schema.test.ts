import { describe, expect, it } from 'vitest';
import type { LocalDatabase } from '../../source/store/database.js';
import type { SqlValue } from '../../source/store/types.js';
import { failure, useFiles } from './support/files.js';

const files = useFiles();
const time = '2026-03-04T05:06:07.000Z';

function run(database: LocalDatabase, sql: string, args: SqlValue[] = []): Promise<void> {
  return database.write((transaction) => transaction.run(sql, args));
}

function all(database: LocalDatabase, sql: string): Promise<unknown[]> {
  return database.read((reader) => reader.all(sql));
}

/** One epic with two tasks, the second waiting for the first, and something in every table about them. */
async function filled(): Promise<LocalDatabase> {
  const database = await files.open(files.file());
  const insertTask =
    'INSERT INTO tasks (id, epic_id, title, created_at, updated_at) VALUES (?, ?, ?, ?, ?)';
  await run(database, 'INSERT INTO epics (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)', [
    'fn-1',
    'One',
    time,
    time,
  ]);
  await run(database, insertTask, ['fn-1.1', 'fn-1', 'First', time, time]);
  await run(database, insertTask, ['fn-1.2', 'fn-1', 'Second', time, time]);
  for (const sql of [
    "INSERT INTO task_deps (task_id, depends_on) VALUES ('fn-1.2', 'fn-1.1')",
    "INSERT INTO task_labels (task_id, label) VALUES ('fn-1.1', 'x')",
    "INSERT INTO file_ownership (file_path, task_id) VALUES ('a.ts', 'fn-1.1')",
    "INSERT INTO runtime_state (task_id, assignee) VALUES ('fn-1.1', 'me')",
    "INSERT INTO evidence (task_id) VALUES ('fn-1.1')",
    "INSERT INTO file_locks (file_path, task_id, locked_at) VALUES ('a.ts', 'fn-1.1', 'x')",
    "INSERT INTO phase_progress (task_id, phase) VALUES ('fn-1.1', '1')",
    "INSERT INTO heartbeats (task_id, last_beat) VALUES ('fn-1.1', 'x')",
    "INSERT INTO pipeline_progress (epic_id, phase) VALUES ('fn-1', 'plan')",
    "INSERT INTO token_usage (timestamp, epic_id, task_id, input_tokens) VALUES ('x', 'fn-1', 'fn-1.1', 5)",
    `INSERT INTO gaps (id, epic_id, task_id, capability, capability_key, added_at)
     VALUES ('gap-1', 'fn-1', 'fn-1.1', 'Undo', 'undo', 'x')`,
    `INSERT INTO approvals (id, epic_id, task_id, question, created_at)
     VALUES ('apv-1', 'fn-1', 'fn-1.1', 'May I?', 'x')`,
    "INSERT INTO messages (id, sent_at, addressee, text) VALUES (1, 'x', 'ada', 'To a person')",
    "INSERT INTO messages (id, sent_at, task_id, text) VALUES (2, 'x', 'fn-1.1', 'To a task')",
  ]) {
    await run(database, sql);
  }
  return database;
}

const dependent = [
  'tasks',
  'task_deps',
  'task_labels',
  'file_ownership',
  'runtime_state',
  'evidence',
  'file_locks',
  'phase_progress',
  'heartbeats',
  'pipeline_progress',
  'gaps',
];

describe('foreign keys', () => {
  it('take everything of a deleted epic away, but not what it cost', async () => {
    const database = await filled();
    await run(database, "DELETE FROM epics WHERE id = 'fn-1'");
    for (const table of dependent)
      expect([table, await all(database, `SELECT * FROM ${table}`)]).toEqual([table, []]);
    expect(await all(database, 'SELECT epic_id, task_id, input_tokens FROM token_usage')).toEqual([
      { epic_id: null, task_id: null, input_tokens: 5 },
    ]);
    expect(await all(database, 'SELECT id, epic_id, task_id FROM approvals')).toEqual([
      { id: 'apv-1', epic_id: null, task_id: null },
    ]);
    expect(await all(database, 'SELECT id FROM messages')).toEqual([{ id: 1 }]);
  });

  it('leave a gap where only its task is deleted', async () => {
    const database = await filled();
    await run(database, "DELETE FROM tasks WHERE id = 'fn-1.1'");
    expect(await all(database, 'SELECT epic_id, task_id FROM gaps')).toEqual([
      { epic_id: 'fn-1', task_id: null },
    ]);
    expect(await all(database, 'SELECT epic_id, task_id FROM approvals')).toEqual([
      { epic_id: 'fn-1', task_id: null },
    ]);
  });

  it('follow a renamed epic and its tasks (mends: a rename left the old rows of epic and tasks behind)', async () => {
    const database = await filled();
    await run(database, "UPDATE epics SET id = 'fn-1-named'");
    await run(database, "UPDATE tasks SET id = replace(id, 'fn-1.', 'fn-1-named.')");
    expect(await all(database, 'SELECT task_id, depends_on FROM task_deps')).toEqual([
      { task_id: 'fn-1-named.2', depends_on: 'fn-1-named.1' },
    ]);
    expect(await all(database, 'SELECT DISTINCT epic_id FROM tasks')).toEqual([
      { epic_id: 'fn-1-named' },
    ]);
    for (const table of ['gaps', 'approvals']) {
      expect(await all(database, `SELECT epic_id, task_id FROM ${table}`), table).toEqual([
        { epic_id: 'fn-1-named', task_id: 'fn-1-named.1' },
      ]);
    }
    expect(await all(database, 'SELECT task_id FROM messages ORDER BY id')).toEqual([
      { task_id: null },
      { task_id: 'fn-1-named.1' },
    ]);
  });

  it.each([
    ["INSERT INTO task_deps (task_id, depends_on) VALUES ('fn-1.1', 'fn-1.1')"],
    ["INSERT INTO task_deps (task_id, depends_on) VALUES ('fn-1.1', 'fn-9.1')"],
    ["UPDATE tasks SET status = 'unheard of'"],
    ["UPDATE epics SET status = 'in_progress'"],
    ["INSERT INTO memory (entry_type, content, created_at) VALUES ('rumour', 'x', 'x')"],
    ["UPDATE gaps SET status = 'forgotten'"],
    ["UPDATE gaps SET priority = 'urgent'"],
    [
      `INSERT INTO gaps (id, epic_id, capability, capability_key, added_at)
       VALUES ('gap-2', 'fn-1', ' UNDO', 'undo', 'x')`,
    ],
    ["UPDATE approvals SET status = 'perhaps'"],
    ["UPDATE approvals SET kind = 'favour'"],
    ["UPDATE messages SET task_id = 'fn-9.1'"],
    ['UPDATE file_locks SET time_to_live_seconds = NULL'],
  ])('and checks refuse: %s', async (sql) => {
    const database = await filled();
    expect((await failure(run(database, sql))).code).toBe('store.constraint');
  });
});

describe('indices', () => {
  it.each([
    [
      'the gaps in the way of closing',
      "SELECT id FROM gaps WHERE epic_id = 'fn-1' AND status = 'open' AND priority = 'required'",
      'idx_gaps_open',
    ],
    [
      'the questions that wait',
      "SELECT id FROM approvals WHERE status = 'pending' ORDER BY created_at",
      'idx_approvals_status',
    ],
    [
      'the messages that wait for somebody',
      "SELECT id FROM messages WHERE addressee = 'ada' AND delivered_at IS NULL",
      'idx_messages_',
    ],
    [
      'what somebody did last through a door',
      "SELECT id FROM events WHERE actor = 'ada' AND origin = 'command' ORDER BY id DESC LIMIT 1",
      'idx_events_actor_origin',
    ],
  ])('find %s without reading the table', async (_, sql, index) => {
    const database = await files.open(files.file());
    const plan = JSON.stringify(await all(database, `EXPLAIN QUERY PLAN ${sql}`));
    expect(plan).toMatch(new RegExp(`SEARCH \\w+ USING (COVERING )?INDEX ${index}`));
    expect(plan).not.toContain('TEMP B-TREE');
  });
});

describe('rollups', () => {
  const event = (
    database: LocalDatabase,
    kind: string,
    extra: { payload?: string; undoes?: number; epic?: string | null } = {},
  ): Promise<void> =>
    run(
      database,
      `INSERT INTO events
         (timestamp, event_type, entity_kind, entity_id, epic_id, command_id, origin, payload, undoes)
       VALUES (?, ?, 'task', 'fn-1.1', ?, 'c', 'command', ?, ?)`,
      [
        time,
        kind,
        extra.epic === undefined ? 'fn-1' : extra.epic,
        extra.payload ?? '{}',
        extra.undoes ?? null,
      ],
    );

  it('count what the events say, by day and by month', async () => {
    const database = await files.open(files.file());
    await event(database, 'task_started');
    await event(database, 'task_completed', { payload: '{"durationSeconds":90}' });
    await event(database, 'task_completed', { payload: '{"durationSeconds":30}' });
    await event(database, 'task_retry_scheduled');
    await event(database, 'task_failed', { epic: null });
    await event(database, 'epic_closed');
    await event(database, 'task_blocked');
    await event(database, 'task_started', { undoes: 2 });
    expect(
      await all(
        database,
        `SELECT epic_id, tasks_started, tasks_completed, tasks_failed, total_duration_seconds
         FROM daily_rollup WHERE day = '2026-03-04' ORDER BY epic_id`,
      ),
    ).toEqual([
      {
        epic_id: '',
        tasks_started: 0,
        tasks_completed: 0,
        tasks_failed: 1,
        total_duration_seconds: 0,
      },
      {
        epic_id: 'fn-1',
        tasks_started: 1,
        tasks_completed: 2,
        tasks_failed: 1,
        total_duration_seconds: 120,
      },
    ]);
    expect(
      await all(
        database,
        'SELECT month, epics_completed, tasks_completed, total_duration_seconds FROM monthly_rollup',
      ),
    ).toEqual([
      { month: '2026-03', epics_completed: 1, tasks_completed: 2, total_duration_seconds: 120 },
    ]);
  });

  it('add up tokens and costs', async () => {
    const database = await files.open(files.file());
    for (let number = 0; number < 2; number += 1) {
      await run(
        database,
        `INSERT INTO token_usage (timestamp, input_tokens, output_tokens, estimated_cost)
         VALUES (?, 10, 5, ?)`,
        [time, number === 0 ? 0.5 : null],
      );
    }
    expect(
      await all(database, 'SELECT input_tokens, output_tokens, estimated_cost FROM daily_rollup'),
    ).toEqual([{ input_tokens: 20, output_tokens: 10, estimated_cost: 0.5 }]);
    expect(await all(database, 'SELECT total_tokens, total_cost_usd FROM monthly_rollup')).toEqual([
      { total_tokens: 30, total_cost_usd: 0.5 },
    ]);
  });
});

describe('the full-text index', () => {
  it('follows what is written, changed and deleted', async () => {
    const database = await files.open(files.file());
    const found = (words: string): Promise<unknown[]> =>
      database.read((reader) =>
        reader.all('SELECT rowid FROM memory_fts WHERE memory_fts MATCH ?', [words]),
      );
    await run(
      database,
      'INSERT INTO memory (entry_type, content, tags, created_at) VALUES (?, ?, ?, ?)',
      ['pitfall', 'Café timeouts', '["network"]', time],
    );
    expect(await found('"cafe"')).toEqual([{ rowid: 1 }]);
    expect(await found('"netw"*')).toEqual([{ rowid: 1 }]);
    await run(database, "UPDATE memory SET content = 'Bar'");
    expect(await found('"cafe"')).toEqual([]);
    expect(await found('"bar"')).toEqual([{ rowid: 1 }]);
    await run(database, 'DELETE FROM memory');
    expect(await found('"bar"')).toEqual([]);
  });
});
