import type { Entry } from '../../publish/entry.ts'
import { groupPath } from '../links.ts'
import { type Html, html, page, time } from './layout.ts'

export interface Home {
  readonly site: string
  readonly prefix: string
  readonly group: string | null
  readonly groups: readonly string[]
  readonly query: string | null
  readonly entries: readonly Entry[]
}

/** The newest stories of everything, of a group or of a search. */
export function homePage({ site, prefix, group, groups, query, entries }: Home): string {
  const feeds = groupPath(group)
  const heading = query === null ? (group ?? 'Newest stories') : `Stories about “${query}”`
  const body = html`<h1>${heading}</h1>
<form class="search" role="search" action="${prefix}${feeds || '/'}">
<label for="q">Search</label> <input id="q" name="q" type="search" maxlength="300" value="${query ?? ''}"> <button>Find</button>
</form>
${groupLinks(prefix, group, groups)}
${entries.length === 0 ? html`<p class="none">${query === null ? 'No stories yet.' : 'Nothing found.'}</p>` : null}
<ol class="stories">
${entries.map((entry) => storyLine(prefix, entry))}</ol>`
  return page({ site, title: query === null ? (group ?? site) : heading, prefix, feeds, body })
}

function groupLinks(prefix: string, current: string | null, groups: readonly string[]): Html | null {
  if (groups.length === 0) return null
  const links = groups.map((name) => groupLink(`${prefix}${groupPath(name)}`, name, name === current))
  return html`<nav class="groups" aria-label="Groups">${groupLink(`${prefix}/`, 'All', current === null)}${links}</nav>`
}

function groupLink(href: string, name: string, current: boolean): Html {
  return current
    ? html`<a href="${href}" aria-current="page">${name}</a> `
    : html`<a href="${href}">${name}</a> `
}

function storyLine(prefix: string, entry: Entry): Html {
  const others = new Set(entry.copies.map((copy) => copy.outlet))
  others.delete(entry.outlet)
  const also = others.size === 0 ? null : html` <span class="also">and ${[...others].join(', ')}</span>`
  const path = new URL(entry.permalink).pathname
  return html`<li lang="${entry.language ?? 'und'}">
<h2 dir="auto"><a href="${path.startsWith(prefix) ? path : prefix + path}">${entry.title}</a></h2>
<p class="byline">${time(entry.publishedAt)} · <span class="outlet">${entry.outlet}</span>${also}</p>
<p dir="auto">${entry.summary}</p>
</li>
`
}
