/** Where entries were before a correction, as later corrections remember it: SQL that is the same for every engine. */

/**
 * What is taken back never was: for each entry that the operation concerned, the next operation on any of them that stands
 * remembers where the entry was before this one. `operation`: the parameter that holds its number.
 */
export const handDown = (operation: string) => `
  WITH mine AS (SELECT * FROM placements WHERE operation = ${operation}),
  later AS (
    SELECT operation, entry_id FROM placements WHERE operation > ${operation}
    AND operation IN (SELECT operation FROM overrides WHERE undone_at IS NULL)),
  next AS (
    SELECT min(later.operation) AS operation FROM later JOIN mine ON mine.entry_id = later.entry_id
    GROUP BY later.entry_id)
  INSERT INTO placements (operation, entry_id, story_id, is_lead)
  SELECT DISTINCT next.operation, mine.entry_id, mine.story_id, mine.is_lead FROM next JOIN mine ON NOT EXISTS (
    SELECT 1 FROM later WHERE later.entry_id = mine.entry_id AND later.operation < next.operation)
  ON CONFLICT (operation, entry_id) DO UPDATE SET story_id = excluded.story_id, is_lead = excluded.is_lead`
