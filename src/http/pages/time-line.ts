/** Who carried a story when: a row for each copy, its moment on a line from the first copy to the last. */
import { timeOf } from '../../contract/matching.ts'
import type { Copy, Story } from '../../contract/model.ts'
import { type Html, html } from './html.ts'
import { duration, outletLink, type Site } from './site.ts'

/** `extra` is added at the end of a copy's row. */
export function timeLine(site: Site, story: Story, extra: (copy: Copy) => Html | null): Html {
  const rows = [...story.copies].sort((a, b) => timeOf(a) - timeOf(b))
  const [first, last] = [timeOf(rows[0]!), timeOf(rows.at(-1)!)]
  const lines = rows.map((copy) => row(site, story, { copy, first, last }, extra(copy)))
  return html`<ol class="timeline${last > first ? '' : ' flat'}">
${lines}</ol>`
}

interface Row {
  readonly copy: Copy
  readonly first: number
  readonly last: number
}

function row(site: Site, story: Story, { copy, first, last }: Row, extra: Html | null): Html {
  const at = timeOf(copy)
  const isLead = copy.entryId === story.lead.entryId
  const title = copy.title || 'untitled'
  const labels = [
    isLead && story.copies.length > 1 && html`<span class="label lead">lead</span> `,
    at === first && last > first && html`<span class="label">first</span> `,
  ].filter((each) => each !== false)
  return html`<li>
<p class="who">${outletLink(site, copy.outlet)} ${labels}</p>
<p class="title" dir="auto">${copy.link === null ? title : html`<a href="${copy.link}">${title}</a>`}</p>
${last > first && track((at - first) / (last - first), isLead)}
<p class="when">${copy.publishedAt === null ? 'undated, seen ' : null}${site.times.at(at)}${at > first && html` <span class="delay">${duration(at - first)} later</span>`}</p>
<div class="acts">${!isLead && html`<a href="${site.prefix}/stories/${story.id}/compare?a=${story.lead.entryId}&amp;b=${copy.entryId}" aria-label="Compare ${copy.outlet} with the lead copy">Compare</a>`}${extra}</div>
</li>
`
}

/** The dots stay round and the text its size, however wide the line is: everything is placed by its share of it. */
function track(share: number, isLead: boolean): Html {
  const x = `${(2 + share * 96).toFixed(2)}%`
  return html`<svg class="track" width="100%" height="16" aria-hidden="true"><line x1="2%" x2="98%" y1="8" y2="8"/><line class="run" x1="2%" x2="${x}" y1="8" y2="8"/><circle cx="${x}" cy="8" r="${isLead ? 6 : 4.5}"${isLead ? LEAD : null}/></svg>`
}

const LEAD: Html = { html: ' class="lead"' }
