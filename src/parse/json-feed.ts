/** JSON Feed 1.0 and 1.1 (jsonfeed.org) → our feed. Every value is checked: nothing in a document is as promised. */
import type { Enclosure, Episode, ParsedFeed } from '../contract/model.ts'
import { parseDate } from './dates/parse-date.ts'
import { type RawEntry, toEntries } from './entry.ts'
import { newest } from './newest.ts'
import { ParseError } from './parse-error.ts'
import { attachedUrl, isWebUrl, resolveUrl } from './web-url.ts'
import { unwrapCdata } from './xml/cdata.ts'
import { escapeMarkup } from './xml/entities.ts'
import { MAX_LINE, MAX_TEXT } from './xml/field.ts'

type Json = Readonly<Record<string, unknown>>

export function readJsonFeed(text: string, url: string): ParsedFeed {
  const feed = parse(text)
  const items = Array.isArray(feed.items) ? feed.items : null
  if (!items || !/jsonfeed/i.test(string(feed.version) ?? 'jsonfeed')) {
    throw new ParseError('it is JSON, but not a JSON Feed: it has no list of items')
  }
  const readable = items.filter((item): item is Json => isObject(item) && Object.keys(item).length > 0)
  const kept = newest(readable, (item) => String(item.date_published ?? item.date_modified ?? ''))
  return {
    title: string(feed.title) ?? '',
    link: address(feed.home_page_url, url),
    language: string(feed.language),
    pace: { intervalMs: null, skipHours: [], skipDays: [] },
    entries: toEntries(
      kept.map((item) => rawEntry(item, url, authors(feed))),
      { url, home: address(feed.home_page_url, url) },
    ),
    leftOut: [],
    losses: {
      older: readable.length - kept.length,
      empty: items.length - readable.length,
      cutTexts: kept.filter(isTooLong).length,
    },
  }
}

/** Hundreds of brackets in a row are no feed, and would cost memory far beyond their own size. */
const ABYSS = /(?:[[{]\s*){100}/

function parse(text: string): Json {
  if (ABYSS.test(text)) throw new ParseError('its JSON is nested more than 100 deep')
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    throw new ParseError('it begins like a JSON Feed, but the JSON is broken or cut short')
  }
}

function rawEntry(item: Json, url: string, feedAuthor: string | null): RawEntry {
  const published = date(item.date_published)
  const updated = date(item.date_modified)
  const html = string(item.content_html, MAX_TEXT) ?? escapeMarkup(string(item.content_text, MAX_TEXT) ?? '')
  const summary = string(item.summary, MAX_TEXT)
  return {
    guid: string(item.id) ?? (typeof item.id === 'number' ? String(item.id) : null),
    link: address(item.url, url) ?? address(item.external_url, url),
    canonicalUrl: null,
    titleHtml: escapeMarkup(string(item.title) ?? ''),
    author: authors(item) ?? feedAuthor,
    publishedAt: published ?? updated,
    updatedAt: updated,
    content: { html, base: null },
    summary: summary === null ? null : { html: escapeMarkup(summary), base: null },
    enclosures: attachments(item.attachments, url),
    imageUrl: address(item.image, url) ?? address(item.banner_image, url),
    categories: list(item.tags).flatMap((tag) => string(tag) ?? []),
    language: string(item.language),
    source: null,
    episode: episodeOf(item),
    credit: null,
    caption: null,
  }
}

function isTooLong({ title, content_html: html, content_text: text, summary }: Json): boolean {
  return lengthOf(title) > MAX_LINE || [html, text, summary].some((value) => lengthOf(value) > MAX_TEXT)
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Cut at the length that all kinds of feeds are cut at. */
function string(value: unknown, most = MAX_LINE): string | null {
  return typeof value === 'string' && value.trim() !== '' ? unwrapCdata(value.trim().slice(0, most)) : null
}

function date(value: unknown): number | null {
  return typeof value === 'string' || typeof value === 'number' ? parseDate(String(value)) : null
}

function address(value: unknown, base: string): string | null {
  const url = resolveUrl(string(value) ?? '', base)
  return isWebUrl(url) ? url : null
}

/** The authors of an entry or the feed: version 1.1 has a list, 1.0 one author. */
function authors(of: Json): string | null {
  const people = [...list(of.authors), of.author].filter(isObject)
  return [...new Set(people.flatMap((person) => string(person.name) ?? []))].join(', ') || null
}

function episodeOf(item: Json): Episode | null {
  const [duration] = list(item.attachments)
    .filter(isObject)
    .map(({ duration_in_seconds: seconds }) => seconds)
    .filter((seconds) => typeof seconds === 'number' && seconds > 0)
  return duration === undefined
    ? null
    : { durationSeconds: Math.round(duration as number), number: null, season: null }
}

function attachments(value: unknown, base: string): Enclosure[] {
  return list(value)
    .filter(isObject)
    .flatMap((attachment) => {
      const url = attachedUrl(resolveUrl(string(attachment.url) ?? '', base), string(attachment.mime_type))
      const size = attachment.size_in_bytes
      const length = Number.isSafeInteger(size) ? (size as number) : null
      return url === null ? [] : [{ url, type: string(attachment.mime_type), length }]
    })
}
