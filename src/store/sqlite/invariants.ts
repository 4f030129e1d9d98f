/** What must hold in a SQLite database of ours. */
import { type Invariant, SHARED_INVARIANTS } from '../invariants.ts'

export const INVARIANTS: readonly Invariant[] = [
  ...SHARED_INVARIANTS,
  {
    broken: 'index keys that belong to no run',
    find: 'SELECT count(*) FROM key_runs WHERE run NOT IN (SELECT run FROM key_run_ends)',
    repair: ['DELETE FROM key_runs WHERE run NOT IN (SELECT run FROM key_run_ends)'],
  },
  {
    broken: 'entries that the search index does not hold',
    find: `SELECT count(*) FROM entry_texts WHERE entry_id NOT IN (SELECT id FROM search_docsize)
      AND entry_id NOT IN (SELECT entry_id FROM search_pending)`,
    repair: [
      `INSERT INTO search_pending SELECT entry_id FROM entry_texts WHERE entry_id NOT IN (SELECT id FROM search_docsize)
       ON CONFLICT DO NOTHING`,
    ],
  },
  {
    broken: 'entries in the search index that are gone, or held twice',
    find: `SELECT count(*) FROM search_docsize WHERE id NOT IN (SELECT entry_id FROM entry_texts)
      OR id IN (SELECT entry_id FROM search_pending)`,
    repair: ["INSERT INTO search (search) VALUES ('rebuild')", 'DELETE FROM search_pending'],
  },
]

/** Tables that are made from others: rows in them that point at nothing may go. */
export const DERIVED: readonly string[] = [
  'pending_entries',
  'prints',
  'verdicts',
  'search_pending',
  'archive_states',
  'poll_log',
]
