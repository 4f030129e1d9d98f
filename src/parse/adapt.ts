/**
 * What rss-parser read of the canonical document → our feed. Here a choice is made wherever a publisher gave several
 * values. rss-parser's output is unknown until each field was looked at.
 */
import Parser from 'rss-parser'
import type { Enclosure, Episode, FeedPace, Losses, ParsedFeed } from '../contract/model.ts'
import { parseDate } from './dates/parse-date.ts'
import { type RawEntry, type RawText, toEntries } from './entry.ts'
import { titleText } from './html/title.ts'
import { attachedUrl, isWebUrl } from './web-url.ts'
import { ENTRY_FIELDS, FEED_FIELDS, MEDIA_FIELDS } from './xml/fields.ts'

const EXTRA_FIELDS = ['about', 'xmllang', 'source', ...fieldsOf(MEDIA_FIELDS)]

/** rss-parser hands out the first value of a field; asked for under another name, it hands out all. */
const every = (names: Iterable<string>): [string, string, { keepArray: true }][] =>
  [...new Set(names)].map((name) => [name, `all:${name}`, { keepArray: true }])

function fieldsOf(rules: ReadonlyMap<string, { readonly as: string }>): string[] {
  return [...rules.values()].map((rule) => rule.as)
}

const parser = new Parser<Record<string, unknown>, Record<string, unknown>>({
  customFields: {
    feed: every([...fieldsOf(FEED_FIELDS), 'author']) as never,
    item: every([...fieldsOf(ENTRY_FIELDS), 'author', ...EXTRA_FIELDS]) as never,
  },
})

/** One element: its text and its attributes. */
interface Value {
  readonly text: string
  readonly attributes: Readonly<Record<string, string>>
}

type Fields = (name: string) => readonly Value[]

/** `xml` and `texts` are what `canonicalise` made of the document at `url`. */
export async function adapt(
  { xml, texts }: { readonly xml: string; readonly texts: readonly string[] },
  url: string,
  losses: Losses,
): Promise<ParsedFeed> {
  const parsed = await parser.parseString(xml)
  const feed = fieldReader(parsed, texts)
  const author = authorOf(feed)
  const entries = toEntries(
    parsed.items.map((item) => rawEntry(fieldReader(item, texts), author)),
    { url, home: bestLink(feed('link')) },
  )
  return {
    title: titleText(first(feed('title')) ?? ''),
    link: bestLink(feed('link')),
    language: first(feed('language')),
    pace: paceOf(feed),
    newFeedUrl: webUrl(first(feed('newfeedurl'))),
    entries,
    losses,
    leftOut: [],
  }
}

function fieldReader(source: Readonly<Record<string, unknown>>, texts: readonly string[]): Fields {
  return (name) => {
    const values = source[`all:${name}`]
    return Array.isArray(values) ? values.map((value) => toValue(value, texts)) : []
  }
}

/** xml2js gives a string for an element without attributes and an object for one with them. */
function toValue(value: unknown, texts: readonly string[]): Value {
  if (typeof value === 'string') return { text: value.trim(), attributes: {} }
  const { _: text, $: attributes } = value as { _?: string; $?: Record<string, string> }
  const held = attributes?.held
  return { text: ((held && texts[Number(held)]) ?? text ?? '').trim(), attributes: attributes ?? {} }
}

