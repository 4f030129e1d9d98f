/** The `fold_evidence` table: why each copy is in its story. */
import type { Database } from 'better-sqlite3'

export interface FoldEvidence {
  readonly entryId: number
  /** The lead copy that it was compared with. */
  readonly leadId: number
  readonly score: number
  /** In words, most telling first. */
  readonly reason: string
  readonly passages: readonly string[]
}

export function createFoldEvidence(db: Database) {
  const put = db.prepare(`
    INSERT INTO fold_evidence (entry_id, lead_id, score, reason, passages)
    VALUES (@entryId, @leadId, @score, @reason, @passages)
    ON CONFLICT (entry_id) DO UPDATE SET lead_id = excluded.lead_id, score = excluded.score, reason = excluded.reason,
      passages = excluded.passages`)
  const forget = db.prepare('DELETE FROM fold_evidence WHERE entry_id = ?')
  return {
    put: (evidence: FoldEvidence) =>
      void put.run({ ...evidence, passages: JSON.stringify(evidence.passages) }),
    /** A copy that leads its story has no reason to be in it. */
    forget: (entryId: number) => void forget.run(entryId),
  }
}
