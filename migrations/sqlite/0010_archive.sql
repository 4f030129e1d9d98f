-- The archive is written anew under fresh page numbers, because old pages forgot who joined a story after they froze.
CREATE TABLE renewed_pages (
  page      INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice
  frozen_at TEXT NOT NULL,
  newest_at TEXT NOT NULL,                      -- when its newest story was first seen
  stories   BLOB NOT NULL                       -- deflated JSON: the stories as they were, with who carried them
) STRICT;
INSERT INTO sqlite_sequence (name, seq) SELECT 'renewed_pages', max(page) FROM archive_pages WHERE page > 0;
DROP TABLE archive_pages;
ALTER TABLE renewed_pages RENAME TO archive_pages;

-- 1: new, or carried by others than when an archived page last held it.
ALTER TABLE stories ADD COLUMN unarchived INTEGER NOT NULL DEFAULT 1;
CREATE INDEX stories_unarchived ON stories (number) WHERE unarchived = 1 AND alias_of IS NULL;

-- Who carried a story when a page was frozen. A filter finds it in the first page whose carriers it matches.
CREATE TABLE archive_states (
  story_number INTEGER NOT NULL REFERENCES stories (number) ON DELETE CASCADE,
  page         INTEGER NOT NULL,
  feeds        TEXT NOT NULL,                   -- JSON array of feed ids
  PRIMARY KEY (story_number, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_states_page ON archive_states (page);
