-- What upkeep remembers, and what a database tells of its past.

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO settings SELECT 'upkeep_at', last FROM (SELECT max(last_poll_at) AS last FROM feeds) WHERE last IS NOT NULL;

-- Entries that retention removed: listed again, they do not come back as new.
CREATE TABLE removed_entries (
  feed_id        INTEGER NOT NULL REFERENCES feeds (id),
  guid           TEXT NOT NULL,
  entry_id       INTEGER NOT NULL,
  story_id       TEXT NOT NULL,
  published_at   TEXT,
  first_seen_at  TEXT NOT NULL,
  last_listed_at TEXT NOT NULL,                 -- kept as long after this, and after its removal, as entries are
  removed_at     TEXT NOT NULL,
  PRIMARY KEY (feed_id, guid)
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_entries_listed ON removed_entries (last_listed_at);

-- Secrets stand in a table of their own, which no view reads.
CREATE TABLE feed_credentials (
  feed_id      INTEGER PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
  secret       BLOB NOT NULL,                   -- user:password in UTF-8, or that encrypted
  is_encrypted INTEGER NOT NULL
) STRICT;
INSERT INTO feed_credentials SELECT id, CAST(credentials AS BLOB), 0 FROM feeds WHERE credentials IS NOT NULL;
ALTER TABLE feeds DROP COLUMN credentials;

-- Each poll of the last 30 days. Times in epoch seconds, because there are many of them.
CREATE TABLE poll_log (
  feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  at      INTEGER NOT NULL,
  state   TEXT NOT NULL,
  status  INTEGER,                              -- HTTP; NULL: no answer
  ms      INTEGER NOT NULL,
  bytes   INTEGER,                              -- of the body; NULL: none
  added   INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  error   TEXT,
  PRIMARY KEY (feed_id, at)
) STRICT, WITHOUT ROWID;

-- What an entry said before it was changed.
CREATE TABLE entry_revisions (
  entry_id   INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  revision   INTEGER NOT NULL,                  -- 1 is the first that was seen
  title      TEXT NOT NULL,
  revised_at TEXT NOT NULL,                     -- when it was seen to say something else
  line       INTEGER,                           -- NULL: the text was not changed; else the first line that was
  removed    TEXT,                              -- the lines from there on that went …
  added      TEXT,                              -- … and those that came; NULL: none
  PRIMARY KEY (entry_id, revision)
) STRICT, WITHOUT ROWID;

-- A person's word outlives the entries that it was about.
CREATE TABLE overrides_kept (
  operation  INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('together', 'apart')),
  a          INTEGER NOT NULL,
  b          INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  undone_at  TEXT,
  PRIMARY KEY (operation, a, b)
) STRICT, WITHOUT ROWID;
INSERT INTO overrides_kept SELECT operation, kind, a, b, created_at, undone_at FROM overrides;
DROP TABLE overrides;
ALTER TABLE overrides_kept RENAME TO overrides;
CREATE INDEX overrides_a ON overrides (a) WHERE undone_at IS NULL;
CREATE INDEX overrides_b ON overrides (b) WHERE undone_at IS NULL;
