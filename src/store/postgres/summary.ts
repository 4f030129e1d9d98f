/** What a story's row says of its copies. */

/**
 * Selects it, the columns in the order of `SUMMARISE`. A story's time is its lead's, or when it was first seen: a copy that
 * is dated into the past, or was another story's before it was edited, must not bury it.
 */
export const summaryOf = (story: string, lead: string) => `
  SELECT least(coalesce(min(told_at) FILTER (WHERE f.trust <> 'low'), min(told_at)),
               min(e.published_at) FILTER (WHERE e.id = ${lead})) AS published_at,
         min(e.first_seen_at) AS first_seen_at, count(DISTINCT f.outlet) AS outlets, count(*) AS copies,
         max(e.words) AS longest_words
  FROM (
    SELECT *, CASE WHEN id = ${lead} THEN first_seen_at ELSE coalesce(
      (SELECT max(revised_at) FROM entry_revisions WHERE entry_id = entries.id), first_seen_at) END AS told_at
    FROM entries WHERE story_id = ${story}) AS e
  JOIN feeds AS f ON f.id = e.feed_id`

/** Brings the rows of the stories $1 in line with their copies. */
export const SUMMARISE = `
  UPDATE stories SET (published_at, first_seen_at, outlets, copies, longest_words) =
    (${summaryOf('stories.id', 'stories.lead_entry_id')})
  WHERE id = ANY($1)`
