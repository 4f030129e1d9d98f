/** A feed as a browser shows it to someone who follows a link to it: what it is, how to subscribe, and what it holds. */
import { ASSETS } from './assets.ts'
import { type Html, html } from './html.ts'

/** A JSON Feed document, as far as it is shown. */
export interface ShownFeed {
  readonly title: string
  readonly home_page_url: string
  readonly items: readonly ShownEntry[]
}

interface ShownEntry {
  readonly title: string
  readonly url: string
  readonly summary?: string
  readonly language?: string
  readonly date_published: string
  readonly _wirefold: {
    readonly outlet: string
    readonly story_url: string
    readonly copies: readonly { readonly outlet: string; readonly url: string | null }[]
  }
}

/** `prefix`: the path of publicUrl. `address`: the feed's own. */
export function feedView(
  prefix: string,
  address: string,
  { title, home_page_url, items }: ShownFeed,
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${prefix}${ASSETS.style.address}">
</head>
<body>
<main id="main" class="text">
<h1>${title}</h1>
<p class="intro">This is a feed. Subscribe with your reader: give it the address <code>${address}</code>, and new stories come to you.
<a href="${home_page_url}">All of it as a page</a></p>
<ol class="stories">
${items.map(entry)}</ol>
</main>
</body>
</html>
`.html
}

function entry({ title, url, summary = '', language, date_published, _wirefold: wire }: ShownEntry): Html {
  const others = wire.copies.filter(({ outlet }) => outlet !== wire.outlet)
  const links = others.map(
    ({ outlet, url: copy }, n) => html`${n > 0 && ', '}<a href="${copy ?? wire.story_url}">${outlet}</a>`,
  )
  return html`<li class="story" lang="${language ?? 'und'}"><div>
<h2 dir="auto"><a href="${url}">${title}</a></h2>
<p class="facts"><span class="outlet">${wire.outlet}</span> <time datetime="${date_published}">${date_published.slice(0, 16).replace('T', ' ')} UTC</time></p>
<p dir="auto">${summary}</p>
${links.length > 0 && html`<p class="also">Also in: ${links}</p>`}
</div></li>
`
}
