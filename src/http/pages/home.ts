/** The list of stories: filters with their state in sight, one line of facts and a summary for each, older pages. */
import { counted } from '../../contract/words.ts'
import type { Entry } from '../../publish/entry.ts'
import { groupPath } from '../links.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { outletLink, type Site } from './site.ts'

interface Home {
  readonly view: View
  readonly groups: readonly string[]
  readonly outlets: readonly string[]
  readonly stories: readonly Listed[]
  /** The value of `after` on the next page, or null. */
  readonly next: number | null
  /** The number of the newest story of all, for the script that announces newer ones. */
  readonly newest: number
}

/** The visitor's choice of stories and their order. */
export interface View {
  readonly group: string | null
  readonly query: string | null
  /** Stories that one of these carries; none: whoever carries them. */
  readonly outlets: readonly string[]
  readonly withoutOutlets: readonly string[]
  readonly minOutlets: number
  readonly sort: 'newest' | 'carried'
  readonly after: number | null
}

export interface Listed {
  readonly entry: Entry
  readonly number: number
  /** The story's page, below the prefix. */
  readonly path: string
}

export function homePage(site: Site, home: Home): string {
  const { view, stories } = home
  const heading = headingOf(view)
  const live = view.after === null && view.sort === 'newest' && view.query === null
  const body = html`<h1>${heading}</h1>
${searchForm(site, home)}
<div class="choices">
${groupLinks(site, home)}
${sortLinks(site, view)}
</div>
${chosen(site, view)}
${live && html`<p class="fresh" role="status" data-newest="${home.newest}" data-events="${eventsOf(site, home)}"></p>`}
${stories.length === 0 ? nothing(site, view) : null}
<ol class="stories"${live ? LIVE : null}>
${stories.map((story) => storyLine(site, story))}</ol>
${pager(site, home)}`
  const feeds = { path: groupPath(view.group), query: queryOf({ ...view, sort: 'newest', after: null }) }
  return page(site, {
    title: heading === 'Newest stories' ? site.title : heading,
    part: 'stories',
    feeds,
    body,
  })
}

const LIVE: Html = { html: ' data-live' }

function headingOf({ group, query, outlets, sort }: View): string {
  if (query !== null) return `Stories about “${query}”`
  if (sort === 'carried') return group === null ? 'Most carried today' : `Most carried today: ${group}`
  return group ?? (outlets.length === 0 ? 'Newest stories' : outlets.join(', '))
}

