-- Finds the prints that an older version made.
CREATE INDEX prints_version ON prints (version);
