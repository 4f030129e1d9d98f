import { slug } from '../../src/demo/serialise.ts'
import type { CorpusEntry } from './types.ts'

/** An entry as the slices write it down. */
export type Row = readonly [
  id: string,
  outlet: string,
  /** Hours since the slice's first moment. */
  hour: number,
  title: string,
  summary?: string | null,
  author?: string | null,
  paragraphs?: readonly string[],
]

const FIRST_MOMENT = Date.UTC(2025, 9, 13)

export function entriesFrom(rows: readonly Row[]): CorpusEntry[] {
  return rows.map(([id, outlet, hour, title, summary = null, author = null, paragraphs]) => ({
    id,
    outlet,
    title,
    summary,
    content: paragraphs ? paragraphs.join('\n') : null,
    link: `http://${slug(outlet) || id.split('/')[0]}.example/${id}`,
    author,
    published: new Date(FIRST_MOMENT + hour * 3_600_000).toISOString(),
  }))
}
