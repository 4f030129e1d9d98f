/** One outlet: what it carries, from whom, how late, and how much it has alone. */
import type { FeedStatus } from '../../contract/model.ts'
import type { CarriedCopy, FeedDay, OutletRecord } from '../../contract/people-pages.ts'
import { counted } from '../../contract/words.ts'
import { feedState } from './feeds.ts'
import type { Listed } from './home.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { duration, type Site } from './site.ts'
import { lastDays, sparkline } from './sparkline.ts'

interface OutletView {
  readonly record: OutletRecord
  readonly days: number
  readonly feeds: readonly FeedStatus[]
  readonly feedDays: readonly FeedDay[]
  readonly stories: readonly Listed[]
}

export function outletPage(site: Site, view: OutletView): string {
  const { name, copies } = view.record
  const feeds = { path: '', query: `?outlet=${encodeURIComponent(name)}` }
  const body = html`<h1>${name}</h1>
${copies.length === 0 ? html`<p class="none">It brought nothing in the last ${view.days} days.</p>` : profile(site, view)}
<section aria-labelledby="latest"><h2 id="latest">Latest stories</h2>
${
  view.stories.length === 0
    ? html`<p class="none">None yet.</p>`
    : html`<ol class="titles">
${view.stories.map((story) => storyLine(site, name, story))}</ol>
<p><a href="${site.prefix}/${feeds.query}">All its stories</a></p>`
}</section>
<section aria-labelledby="feeds"><h2 id="feeds">${view.feeds.length === 1 ? 'Its feed' : 'Its feeds'}</h2>
<ul class="plain-list">${view.feeds.map((feed) => html`<li><a class="address" href="${feed.url}">${feed.url}</a> ${feedState(feed)}</li>\n`)}</ul></section>`
  return page(site, { title: name, part: 'feeds', feeds, width: 'text', body })
}

function profile(site: Site, { record, days, feedDays }: OutletView): Html {
  const { copies, name } = record
  const alone = copies.filter(({ outlets }) => outlets === 1).length
  const led = copies.filter((copy) => copy.outlets > 1 && isOf(copy, name)).length
  const late = copies.filter((copy) => copy.outlets > 1 && !isOf(copy, name)).map(lateness)
  return html`<p class="intro">The last ${days} days:</p>
<dl class="figures">
${figure(counted(copies.length, 'story', 'stories'), 'carried')}
${figure(share(alone, copies.length), 'carried by nobody else')}
${figure(share(led, copies.length), 'carried by others, too, with its copy in the lead')}
${late.length > 0 && figure(duration(median(late)), 'after the first outlet, when it carries what others lead')}
</dl>
<p class="facts">Entries a day: ${sparkline(perDay(site.now, days, feedDays), `Entries a day of ${name}`)}</p>
${sources(site, copies, name)}`
}

function figure(value: string, words: string): Html {
  return html`<div><dt>${words}</dt><dd>${value}</dd></div>\n`
}

function share(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`
}

/** How long after the first copy of its story. */
function lateness({ at, firstAt }: CarriedCopy): number {
  return at - firstAt
}

function isOf({ leadOutlet }: CarriedCopy, name: string): boolean {
  return leadOutlet === name
}

const MOST_SOURCES = 8

function sources(site: Site, copies: readonly CarriedCopy[], name: string): Html | null {
  const bySource = new Map<string, CarriedCopy[]>()
  for (const copy of copies) {
    if (isOf(copy, name)) continue
    bySource.set(copy.leadOutlet, [...(bySource.get(copy.leadOutlet) ?? []), copy])
  }
  const rows = [...bySource].sort(([, a], [, b]) => b.length - a.length).slice(0, MOST_SOURCES)
  if (rows.length === 0) return null
  const most = rows[0]![1].length
  return html`<section aria-labelledby="sources"><h2 id="sources">From whom it carries stories</h2>
<table class="sources"><thead><tr><th scope="col">Leading copy at</th><th scope="col">Stories</th><th scope="col">Typically</th></tr></thead><tbody>
${rows.map(([source, carried]) => sourceRow(site, source, carried, most))}</tbody></table></section>`
}

function sourceRow(site: Site, source: string, carried: readonly CarriedCopy[], most: number): Html {
  const width = ((100 * carried.length) / most).toFixed(1)
  return html`<tr><th scope="row"><a href="${site.prefix}/outlets/${encodeURIComponent(source)}">${source}</a></th>
<td class="bar-cell"><svg width="100%" height="10" aria-hidden="true"><rect width="${width}%" height="10" rx="2"/></svg> ${carried.length}</td>
<td>${duration(median(carried.map(lateness)))} later</td></tr>
`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

function perDay(now: number, days: number, feedDays: readonly FeedDay[]): Map<string, number> {
  const sums = lastDays(now, days)
  for (const { day, entries } of feedDays) if (sums.has(day)) sums.set(day, sums.get(day)! + entries)
  return sums
}

function storyLine(site: Site, name: string, { path, entry }: Listed): Html {
  return html`<li><a href="${site.prefix}${path}">${entry.title}</a> <span class="facts">${site.times.at(entry.publishedAt)} · ${standing(entry, name)}</span></li>\n`
}

/** Whether this outlet carries the story alone, leads it, or has it from another. */
function standing({ copies, outlet }: Listed['entry'], name: string): string {
  const others = new Set(copies.map((copy) => copy.outlet)).size - 1
  if (others === 0) return 'alone'
  return outlet === name ? `leads ${counted(others, 'other')}` : `from ${outlet}`
}
