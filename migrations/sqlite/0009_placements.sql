-- Where the entries were before a person's correction: taking it back gives every story its id again.
CREATE TABLE placements (
  operation INTEGER NOT NULL,
  entry_id  INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  story_id  TEXT NOT NULL,
  is_lead   INTEGER NOT NULL,
  PRIMARY KEY (operation, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX placements_entry ON placements (entry_id);
