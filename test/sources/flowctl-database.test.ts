import { createClient } from '@libsql/client/sqlite3';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFiles, TestProject } from './support/project.js';

/** The original's tables, as far as the importer reads them. */
const schema = `
CREATE TABLE epics (id TEXT PRIMARY KEY, title TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'open',
  branch_name TEXT, plan_review TEXT DEFAULT 'unknown', file_path TEXT NOT NULL,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL, body TEXT NOT NULL DEFAULT '');
CREATE TABLE tasks (id TEXT PRIMARY KEY, epic_id TEXT NOT NULL, title TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'todo', priority INTEGER DEFAULT 999, domain TEXT DEFAULT 'general',
  file_path TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
  body TEXT NOT NULL DEFAULT '');
CREATE TABLE task_deps (task_id TEXT, depends_on TEXT);
CREATE TABLE epic_deps (epic_id TEXT, depends_on TEXT);
CREATE TABLE file_ownership (file_path TEXT, task_id TEXT);
CREATE TABLE runtime_state (task_id TEXT PRIMARY KEY, assignee TEXT, claimed_at TEXT,
  completed_at TEXT, duration_secs INTEGER, blocked_reason TEXT, baseline_rev TEXT, final_rev TEXT,
  retry_count INTEGER NOT NULL DEFAULT 0);
CREATE TABLE phase_progress (task_id TEXT, phase TEXT, status TEXT, completed_at TEXT);
CREATE TABLE evidence (task_id TEXT PRIMARY KEY, commits TEXT, tests TEXT, files_changed INTEGER,
  insertions INTEGER, deletions INTEGER, review_iters INTEGER);
CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT, epic_id TEXT, task_id TEXT,
  event_type TEXT, actor TEXT, payload TEXT, session_id TEXT);
CREATE TABLE token_usage (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT, epic_id TEXT,
  task_id TEXT, phase TEXT, model TEXT, input_tokens INTEGER, output_tokens INTEGER,
  cache_read INTEGER, cache_write INTEGER, estimated_cost REAL);
CREATE TABLE memory (id INTEGER PRIMARY KEY AUTOINCREMENT, entry_type TEXT NOT NULL,
  content TEXT NOT NULL, summary TEXT, hash TEXT UNIQUE, module TEXT, severity TEXT,
  problem_type TEXT, component TEXT, tags TEXT DEFAULT '[]', track TEXT, created_at TEXT,
  last_verified TEXT, refs INTEGER DEFAULT 0, embedding F32_BLOB(384));
`;

const contents = `
INSERT INTO epics VALUES ('fn-1', 'In the database', 'open', NULL, 'passed', 'epics/fn-1.md', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00', 'From the database');
INSERT INTO epics VALUES ('fn-2', 'Only here', 'done', 'b', 'unknown', 'epics/fn-2.md', '2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00+00:00', 'Body of two');
INSERT INTO epic_deps VALUES ('fn-2', 'fn-1');
INSERT INTO tasks VALUES ('fn-1.1', 'fn-1', 'One', 'done', 999, 'backend', 'tasks/fn-1.1.md', '2026-01-01T00:00:00+00:00', '2026-01-03T00:00:00+00:00', '');
INSERT INTO tasks VALUES ('fn-2.1', 'fn-2', 'Two', 'odd', 4, 'docs', 'tasks/fn-2.1.md', '2026-01-01T00:00:00+00:00', '2026-01-03T00:00:00+00:00', '# fn-2.1 Two' || char(10) || char(10) || '## Done summary' || char(10) || 'Said and done.' || char(10));
INSERT INTO tasks VALUES ('fn-2.2', 'fn-2', 'Three', 'in_progress', 999, 'general', 'x', '2026-01-01T00:00:00+00:00', '2026-01-03T00:00:00+00:00', '');
INSERT INTO task_deps VALUES ('fn-2.2', 'fn-2.1');
INSERT INTO file_ownership VALUES ('a.ts', 'fn-2.2');
INSERT INTO runtime_state VALUES ('fn-1.1', 'ann', '2026-01-02T00:00:00+00:00', '2026-01-02T01:00:00+00:00', 3600, NULL, 'aaa', 'bbb', 2);
INSERT INTO evidence VALUES ('fn-1.1', '["c1","c2"]', '["t"]', 3, 10, 4, 1);
INSERT INTO phase_progress VALUES ('fn-2.2', '0', 'done', '2026-01-02T00:00:00+00:00'), ('fn-2.2', '1', 'done', '2026-01-02T00:10:00+00:00');
INSERT INTO events (timestamp, epic_id, task_id, event_type, actor, payload) VALUES ('2026-01-02T00:00:00.000Z', 'fn-1', 'fn-1.1', 'task_started', 'ann', NULL);
INSERT INTO token_usage (timestamp, epic_id, task_id, model, input_tokens, output_tokens, estimated_cost) VALUES ('2026-01-02T00:00:00.000Z', 'fn-1', 'fn-9.9', 'm', 100, 50, 0.25);
INSERT INTO memory (entry_type, content, tags, track, created_at) VALUES ('pitfall', 'Mind the gap', '["gap"]', 'bug', '2026-01-01T00:00:00.000Z');
`;

