/** The frame of every page: head, header, footer. */
import { ASSETS } from './assets.ts'
import { type Html, html } from './html.ts'
import { formToken, type Site } from './site.ts'

interface Frame {
  readonly title: string
  /** Which part of the site it is in. */
  readonly part: 'stories' | 'feeds' | 'corrections' | 'sign-in' | null
  /** Where the feeds of this page are: `''` or `/groups/NAME`, and their query string. */
  readonly feeds?: { readonly path: string; readonly query: string }
  /** `wide` for lists and tables, else as wide as a text reads well. */
  readonly width?: 'wide' | 'text'
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

export function page(site: Site, { title, part, feeds, width = 'wide', body }: Frame): string {
  const { prefix } = site
  const { path, query } = feeds ?? { path: '', query: '' }
  const discovery = FEEDS.map(
    ([file, name, type]) =>
      html`<link rel="alternate" type="${type}" title="${site.title} (${name})" href="${prefix}${path}/${file}${query}">\n`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === site.title ? title : `${title} · ${site.title}`}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${prefix}${ASSETS.style.address}">
<script src="${prefix}${ASSETS.script.address}" defer></script>
${discovery}</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="bar">
<p class="site"><a href="${prefix}/">${site.title}</a></p>
${navigation(site, part)}
</div></header>
<main id="main" class="${width}" tabindex="-1">
${body}
</main>
<footer class="bottom"><div class="bar">
<p>Subscribe${feeds === undefined ? '' : ' to this view'}: ${FEEDS.map(([file, name]) => html`<a href="${prefix}${path}/${file}${query}">${name}</a> `)}</p>
<p class="keys" hidden><span></span> <button type="button" class="plain"></button></p>
</div></footer>
</body>
</html>
`.html
}

function navigation(site: Site, part: Frame['part']): Html {
  const { prefix, visitor } = site
  const link = (name: Frame['part'], path: string, words: string) =>
    html`<a href="${prefix}${path}"${name === part ? CURRENT : null}>${words}</a>\n`
  return html`<nav class="parts" aria-label="Site">
${link('stories', '/', 'Stories')}${link('feeds', '/feeds', 'Feeds')}${
  visitor.formToken === null
    ? visitor.maySignIn && link('sign-in', '/sign-in', 'Sign in')
    : html`${link('corrections', '/corrections', 'Corrections')}<form method="post" action="${prefix}/sign-out">${formToken(visitor)}<button class="plain">Sign out</button></form>`
}</nav>`
}

const CURRENT: Html = { html: ' aria-current="page"' }

/** A page that says what went wrong and how to go on. */
export function errorPage(site: Site, code: number, message: string): string {
  const heading = HEADINGS[code] ?? (code < 500 ? 'That did not work' : 'Something broke here')
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}`.replace(/([^.!?…])$/, '$1.')
  const body = html`<div class="notice">
<p class="code">${code}</p>
<h1>${heading}</h1>
<p>${sentence}</p>
<p><a class="button" href="${site.prefix}/">All stories</a></p>
</div>`
  return page(site, { title: heading, part: null, width: 'text', body })
}

const HEADINGS: Readonly<Record<number, string>> = {
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Nothing here',
  429: 'One moment, please',
}
