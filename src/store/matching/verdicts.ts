import type { Database } from 'better-sqlite3'
import type { Evidence } from '../../contract.ts'
import type { Verdict } from '../../matching-model.ts'

interface VerdictRow {
  a: number
  b: number
  score: number
  features: string
  passages: string | null
}

export type VerdictStore = ReturnType<typeof createVerdictStore>

/** The `verdicts` table: why two entries are one story, or are not. */
export function createVerdictStore(db: Database) {
  const put = db.prepare(`
    INSERT OR REPLACE INTO verdicts (a, b, score, features, passages) VALUES (@a, @b, @score, @features, @passages)`)
  const forgetA = db.prepare('DELETE FROM verdicts WHERE a = ?')
  const forgetB = db.prepare('DELETE FROM verdicts WHERE b = ?')
  const among = db.prepare(`
    SELECT verdicts.* FROM json_each(@ids) AS wanted JOIN verdicts ON verdicts.a = wanted.value
    WHERE +verdicts.b IN (SELECT value FROM json_each(@ids))`) // +: few rows have this a; not a look-up per pair
  const nearMisses = db
    .prepare(`
    SELECT other FROM (
      SELECT a AS mine, b AS other FROM json_each(@ids) JOIN verdicts ON a = value
      UNION SELECT b, a FROM json_each(@ids) JOIN verdicts ON b = value) AS pair
    JOIN entries AS x ON x.id = mine JOIN entries AS y ON y.id = other
    WHERE x.story_id <> y.story_id`)
    .pluck()
  const of = db.prepare('SELECT * FROM verdicts WHERE a = @id OR b = @id ORDER BY score DESC')

  return {
    put(verdict: Verdict, passages: readonly string[] | null): void {
      put.run({
        a: verdict.a,
        b: verdict.b,
        score: verdict.score,
        features: JSON.stringify(verdict.features),
        passages: passages && JSON.stringify(passages),
      })
    },
    /** Forgets what was thought of these entries: they are about to be decided again. */
    forget(ids: readonly number[]): void {
      for (const id of ids) {
        forgetA.run(id)
        forgetB.run(id)
      }
    },
    among(ids: readonly number[]): Verdict[] {
      return (among.all({ ids: JSON.stringify(ids) }) as VerdictRow[]).map(toEvidence)
    },
    /** The entries of other stories that these were held against. */
    nearMisses(ids: readonly number[]): number[] {
      return nearMisses.all({ ids: JSON.stringify(ids) }) as number[]
    },
    /** All that is known of one entry, best match first. */
    of(id: number): Evidence[] {
      return (of.all({ id }) as VerdictRow[]).map(toEvidence)
    },
  }
}

function toEvidence(row: VerdictRow): Evidence {
  return {
    a: row.a,
    b: row.b,
    score: row.score,
    features: JSON.parse(row.features),
    passages: row.passages ? JSON.parse(row.passages) : [],
  }
}