function first(values: readonly Value[]): string | null {
  return values.find((value) => value.text !== '')?.text ?? null
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

/** Of an entry that has neither title nor text: a film's name is its own. */
function mediaTitle(entry: Fields): string {
  return first(entry('othertitle')) ?? first(entry('mediatitle')) ?? ''
}

function lineOf(values: readonly Value[]): string | null {
  return titleText(first(values)?.slice(0, 1000) ?? '') || null
}

/** The page for people: `alternate` (or no rel, as in RSS), HTML before other types, of equals the last. */
function bestLink(links: readonly Value[]): string | null {
  const pages = links
    .filter(({ attributes }) => ALTERNATE.test(attributes.rel ?? ''))
    .map(({ text, attributes }) => ({ url: attributes.href || text, type: attributes.type ?? 'text/html' }))
    .filter(({ url }) => isWebUrl(url))
  return (pages.findLast(({ type }) => /html/i.test(type)) ?? pages.at(-1))?.url ?? null
}

const ALTERNATE = /^(?:alternate|http:\/\/www\.iana\.org\/assignments\/relation\/alternate)?$/i

/** RSS 2.0: a guid is a link unless it says otherwise. Many are not all the same; those that look like none are left. */
function permalink({ text, attributes }: Value): string | null {
  const { ispermalink, resolved } = attributes
  const claimed = ispermalink?.toLowerCase()
  if (claimed === 'false' || (claimed !== 'true' && !/[/?]/.test(text))) return null
  return webUrl(resolved ?? null)
}

function linkWithRel(links: readonly Value[], rel: string): string | null {
  return webUrl(links.find(({ attributes }) => attributes.rel === rel)?.attributes.href ?? null)
}

function webUrl(text: string | null): string | null {
  return text !== null && isWebUrl(text) ? text : null
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

/** RSS 2.0 wants `mail@host (Name)` where others write the name; several people are joined by commas. */
function authorOf(entry: Fields): string | null {
  const named = entry('author').length > 0 ? entry('author') : entry('otherauthor')
  const names = named.map(({ text }) =>
    titleText(
      text
        .slice(0, 500)
        .replace(/^\S+@\S+\s*\((.+)\)$/, '$1')
        .replace(/\s*[<(]\S+@\S+[>)]$/, ''),
    ),
  )
  return [...new Set(names.filter((name) => name !== ''))].join(', ') || null
}

function enclosuresOf(entry: Fields): Enclosure[] {
  const attached = entry('link').filter(
    ({ attributes, text }) => attributes.rel === 'enclosure' || /^magnet:/i.test(text),
  )
  const media = entry('media').filter(({ attributes }) => !isPicture(attributes))
  const byUrl = new Map<string, Enclosure>()
  for (const { attributes, text } of [...entry('enclosure'), ...attached, ...entry('magnet'), ...media]) {
    const type = attributes.type?.trim() || null
    const url = attachedUrl(attributes.url ?? attributes.href ?? attributes.resource ?? text, type)
    if (url === null || byUrl.has(url)) continue
    byUrl.set(url, {
      url,
      type,
      length: lengthOf(attributes.length ?? attributes.filesize),
    })
  }
  return [...byUrl.values()]
}

function lengthOf(written: string | undefined): number | null {
  const length = Number(written?.trim() || Number.NaN)
  return Number.isSafeInteger(length) && length > 0 ? length : null
}

function isPicture({ medium, type, url }: Readonly<Record<string, string>>): boolean {
  return (
    medium === 'image' ||
    (type ?? '').startsWith('image/') ||
    /\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)/i.test(url ?? '')
  )
}

const AVATAR =
  /gravatar|(?:^|[/._-])avatars?(?:[/._?-]|$)|[?&]d=(?:identicon|monsterid|retro|robohash|wavatar)/i

/** Not the author's own: an avatar says so in its address, or is titled with the author's name. */
function imageOf(entry: Fields, author: string | null): string | null {
  const media = entry('media').filter(({ attributes }) => isPicture(attributes))
  const titles = entry('mediatitle').map(({ text }) => titleText(text))
  const ownMedia = media.filter(
    (_, at) => titles.length !== media.length || author === null || titles[at] !== author,
  )
  const pictures = [...ownMedia, ...entry('enclosure').filter(({ attributes }) => isPicture(attributes))]
  const candidates = [...pictures, ...entry('thumbnail')].map(
    ({ attributes }) => attributes.url ?? attributes.href ?? '',
  )
  return candidates.find((url) => isWebUrl(url) && !AVATAR.test(url)) ?? null
}

function episodeOf(entry: Fields): Episode | null {
  const durationSeconds = seconds(first(entry('duration')) ?? '')
  const number = positive(first(entry('episode')))
  const season = positive(first(entry('season')))
  return durationSeconds === null && number === null && season === null
    ? null
    : { durationSeconds, number, season }
}

const ISO_DURATION = /^PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})(?:\.\d+)?S)?$/i

/** iTunes: seconds, or `minutes:seconds`, or with hours before them; also as ISO 8601 writes it (`PT1H2M3S`). */
function seconds(written: string): number | null {
  const [, h = 0, min = 0, s = 0] = ISO_DURATION.exec(written) ?? []
  if (h || min || s) return Number(h) * 3600 + Number(min) * 60 + Number(s) || null
  if (!/^\d{1,6}(?::\d{1,2}){0,2}(?:\.\d+)?$/.test(written)) return null
  return Math.floor(written.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)) || null
}

function positive(written: string | null): number | null {
  const number = Number(written ?? Number.NaN)
  return Number.isSafeInteger(number) && number > 0 ? number : null
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

const MINUTE = 60_000
const PERIODS: Readonly<Record<string, number>> = {
  hourly: 60 * MINUTE,
  daily: 1440 * MINUTE,
  weekly: 7 * 1440 * MINUTE,
  monthly: 30 * 1440 * MINUTE,
  yearly: 365 * 1440 * MINUTE,
}
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** RSS 2.0: ttl in minutes, skipHours and skipDays; RSS 1.0's syndication module: so many times a period. */
function paceOf(feed: Fields): FeedPace {
  const ttl = Number(first(feed('ttl')) ?? 0) * MINUTE
  const frequency = Math.max(1, Number(first(feed('updatefrequency')) ?? 1) || 1)
  const period = (PERIODS[first(feed('updateperiod'))?.toLowerCase() ?? ''] ?? 0) / frequency
  const longest = Math.max(ttl || 0, period)
  return {
    intervalMs: longest > 0 ? longest : null,
    skipHours: numbers(feed('hour').map(({ text }) => (text === '' ? Number.NaN : Number(text) % 24))),
    skipDays: numbers(feed('day').map(({ text }) => DAYS.indexOf(text.toLowerCase()))),
  }
}

function numbers(values: readonly number[]): number[] {
  return [...new Set(values.filter((value) => Number.isInteger(value) && value >= 0))]
}
