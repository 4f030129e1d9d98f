-- The promised views, as docs/SCHEMA.md describes them: the same names, columns, types and meanings as SQLite's.

-- A moment in the form in which all times are kept.
CREATE FUNCTION utc_text(moment timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') $$;

CREATE FUNCTION epoch_seconds(utc text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT extract(epoch FROM utc::timestamptz)::bigint $$;

CREATE VIEW copies AS
SELECT entries.id AS entry_id,
       entries.story_id,
       (entries.id = stories.lead_entry_id)::integer AS is_lead,
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
       (entries.teaser = 1 OR entries.words * 2 < stories.longest_words)::integer AS is_excerpt,
       entries.agency,
       (epoch_seconds(least(coalesce(entries.published_at, entries.first_seen_at), entries.first_seen_at))
         - epoch_seconds(stories.published_at)) / 60 AS minutes_after_first
FROM entries
JOIN feeds ON feeds.id = entries.feed_id
JOIN stories ON stories.id = entries.story_id;

CREATE VIEW stories_overview AS
SELECT stories.id AS story_id,
       entries.title,
       feeds.outlet,
       entries.link,
       entries.agency,
       entries.language,
       entries.words,
       stories.copies,
       stories.outlets,
       stories.published_at,
       stories.first_seen_at,
       stories.updated_at,
       stories.changed_at,
       stories.lead_entry_id
FROM stories
JOIN entries ON entries.id = stories.lead_entry_id
JOIN feeds ON feeds.id = entries.feed_id
WHERE stories.alias_of IS NULL;

CREATE VIEW story_aliases AS
SELECT id AS alias_id, alias_of AS story_id FROM stories WHERE alias_of IS NOT NULL;

CREATE VIEW feed_health AS
SELECT feeds.id AS feed_id,
       feeds.url AS feed_url,
       feeds.poll_url AS polled_url,
       feeds.outlet,
       feeds.title,
       feeds.groups,
       feeds.origin,
       feeds.subscribed AS is_subscribed,
       feeds.state,
       feeds.error,
       feeds.failures,
       feeds.last_poll_at,
       feeds.last_read_at,
       feeds.next_poll_at,
       feeds.held_until,
       (SELECT count(*) FROM entries WHERE entries.feed_id = feeds.id) AS entries,
       (SELECT first_seen_at FROM entries WHERE entries.feed_id = feeds.id ORDER BY entries.id DESC LIMIT 1)
         AS newest_entry_at
FROM feeds;

CREATE VIEW revisions AS
SELECT entry_revisions.entry_id,
       entry_revisions.revision,
       entry_revisions.revised_at,
       entry_revisions.title,
       coalesce(
         (SELECT later.title FROM entry_revisions AS later
          WHERE later.entry_id = entry_revisions.entry_id AND later.revision = entry_revisions.revision + 1),
         entries.title) AS next_title,
       entry_revisions.line,
       entry_revisions.removed,
       entry_revisions.added
FROM entry_revisions
JOIN entries ON entries.id = entry_revisions.entry_id;

CREATE VIEW polls AS
SELECT poll_log.feed_id,
       feeds.url AS feed_url,
       feeds.outlet,
       utc_text(to_timestamp(poll_log.at)) AS polled_at,
       poll_log.state,
       poll_log.status,
       poll_log.ms,
       poll_log.bytes,
       poll_log.added AS new_entries,
       poll_log.changed AS changed_entries,
       poll_log.error
FROM poll_log
JOIN feeds ON feeds.id = poll_log.feed_id;

CREATE VIEW folds AS
SELECT entries.id AS entry_id,
       entries.story_id,
       fold_evidence.lead_id AS compared_with,
       fold_evidence.score,
       fold_evidence.reason,
       fold_evidence.passages::json ->> 0 AS longest_passage,
       (EXISTS (SELECT 1 FROM overrides WHERE kind = 'together' AND undone_at IS NULL AND overrides.a = entries.id)
         OR EXISTS (SELECT 1 FROM overrides WHERE kind = 'together' AND undone_at IS NULL AND overrides.b = entries.id)
       )::integer AS is_by_hand
FROM entries
JOIN stories ON stories.id = entries.story_id AND stories.lead_entry_id <> entries.id
LEFT JOIN fold_evidence ON fold_evidence.entry_id = entries.id
  AND EXISTS (SELECT 1 FROM entries AS lead WHERE lead.id = fold_evidence.lead_id AND lead.story_id = entries.story_id);

CREATE VIEW corrections AS
SELECT overrides.operation,
       CASE overrides.kind WHEN 'together' THEN 'merge' ELSE 'split' END AS kind,
       overrides.a AS entry_id,
       overrides.b AS other_entry_id,
       overrides.created_at,
       overrides.undone_at,
       one.title,
       other.title AS other_title
FROM overrides
LEFT JOIN entries AS one ON one.id = overrides.a
LEFT JOIN entries AS other ON other.id = overrides.b;

CREATE VIEW tombstones AS
SELECT removed_entries.entry_id,
       removed_entries.story_id,
       removed_entries.feed_id,
       feeds.url AS feed_url,
       removed_entries.guid,
       removed_entries.published_at,
       removed_entries.first_seen_at,
       removed_entries.last_listed_at,
       removed_entries.removed_at
FROM removed_entries
JOIN feeds ON feeds.id = removed_entries.feed_id;

CREATE VIEW meta AS SELECT name, value FROM settings;
