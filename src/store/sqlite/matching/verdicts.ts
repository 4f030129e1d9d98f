/** The `verdicts` table: how likely two entries are one story, by their own words. */
import type { Database } from 'better-sqlite3'
import type { PlacedVerdict, VerdictTable } from '../../../matching/engine.ts'

export function createVerdictTable(db: Database): VerdictTable {
  const put = db.prepare(`
    INSERT OR REPLACE INTO verdicts (a, b, odds, doubt, contained, lead, short_lead)
    VALUES (@a, @b, @odds, @doubt, @contained, @lead, @shortLead)`)
  const forgetA = db.prepare('DELETE FROM verdicts WHERE a = ?')
  const forgetB = db.prepare('DELETE FROM verdicts WHERE b = ?')
  const of = db.prepare(`
    SELECT pair.a, pair.b, odds, doubt, contained, lead, short_lead AS shortLead,
      x.story_id AS storyA, y.story_id AS storyB
    FROM (
      SELECT verdicts.* FROM json_each(@ids) AS wanted JOIN verdicts ON verdicts.a = wanted.value
      UNION
      SELECT verdicts.* FROM json_each(@ids) AS wanted JOIN verdicts ON verdicts.b = wanted.value) AS pair
    JOIN entries AS x ON x.id = pair.a JOIN entries AS y ON y.id = pair.b`)
  return {
    async replace(ids, verdicts) {
      for (const id of ids) {
        forgetA.run(id)
        forgetB.run(id)
      }
      for (const verdict of verdicts) put.run(verdict)
    },
    of: async (ids) => of.all({ ids: JSON.stringify(ids) }) as PlacedVerdict[],
  }
}
