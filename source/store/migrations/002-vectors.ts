/**
 * What entries mean, as vectors. A row belongs to one entry and one model, so that processes with different models do
 * not undo each other's work, and vectors of different models never meet.
 */
export const vectors = `
-- Rises with every change of what is embedded. A model's mark stands at the last revision that it has seen to.
CREATE TABLE memory_texts (
  revision INTEGER PRIMARY KEY AUTOINCREMENT,
  memory_id INTEGER NOT NULL UNIQUE REFERENCES memory (id) ON DELETE CASCADE
);
INSERT INTO memory_texts (memory_id) SELECT id FROM memory ORDER BY id;
CREATE TRIGGER memory_texts_insert AFTER INSERT ON memory BEGIN
  INSERT INTO memory_texts (memory_id) VALUES (NEW.id);
END;
CREATE TRIGGER memory_texts_update AFTER UPDATE OF title, content, tags ON memory
WHEN OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags
BEGIN
  DELETE FROM memory_texts WHERE memory_id = NEW.id;
  INSERT INTO memory_texts (memory_id) VALUES (NEW.id);
END;

CREATE TABLE embedding_models (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  embedded_revision INTEGER NOT NULL DEFAULT 0,
  used_at TEXT NOT NULL
);

DROP TABLE memory_embeddings;
-- An entry without a row is not found by meaning. The hash is of the text that was embedded.
CREATE TABLE memory_vectors (
  id INTEGER PRIMARY KEY,
  memory_id INTEGER NOT NULL REFERENCES memory (id) ON DELETE CASCADE,
  model_id INTEGER NOT NULL REFERENCES embedding_models (id) ON DELETE CASCADE,
  text_hash TEXT NOT NULL,
  embedding F32_BLOB(384) NOT NULL,
  UNIQUE (memory_id, model_id)
);
CREATE INDEX idx_memory_vectors_model ON memory_vectors (model_id);

-- One bit a dimension, in a table so narrow that all of it is read in milliseconds.
CREATE TABLE memory_vector_bits (
  vector_id INTEGER PRIMARY KEY REFERENCES memory_vectors (id) ON DELETE CASCADE,
  memory_id INTEGER NOT NULL,
  model_id INTEGER NOT NULL,
  bits BLOB NOT NULL
);
`;
