/** How the feeds are: those that need somebody first, with what to do. */
import { remarksOn } from '../../contract/losses.ts'
import type { FeedStatus } from '../../contract/model.ts'
import type { FeedDay } from '../../contract/people-pages.ts'
import { counted } from '../../contract/words.ts'
import { adviceFor } from './advice.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { duration, formToken, outletLink, type Site } from './site.ts'
import { lastDays, sparkline } from './sparkline.ts'

export interface FeedsView {
  readonly feeds: readonly FeedStatus[]
  readonly days: readonly FeedDay[]
  /** The result of the form that was sent before, or null. */
  readonly message: Message | null
}

export interface Message {
  readonly good: boolean
  readonly text: string
}

/** Days in a sparkline. */
export const SPARK_DAYS = 14

/** States of feeds that need somebody, the worst first. */
const TROUBLED: readonly FeedStatus['state'][] = ['failing', 'gone']

export function feedsPage(site: Site, { feeds, days, message }: FeedsView): string {
  const troubled = TROUBLED.flatMap((wanted) => feeds.filter(({ state }) => state === wanted))
  const healthy = feeds.filter(({ state }) => !TROUBLED.includes(state))
  const counts = countsOf(site.now, days)
  const body = html`<h1>Feeds</h1>
<p class="intro">${summary(feeds, troubled.length)} <a href="${site.prefix}/opml.xml">All as OPML</a></p>
${message !== null && html`<p class="message ${message.good ? 'good' : 'bad'}" role="status">${message.text}</p>`}
${site.visitor.formToken !== null && deskForms(site)}
${
  troubled.length > 0 &&
  html`<section aria-labelledby="troubled"><h2 id="troubled">${counted(troubled.length, 'feed needs', 'feeds need')} a look</h2>
<ul class="troubled">${troubled.map((feed) => troubledFeed(site, feed))}</ul></section>`
}
${healthyFeeds(site, healthy, counts)}`
  return page(site, { title: 'Feeds', part: 'feeds', body })
}

function summary(feeds: readonly FeedStatus[], troubled: number): string {
  if (feeds.length === 0) return 'No feed is subscribed yet.'
  return troubled === 0 ? `${counted(feeds.length, 'feed')}, all well.` : `${counted(feeds.length, 'feed')}.`
}

function deskForms(site: Site): Html {
  const { prefix, visitor } = site
  return html`<section class="desk" aria-label="Subscriptions">
<form method="post" action="${prefix}/feeds" class="line">${formToken(visitor)}<label for="address">Add a feed</label> <input id="address" name="address" type="text" inputmode="url" required maxlength="2000" placeholder="example.org, or a feed’s address"> <button>Add</button></form>
<form method="post" action="${prefix}/feeds/import" enctype="multipart/form-data" class="line">${formToken(visitor)}<label for="opml">Import OPML</label> <input id="opml" name="opml" type="file" required accept=".opml,.xml,text/x-opml,application/xml,text/xml"> <button>Import</button></form>
<form method="post" action="${prefix}/feeds/poll" class="line">${formToken(visitor)}<button>Poll all now</button> <span class="facts">asks every feed once, but none that asked for a pause</span></form>
</section>`
}

function troubledFeed(site: Site, feed: FeedStatus): Html {
  const advice = adviceFor(feed)!
  return html`<li>
<p class="who">${outletLink(site, feed.outlet)} ${feedState(feed)}</p>
<p class="what">${advice.what}</p>
<p class="todo">${advice.todo}</p>
<p class="facts">${feed.failures > 1 && `${feed.failures} polls failed in a row. `}Last good poll: ${feed.lastGoodAt === null ? 'never' : site.times.at(feed.lastGoodAt)}. Next: ${next(site, feed)}.</p>
<p class="facts"><a class="address" href="${feed.url}">${feed.url}</a>${feed.error !== null && html` <span class="error">${feed.error}</span>`}</p>
</li>
`
}

function healthyFeeds(
  site: Site,
  feeds: readonly FeedStatus[],
  counts: ReadonlyMap<number, Map<string, number>>,
): Html | null {
  if (feeds.length === 0) return null
  return html`<table class="feeds">
<thead><tr><th scope="col">Outlet</th><th scope="col">Entries a day</th><th scope="col">Last good poll</th><th scope="col">Next poll</th></tr></thead>
<tbody>
${feeds.map((feed) => feedRow(site, feed, counts.get(feed.id) ?? lastDays(site.now, SPARK_DAYS)))}</tbody>
</table>`
}

function feedRow(site: Site, feed: FeedStatus, days: ReadonlyMap<string, number>): Html {
  return html`<tr>
<th scope="row">${outletLink(site, feed.outlet)} ${feed.state !== 'ok' && feedState(feed)}${feed.groups.length > 0 && html` <span class="facts">${feed.groups.join(', ')}</span>`}<br><a class="address" href="${feed.url}">${feed.url}</a></th>
<td>${sparkline(days, `Entries a day of ${feed.outlet}`)} <span class="facts">${[counted(feed.entries, 'entry', 'entries'), ...remarksOn(feed)].join(', ')}</span></td>
<td><span class="narrow">Last good poll: </span>${feed.lastGoodAt === null ? 'not yet' : site.times.at(feed.lastGoodAt)}</td>
<td><span class="narrow">Next: </span>${next(site, feed)}</td>
</tr>
`
}

function next({ now }: Site, { nextPollAt }: FeedStatus): string {
  if (nextPollAt === null) return 'never'
  return nextPollAt <= now ? 'due' : `in ${duration(nextPollAt - now)}`
}

const STATES: Readonly<Record<FeedStatus['state'], string>> = {
  new: 'not read yet',
  ok: 'ok',
  failing: 'failing',
  throttled: 'paused by its publisher',
  gone: 'gone',
}

export function feedState({ state }: Pick<FeedStatus, 'state'>): Html {
  return html`<span class="state ${state}">${STATES[state]}</span>`
}

function countsOf(now: number, days: readonly FeedDay[]): Map<number, Map<string, number>> {
  const counts = new Map<number, Map<string, number>>()
  for (const { feedId, day, entries } of days) {
    const own = counts.get(feedId) ?? lastDays(now, SPARK_DAYS)
    if (own.has(day)) own.set(day, entries)
    counts.set(feedId, own)
  }
  return counts
}
