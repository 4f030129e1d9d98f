-- Times are UTC text 'YYYY-MM-DDTHH:MM:SSZ', which sorts as time does. The views are the promised interface.

CREATE TABLE feeds (
  id                INTEGER PRIMARY KEY,
  url               TEXT NOT NULL UNIQUE,       -- as subscribed, without credentials
  poll_url          TEXT NOT NULL,              -- where permanent redirects moved it; else the same
  credentials       TEXT,                       -- user:password; never shown
  configured_outlet TEXT,                       -- NULL: the feed's own title, else its host
  outlet            TEXT NOT NULL,
  title             TEXT NOT NULL DEFAULT '',
  site_link         TEXT,
  groups            TEXT NOT NULL DEFAULT '[]', -- JSON array of names
  origin            TEXT NOT NULL CHECK (origin IN ('config', 'import')),
  subscribed        INTEGER NOT NULL DEFAULT 1, -- 0: left the config; its entries stay
  match             TEXT NOT NULL DEFAULT 'auto' CHECK (match IN ('auto', 'never')),
  allow_private     INTEGER NOT NULL DEFAULT 0,
  state             TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'ok', 'failing', 'throttled', 'gone')),
  error             TEXT,
  failures          INTEGER NOT NULL DEFAULT 0,
  etag              TEXT,
  last_modified     TEXT,
  validators_url    TEXT,                       -- the address that sent them; they are sent to no other
  body_hash         TEXT,
  pace              TEXT,                       -- JSON: ttl, skipHours, skipDays of the last document
  move              TEXT,                       -- JSON: a permanent redirect waiting to be believed
  last_poll_at      TEXT,
  last_read_at      TEXT,                       -- when a document was last read
  next_poll_at      TEXT                        -- NULL: never again (410)
) STRICT;
CREATE INDEX feeds_due ON feeds (next_poll_at) WHERE subscribed = 1 AND next_poll_at IS NOT NULL;
CREATE INDEX feeds_outlet ON feeds (outlet);

CREATE TABLE stories (
  number        INTEGER PRIMARY KEY AUTOINCREMENT, -- order of appearance
  id            TEXT NOT NULL UNIQUE,              -- durable; made from the founding entry
  alias_of      TEXT REFERENCES stories (id),      -- merged into that story; NULL while it stands
  lead_entry_id INTEGER,                           -- NULL only while it is an alias
  published_at  TEXT NOT NULL,                     -- of the earliest copy, never later than first seen
  first_seen_at TEXT NOT NULL,
  updated_at    TEXT NOT NULL,                     -- when what a reader sees last changed
  changed_at    TEXT,                              -- when its copies last changed; NULL: never since it appeared
  outlets       INTEGER NOT NULL DEFAULT 1,        -- how many outlets carry it
  search_stale  INTEGER NOT NULL DEFAULT 1         -- 1: the full-text index has not followed yet
) STRICT;
CREATE INDEX stories_newest ON stories (published_at DESC, number DESC) WHERE alias_of IS NULL;
CREATE INDEX stories_updated ON stories (updated_at) WHERE alias_of IS NULL;
CREATE INDEX stories_alias ON stories (alias_of) WHERE alias_of IS NOT NULL;
CREATE INDEX stories_search_stale ON stories (number) WHERE search_stale = 1;

CREATE TABLE entries (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  feed_id        INTEGER NOT NULL REFERENCES feeds (id),
  guid           TEXT NOT NULL,
  key            TEXT NOT NULL UNIQUE,          -- made from feed address and guid; the same in every database
  story_id       TEXT NOT NULL REFERENCES stories (id) DEFERRABLE INITIALLY DEFERRED,
  link           TEXT,
  canonical_url  TEXT,
  title          TEXT NOT NULL,
  author         TEXT,
  published_at   TEXT,                          -- NULL: the feed gives no usable date
  updated_at     TEXT,
  first_seen_at  TEXT NOT NULL,
  last_listed_at TEXT NOT NULL,                 -- when the feed last listed it, to the day
  content_html   TEXT NOT NULL,                 -- sanitised
  summary_html   TEXT,
  text           TEXT NOT NULL,                 -- plain, for matching and search
  enclosures     TEXT NOT NULL DEFAULT '[]',    -- JSON
  image_url      TEXT,
  categories     TEXT NOT NULL DEFAULT '[]',    -- JSON
  language       TEXT,
  source         TEXT,                          -- JSON
  content_hash   TEXT NOT NULL,                 -- to see a changed entry
  UNIQUE (feed_id, guid)
) STRICT;
CREATE INDEX entries_story ON entries (story_id);
CREATE INDEX entries_link ON entries (link) WHERE link IS NOT NULL;
CREATE INDEX entries_canonical ON entries (canonical_url) WHERE canonical_url IS NOT NULL;

-- What matching keeps of an entry; dropped when its window has closed.
CREATE TABLE prints (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  version  INTEGER NOT NULL,
  bytes    BLOB NOT NULL,
  keys     BLOB NOT NULL                        -- little-endian uint32s, as they stand in print_keys
) STRICT;

-- Sampled shingles: entries that share a key are candidates for one story.
CREATE TABLE print_keys (
  key      INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (key, entry_id)
) STRICT, WITHOUT ROWID;

-- Why two entries are one story, or are not.
CREATE TABLE verdicts (
  a        INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  b        INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  score    REAL NOT NULL,                       -- probability that they are copies of one text
  features TEXT NOT NULL,                       -- JSON: the value of each feature
  passages TEXT,                                -- JSON: the longest shared passages, of pairs that folded
  PRIMARY KEY (a, b),
  CHECK (a < b)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdicts_b ON verdicts (b);

-- A person's word. One operation (merge, split) may write several rows; undo marks them.
CREATE TABLE overrides (
  operation  INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('together', 'apart')),
  a          INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  b          INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  undone_at  TEXT,
  PRIMARY KEY (operation, a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX overrides_a ON overrides (a) WHERE undone_at IS NULL;
CREATE INDEX overrides_b ON overrides (b) WHERE undone_at IS NULL;

CREATE VIEW copies AS
SELECT entries.id AS entry_id,
       entries.story_id,
       entries.id = stories.lead_entry_id AS is_lead,
       feeds.url AS feed_url,
       feeds.outlet,
       entries.guid,
       entries.link,
       entries.title,
       entries.author,
       entries.published_at,
       entries.first_seen_at
FROM entries
JOIN feeds ON feeds.id = entries.feed_id
JOIN stories ON stories.id = entries.story_id;
