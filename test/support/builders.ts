import type { ParsedEntry, ParsedFeed, Subscription } from '../../src/contract/model.ts'
import type { FeedProgress } from '../../src/contract/store.ts'

/** An entry with quiet defaults; a test names only what matters to it. */
export function anEntry(given: Partial<ParsedEntry> & { guid: string }): ParsedEntry {
  const text = given.text ?? prose(hash(given.guid), 3)
  return {
    hasOwnGuid: true,
    link: `https://example.test/${encodeURIComponent(given.guid)}`,
    canonicalUrl: null,
    title: `${prose(hash(given.guid) + 1, 1)
      .split(' ')
      .slice(0, 6)
      .join(' ')} (${given.guid})`,
    author: null,
    publishedAt: Date.UTC(2026, 4, 1, 12),
    updatedAt: null,
    contentHtml: text
      .split('\n')
      .map((paragraph) => `<p>${paragraph}</p>`)
      .join(''),
    summaryHtml: null,
    text,
    enclosures: [],
    imageUrl: null,
    categories: [],
    language: null,
    source: null,
    episode: null,
    credit: null,
    caption: null,
    ...given,
  }
}

export function aFeed(entries: readonly ParsedEntry[], given: Partial<ParsedFeed> = {}): ParsedFeed {
  return {
    title: 'A feed',
    link: null,
    language: null,
    pace: { intervalMs: null, skipHours: [], skipDays: [] },
    entries,
    losses: { older: 0, empty: 0, cutTexts: 0 },
    leftOut: [],
    ...given,
  }
}

export function aSubscription(url: string, given: Partial<Subscription> = {}): Subscription {
  return {
    url,
    address: null,
    credentials: null,
    outlet: null,
    groups: [],
    match: 'auto',
    trust: 'normal',
    agency: null,
    allowPrivateAddresses: false,
    ...given,
  }
}

/** A claim of every feed that leases none beyond its moment. */
export function everyFeed(now: number) {
  return { now, latest: now, leaseUntil: now }
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7)
}

/** How a feed stands after a poll that went well. */
export function progress(given: Partial<FeedProgress> = {}): FeedProgress {
  return {
    state: 'ok',
    error: null,
    failures: 0,
    nextPollAt: Date.UTC(2026, 4, 2, 12),
    newAddress: null,
    move: null,
    newUrl: null,
    ...given,
  }
}

/** Agency prose of `paragraphs` paragraphs that shares no phrase with what another seed gives. */
export function prose(seed: number, paragraphs = 5): string {
  let state = seed * 2654435761 + 1
  const next = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % n
  }
  const word = () =>
    Array.from({ length: 2 + next(3) }, () => 'bcdfglmnprstv'[next(13)]! + 'aeiou'[next(5)]!).join('')
  const sentence = () => {
    const words = Array.from({ length: 9 + next(9) }, word).join(' ')
    return `${words[0]!.toUpperCase()}${words.slice(1)}.`
  }
  return Array.from({ length: paragraphs }, () =>
    Array.from({ length: 2 + next(2) }, sentence).join(' '),
  ).join('\n')
}

/** What a poll took that a test does not care about. */
export const COST = { status: 200, ms: 12, bytes: 3456 }
