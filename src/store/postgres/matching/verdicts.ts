/** The `verdicts` table: how likely two entries are one story, by their own words. */
import type { VerdictTable } from '../../../matching/engine.ts'
import { arraysOf, given, namesOf, type Sql } from '../connect.ts'

const NUMBER = 'double precision'
const COLUMNS = {
  a: 'bigint',
  b: 'bigint',
  odds: NUMBER,
  doubt: NUMBER,
  contained: NUMBER,
  lead: NUMBER,
  short_lead: NUMBER,
} as const
const PUT = `INSERT INTO verdicts (${namesOf(COLUMNS)}) SELECT ${namesOf(COLUMNS)} FROM ${given(COLUMNS)}
  ON CONFLICT (a, b) DO UPDATE SET odds = excluded.odds, doubt = excluded.doubt, contained = excluded.contained,
    lead = excluded.lead, short_lead = excluded.short_lead`
const OF = `
  SELECT pair.a, pair.b, odds, doubt, contained, lead, short_lead AS "shortLead",
    x.story_id AS "storyA", y.story_id AS "storyB"
  FROM (SELECT * FROM verdicts WHERE a = ANY($1) UNION SELECT * FROM verdicts WHERE b = ANY($1)) AS pair
  JOIN entries AS x ON x.id = pair.a JOIN entries AS y ON y.id = pair.b
  ORDER BY pair.a, pair.b`

export function createVerdictTable(sql: Sql): VerdictTable {
  return {
    async replace(ids, verdicts) {
      await sql.run('DELETE FROM verdicts WHERE a = ANY($1)', [ids])
      await sql.run('DELETE FROM verdicts WHERE b = ANY($1)', [ids])
      if (verdicts.length === 0) return
      const rows = verdicts.map(({ shortLead, ...rest }) => ({ ...rest, short_lead: shortLead }))
      await sql.run(PUT, arraysOf(COLUMNS, rows))
    },
    of: (ids) => sql.rows(OF, [ids]),
  }
}
