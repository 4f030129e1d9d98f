-- Archived pages of the merged feed (RFC 5005, section 4): written once, never changed.
CREATE TABLE archive_pages (
  page      INTEGER PRIMARY KEY,                -- 1 is the oldest; page n holds the stories 20(n-1)+1 to 20n
  frozen_at TEXT NOT NULL,
  newest_at TEXT NOT NULL,                      -- when its newest story was first seen
  stories   BLOB NOT NULL                       -- deflated JSON: the stories as they were, with their groups
) STRICT;

-- Full text of the lead copies; rowid = stories.number. It follows in batches (stories.search_stale).
CREATE VIRTUAL TABLE search USING fts5 (
  title, text,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER stories_deleted AFTER DELETE ON stories BEGIN
  DELETE FROM search WHERE rowid = old.number;
END;
