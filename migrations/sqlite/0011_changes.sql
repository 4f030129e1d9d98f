-- Stories by their latest change, for those who ask what changed since. A number is never given twice.
CREATE TABLE story_changes (
  revision     INTEGER PRIMARY KEY AUTOINCREMENT,
  story_number INTEGER NOT NULL UNIQUE
) STRICT;
INSERT INTO story_changes (story_number) SELECT number FROM stories ORDER BY number;

-- Tells the numbers of this database from those of another one.
CREATE TABLE story_changes_of (database TEXT NOT NULL) STRICT;
INSERT INTO story_changes_of VALUES (lower(hex(randomblob(4))));

CREATE TRIGGER story_added AFTER INSERT ON stories BEGIN
  INSERT INTO story_changes (story_number) VALUES (new.number);
END;
CREATE TRIGGER story_changed
AFTER UPDATE OF alias_of, lead_entry_id, published_at, first_seen_at, updated_at, changed_at, outlets ON stories BEGIN
  DELETE FROM story_changes WHERE story_number = new.number;
  INSERT INTO story_changes (story_number) VALUES (new.number);
END;
CREATE TRIGGER story_removed AFTER DELETE ON stories BEGIN
  DELETE FROM story_changes WHERE story_number = old.number;
END;
