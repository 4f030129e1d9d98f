/**
 * What must hold in every database of ours, in SQL that every engine reads: how to find what breaks it, and how to mend
 * what is derived from the rest.
 */

export interface Invariant {
  /** After a number: `3 entries whose story is missing`. */
  readonly broken: string
  /** Counts what breaks it. */
  readonly find: string
  /** Mends it from what is original; absent where something original is lost. */
  readonly repair?: readonly string[]
}

const COUNTS = `(
  SELECT count(DISTINCT feeds.outlet), count(*), max(entries.words)
  FROM entries JOIN feeds ON feeds.id = entries.feed_id WHERE entries.story_id = stories.id)`

/** Where an alias leads to in the end. */
const ENDS = `WITH RECURSIVE ends (id, target) AS (
  SELECT id, alias_of FROM stories WHERE alias_of IS NOT NULL
  UNION SELECT ends.id, stories.alias_of FROM ends JOIN stories ON stories.id = ends.target
  WHERE stories.alias_of IS NOT NULL)`

const UNDECIDED = `story_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM pending_entries WHERE entry_id = entries.id)`

/** Of verdicts: retention and the end of a window forget an entry's fingerprint and its verdicts together. */
const OUTLIVED = `NOT EXISTS (SELECT 1 FROM prints WHERE entry_id = a)
  OR NOT EXISTS (SELECT 1 FROM prints WHERE entry_id = b)`

/**
 * In the order in which they are to be mended: each may rely on those before it. `NOT EXISTS`, not `NOT IN`: where a table
 * outgrows the memory of a statement, PostgreSQL would read it once for every row.
 */
export const SHARED_INVARIANTS: readonly Invariant[] = [
  {
    broken: 'aliases of aliases',
    find: 'SELECT count(*) FROM stories WHERE alias_of IN (SELECT id FROM stories WHERE alias_of IS NOT NULL)',
    repair: [
      `${ENDS} UPDATE stories SET alias_of = (
         SELECT ends.target FROM ends JOIN stories AS living ON living.id = ends.target
         WHERE ends.id = stories.id AND living.alias_of IS NULL)
       WHERE alias_of IN (SELECT id FROM stories WHERE alias_of IS NOT NULL)`,
    ],
  },
  {
    broken: 'entries whose story is an alias',
    find: 'SELECT count(*) FROM entries WHERE story_id IN (SELECT id FROM stories WHERE alias_of IS NOT NULL)',
    repair: [
      `UPDATE entries SET story_id = (SELECT alias_of FROM stories WHERE stories.id = entries.story_id)
       WHERE story_id IN (SELECT id FROM stories WHERE alias_of IS NOT NULL)`,
    ],
  },
  {
    broken: 'entries whose story is missing',
    find: `SELECT count(*) FROM entries WHERE story_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM stories WHERE stories.id = entries.story_id)`,
  },
  {
    broken: 'entries without a story that wait for no decision',
    find: `SELECT count(*) FROM entries WHERE ${UNDECIDED}`,
    repair: [
      `INSERT INTO pending_entries (entry_id, feed_id) SELECT id, feed_id FROM entries WHERE ${UNDECIDED}`,
    ],
  },
  {
    broken: 'stories without any copy',
    find: `SELECT count(*) FROM stories WHERE alias_of IS NULL
      AND NOT EXISTS (SELECT 1 FROM entries WHERE story_id = stories.id)`,
    repair: [
      `DELETE FROM stories WHERE alias_of IN (SELECT id FROM stories AS empty WHERE alias_of IS NULL
         AND NOT EXISTS (SELECT 1 FROM entries WHERE story_id = empty.id))`,
      `DELETE FROM stories WHERE alias_of IS NULL
         AND NOT EXISTS (SELECT 1 FROM entries WHERE story_id = stories.id)`,
    ],
  },
  {
    broken: 'stories without a lead copy of their own',
    find: `SELECT count(*) FROM stories WHERE alias_of IS NULL
      AND EXISTS (SELECT 1 FROM entries WHERE story_id = stories.id)
      AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.id = lead_entry_id AND story_id = stories.id)`,
    repair: [
      `UPDATE stories SET lead_entry_id = (SELECT min(id) FROM entries WHERE story_id = stories.id)
       WHERE alias_of IS NULL
       AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.id = lead_entry_id AND story_id = stories.id)`,
    ],
  },
  {
    broken: 'stories that count their outlets or copies wrong',
    find: `SELECT count(*) FROM stories WHERE alias_of IS NULL
      AND EXISTS (SELECT 1 FROM entries WHERE story_id = stories.id)
      AND (outlets, copies, longest_words) <> ${COUNTS}`,
    repair: [
      `UPDATE stories SET (outlets, copies, longest_words) = ${COUNTS}
       WHERE alias_of IS NULL AND EXISTS (SELECT 1 FROM entries WHERE story_id = stories.id)`,
    ],
  },
  {
    broken: 'verdicts on entries whose window has closed',
    find: `SELECT count(*) FROM verdicts WHERE ${OUTLIVED}`,
    repair: [`DELETE FROM verdicts WHERE ${OUTLIVED}`],
  },
  {
    broken: 'reasons to be in a story of entries that lead theirs',
    find: 'SELECT count(*) FROM fold_evidence WHERE entry_id IN (SELECT lead_entry_id FROM stories)',
    repair: ['DELETE FROM fold_evidence WHERE entry_id IN (SELECT lead_entry_id FROM stories)'],
  },
]
