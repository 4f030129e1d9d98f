/** What a person who read both texts says of a pair. COPY and REVISION must fold, PARTIAL is not scored. */
export type Label = 'COPY' | 'REVISION' | 'PARTIAL' | 'EVENT' | 'SERIES' | 'BOILER' | 'UNRELATED'

export interface CorpusEntry {
  readonly id: string
  readonly outlet: string
  readonly title: string
  readonly summary: string | null
  /** Plain text, paragraphs separated by line breaks; null where the feed has no body, or has it as `html`. */
  readonly content: string | null
  readonly html?: string
  readonly link: string
  readonly author: string | null
  /** ISO 8601, UTC. */
  readonly published: string | null
}

export interface CorpusPair {
  readonly a: string
  readonly b: string
  readonly label: Label
  readonly confidence: 'high' | 'medium' | 'low'
  readonly reason: string
}

export interface CorpusSlice {
  readonly slice: string
  /** Entries outside every pair are there so that their outlets' furniture can be learned. */
  readonly entries: readonly CorpusEntry[]
  readonly pairs: readonly CorpusPair[]
}

/** A pair as the slices write it down: the two ids apart by a blank, and why. Labels given without doubt. */
export function pairsOf(label: Label, rows: readonly (readonly [string, string])[]): CorpusPair[] {
  return rows.map(([ids, reason]) => {
    const [a = '', b = ''] = ids.split(' ')
    return { a, b, label, confidence: label === 'PARTIAL' ? 'low' : 'high', reason }
  })
}
