import type { SharedPassages } from '../../contract.ts'
import type { Story } from '../../model.ts'
import type { Entry } from '../../publish/entry.ts'
import { type Html, html, page, time, trusted } from './layout.ts'

export interface StoryView {
  readonly site: string
  readonly prefix: string
  readonly story: Story
  readonly entry: Entry
  readonly evidence: readonly SharedPassages[]
}

/** One story: its lead copy's text, every copy, and why they are one. */
export function storyPage({ site, prefix, story, entry, evidence }: StoryView): string {
  const { lead } = story
  const text = lead.contentHtml || lead.summaryHtml || ''
  const author = entry.author === null ? null : html`${entry.author}, `
  // Without an address of its own, the entry's link is this page.
  const readThere = entry.link === entry.permalink ? null : html` · <a href="${entry.link}">read it there</a>`
  const body = html`<article>
<div lang="${entry.language ?? 'und'}" dir="auto">
<h1>${entry.title}</h1>
<p class="byline">${author}<span class="outlet">${entry.outlet}</span> · ${time(entry.publishedAt)}${readThere}</p>
<div class="text">${trusted(text)}</div>
</div>
<section aria-labelledby="copies">
<h2 id="copies">${story.copies.length === 1 ? 'One copy' : `${story.copies.length} copies, one story`}</h2>
<table>
<thead><tr><th scope="col">Outlet</th><th scope="col">Headline</th><th scope="col">Published</th></tr></thead>
<tbody>
${entry.copies.map((copy, index) => copyRow(copy, story.copies[index]!.publishedAt))}</tbody>
</table>
</section>
${reasons(story, evidence)}
</article>`
  return page({ site, title: entry.title, prefix, feeds: '', body })
}

function copyRow(copy: Entry['copies'][number], publishedAt: number | null): Html {
  const title = copy.title || 'untitled'
  const headline = copy.link === null ? html`${title}` : html`<a href="${copy.link}">${title}</a>`
  const when = publishedAt === null ? html`undated` : time(publishedAt)
  return html`<tr><th scope="row">${copy.outlet}</th><td dir="auto">${headline}</td><td>${when}</td></tr>
`
}

function reasons(story: Story, evidence: readonly SharedPassages[]): Html | null {
  const outlets = new Map(story.copies.map((copy) => [copy.entryId, copy.outlet]))
  const telling = evidence.filter(
    ({ a, b, passages }) => outlets.has(a) && outlets.has(b) && passages.length > 0,
  )
  const shown = onePerCopy(story, telling)
  if (shown.length === 0) return null
  const lines = shown.map(
    ({ a, b, passages }) => html`<li><p>${outlets.get(a)!} and ${outlets.get(b)!} share:</p>
<blockquote dir="auto">${shorten(passages[0]!)}</blockquote></li>
`,
  )
  return html`<section aria-labelledby="why"><h2 id="why">Why these are one story</h2>
<ul class="reasons">
${lines}</ul></section>`
}

/** Why each copy is here: what it shares with the lead, or else with the copy most like it. Best evidence comes first. */
function onePerCopy({ lead, copies }: Story, evidence: readonly SharedPassages[]): SharedPassages[] {
  const chosen = copies.slice(1).map(({ entryId }) => {
    const own = evidence.filter(({ a, b }) => a === entryId || b === entryId)
    return own.find(({ a, b }) => a === lead.entryId || b === lead.entryId) ?? own[0]
  })
  return [...new Set(chosen)].filter((each) => each !== undefined)
}

const LONGEST_PASSAGE = 300

function shorten(text: string): string {
  return text.length > LONGEST_PASSAGE ? `${text.slice(0, LONGEST_PASSAGE)}…` : text
}
