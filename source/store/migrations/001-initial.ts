/**
 * The first schema. Times are ISO 8601 text in UTC with milliseconds; lists and objects are JSON text; flags are 0 or 1.
 * Definition tables carry a row version; every foreign key cascades.
 */
export const initialSchema = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  -- The absolute path it was last read at: worktrees have the same relative one.
  directory TEXT,
  imported_at TEXT
);

CREATE TABLE epics (
  id TEXT PRIMARY KEY,
  number INTEGER,
  title TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')),
  archived INTEGER NOT NULL DEFAULT 0,
  placeholder INTEGER NOT NULL DEFAULT 0,
  branch_name TEXT,
  plan_review TEXT NOT NULL DEFAULT 'unknown' CHECK (plan_review IN ('unknown', 'passed', 'failed')),
  plan_reviewed_at TEXT,
  completion_review TEXT NOT NULL DEFAULT 'unknown' CHECK (completion_review IN ('unknown', 'passed', 'failed')),
  completion_reviewed_at TEXT,
  default_implement_backend TEXT,
  default_review_backend TEXT,
  default_sync_backend TEXT,
  auto_execute_pending INTEGER NOT NULL DEFAULT 0,
  auto_execute_set_at TEXT,
  body TEXT NOT NULL DEFAULT '',
  spec_path TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  source_id INTEGER REFERENCES sources (id) ON DELETE SET NULL,
  vanished_at TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  completed_at TEXT
);
CREATE INDEX idx_epics_number ON epics (number);

CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  epic_id TEXT REFERENCES epics (id) ON DELETE CASCADE ON UPDATE CASCADE,
  parent_id TEXT REFERENCES tasks (id) ON DELETE SET NULL ON UPDATE CASCADE,
  title TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'todo' CHECK (status IN
    ('todo', 'in_progress', 'done', 'blocked', 'skipped', 'failed', 'up_for_retry', 'upstream_failed')),
  status_source TEXT NOT NULL DEFAULT 'database' CHECK (status_source IN ('database', 'committed', 'live-state')),
  finished_hint INTEGER NOT NULL DEFAULT 0,
  priority INTEGER,
  domain TEXT NOT NULL DEFAULT 'general',
  implement_backend TEXT,
  review_backend TEXT,
  sync_backend TEXT,
  phase_scheme INTEGER NOT NULL DEFAULT 1 CHECK (phase_scheme IN (1, 2)),
  phase_tdd INTEGER NOT NULL DEFAULT 0,
  phase_review TEXT,
  body TEXT NOT NULL DEFAULT '',
  spec_path TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  source_id INTEGER REFERENCES sources (id) ON DELETE SET NULL,
  vanished_at TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
-- These two also answer how many there are of each kind, without reading rows that carry bodies.
CREATE INDEX idx_tasks_epic ON tasks (epic_id, status, finished_hint);
CREATE INDEX idx_tasks_parent ON tasks (parent_id);
CREATE INDEX idx_tasks_status ON tasks (status, finished_hint, epic_id);

CREATE TABLE task_deps (
  task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  depends_on TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind TEXT NOT NULL DEFAULT 'blocks',
  PRIMARY KEY (task_id, depends_on, kind),
  CHECK (task_id <> depends_on)
) WITHOUT ROWID;
CREATE INDEX idx_task_deps_target ON task_deps (depends_on);

CREATE TABLE epic_deps (
  epic_id TEXT NOT NULL REFERENCES epics (id) ON DELETE CASCADE ON UPDATE CASCADE,
  depends_on TEXT NOT NULL REFERENCES epics (id) ON DELETE CASCADE ON UPDATE CASCADE,
  PRIMARY KEY (epic_id, depends_on),
  CHECK (epic_id <> depends_on)
) WITHOUT ROWID;
CREATE INDEX idx_epic_deps_target ON epic_deps (depends_on);

-- Dependencies whose target does not exist yet; they become edges when it appears.
CREATE TABLE unresolved_task_deps (
  task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  depends_on TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'blocks',
  PRIMARY KEY (task_id, depends_on, kind)
) WITHOUT ROWID;
CREATE INDEX idx_unresolved_task_deps_target ON unresolved_task_deps (depends_on);

