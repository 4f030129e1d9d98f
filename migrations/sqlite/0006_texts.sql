-- Rewrites data: a copy of the file is kept beside it first.
-- Texts stand apart from what is counted and listed, so that questions over many entries read few pages.

CREATE TABLE entry_texts (
  entry_id     INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  text         TEXT NOT NULL,                   -- plain, for matching and search
  content_html BLOB NOT NULL,                   -- sanitised; raw deflate with the text as its dictionary
  summary_html BLOB,                            -- the same
  search_title TEXT,                            -- as the search index reads them; NULL: as they are
  search_text  TEXT
) STRICT;
INSERT INTO entry_texts
SELECT id, text, pack_html(content_html, text), pack_html(summary_html, text), search_form(title), search_form(text)
FROM entries;

ALTER TABLE entries ADD COLUMN words INTEGER NOT NULL DEFAULT 0;  -- of its text
ALTER TABLE entries ADD COLUMN teaser INTEGER NOT NULL DEFAULT 0; -- 1: its text breaks off, or there is none
ALTER TABLE entries ADD COLUMN changed_at TEXT;                   -- when it was last seen to differ; NULL: never
UPDATE entries SET words = count_words(text), teaser = is_teaser(text);
ALTER TABLE entries DROP COLUMN content_html;
ALTER TABLE entries DROP COLUMN summary_html;
ALTER TABLE entries DROP COLUMN text;

ALTER TABLE stories ADD COLUMN copies INTEGER NOT NULL DEFAULT 1;        -- how many entries it has
ALTER TABLE stories ADD COLUMN longest_words INTEGER NOT NULL DEFAULT 0; -- words of its longest copy
UPDATE stories SET (copies, longest_words) = (SELECT count(*), max(words) FROM entries WHERE story_id = stories.id)
WHERE alias_of IS NULL;
CREATE INDEX stories_lead ON stories (lead_entry_id) WHERE lead_entry_id IS NOT NULL;

-- Full text of every entry that has its text. The index follows in batches; what it does not hold yet is pending.
DROP TRIGGER stories_deleted;
DROP TABLE search;
DROP INDEX stories_search_stale;
ALTER TABLE stories DROP COLUMN search_stale;

CREATE TABLE search_pending (entry_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO search_pending SELECT entry_id FROM entry_texts;

CREATE VIEW searchable AS
SELECT entries.id AS entry_id,
       coalesce(entry_texts.search_title, entries.title) AS title,
       coalesce(entry_texts.search_text, entry_texts.text) AS text
FROM entry_texts
JOIN entries ON entries.id = entry_texts.entry_id;

CREATE VIRTUAL TABLE search USING fts5 (
  title, text,
  content = 'searchable', content_rowid = 'entry_id', tokenize = 'unicode61 remove_diacritics 2'
);

-- An index over another table must be told the words that it forgets, while they are still there.
CREATE TRIGGER entry_texts_added AFTER INSERT ON entry_texts BEGIN
  INSERT INTO search_pending VALUES (new.entry_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER entry_texts_changed BEFORE UPDATE ON entry_texts BEGIN
  INSERT INTO search (search, rowid, title, text)
  SELECT 'delete', entry_id, title, text FROM searchable
  WHERE entry_id = old.entry_id AND entry_id NOT IN (SELECT entry_id FROM search_pending);
  INSERT INTO search_pending VALUES (old.entry_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER entry_texts_removed BEFORE DELETE ON entry_texts BEGIN
  INSERT INTO search (search, rowid, title, text)
  SELECT 'delete', entry_id, title, text FROM searchable
  WHERE entry_id = old.entry_id AND entry_id NOT IN (SELECT entry_id FROM search_pending);
  DELETE FROM search_pending WHERE entry_id = old.entry_id;
END;
CREATE TRIGGER entries_retitled BEFORE UPDATE OF title ON entries WHEN new.title <> old.title BEGIN
  INSERT INTO search (search, rowid, title, text)
  SELECT 'delete', entry_id, title, text FROM searchable
  WHERE entry_id = old.id AND entry_id NOT IN (SELECT entry_id FROM search_pending);
  INSERT INTO search_pending SELECT entry_id FROM entry_texts WHERE entry_id = old.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER entries_removed BEFORE DELETE ON entries BEGIN
  DELETE FROM entry_texts WHERE entry_id = old.id;
END;
