-- Full text of every entry that has its text. The index follows in batches; what it does not hold yet is pending.

CREATE TABLE search_pending (
  entry_id bigint PRIMARY KEY REFERENCES entry_texts (entry_id) ON DELETE CASCADE
);

CREATE TABLE search_index (
  entry_id  bigint PRIMARY KEY REFERENCES entry_texts (entry_id) ON DELETE CASCADE,
  words     tsvector NOT NULL,                        -- in lower case, without accents; those of the title weigh A
  long_text text COLLATE "C"                          -- the same words in a row, where a tsvector cannot hold all their places
);
CREATE INDEX search_index_words ON search_index USING gin (words);

-- What changed is not found by what it said before. Whoever indexes it at this moment is waited for, or skips it.
CREATE FUNCTION text_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_pending VALUES (new.entry_id) ON CONFLICT (entry_id) DO UPDATE SET entry_id = excluded.entry_id;
  DELETE FROM search_index WHERE entry_id = new.entry_id;
  RETURN NULL;
END $$;

CREATE FUNCTION title_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_pending SELECT entry_id FROM entry_texts WHERE entry_id = new.id
  ON CONFLICT (entry_id) DO UPDATE SET entry_id = excluded.entry_id;
  DELETE FROM search_index WHERE entry_id = new.id;
  RETURN NULL;
END $$;

CREATE TRIGGER entry_texts_changed AFTER INSERT OR UPDATE ON entry_texts
  FOR EACH ROW EXECUTE FUNCTION text_changed();
CREATE TRIGGER entries_retitled AFTER UPDATE OF title ON entries
  FOR EACH ROW WHEN (new.title <> old.title) EXECUTE FUNCTION title_changed();

-- A search finds more when its index has followed.
CREATE CONSTRAINT TRIGGER publication_text_indexed AFTER DELETE ON search_pending
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION published();

-- The part that others may use, as docs/SCHEMA.md describes it.
CREATE VIEW search AS
SELECT search_index.entry_id,                          -- of the index: a range of entries spares reading all words
       entries.title,
       entry_texts.text,
       search_index.words
FROM search_index
JOIN entry_texts ON entry_texts.entry_id = search_index.entry_id
JOIN entries ON entries.id = search_index.entry_id;
