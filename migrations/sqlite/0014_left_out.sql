-- Entries of each feed's last document that its rules left out.

CREATE TABLE left_out (
  feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  guid    TEXT NOT NULL,
  title   TEXT NOT NULL,
  link    TEXT,
  rule    TEXT NOT NULL,
  PRIMARY KEY (feed_id, guid)
) STRICT, WITHOUT ROWID;
CREATE INDEX left_out_link ON left_out (link) WHERE link IS NOT NULL;
