-- One row that counts changes to anything that is published. What was made from the database is good while it stands
-- still: polls that bring nothing do not move it.
CREATE TABLE publication (version INTEGER NOT NULL) STRICT;
INSERT INTO publication VALUES (1);

CREATE TRIGGER publication_story_added AFTER INSERT ON stories BEGIN UPDATE publication SET version = version + 1; END;
CREATE TRIGGER publication_story_changed AFTER UPDATE ON stories BEGIN UPDATE publication SET version = version + 1; END;
CREATE TRIGGER publication_story_removed AFTER DELETE ON stories BEGIN UPDATE publication SET version = version + 1; END;

CREATE TRIGGER publication_entry_added AFTER INSERT ON entries BEGIN UPDATE publication SET version = version + 1; END;
CREATE TRIGGER publication_entry_changed
AFTER UPDATE OF story_id, link, title, author, published_at, updated_at, enclosures, image_url, categories, language
ON entries BEGIN UPDATE publication SET version = version + 1; END;
CREATE TRIGGER publication_entry_removed AFTER DELETE ON entries BEGIN UPDATE publication SET version = version + 1; END;

CREATE TRIGGER publication_text_added AFTER INSERT ON entry_texts BEGIN UPDATE publication SET version = version + 1; END;
CREATE TRIGGER publication_text_changed AFTER UPDATE ON entry_texts BEGIN UPDATE publication SET version = version + 1; END;
CREATE TRIGGER publication_text_removed AFTER DELETE ON entry_texts BEGIN UPDATE publication SET version = version + 1; END;
-- A search finds more when its index has followed.
CREATE TRIGGER publication_text_indexed AFTER DELETE ON search_pending BEGIN UPDATE publication SET version = version + 1; END;

CREATE TRIGGER publication_feed_added AFTER INSERT ON feeds BEGIN UPDATE publication SET version = version + 1; END;
CREATE TRIGGER publication_feed_changed AFTER UPDATE OF url, outlet, title, site_link, groups, subscribed ON feeds
WHEN (new.url, new.outlet, new.title, new.site_link, new.groups, new.subscribed)
  IS NOT (old.url, old.outlet, old.title, old.site_link, old.groups, old.subscribed)
BEGIN UPDATE publication SET version = version + 1; END;

CREATE TRIGGER publication_page_frozen AFTER INSERT ON archive_pages BEGIN UPDATE publication SET version = version + 1; END;
CREATE TRIGGER publication_page_dropped AFTER DELETE ON archive_pages BEGIN UPDATE publication SET version = version + 1; END;
