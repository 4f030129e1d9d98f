/** Writes the sample feeds as RSS 2.0, Atom 1.0 and RSS 1.0. Pure; encodings and faults are the newsroom's. */

export type Format = 'rss' | 'atom' | 'rdf'

interface SampleFeed {
  readonly title: string
  /** Absolute, without a trailing slash. */
  readonly home: string
  readonly entries: readonly SampleEntry[]
}

export interface SampleEntry {
  readonly guid: string
  readonly link: string
  readonly title: string
  readonly author: string | null
  readonly category: string
  /** HTML, both. */
  readonly summary: string | null
  readonly content: string | null
  /** Epoch milliseconds. */
  readonly publishedAt: number
  readonly picture: SamplePicture | null
}

interface SamplePicture {
  readonly url: string
  readonly bytes: number
}

export function serialise(feed: SampleFeed, format: Format): string {
  return { rss, atom, rdf }[format](feed)
}

/** Paragraphs of plain text as HTML. */
export function toHtml(paragraphs: readonly string[]): string {
  return paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function tag(name: string, text: string | null, attributes = ''): string {
  return text === null ? '' : `<${name}${attributes}>${escaped(text)}</${name}>\n`
}

function rss({ title, home, entries }: SampleFeed): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
${tag('title', title)}${tag('link', `${home}/`)}${tag('description', `All the news from ${title}`)}${entries.map(rssItem).join('')}</channel>
</rss>
`
}

function rssItem(entry: SampleEntry): string {
  const picture = entry.picture
    ? `<enclosure url="${escaped(entry.picture.url)}" length="${entry.picture.bytes}" type="image/png"/>\n`
    : ''
  return `<item>
${tag('title', entry.title)}${tag('link', entry.link)}${tag('guid', entry.guid, ' isPermaLink="false"')}${tag('pubDate', new Date(entry.publishedAt).toUTCString())}${tag('dc:creator', entry.author)}${tag('category', entry.category)}${tag('description', entry.summary)}${cdata('content:encoded', entry.content)}${picture}</item>
`
}

function cdata(name: string, html: string | null): string {
  return html === null ? '' : `<${name}><![CDATA[${html}]]></${name}>\n`
}

function atom({ title, home, entries }: SampleFeed): string {
  const updated = Math.max(0, ...entries.map((entry) => entry.publishedAt))
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
${tag('title', title)}${tag('id', `urn:newsroom:${slug(title)}`)}${tag('updated', iso(updated))}<link rel="alternate" href="${escaped(home)}/"/>
<link rel="self" href="${escaped(home)}/feed.xml"/>
<author><name>${escaped(title)}</name></author>
${entries.map(atomEntry).join('')}</feed>
`
}

function atomEntry(entry: SampleEntry): string {
  const author = entry.author === null ? '' : `<author>${tag('name', entry.author)}</author>\n`
  const picture = entry.picture
    ? `<media:content url="${escaped(entry.picture.url)}" type="image/png" medium="image"/>\n`
    : ''
  return `<entry>
${tag('title', entry.title)}${tag('id', entry.guid)}<link rel="alternate" href="${escaped(entry.link)}"/>
${tag('published', iso(entry.publishedAt))}${tag('updated', iso(entry.publishedAt))}${author}<category term="${escaped(entry.category)}"/>
${tag('summary', entry.summary, ' type="html"')}${tag('content', entry.content, ' type="html"')}${picture}</entry>
`
}

function rdf({ title, home, entries }: SampleFeed): string {
  const list = entries.map((entry) => `<rdf:li rdf:resource="${escaped(entry.link)}"/>\n`).join('')
  return `<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="${escaped(home)}/">
${tag('title', title)}${tag('link', `${home}/`)}${tag('description', `All the news from ${title}`)}<items><rdf:Seq>
${list}</rdf:Seq></items>
</channel>
${entries.map(rdfItem).join('')}</rdf:RDF>
`
}

function rdfItem(entry: SampleEntry): string {
  return `<item rdf:about="${escaped(entry.link)}">
${tag('title', entry.title)}${tag('link', entry.link)}${tag('description', entry.summary)}${tag('dc:creator', entry.author)}${tag('dc:date', iso(entry.publishedAt))}${tag('dc:subject', entry.category)}${cdata('content:encoded', entry.content)}</item>
`
}

/** A name as addresses and ids have it. */
export function slug(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
