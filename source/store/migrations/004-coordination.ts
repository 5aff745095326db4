/** What agents and people share: gaps, approvals, messages; who holds a lock from where and for how long. */
export const coordination = `
-- A process number means something on its own machine only.
ALTER TABLE file_locks ADD COLUMN holder_host TEXT;
-- A heartbeat extends a lock by as much again.
ALTER TABLE file_locks ADD COLUMN time_to_live_seconds INTEGER NOT NULL DEFAULT 2700;

CREATE TABLE gaps (
  id TEXT PRIMARY KEY,
  epic_id TEXT NOT NULL REFERENCES epics (id) ON DELETE CASCADE ON UPDATE CASCADE,
  task_id TEXT REFERENCES tasks (id) ON DELETE SET NULL ON UPDATE CASCADE,
  capability TEXT NOT NULL,
  -- Trimmed and in lower case: by this a gap is known again.
  capability_key TEXT NOT NULL,
  priority TEXT NOT NULL DEFAULT 'required' CHECK (priority IN ('required', 'important', 'nice-to-have')),
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved')),
  source TEXT NOT NULL DEFAULT 'manual',
  evidence TEXT,
  added_at TEXT NOT NULL,
  resolved_at TEXT,
  UNIQUE (epic_id, capability_key)
) WITHOUT ROWID;
CREATE INDEX idx_gaps_task ON gaps (task_id);
CREATE INDEX idx_gaps_open ON gaps (epic_id, priority) WHERE status = 'open';

CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  epic_id TEXT REFERENCES epics (id) ON DELETE SET NULL ON UPDATE CASCADE,
  task_id TEXT REFERENCES tasks (id) ON DELETE SET NULL ON UPDATE CASCADE,
  kind TEXT NOT NULL DEFAULT 'generic' CHECK (kind IN ('file_access', 'mutation', 'generic')),
  question TEXT NOT NULL,
  payload TEXT NOT NULL DEFAULT '{}',
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected')),
  requested_by TEXT,
  created_at TEXT NOT NULL,
  resolved_by TEXT,
  resolved_at TEXT,
  reason TEXT
) WITHOUT ROWID;
CREATE INDEX idx_approvals_status ON approvals (status, created_at);
CREATE INDEX idx_approvals_epic ON approvals (epic_id);
CREATE INDEX idx_approvals_task ON approvals (task_id);

-- The id of a message is that of its event. Being handed over is no change of the project and appends none.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  sent_at TEXT NOT NULL,
  sender TEXT,
  -- An actor; null where it is for whoever works on the task.
  addressee TEXT,
  task_id TEXT REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  text TEXT NOT NULL,
  delivered_at TEXT,
  delivered_to TEXT
);
CREATE INDEX idx_messages_addressee ON messages (addressee);
CREATE INDEX idx_messages_task ON messages (task_id);
CREATE INDEX idx_messages_waiting ON messages (addressee, task_id) WHERE delivered_at IS NULL;

CREATE INDEX idx_events_actor ON events (actor);
`;
