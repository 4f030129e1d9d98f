/** The RSS form of a feed. */
import { type Channel, channelLinks, commonLanguage, copyLinks, looksLikeHtml } from './channel.ts'
import type { Entry } from './entry.ts'
import { escapeHtml } from './html.ts'
import { mediaPicture } from './media.ts'
import { element, html, type Xml, xmlDocument } from './xml.ts'

const NAMESPACES = {
  version: '2.0',
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:itunes': 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
}

/** Writes RSS 2.0 (https://www.rssboard.org/rss-specification). The same input gives the same bytes. */
export function writeRss(channel: Channel, entries: readonly Entry[]): string {
  const { title, homeUrl, iconUrl, description, updatedAt, archive } = channel
  const language = commonLanguage(entries)
  const root = element(
    'rss',
    NAMESPACES,
    element(
      'channel',
      {},
      element('title', {}, rssText(title)),
      element('link', {}, homeUrl),
      element('description', {}, rssText(description)),
      ...channelLinks(channel).map(([rel, href]) =>
        element('atom:link', { rel, href, type: rel === 'hub' ? null : 'application/rss+xml' }),
      ),
      language === null ? null : element('language', {}, language),
      updatedAt === null ? null : element('lastBuildDate', {}, rfc822(updatedAt)),
      element('generator', {}, 'Wirefold'),
      element(
        'image',
        {},
        element('url', {}, iconUrl),
        element('title', {}, rssText(title)),
        element('link', {}, homeUrl),
      ),
      archive.current === null ? null : element('fh:archive', {}),
      ...entries.map(rssItem),
    ),
  )
  return xmlDocument(root, channel.stylesheetUrl)
}

function rssItem(entry: Entry): Xml {
  const { title, link, id, publishedAt, updated, author, feedUrl, outlet, summary, contentHtml } = entry
  return element(
    'item',
    {},
    element('title', {}, rssText(title)),
    element('link', {}, link),
    element('guid', { isPermaLink: 'false' }, id),
    element('pubDate', {}, rfc822(publishedAt)),
    element('atom:updated', {}, updated),
    // Readers show it as the author; without one, they would not tell whose story it is.
    element('dc:creator', {}, author ?? outlet),
    feedUrl === null ? null : element('source', { url: feedUrl }, rssText(outlet)),
    ...entry.categories.map((category) => element('category', {}, rssText(category))),
    summary === '' ? null : element('description', {}, html(escapeHtml(summary))),
    contentHtml === '' ? null : element('content:encoded', {}, html(contentHtml)),
    ...media(entry),
    ...episode(entry),
    ...copyLinks(entry).map((attributes) => element('atom:link', attributes)),
  )
}

/** RSS readers take one enclosure; the others and the picture are written as Media RSS. */
function media(entry: Entry): Xml[] {
  const [first, ...others] = entry.enclosures
  const picture = mediaPicture(entry)
  return [
    ...(first === undefined ? [] : [element('enclosure', { ...first })]),
    ...others.map(({ url, type, length }) =>
      element('media:content', { url, type, fileSize: length || null, medium: medium(type) }),
    ),
    ...(picture === null ? [] : [picture]),
  ]
}

function episode({ episode }: Entry): Xml[] {
  if (episode === null) return []
  const { durationSeconds, number, season } = episode
  return [
    ...(durationSeconds === null ? [] : [element('itunes:duration', {}, String(durationSeconds))]),
    ...(number === null ? [] : [element('itunes:episode', {}, String(number))]),
    ...(season === null ? [] : [element('itunes:season', {}, String(season))]),
  ]
}

function medium(type: string): string | null {
  return /^(image|audio|video)\//.exec(type)?.[1] ?? null
}

/** RSS does not say whether its text is HTML. Readers look; so text that looks like HTML is written as HTML. */
function rssText(text: string): string {
  return looksLikeHtml(text) ? escapeHtml(text) : text
}

/** RFC 822 with a four-digit year, as RSS wants it. */
function rfc822(ms: number): string {
  return new Date(ms).toUTCString()
}
