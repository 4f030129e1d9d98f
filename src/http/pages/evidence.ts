/** Why two copies are one story, as the sum that decided it. */
import { type Html, html } from './html.ts'

/** The prior, what each signal adds to the log-odds, and what it comes to. */
export interface SpelledSum {
  readonly terms: readonly Term[]
  readonly total: Term
  readonly isOneStory: boolean
}

interface Term {
  readonly points: number
  readonly words: string
}

/** `sum` null: the two were never compared with each other. */
export function evidenceSum(sum: SpelledSum | null): Html {
  if (sum === null)
    return html`<section aria-labelledby="sum"><h2 id="sum">Why these are one story</h2>
<p>These two were not compared with each other: each of them is like another copy of the story.</p></section>`
  const largest = Math.max(...[...sum.terms, sum.total].map(({ points }) => Math.abs(points)), 1)
  return html`<section aria-labelledby="sum"><h2 id="sum">Why these are ${sum.isOneStory ? 'one story' : 'like each other'}</h2>
<p class="intro">What speaks for one story is added, what speaks against it is taken away. Above zero it is likelier that they are one.</p>
<table class="sum"><thead><tr><th scope="col">Points</th><th scope="col"><span class="hidden">Size</span></th><th scope="col">Because</th></tr></thead>
<tbody>${sum.terms.map((term) => row(term, largest))}</tbody>
<tfoot>${row(sum.total, largest)}</tfoot></table></section>`
}

/** A bar to the right for what speaks for one story, to the left for what speaks against it. */
function row({ points, words }: Term, largest: number): Html {
  const width = (50 * Math.abs(points)) / largest
  const x = points < 0 ? 50 - width : 50
  return html`<tr><td class="number">${signed(points)}</td>
<td class="balance"><svg width="100%" height="12" aria-hidden="true"><line x1="50%" x2="50%" y1="0" y2="12"/><rect class="${points < 0 ? 'against' : 'for'}" x="${x.toFixed(1)}%" width="${width.toFixed(1)}%" y="1" height="10" rx="2"/></svg></td>
<td>${words}</td></tr>
`
}

function signed(points: number): string {
  const rounded = points.toFixed(1)
  if (Number(rounded) === 0) return '0.0'
  return points > 0 ? `+${rounded}` : rounded.replace('-', '−')
}
