/**
 * Outlets on loopback whose feeds grow, each on a host of its own: of three, two carry the same texts. They know validators,
 * so that what a worker took for seen and did not store would stay hidden.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { babble, rss, type SampleEntry, startFeedServer } from './feed-server.ts'

const OUTLETS = 3

export interface GrowingOutlets {
  readonly urls: readonly string[]
  /** How often each was asked. */
  readonly asked: number[]
  /** Each lists so many entries more. */
  publish(entries?: number): void
  /** Told of each request before it is answered, by the number of the outlet. */
  beforeAnswer: (outlet: number) => unknown
  /** The stories that their entries make: sorted lists of guids. */
  stories(): string[][]
}

export async function startGrowingOutlets(): Promise<GrowingOutlets> {
  let listed = 0
  const numbers = Array.from({ length: OUTLETS }, (_, n) => n)
  const asked = numbers.map(() => 0)
  const answer = (outlet: number) => async (request: IncomingMessage, response: ServerResponse) => {
    asked[outlet]! += 1
    const [body, etag] = [documentOf(outlet, listed), `"${listed}"`]
    await outlets.beforeAnswer(outlet)
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else response.writeHead(200, { etag, 'content-type': 'application/rss+xml' }).end(body)
  }
  const servers = await Promise.all(
    numbers.map((n) => startFeedServer({ '/feed': answer(n) }, `127.0.1.${n + 1}`)),
  )
  const outlets: GrowingOutlets = {
    urls: servers.map((server) => `${server}/feed`),
    asked,
    publish: (entries = 1) => {
      listed += entries
    },
    beforeAnswer: () => {},
    stories: () =>
      Array.from({ length: listed }, (_, n) => [[`0-${n}`, `1-${n}`], [`2-${n}`]])
        .flat()
        .sort(),
  }
  return outlets
}

/** The last outlet writes for itself, the others carry one text. */
function documentOf(outlet: number, listed: number): string {
  return rss(
    `Outlet ${outlet}`,
    Array.from({ length: listed }, (_, n) => entryOf(outlet, n)),
  )
}

function entryOf(outlet: number, n: number): SampleEntry {
  const text = babble(outlet < OUTLETS - 1 ? n : n + 10_000, 90)
  return { guid: `${outlet}-${n}`, title: text.split(' ').slice(0, 8).join(' '), text }
}
