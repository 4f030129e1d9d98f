import { escapeHtml } from '../../publish/html.ts'

/** Pages for people, rendered here: no script, one stylesheet. Every value is escaped unless it is already `Html`. */
export interface Html {
  readonly html: string
}

type Value = string | number | null | Html | readonly Html[]

/** A template whose values are escaped; null shows nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return {
    html: parts.map((part, index) => part + (index < values.length ? shown(values[index]!) : '')).join(''),
  }
}

/** HTML that was sanitised before. */
export function trusted(markup: string): Html {
  return { html: markup }
}

function shown(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'object') {
    return 'html' in value ? value.html : value.map((part) => part.html).join('')
  }
  return escapeHtml(String(value))
}

export interface Frame {
  /** The site's name. */
  readonly site: string
  readonly title: string
  /** Path of publicUrl, before every address of ours. */
  readonly prefix: string
  /** Where the feeds of this page are: `''` or `/groups/NAME`. */
  readonly feeds: string
  readonly body: Html
}

const FEEDS = [
  ['rss.xml', 'RSS', 'application/rss+xml'],
  ['atom.xml', 'Atom', 'application/atom+xml'],
  ['feed.json', 'JSON Feed', 'application/feed+json'],
] as const

/** Two sheets, one folded over the other. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0b4f8a" d="M2 1h9v14H2z"/><path fill="#8cc2f0" d="M14 4v11H5z"/></svg>',
)}`

export function page({ site, title, prefix, feeds, body }: Frame): string {
  const discovery = FEEDS.map(
    ([file, name, type]) =>
      html`<link rel="alternate" type="${type}" title="${site} (${name})" href="${prefix}${feeds}/${file}">\n`,
  )
  const subscribe = FEEDS.map(([file, name]) => html`<a href="${prefix}${feeds}/${file}">${name}</a> `)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === site ? site : `${title} · ${site}`}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${prefix}/style.css">
${discovery}</head>
<body>
<a class="skip" href="#main">Skip to the stories</a>
<header>
<p class="site"><a href="${prefix}/">${site}</a></p>
<nav aria-label="Site"><a href="${prefix}/">Stories</a> <a href="${prefix}/feeds">Feeds</a> <span class="subscribe">Subscribe: ${subscribe}</span></nav>
</header>
<main id="main">
${body}
</main>
<footer><p>Folded by Wirefold: each story once, with all who carry it.</p></footer>
</body>
</html>
`.html
}

export function errorPage(message: string): string {
  return html`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not here</title>
<h1>That did not work</h1><p>${message}</p></html>
`.html
}

/** A moment as people and machines read it, UTC. */
export function time(ms: number): Html {
  const iso = new Date(ms).toISOString()
  return html`<time datetime="${iso.slice(0, 19)}Z">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`
}