/** The query string of a view; its group is in the path. */
function queryOf({ query, outlets, withoutOutlets, minOutlets, sort, after }: View): string {
  const parameters = new URLSearchParams()
  if (query !== null) parameters.set('q', query)
  for (const outlet of outlets) parameters.append('outlet', outlet)
  for (const outlet of withoutOutlets) parameters.append('without_outlet', outlet)
  if (minOutlets > 1) parameters.set('min_outlets', String(minOutlets))
  if (sort !== 'newest') parameters.set('sort', sort)
  if (after !== null) parameters.set('after', String(after))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** Where the script learns of newer stories of this view. */
function eventsOf({ prefix }: Site, { view, newest }: Home): string {
  const parameters = new URLSearchParams(queryOf(view))
  if (view.group !== null) parameters.set('group', view.group)
  parameters.set('newer', String(newest))
  return `${prefix}/events?${parameters}`
}

function addressOf({ prefix }: Site, view: View, change: Partial<View>): string {
  const changed = { ...view, after: null, ...change }
  return `${prefix}${groupPath(changed.group) || '/'}${queryOf(changed)}`
}

function searchForm(site: Site, { view, outlets }: Home): Html {
  const isNarrowed = view.outlets.length > 0 || view.minOutlets > 1
  return html`<form class="search" role="search" action="${site.prefix}${groupPath(view.group) || '/'}">
<div class="line"><label class="hidden" for="q">Search the stories</label>
<input id="q" name="q" type="search" maxlength="300" placeholder="Search the stories" value="${view.query ?? ''}">
<button>Search</button></div>
${view.sort !== 'newest' && hiddenField('sort', view.sort)}${view.withoutOutlets.map((name) => hiddenField('without_outlet', name))}
<details${isNarrowed ? OPEN : null}><summary>Narrow down</summary>
<div class="line"><span class="pair"><label for="outlet">Outlet</label> ${outletField(view.outlets, outlets)}</span>
<span class="pair"><label for="min_outlets">Carried by</label> <select id="min_outlets" name="min_outlets">
${[1, 2, 3, 5, 10].map((least) => option(String(least), least === 1 ? 'any number of outlets' : `${least} outlets or more`, least === view.minOutlets))}</select></span>
<button>Apply</button></div>
</details>
</form>`
}

const OPEN: Html = { html: ' open' }
/** A longer list is no help; then one writes the name. */
const MOST_CHOICES = 200

function outletField(chosen: readonly string[], outlets: readonly string[]): Html {
  const [current = '', ...further] = chosen
  const rest = further.map((name) => hiddenField('outlet', name))
  if (outlets.length > MOST_CHOICES)
    return html`<input id="outlet" name="outlet" maxlength="300" value="${current}">${rest}`
  return html`<select id="outlet" name="outlet"><option value="">all outlets</option>
${outlets.map((name) => option(name, name, name === current))}</select>${rest}`
}

function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`
}

function option(value: string, words: string, isChosen: boolean): Html {
  return html`<option value="${value}"${isChosen ? SELECTED : null}>${words}</option>\n`
}

const SELECTED: Html = { html: ' selected' }

function groupLinks(site: Site, { view, groups }: Home): Html | null {
  if (groups.length === 0) return null
  const link = (group: string | null) =>
    choice(addressOf(site, view, { group }), group ?? 'All', group === view.group)
  return html`<nav aria-label="Groups">${link(null)}${groups.map(link)}</nav>`
}

function sortLinks(site: Site, view: View): Html {
  const link = (sort: View['sort'], words: string) =>
    choice(addressOf(site, view, { sort }), words, sort === view.sort)
  return html`<nav class="order" aria-label="Order">${link('newest', 'Newest')}${link('carried', 'Most carried today')}</nav>`
}

function choice(href: string, words: string, isCurrent: boolean): Html {
  return html`<a href="${href}"${isCurrent ? CURRENT : null}>${words}</a>\n`
}

const CURRENT: Html = { html: ' aria-current="true"' }

/** Each filter that narrows the list, to be taken away by itself. */
function chosen(site: Site, view: View): Html | null {
  const chips = [
    view.query !== null && chip(`“${view.query}”`, addressOf(site, view, { query: null })),
    ...view.outlets.map((name) =>
      chip(name, addressOf(site, view, { outlets: view.outlets.filter((each) => each !== name) })),
    ),
    ...view.withoutOutlets.map((name) =>
      chip(
        `without ${name}`,
        addressOf(site, view, { withoutOutlets: view.withoutOutlets.filter((each) => each !== name) }),
      ),
    ),
    view.minOutlets > 1 &&
      chip(`${view.minOutlets} outlets or more`, addressOf(site, view, { minOutlets: 1 })),
  ].filter((each) => each !== false)
  if (chips.length === 0) return null
  return html`<ul class="chips" aria-label="Shown are only">${chips}</ul>`
}

function chip(words: string, without: string): Html {
  return html`<li><a href="${without}" title="Show without this">${words} <span aria-hidden="true">×</span><span class="hidden">: remove</span></a></li>\n`
}

function nothing(site: Site, view: View): Html {
  if (view.after !== null) return html`<p class="none">There are no older stories.</p>`
  const asked = [
    view.query !== null && `about “${view.query}”`,
    view.outlets.length > 0 && `from ${view.outlets.join(' or ')}`,
    view.withoutOutlets.length > 0 && `without ${view.withoutOutlets.join(' or ')}`,
    view.minOutlets > 1 && `in ${view.minOutlets} outlets or more`,
    view.group !== null && `in the group ${view.group}`,
    view.sort === 'carried' && 'published in the last 24 hours',
  ].filter((each) => each !== false)
  if (asked.length === 0)
    return html`<p class="none">No stories yet. They appear here as soon as the first <a href="${site.prefix}/feeds">feeds</a> are read.</p>`
  return html`<div class="none"><p>No story ${asked.join(', ')}.</p>
<p>${view.query === null ? null : 'Titles and texts of all stories were searched for every one of these words. '}<a href="${site.prefix}/">Show all stories</a></p></div>`
}

/** Others that are named; the rest is a number. */
const NAMED = 4
/** A story that so many outlets carry is set larger. */
const LARGE = 4

function storyLine(site: Site, { entry, number, path }: Listed): Html {
  const others = [...new Set(entry.copies.map((copy) => copy.outlet))].filter((name) => name !== entry.outlet)
  const href = `${site.prefix}${path}`
  const size = others.length + 1 >= LARGE ? 'story large' : 'story'
  return html`<li class="${size}" data-number="${number}">
<div lang="${entry.language ?? 'und'}">
<h2 dir="auto"><a href="${href}">${entry.title}</a></h2>
<p class="facts" lang="en">${outletLink(site, entry.outlet)} ${site.times.at(entry.publishedAt)}</p>
<p class="summary" dir="auto">${entry.summary}</p>
${others.length === 0 ? null : alsoIn(href, others)}
</div>
${entry.imageUrl === null ? null : html`<a class="picture" href="${href}" tabindex="-1" aria-hidden="true"><img src="${entry.imageUrl}" alt="" loading="lazy" decoding="async" width="320" height="180"></a>`}
</li>
`
}

function alsoIn(href: string, others: readonly string[]): Html {
  const rest = others.length - NAMED
  const names = others.slice(0, rest === 1 ? NAMED + 1 : NAMED).join(', ')
  return html`<p class="also" lang="en"><a href="${href}#copies">${counted(others.length + 1, 'outlet')}</a> also ${names}${rest > 1 ? ` and ${rest} more` : ''}</p>`
}

function pager(site: Site, { view, next }: Home): Html | null {
  if (next === null && view.after === null) return null
  return html`<nav class="pager" aria-label="Pages">
${view.after !== null && html`<a href="${addressOf(site, view, {})}">Back to the top</a>`}
${next !== null && html`<a class="button" rel="next" href="${addressOf(site, view, { after: next })}">Older stories</a>`}
</nav>`
}