CREATE TABLE unresolved_epic_deps (
  epic_id TEXT NOT NULL REFERENCES epics (id) ON DELETE CASCADE ON UPDATE CASCADE,
  depends_on TEXT NOT NULL,
  PRIMARY KEY (epic_id, depends_on)
) WITHOUT ROWID;
CREATE INDEX idx_unresolved_epic_deps_target ON unresolved_epic_deps (depends_on);

CREATE TABLE task_labels (
  task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  label TEXT NOT NULL,
  PRIMARY KEY (task_id, label)
) WITHOUT ROWID;

CREATE TABLE epic_labels (
  epic_id TEXT NOT NULL REFERENCES epics (id) ON DELETE CASCADE ON UPDATE CASCADE,
  label TEXT NOT NULL,
  PRIMARY KEY (epic_id, label)
) WITHOUT ROWID;

CREATE TABLE file_ownership (
  file_path TEXT NOT NULL,
  task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  PRIMARY KEY (file_path, task_id)
) WITHOUT ROWID;
CREATE INDEX idx_file_ownership_task ON file_ownership (task_id);

-- Old ids keep working after a rename.
CREATE TABLE id_aliases (
  alias TEXT PRIMARY KEY,
  entity_kind TEXT NOT NULL CHECK (entity_kind IN ('epic', 'task')),
  entity_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE runtime_state (
  task_id TEXT PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  assignee TEXT,
  claimed_at TEXT,
  claim_note TEXT NOT NULL DEFAULT '',
  completed_at TEXT,
  duration_seconds INTEGER,
  blocked_at TEXT,
  blocked_reason TEXT,
  failed_reason TEXT,
  skipped_reason TEXT,
  summary TEXT NOT NULL DEFAULT '',
  baseline_revision TEXT,
  final_revision TEXT,
  retry_count INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE evidence (
  task_id TEXT PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  commits TEXT NOT NULL DEFAULT '[]',
  tests TEXT NOT NULL DEFAULT '[]',
  prs TEXT NOT NULL DEFAULT '[]',
  files_changed INTEGER,
  insertions INTEGER,
  deletions INTEGER,
  review_iterations INTEGER,
  baseline_revision TEXT,
  final_revision TEXT,
  text TEXT NOT NULL DEFAULT '',
  extra TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE file_locks (
  file_path TEXT NOT NULL,
  task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  mode TEXT NOT NULL DEFAULT 'write' CHECK (mode IN ('read', 'write', 'directory_add')),
  actor TEXT,
  holder_pid INTEGER,
  locked_at TEXT NOT NULL,
  expires_at TEXT,
  PRIMARY KEY (file_path, task_id)
) WITHOUT ROWID;
CREATE INDEX idx_file_locks_task ON file_locks (task_id);

CREATE TABLE phase_progress (
  task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  phase TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'active', 'done', 'skipped')),
  started_at TEXT,
  completed_at TEXT,
  PRIMARY KEY (task_id, phase)
) WITHOUT ROWID;

CREATE TABLE pipeline_progress (
  epic_id TEXT NOT NULL REFERENCES epics (id) ON DELETE CASCADE ON UPDATE CASCADE,
  phase TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'active', 'done', 'skipped')),
  started_at TEXT,
  completed_at TEXT,
  PRIMARY KEY (epic_id, phase)
) WITHOUT ROWID;

CREATE TABLE heartbeats (
  task_id TEXT PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  last_beat TEXT NOT NULL,
  worker_pid INTEGER,
  actor TEXT,
  session_id TEXT
);
CREATE INDEX idx_heartbeats_time ON heartbeats (last_beat);