describe('the database of the original', () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject().write(
      projectFiles('fn-1', { 1: { title: 'In the file', updated_at: '2026-01-04T00:00:00Z' } }),
    );
  });
  afterEach(() => project.end());

  const execute = async (sql: string) => {
    mkdirSync(project.state, { recursive: true });
    const url = pathToFileURL(path.join(project.state, 'flowctl.db')).href;
    const client = createClient({ url });
    await client.executeMultiple(sql);
    client.close();
  };

  it('is laid over the files, with everything it holds', async () => {
    await execute(schema + contents);
    const report = await project.import();
    expect(report.counts).toMatchObject({ epics: 2, tasks: 3, taskDependencies: 1, memory: 1 });
    expect(report.findings).toMatchObject([{ kind: 'unknown-status', path: 'state:flowctl.db' }]);
    expect(await project.all('SELECT id, title, status, body FROM epics ORDER BY id')).toEqual([
      { id: 'fn-1', title: 'Epic fn-1', status: 'open', body: '' },
      { id: 'fn-2', title: 'Only here', status: 'done', body: 'Body of two' },
    ]);
    expect(
      await project.all(
        'SELECT id, title, status, status_source, priority, finished_hint FROM tasks ORDER BY id',
      ),
    ).toEqual([
      {
        id: 'fn-1.1',
        title: 'In the file',
        status: 'done',
        status_source: 'live-state',
        priority: null,
        finished_hint: 0,
      },
      {
        id: 'fn-2.1',
        title: 'Two',
        status: 'todo',
        status_source: 'live-state',
        priority: 4,
        finished_hint: 1,
      },
      {
        id: 'fn-2.2',
        title: 'Three',
        status: 'in_progress',
        status_source: 'live-state',
        priority: null,
        finished_hint: 0,
      },
    ]);
    expect(
      await project.all(
        `SELECT r.assignee, r.completed_at, r.duration_seconds, r.retry_count, e.*
         FROM runtime_state r JOIN evidence e USING (task_id)`,
      ),
    ).toMatchObject([
      {
        assignee: 'ann',
        completed_at: '2026-01-02T01:00:00.000Z',
        duration_seconds: 3600,
        retry_count: 2,
        commits: '["c1","c2"]',
        files_changed: 3,
        review_iterations: 1,
        baseline_revision: 'aaa',
      },
    ]);
    expect(await project.all('SELECT phase, completed_at FROM phase_progress')).toEqual([
      { phase: '0', completed_at: '2026-01-02T00:00:00.000Z' },
      { phase: '1', completed_at: '2026-01-02T00:10:00.000Z' },
    ]);
    expect(await project.all('SELECT key, content, tags FROM memory')).toEqual([
      { key: 'flowctl.db/1', content: 'Mind the gap', tags: '["gap"]' },
    ]);
    expect(await project.all('SELECT epic_id, task_id, estimated_cost FROM token_usage')).toEqual([
      { epic_id: 'fn-1', task_id: null, estimated_cost: 0.25 },
    ]);
  });

  it('is taken over once; what it gained since follows', async () => {
    await execute(schema + contents);
    await project.import();
    expect(await project.import()).toMatchObject({ added: 0, changed: 0 });
    const events = () => project.all("SELECT task_id FROM events WHERE event_type LIKE 'task_%'");
    expect(await events()).toHaveLength(1);
    await execute(
      `UPDATE tasks SET status = 'done', updated_at = '2026-02-01T00:00:00+00:00' WHERE id = 'fn-2.2';
       INSERT INTO events (timestamp, epic_id, task_id, event_type) VALUES ('2026-02-01T00:00:00Z', 'fn-2', 'fn-2.2', 'task_completed')`,
    );
    expect(await project.import()).toMatchObject({ added: 0, changed: 1 });
    expect(await events()).toHaveLength(2);
  });

  it('that cannot be read is told, and what came from it stays', async () => {
    await execute(schema + contents);
    await project.import();
    project.write(
      { 'flowctl.db': 'no database at all, but long enough to look at'.repeat(20) },
      project.state,
    );
    const report = await project.import();
    expect(report.findings.map(({ kind }) => kind)).toEqual(['unreadable-database']);
    expect(report).toMatchObject({ vanished: 0, changed: 0, conflicts: 0 });
  });
});
