/** What people's corrections come to, and the evidence that they are made from. */
import type { ExplainedVerdict } from './matching.ts'

/** What a correction or a rematch came to. */
export interface Correction {
  /** To be given to `undo`. */
  readonly operation: number
  /** The stories that hold the entries now. */
  readonly stories: readonly string[]
}

/** A story with the evidence for each of its copies, and the entries that came near but stay apart. */
export interface Explanation {
  readonly storyId: string
  readonly copies: readonly ExplainedCopy[]
  /** Verdicts between copies of the story. */
  readonly within: readonly Evidence[]
  /** Verdicts between its copies and other stories' entries, best first. */
  readonly nearMisses: readonly { readonly evidence: Evidence; readonly other: ExplainedCopy }[]
  /** Corrections that concern its copies. */
  readonly corrections: readonly ExplainedCorrection[]
}

export interface ExplainedCopy {
  readonly entryId: number
  readonly storyId: string
  readonly isLead: boolean
  readonly outlet: string
  readonly title: string
  readonly link: string | null
  readonly publishedAt: string | null
}

export interface ExplainedCorrection {
  readonly operation: number
  readonly kind: 'together' | 'apart'
  readonly a: number
  readonly b: number
  readonly undoneAt: string | null
}

/** What a rematch changed, or would change. */
export interface RematchReport {
  readonly entries: number
  readonly storiesBefore: number
  readonly storiesAfter: number
  /** Entries that are in another story now. */
  readonly moved: readonly { entryId: number; title: string; outlet: string; from: string; to: string }[]
}

/** A verdict with the passages that the two texts share. */
export interface Evidence extends ExplainedVerdict {
  readonly passages: readonly string[]
}

/** What was forgotten. */
export interface ForgetReport {
  readonly outlet: string
  /** How many there were. */
  readonly entries: number
}
