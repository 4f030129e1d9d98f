/** The Atom form of a feed. */
import { isoTime } from '../contract/words.ts'
import { type Channel, channelLinks, commonLanguage, copyLinks, looksLikeHtml, NEVER } from './channel.ts'
import type { Entry } from './entry.ts'
import { escapeHtml } from './html.ts'
import { mediaPicture } from './media.ts'
import { element, html, type Xml, xmlDocument } from './xml.ts'

const NAMESPACES = {
  xmlns: 'http://www.w3.org/2005/Atom',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
}

/** Writes Atom 1.0 (RFC 4287). The same input gives the same bytes. */
export function writeAtom(channel: Channel, entries: readonly Entry[]): string {
  const { id, title, description, homeUrl, iconUrl, logoUrl, updatedAt, archive } = channel
  const root = element(
    'feed',
    { ...NAMESPACES, 'xml:lang': commonLanguage(entries) },
    element('id', {}, id),
    plainText('title', title),
    plainText('subtitle', description),
    element('updated', {}, isoTime(updatedAt ?? NEVER)),
    element('author', {}, element('name', {}, title)),
    element('link', { rel: 'alternate', href: homeUrl, type: 'text/html' }),
    ...channelLinks(channel).map(([rel, href]) =>
      element('link', { rel, href, type: rel === 'hub' ? null : 'application/atom+xml' }),
    ),
    element('generator', {}, 'Wirefold'),
    element('icon', {}, iconUrl),
    element('logo', {}, logoUrl),
    archive.current === null ? null : element('fh:archive', {}),
    ...entries.map(atomEntry),
  )
  return xmlDocument(root, channel.stylesheetUrl)
}

function atomEntry(entry: Entry): Xml {
  const { id, title, updated, publishedAt, language, outlet, author, link } = entry
  return element(
    'entry',
    { 'xml:lang': language },
    element('id', {}, id),
    plainText('title', title),
    element('updated', {}, updated),
    element('published', {}, isoTime(publishedAt)),
    element('author', {}, element('name', {}, author ?? outlet)),
    element('link', { rel: 'alternate', href: link }),
    ...entry.enclosures.map(({ url, type, length }) =>
      element('link', { rel: 'enclosure', href: url, type, length: length || null }),
    ),
    ...copyLinks(entry).map((attributes) => element('link', attributes)),
    ...entry.categories.map((term) => element('category', { term })),
    entry.summary === '' ? null : plainText('summary', entry.summary),
    entry.contentHtml === ''
      ? plainText('content', title)
      : element('content', { type: 'html' }, html(entry.contentHtml)),
    mediaPicture(entry),
    source(entry),
  )
}

/** The feed that the lead copy was read in (RFC 4287, section 4.2.11). */
function source({ feedUrl, outlet, sourceUpdatedAt }: Entry): Xml | null {
  if (feedUrl === null) return null
  return element(
    'source',
    {},
    element('id', {}, feedUrl),
    plainText('title', outlet),
    element('updated', {}, isoTime(sourceUpdatedAt)),
    element('link', { rel: 'self', href: feedUrl }),
  )
}

/** A text construct. What looks like HTML is declared as such, or readers and validators would wonder. */
function plainText(name: string, text: string): Xml {
  return looksLikeHtml(text) ? element(name, { type: 'html' }, escapeHtml(text)) : element(name, {}, text)
}
