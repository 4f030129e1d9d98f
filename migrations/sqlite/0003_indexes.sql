-- A feed's latest entries, whatever its archive. The first databases were made without it, later ones with it.
CREATE INDEX IF NOT EXISTS entries_newest ON entries (feed_id, id);
-- The prints that another version made.
CREATE INDEX prints_version ON prints (version);
