/** `wirefold explain NAME`: why entries are one story, as a sum a person can follow. */
import type { Evidence, ExplainedCopy, ExplainedCorrection, Explanation } from '../contract/store.ts'
import type { CommandContext } from './context.ts'
import { describeFeatures } from './evidence.ts'
import { type OutputOptions, show } from './output.ts'
import { withReader } from './with-reader.ts'

export function explain(context: CommandContext, name: string, options: OutputOptions): Promise<number> {
  return withReader(context, async (reader) => {
    const explanation = await reader.explain(name)
    show(context, options, explanation, describe(explanation))
    return 0
  })
}

/** Why these copies are one story, and what came near and is not: in lines for a person. */
export function describe(explanation: Explanation): string[] {
  const { storyId, copies, within, nearMisses, corrections } = explanation
  return [
    `story ${storyId}: ${copies.length} ${copies.length === 1 ? 'copy' : 'copies'}`,
    ...copies.map((copy) => `  ${copy.isLead ? 'lead' : 'copy'} ${describeCopy(copy)}`),
    ...(within.length > 0 ? ['', 'why these are one story:'] : []),
    ...within.flatMap(describeEvidence),
    ...(nearMisses.length > 0 ? ['', 'what came near, and is not this story:'] : []),
    ...nearMisses.flatMap(({ evidence, other }) => [
      `  entry ${describeCopy(other)}`,
      ...describeEvidence(evidence),
    ]),
    ...(corrections.length > 0 ? ['', 'what people said:'] : []),
    ...corrections.map(describeCorrection),
  ]
}

function describeCopy({ entryId, outlet, title, link, publishedAt }: ExplainedCopy): string {
  return `${entryId}  ${outlet}: ${title}  ${publishedAt ?? 'no date'}  ${link ?? ''}`.trimEnd()
}

function describeEvidence({ a, b, score, features, passages }: Evidence): string[] {
  return [
    `  ${a} and ${b}: ${Math.round(score * 1000) / 10} % likely one story`,
    ...passages.slice(0, 3).map((passage) => `    both say: “${shorten(passage)}”`),
    ...describeFeatures(features).map((line) => `    ${line}`),
  ]
}

function describeCorrection({ operation, a, b, kind, undoneAt }: ExplainedCorrection): string {
  const verdict = kind === 'together' ? 'are one story' : 'are not one story'
  const undone = undoneAt ? ` (undone ${undoneAt})` : ''
  return `  operation ${operation}: entries ${a} and ${b} ${verdict}${undone}`
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}…` : text
}
