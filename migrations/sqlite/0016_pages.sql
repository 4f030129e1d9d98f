-- Entries by day and feed, for the pages that show how much a feed brings: an index alone answers them.
CREATE INDEX entries_dated ON entries (coalesce(published_at, first_seen_at), feed_id);
