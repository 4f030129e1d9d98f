/** Rows of stories as a store keeps them, made by hand: without polls or matching. The same for every engine. */
import type { Sql } from '../../src/store/postgres/connect.ts'
import { toText } from '../../src/store/rows.ts'
import { countWords, packHtml, searchForm } from '../../src/store/texts.ts'

export const NOON = Date.UTC(2026, 2, 4, 12)

/** Values by the names of their columns. */
export type Row = Readonly<Record<string, string | number | Uint8Array | null>>

export interface FeedFields {
  readonly outlet: string
  readonly url: string
  readonly title: string
  readonly groups: readonly string[]
  readonly state: string
  readonly error: string | null
  readonly credentials: string | null
}

export interface CopyFields {
  readonly feed: number
  readonly title?: string
  readonly link?: string | null
  readonly author?: string | null
  readonly publishedAt?: number | null
  readonly seenAt?: number
  readonly html?: string
  readonly summary?: string | null
  readonly text?: string
  readonly enclosures?: readonly object[]
  readonly image?: string | null
  readonly categories?: readonly string[]
  readonly language?: string | null
}

/** `number`: of the feed, from 1. */
export function feedRow(number: number, feed: Partial<FeedFields>): Row {
  const url = feed.url ?? `https://outlet${number}.example/feed`
  const outlet = feed.outlet ?? `Outlet ${number}`
  return {
    url,
    poll_url: url,
    outlet,
    title: feed.title ?? `${outlet} news`,
    groups: JSON.stringify(feed.groups ?? []),
    origin: 'config',
    state: feed.state ?? 'ok',
    error: feed.error ?? null,
  }
}

/** `number`: of the story, from 1. Its lead is not known yet. */
export function storyRow(number: number, copies: readonly CopyFields[]): Row {
  const seen = Math.min(...copies.map((copy) => copy.seenAt ?? NOON))
  const published = Math.min(seen, ...copies.map((copy) => copy.publishedAt ?? copy.seenAt ?? NOON))
  return {
    id: `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`,
    published_at: toText(published),
    first_seen_at: toText(seen),
    updated_at: toText(seen),
    outlets: new Set(copies.map((copy) => copy.feed)).size,
  }
}

/** `number`: of the entry, from 1. */
export function entryRow(number: number, storyId: string, copy: CopyFields): Row {
  const { text, title } = wordsOf(number, copy)
  const publishedAt = copy.publishedAt === undefined ? NOON : copy.publishedAt
  return {
    feed_id: copy.feed,
    guid: `guid-${number}`,
    key: `key-${number}`,
    story_id: storyId,
    link: copy.link === undefined ? `https://outlet${copy.feed}.example/news/${number}` : copy.link,
    title,
    author: copy.author ?? null,
    published_at: publishedAt === null ? null : toText(publishedAt),
    first_seen_at: toText(copy.seenAt ?? NOON),
    last_listed_at: toText(NOON),
    words: countWords(text),
    enclosures: JSON.stringify(copy.enclosures ?? []),
    image_url: copy.image ?? null,
    categories: JSON.stringify(copy.categories ?? []),
    language: copy.language ?? null,
    content_hash: `hash-${number}`,
  }
}

/** The texts of the entry that has this id. */
export function textRow(id: number, copy: CopyFields): Row {
  const { html, text, title } = wordsOf(id, copy)
  return {
    entry_id: id,
    text,
    content_html: packHtml(html, text),
    summary_html: copy.summary == null ? null : packHtml(copy.summary, text),
    search_title: searchForm(title),
    search_text: searchForm(text),
  }
}

function wordsOf(number: number, copy: CopyFields) {
  const html = copy.html ?? `<p>The text of copy ${number}.</p>`
  return {
    html,
    text: copy.text ?? html.replace(/<[^>]*>/g, ''),
    title: copy.title ?? `Headline ${number}`,
  }
}

/** Inserts rows with the same columns, as many at a time as an engine takes parameters. */
export async function insertRows(sql: Pick<Sql, 'run'>, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  for (let from = 0; from < rows.length; from += 1000) {
    const some = rows.slice(from, from + 1000)
    const places = some.map((_, n) => `(${columns.map((_, m) => `$${n * columns.length + m + 1}`).join()})`)
    await sql.run(
      `INSERT INTO ${table} (${columns.join()}) VALUES ${places.join()}`,
      some.flatMap((row) => columns.map((column) => row[column])),
    )
  }
}
