import type { FeedStatus } from '../../model.ts'
import { type Html, html, page, time } from './layout.ts'

export interface FeedsView {
  readonly site: string
  readonly prefix: string
  readonly feeds: readonly FeedStatus[]
}

/** The state of every subscribed feed. */
export function feedsPage({ site, prefix, feeds }: FeedsView): string {
  const body = html`<h1>Feeds</h1>
<p>${feeds.length} subscribed · <a href="${prefix}/opml.xml">all as OPML</a></p>
<div class="wide">
<table>
<thead><tr><th scope="col">Outlet</th><th scope="col">State</th><th scope="col">Entries</th><th scope="col">Last poll</th><th scope="col">Next poll</th></tr></thead>
<tbody>
${feeds.map(feedRow)}</tbody>
</table>
</div>`
  return page({ site, title: 'Feeds', prefix, feeds: '', body })
}

function feedRow(feed: FeedStatus): Html {
  const groups =
    feed.groups.length === 0 ? null : html`<br><span class="also">${feed.groups.join(', ')}</span>`
  const error = feed.error === null ? null : html`<br><span class="error">${feed.error}</span>`
  return html`<tr>
<th scope="row">${feed.outlet}<br><a class="address" href="${feed.url}">${feed.url}</a>${groups}</th>
<td><span class="state ${feed.state}">${feed.state}</span>${error}</td>
<td class="number">${feed.entries}</td>
<td>${feed.lastPollAt === null ? 'not yet' : time(feed.lastPollAt)}</td>
<td>${feed.nextPollAt === null ? 'never' : time(feed.nextPollAt)}</td>
</tr>
`
}
