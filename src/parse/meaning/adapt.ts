/** What the canonical document says → our feed. Here a choice is made wherever a publisher gave several values. */
import type { Losses, ParsedFeed } from '../../contract/model.ts'
import { parseDate } from '../dates/parse-date.ts'
import { type RawEntry, type RawText, toEntries } from '../entry.ts'
import { titleText } from '../html/title.ts'
import { episodeOf } from './episode.ts'
import { bestLink, linkWithRel, permalink, webUrl } from './links.ts'
import { enclosuresOf, imageOf } from './media.ts'
import { paceOf } from './pace.ts'
import { type Fields, first, readValues, type Value } from './values.ts'

/** `xml` and `texts` are what `canonicalise` made of the document at `url`. */
export async function adapt(
  { xml, texts }: { readonly xml: string; readonly texts: readonly string[] },
  url: string,
  losses: Losses,
): Promise<ParsedFeed> {
  const { feed, entries } = await readValues(xml, texts)
  const author = authorOf(feed)
  const link = bestLink(feed('link'))
  return {
    title: titleText(first(feed('title')) ?? ''),
    link,
    language: first(feed('language')),
    pace: paceOf(feed),
    newFeedUrl: webUrl(first(feed('newfeedurl'))),
    entries: toEntries(
      entries.map((entry) => rawEntry(entry, author)),
      { url, home: link },
    ),
    losses,
    leftOut: [],
  }
}

/** RFC 4287, section 4.2.1: an entry without an author has the feed's. */
function rawEntry(entry: Fields, feedAuthor: string | null): RawEntry {
  const links = entry('link')
  const guid = entry('guid').findLast((value) => value.text !== '')
  const updated = dateOf(entry('updated'))
  const content = textOf(entry('content'))
  const summary = textOf(entry('summary'))
  const author = authorOf(entry) ?? feedAuthor
  return {
    guid: guid?.text ?? first(entry('about')),
    link: bestLink(links) ?? (guid && permalink(guid)) ?? webUrl(first(entry('about'))),
    canonicalUrl: webUrl(first(entry('original'))) ?? linkWithRel(links, 'canonical'),
    titleHtml: first(entry('title')) ?? (content || summary ? '' : mediaTitle(entry)),
    author,
    publishedAt: dateOf(entry('published')) ?? updated ?? dateOf(entry('created')),
    updatedAt: updated,
    content,
    summary: summary ?? textOf(entry('othersummary')) ?? (content ? null : textOf(entry('caption'))),
    enclosures: enclosuresOf(entry),
    imageUrl: imageOf(entry, author),
    categories: categoriesOf(entry),
    language: first(entry('language')) ?? first(entry('xmllang')),
    source: sourceOf(entry('source')),
    episode: episodeOf(entry),
    credit: lineOf(entry('credit')),
    caption: lineOf(entry('caption')),
  }
}

/** The title of an entry that has neither title nor text: its film's. */
function mediaTitle(entry: Fields): string {
  return first(entry('othertitle')) ?? first(entry('mediatitle')) ?? ''
}

function lineOf(values: readonly Value[]): string | null {
  return titleText(first(values)?.slice(0, 1000) ?? '') || null
}

/** Of several usable dates the last: a publisher adds rather than replaces. */
function dateOf(values: readonly Value[]): number | null {
  const dates = values.map(({ text }) => parseDate(text)).filter((date) => date !== null)
  return dates.at(-1) ?? null
}

/** The longest text: a publisher who sends two of a kind sends an excerpt with the whole. */
function textOf(values: readonly Value[]): RawText | null {
  const longest = values.reduce<Value | null>(
    (best, value) => (value.text.length > (best?.text.length ?? 0) ? value : best),
    null,
  )
  return longest && { html: longest.text, base: longest.attributes.base ?? null }
}

/** Several people are joined by commas. */
function authorOf(entry: Fields): string | null {
  const named = entry('author').length > 0 ? entry('author') : entry('otherauthor')
  const names = named.map(({ text }) => personName(text)).filter((name) => name !== '')
  return [...new Set(names)].join(', ') || null
}

/** RSS 2.0 wants `mail@host (Name)` where others write the name. */
function personName(written: string): string {
  const named = written.slice(0, 500).replace(/^\S+@\S+\s*\((.+)\)$/, '$1')
  return titleText(named.replace(/\s*[<(]\S+@\S+[>)]$/, ''))
}

function categoriesOf(entry: Fields): string[] {
  const words = entry('category').map(({ text, attributes }) => attributes.label || attributes.term || text)
  const keywords = entry('keywords').flatMap(({ text }) => text.split(','))
  return [...new Set([...words, ...keywords].map(titleText).filter((word) => word !== ''))]
}

function sourceOf(values: readonly Value[]): RawEntry['source'] {
  const value = values[0]
  if (!value) return null
  const source = { title: titleText(value.text) || null, url: webUrl(value.attributes.url ?? null) }
  return source.title === null && source.url === null ? null : source
}
