-- Which entry is which, where guids are shared, missing or new; and what is said of media, and lost of a document.

ALTER TABLE entries ADD COLUMN own_guid TEXT; -- the feed's own, where it is not this entry's alone; NULL: guid
ALTER TABLE entries ADD COLUMN place INTEGER; -- hash of its link without scheme, host and tracking; NULL: not known yet
ALTER TABLE entries ADD COLUMN details TEXT;  -- JSON: episode, credit and caption; NULL: none
CREATE INDEX entries_own_guid ON entries (feed_id, own_guid) WHERE own_guid IS NOT NULL;
CREATE INDEX entries_place ON entries (feed_id, place) WHERE place IS NOT NULL;

ALTER TABLE feeds ADD COLUMN losses TEXT;     -- JSON: what of the last document was not kept; NULL: nothing

DROP VIEW copies;
CREATE VIEW copies AS
SELECT entries.id AS entry_id,
       entries.story_id,
       entries.id = stories.lead_entry_id AS is_lead,
       feeds.url AS feed_url,
       feeds.outlet,
       coalesce(entries.own_guid, entries.guid) AS guid,
       entries.link,
       entries.title,
       entries.author,
       entries.published_at,
       entries.first_seen_at,
       entries.feed_id,
       entries.updated_at,
       entries.changed_at,
       entries.language,
       entries.words,
       entries.teaser = 1 OR entries.words * 2 < stories.longest_words AS is_excerpt,
       entries.agency,
       (unixepoch(min(coalesce(entries.published_at, entries.first_seen_at), entries.first_seen_at))
         - unixepoch(stories.published_at)) / 60 AS minutes_after_first
FROM entries
JOIN feeds ON feeds.id = entries.feed_id
JOIN stories ON stories.id = entries.story_id;
