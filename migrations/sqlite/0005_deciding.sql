-- Deciding stands apart from storing: an entry is stored at once and waits, without a story, for its decision.
ALTER TABLE entries ALTER COLUMN story_id DROP NOT NULL; -- NULL: not decided yet

-- New and changed entries that wait for a decision.
CREATE TABLE pending_entries (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  feed_id  INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_entries_feed ON pending_entries (feed_id, entry_id);
-- Every entry that had a fingerprint gets one of the new form.
INSERT INTO pending_entries SELECT entries.id, feed_id FROM prints JOIN entries ON entries.id = prints.entry_id;

DROP TABLE print_keys;
DROP TABLE prints;
-- Fingerprints; dropped when their window has closed.
CREATE TABLE prints (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  version  INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0,          -- counts up whenever the row changes
  bytes    BLOB NOT NULL,
  keys     BLOB NOT NULL                        -- little-endian uint32s: sampled shingles, title words, addresses
) STRICT;
CREATE INDEX prints_version ON prints (version);

-- Index keys as sorted runs: entries that share a key are candidates for one story. The newest entries' keys are in
-- memory only (and with their print); a run is written at once, in the order of its keys, and dropped as a whole.
CREATE TABLE key_runs (
  run      INTEGER NOT NULL,
  key      INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (run, key, entry_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE key_run_ends (
  run       INTEGER PRIMARY KEY,
  newest_id INTEGER NOT NULL                    -- no entry above it is in this run or in an older one
) STRICT;

DROP TABLE verdicts;
-- How likely two entries are one story, by their own words; kept while both windows are open.
CREATE TABLE verdicts (
  a          INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  b          INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  odds       REAL NOT NULL,                     -- log-odds
  doubt      REAL NOT NULL,                     -- share at which evidence against the pair counts in a group
  contained  REAL NOT NULL,                     -- share of the shorter text that the longer one has
  lead       REAL NOT NULL,                     -- shares of the one text's lead that the other one has
  short_lead REAL NOT NULL,
  PRIMARY KEY (a, b),
  CHECK (a < b)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdicts_b ON verdicts (b);

-- Candidates by address come from the index of keys.
DROP INDEX entries_link;
DROP INDEX entries_canonical;
