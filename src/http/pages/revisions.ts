/** Earlier wordings of a story's copies: their titles, and the lines that were removed and added. */
import type { Revision } from '../../contract/people-pages.ts'
import { counted } from '../../contract/words.ts'
import { type Html, html } from './html.ts'
import { outletLink, type Site } from './site.ts'

export function revisionList(site: Site, revisions: readonly Revision[]): Html | null {
  if (revisions.length === 0) return null
  return html`<section aria-labelledby="earlier"><h2 id="earlier">Changed since</h2>
<ol class="revisions">
${revisions.map((each) => revisionLine(site, each))}</ol></section>`
}

function revisionLine(
  site: Site,
  { outlet, revisedAt, titleBefore, titleAfter, removed, added }: Revision,
): Html {
  const isRetitled = titleBefore !== titleAfter
  return html`<li><p class="facts">${outletLink(site, outlet)} ${site.times.at(revisedAt)}</p>
${isRetitled && html`<p class="retitled" dir="auto"><del>${titleBefore || 'untitled'}</del> <ins>${titleAfter || 'untitled'}</ins></p>`}
${
  (removed !== null || added !== null) &&
  html`<details><summary>${whatChanged(removed, added)}</summary>
<div class="change" dir="auto">${lines(removed).map((line) => html`<p><del>${line}</del></p>`)}${lines(added).map((line) => html`<p><ins>${line}</ins></p>`)}</div></details>`
}
</li>
`
}

function whatChanged(removed: string | null, added: string | null): string {
  const [went, came] = [lines(removed).length, lines(added).length]
  if (went === 0) return `${counted(came, 'paragraph')} added`
  if (came === 0) return `${counted(went, 'paragraph')} removed`
  return went === came
    ? `${counted(went, 'paragraph')} changed`
    : `${counted(went, 'paragraph')} became ${came}`
}

function lines(text: string | null): string[] {
  return text === null ? [] : text.split('\n').filter((line) => line !== '')
}
