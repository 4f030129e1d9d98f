/** Where entries were before a correction, as later corrections remember it: SQL that is the same for every engine. */

/**
 * What is taken back never was: for each entry that the operation concerned, the next operation on any of them remembers
 * where the entry was before this one. `operation`: the parameter that holds its number.
 */
export const handDown = (operation: string) => `
  INSERT INTO placements (operation, entry_id, story_id, is_lead)
  SELECT later.operation, mine.entry_id, mine.story_id, mine.is_lead
  FROM placements AS mine JOIN (
    SELECT DISTINCT next.operation FROM (
      SELECT min(after.operation) AS operation FROM placements AS undone
      JOIN placements AS after ON after.entry_id = undone.entry_id AND after.operation > undone.operation
      WHERE undone.operation = ${operation} GROUP BY undone.entry_id) AS next) AS later ON true
  WHERE mine.operation = ${operation} AND NOT EXISTS (
    SELECT 1 FROM placements AS nearer WHERE nearer.entry_id = mine.entry_id
    AND nearer.operation > mine.operation AND nearer.operation < later.operation)
  ON CONFLICT (operation, entry_id) DO UPDATE SET story_id = excluded.story_id, is_lead = excluded.is_lead`