-- The log outlives what it speaks of: no foreign keys.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  timestamp TEXT NOT NULL,
  event_type TEXT NOT NULL,
  entity_kind TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  epic_id TEXT,
  task_id TEXT,
  version INTEGER,
  command_id TEXT NOT NULL,
  actor TEXT,
  session_id TEXT,
  origin TEXT NOT NULL,
  before TEXT NOT NULL DEFAULT '{}',
  after TEXT NOT NULL DEFAULT '{}',
  payload TEXT NOT NULL DEFAULT '{}',
  undoes INTEGER REFERENCES events (id)
);
CREATE INDEX idx_events_entity ON events (epic_id, task_id);
CREATE INDEX idx_events_task ON events (task_id);
CREATE INDEX idx_events_timestamp ON events (timestamp);
CREATE INDEX idx_events_type ON events (event_type, timestamp);
CREATE INDEX idx_events_command ON events (command_id);
CREATE INDEX idx_events_undoes ON events (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE token_usage (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  timestamp TEXT NOT NULL,
  epic_id TEXT REFERENCES epics (id) ON DELETE SET NULL ON UPDATE CASCADE,
  task_id TEXT REFERENCES tasks (id) ON DELETE SET NULL ON UPDATE CASCADE,
  phase TEXT,
  model TEXT,
  input_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens INTEGER NOT NULL DEFAULT 0,
  cache_read INTEGER NOT NULL DEFAULT 0,
  cache_write INTEGER NOT NULL DEFAULT 0,
  estimated_cost REAL
);
CREATE INDEX idx_token_usage_epic ON token_usage (epic_id);
CREATE INDEX idx_token_usage_task ON token_usage (task_id);
CREATE INDEX idx_token_usage_timestamp ON token_usage (timestamp);

-- An epic_id of '' collects what belongs to no epic.
CREATE TABLE daily_rollup (
  day TEXT NOT NULL,
  epic_id TEXT NOT NULL DEFAULT '',
  tasks_started INTEGER NOT NULL DEFAULT 0,
  tasks_completed INTEGER NOT NULL DEFAULT 0,
  tasks_failed INTEGER NOT NULL DEFAULT 0,
  total_duration_seconds INTEGER NOT NULL DEFAULT 0,
  input_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens INTEGER NOT NULL DEFAULT 0,
  estimated_cost REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (day, epic_id)
) WITHOUT ROWID;

CREATE INDEX idx_daily_rollup_epic ON daily_rollup (epic_id);

-- total_duration_seconds / tasks_completed is the mean lead time.
CREATE TABLE monthly_rollup (
  month TEXT PRIMARY KEY,
  epics_completed INTEGER NOT NULL DEFAULT 0,
  tasks_completed INTEGER NOT NULL DEFAULT 0,
  total_duration_seconds INTEGER NOT NULL DEFAULT 0,
  total_tokens INTEGER NOT NULL DEFAULT 0,
  total_cost_usd REAL NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- A retry that will be tried again is no failure of the task, but one of the day.
CREATE TRIGGER events_daily_rollup AFTER INSERT ON events
WHEN NEW.undoes IS NULL
  AND NEW.event_type IN ('task_started', 'task_completed', 'task_failed', 'task_retry_scheduled')
BEGIN
  INSERT INTO daily_rollup (day, epic_id, tasks_started, tasks_completed, tasks_failed, total_duration_seconds)
  VALUES (
    substr(NEW.timestamp, 1, 10),
    coalesce(NEW.epic_id, ''),
    NEW.event_type = 'task_started',
    NEW.event_type = 'task_completed',
    NEW.event_type IN ('task_failed', 'task_retry_scheduled'),
    coalesce(json_extract(NEW.payload, '$.durationSeconds'), 0)
  )
  ON CONFLICT (day, epic_id) DO UPDATE SET
    tasks_started = tasks_started + excluded.tasks_started,
    tasks_completed = tasks_completed + excluded.tasks_completed,
    tasks_failed = tasks_failed + excluded.tasks_failed,
    total_duration_seconds = total_duration_seconds + excluded.total_duration_seconds;
END;

CREATE TRIGGER events_monthly_rollup AFTER INSERT ON events
WHEN NEW.undoes IS NULL AND NEW.event_type IN ('task_completed', 'epic_closed')
BEGIN
  INSERT INTO monthly_rollup (month, epics_completed, tasks_completed, total_duration_seconds)
  VALUES (
    substr(NEW.timestamp, 1, 7),
    NEW.event_type = 'epic_closed',
    NEW.event_type = 'task_completed',
    coalesce(json_extract(NEW.payload, '$.durationSeconds'), 0)
  )
  ON CONFLICT (month) DO UPDATE SET
    epics_completed = epics_completed + excluded.epics_completed,
    tasks_completed = tasks_completed + excluded.tasks_completed,
    total_duration_seconds = total_duration_seconds + excluded.total_duration_seconds;
END;

CREATE TRIGGER token_usage_rollup AFTER INSERT ON token_usage
BEGIN
  INSERT INTO daily_rollup (day, epic_id, input_tokens, output_tokens, estimated_cost)
  VALUES (substr(NEW.timestamp, 1, 10), coalesce(NEW.epic_id, ''), NEW.input_tokens, NEW.output_tokens,
    coalesce(NEW.estimated_cost, 0))
  ON CONFLICT (day, epic_id) DO UPDATE SET
    input_tokens = input_tokens + excluded.input_tokens,
    output_tokens = output_tokens + excluded.output_tokens,
    estimated_cost = estimated_cost + excluded.estimated_cost;
  INSERT INTO monthly_rollup (month, total_tokens, total_cost_usd)
  VALUES (substr(NEW.timestamp, 1, 7), NEW.input_tokens + NEW.output_tokens, coalesce(NEW.estimated_cost, 0))
  ON CONFLICT (month) DO UPDATE SET
    total_tokens = total_tokens + excluded.total_tokens,
    total_cost_usd = total_cost_usd + excluded.total_cost_usd;
END;

CREATE TABLE memory (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT UNIQUE,
  entry_type TEXT NOT NULL CHECK (entry_type IN ('pitfall', 'convention', 'decision')),
  track TEXT NOT NULL DEFAULT 'knowledge' CHECK (track IN ('bug', 'knowledge')),
  title TEXT NOT NULL DEFAULT '',
  content TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  hash TEXT UNIQUE,
  module TEXT,
  severity TEXT,
  problem_type TEXT,
  component TEXT,
  tags TEXT NOT NULL DEFAULT '[]',
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'stale', 'hardened')),
  related TEXT NOT NULL DEFAULT '[]',
  extra TEXT NOT NULL DEFAULT '{}',
  source_id INTEGER REFERENCES sources (id) ON DELETE SET NULL,
  vanished_at TEXT,
  created_at TEXT NOT NULL,
  last_verified TEXT,
  refs INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX idx_memory_type ON memory (entry_type);
CREATE INDEX idx_memory_module ON memory (module);
CREATE INDEX idx_memory_track ON memory (track);
CREATE INDEX idx_memory_severity ON memory (severity);

-- Vectors lie apart: exact search reads a narrow table, and an entry without a vector has no row.
CREATE TABLE memory_embeddings (
  memory_id INTEGER PRIMARY KEY REFERENCES memory (id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  embedding F32_BLOB(384) NOT NULL
);

CREATE VIRTUAL TABLE memory_fts USING fts5 (
  title, tags, summary, content,
  content = 'memory', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);
CREATE TRIGGER memory_fts_insert AFTER INSERT ON memory BEGIN
  INSERT INTO memory_fts (rowid, title, tags, summary, content)
  VALUES (NEW.id, NEW.title, NEW.tags, NEW.summary, NEW.content);
END;
CREATE TRIGGER memory_fts_delete AFTER DELETE ON memory BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, title, tags, summary, content)
  VALUES ('delete', OLD.id, OLD.title, OLD.tags, OLD.summary, OLD.content);
END;
CREATE TRIGGER memory_fts_update AFTER UPDATE OF title, tags, summary, content ON memory BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, title, tags, summary, content)
  VALUES ('delete', OLD.id, OLD.title, OLD.tags, OLD.summary, OLD.content);
  INSERT INTO memory_fts (rowid, title, tags, summary, content)
  VALUES (NEW.id, NEW.title, NEW.tags, NEW.summary, NEW.content);
END;

-- The base of the three-way import: what each entity's files said when they were last read.
CREATE TABLE import_base (
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  entity_kind TEXT NOT NULL CHECK (entity_kind IN ('epic', 'task', 'memory', 'configuration')),
  entity_id TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (source_id, entity_kind, entity_id)
) WITHOUT ROWID;

CREATE TABLE import_files (
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  entity_kind TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  PRIMARY KEY (source_id, path, entity_kind, entity_id)
) WITHOUT ROWID;

CREATE TABLE configuration (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
`;
