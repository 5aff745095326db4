/**
 * What is found by words. Two indexes each for memory entries and for epics and tasks: of whole words, and of runs of
 * three characters for parts of words and for scripts without blanks. Triggers keep them in step.
 */

/** Of longer texts the beginning is found by its parts. */
const partLength = 20_000;

const memoryColumns = [
  ...['title', 'tags', 'summary', 'content'],
  ...['module', 'component', 'problem_type', 'key'],
] as const;
const memoryList = memoryColumns.join(', ');
const memoryOf = (row: 'OLD' | 'NEW'): string =>
  memoryColumns.map((column) => `${row}.${column}`).join(', ');
const memoryChanged = memoryColumns
  .map((column) => `OLD.${column} IS NOT NEW.${column}`)
  .join(' OR ');
const memoryParts = (row: string): string =>
  `concat_ws(char(10), ${row}title, ${row}tags, ${row}key, ${row}module, ${row}component, ` +
  `substr(${row}content, 1, ${partLength}))`;

const removeMemory = `
  INSERT INTO memory_fts (memory_fts, rowid, ${memoryList}) VALUES ('delete', OLD.id, ${memoryOf('OLD')});
  DELETE FROM memory_parts WHERE rowid = OLD.id;`;
const addMemory = `
  INSERT INTO memory_fts (rowid, ${memoryList}) VALUES (NEW.id, ${memoryOf('NEW')});
  INSERT INTO memory_parts (rowid, text) VALUES (NEW.id, ${memoryParts('NEW.')});`;

/** Takes a document away and puts it in again as the highest, so that whoever knows the highest sees the change. */
const removeDocument = (kind: string, id: string): string => {
  const document = `(SELECT id FROM documents WHERE kind = '${kind}' AND entity_id = ${id})`;
  return `
  DELETE FROM document_fts WHERE rowid = ${document};
  DELETE FROM document_parts WHERE rowid = ${document};
  DELETE FROM documents WHERE kind = '${kind}' AND entity_id = ${id};`;
};
const epicText = `SELECT 'epic' AS kind, e.id AS entity_id, e.title, '' AS summary, e.body FROM epics e`;
const taskText = `SELECT 'task' AS kind, t.id AS entity_id, t.title, coalesce(r.summary, '') AS summary, t.body
  FROM tasks t LEFT JOIN runtime_state r ON r.task_id = t.id`;
const addDocuments = (texts: string): string => `
  INSERT INTO documents (kind, entity_id) SELECT kind, entity_id FROM (${texts});
  INSERT INTO document_fts (rowid, title, summary, body, key)
    SELECT d.id, s.title, s.summary, s.body, s.entity_id FROM (${texts}) s
    JOIN documents d ON d.kind = s.kind AND d.entity_id = s.entity_id;
  INSERT INTO document_parts (rowid, text)
    SELECT d.id, concat_ws(char(10), s.entity_id, s.title, s.summary, substr(s.body, 1, ${partLength}))
    FROM (${texts}) s JOIN documents d ON d.kind = s.kind AND d.entity_id = s.entity_id;`;
const addTask = (id: string): string => addDocuments(`${taskText} WHERE t.id = ${id}`);
const addEpic = (id: string): string => addDocuments(`${epicText} WHERE e.id = ${id}`);

export const fullText = `
DROP TRIGGER memory_fts_insert;
DROP TRIGGER memory_fts_update;
DROP TRIGGER memory_fts_delete;
DROP TABLE memory_fts;

CREATE VIRTUAL TABLE memory_fts USING fts5 (
  ${memoryList},
  content = 'memory', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);
INSERT INTO memory_fts (memory_fts) VALUES ('rebuild');
-- Every word with the number of entries that hold it.
CREATE VIRTUAL TABLE memory_vocabulary USING fts5vocab ('memory_fts', 'row');

CREATE VIRTUAL TABLE memory_parts USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'trigram'
);
INSERT INTO memory_parts (rowid, text) SELECT id, ${memoryParts('')} FROM memory;

CREATE TRIGGER memory_fts_insert AFTER INSERT ON memory BEGIN${addMemory}
END;
CREATE TRIGGER memory_fts_delete AFTER DELETE ON memory BEGIN${removeMemory}
END;
CREATE TRIGGER memory_fts_update AFTER UPDATE OF ${memoryList} ON memory
WHEN ${memoryChanged}
BEGIN${removeMemory}${addMemory}
END;

-- Epics and tasks as texts. A changed one gets a new number, above all others.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('epic', 'task')),
  entity_id TEXT NOT NULL,
  UNIQUE (kind, entity_id)
);
CREATE VIRTUAL TABLE document_fts USING fts5 (
  title, summary, body, key,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);
CREATE VIRTUAL TABLE document_vocabulary USING fts5vocab ('document_fts', 'row');
CREATE VIRTUAL TABLE document_parts USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'trigram'
);
${addDocuments(epicText)}
${addDocuments(taskText)}

CREATE TRIGGER document_epic_insert AFTER INSERT ON epics BEGIN${addEpic('NEW.id')}
END;
CREATE TRIGGER document_epic_update AFTER UPDATE OF id, title, body ON epics
WHEN OLD.id IS NOT NEW.id OR OLD.title IS NOT NEW.title OR OLD.body IS NOT NEW.body
BEGIN${removeDocument('epic', 'OLD.id')}${removeDocument('epic', 'NEW.id')}${addEpic('NEW.id')}
END;
CREATE TRIGGER document_epic_delete AFTER DELETE ON epics BEGIN${removeDocument('epic', 'OLD.id')}
END;
CREATE TRIGGER document_task_insert AFTER INSERT ON tasks BEGIN${addTask('NEW.id')}
END;
CREATE TRIGGER document_task_update AFTER UPDATE OF id, title, body ON tasks
WHEN OLD.id IS NOT NEW.id OR OLD.title IS NOT NEW.title OR OLD.body IS NOT NEW.body
BEGIN${removeDocument('task', 'OLD.id')}${removeDocument('task', 'NEW.id')}${addTask('NEW.id')}
END;
CREATE TRIGGER document_task_delete AFTER DELETE ON tasks BEGIN${removeDocument('task', 'OLD.id')}
END;
CREATE TRIGGER document_summary_insert AFTER INSERT ON runtime_state WHEN NEW.summary <> ''
BEGIN${removeDocument('task', 'NEW.task_id')}${addTask('NEW.task_id')}
END;
CREATE TRIGGER document_summary_update AFTER UPDATE OF task_id, summary ON runtime_state
WHEN OLD.summary IS NOT NEW.summary OR OLD.task_id IS NOT NEW.task_id
BEGIN${removeDocument('task', 'NEW.task_id')}${addTask('NEW.task_id')}
END;
CREATE TRIGGER document_summary_delete AFTER DELETE ON runtime_state WHEN OLD.summary <> ''
BEGIN${removeDocument('task', 'OLD.task_id')}${addTask('OLD.task_id')}
END;
`;
