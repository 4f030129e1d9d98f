/** Feeds of the config: a filter that was saved under a name, some of them behind a token in their address. */
import { stricter, type TextMode } from '../publish/entry.ts'
import { HttpError } from './errors.ts'
import type { Selection } from './selection.ts'
import { isSameSecret } from './sessions.ts'

export interface NamedFeed {
  readonly name: string
  readonly title: string | null
  readonly group: string | null
  readonly outlets: readonly string[]
  readonly withoutOutlets: readonly string[]
  /** In the search language. */
  readonly query: string | null
  readonly minOutlets: number
  readonly limit: number | null
  readonly text: TextMode
  readonly outletInTitle: boolean
  /** Only those who know it may read this feed; null: everyone may. No other feed's document may hold it. */
  readonly token: string | null
}

/** The feed of this name. Throws HttpError 404, the same whether there is none or the token is wrong. */
export function findNamedFeed(feeds: readonly NamedFeed[], name: string, token: unknown): NamedFeed {
  const found = feeds.find((feed) => feed.name === name)
  if (found === undefined || (found.token !== null && !isSameSecret(token, found.token)))
    throw new HttpError(404, `no feed ${name}, or not without the token that its address should end in`)
  return found
}

/** What is asked for, of what the feed holds: a request may narrow it further. Throws HttpError 404. */
export function narrowed(feed: NamedFeed, asked: Selection): Selection {
  return {
    outlets: common(feed, asked),
    withoutOutlets: [...new Set([...feed.withoutOutlets, ...asked.withoutOutlets])],
    query: bothQueries(feed.query, asked.query),
    minOutlets: Math.max(feed.minOutlets, asked.minOutlets),
    limit: smaller(feed.limit, asked.limit),
    text: stricter(feed.text, asked.text),
    outletInTitle: feed.outletInTitle || asked.outletInTitle,
  }
}

function common(feed: NamedFeed, asked: Selection): readonly string[] {
  if (feed.outlets.length === 0) return asked.outlets
  if (asked.outlets.length === 0) return feed.outlets
  const both = asked.outlets.filter((outlet) => feed.outlets.includes(outlet))
  if (both.length === 0)
    throw new HttpError(404, `no outlet ${asked.outlets.join(', ')} in the feed ${feed.name}`)
  return both
}

/** Each alternative of the one with each of the other: the search language has no brackets. */
function bothQueries(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  const alternatives = (text: string) => text.split(/(?<=\s|^)OR(?=\s|$)/)
  return alternatives(a)
    .flatMap((one) => alternatives(b).map((other) => `${one.trim()} ${other.trim()}`))
    .join(' OR ')
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}
