/**
 * Feeds for measurements, served on loopback, each on a host of its own, because a host is asked once a second. Of ten
 * entries three are copies of another feed's.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { textOf } from './text.ts'

interface InventedFeeds {
  readonly urls: readonly string[]
  /** How many entries there are. */
  readonly entries: number
  /** How many answers were sent. */
  answered(): number
  /** Lets answers go that waited for this. */
  open(): void
  close(): void
}

const COPIES_OF_TEN = 3
/** Feeds that carry one text. */
const CARRIERS = 3

/** So many feeds that list so many entries each; none is answered before they are opened. */
export async function serveInventedFeeds(feeds: number, items: number): Promise<InventedFeeds> {
  const documents = Array.from({ length: feeds }, (_, feed) => documentOf(feed, items, feeds))
  let answered = 0
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const server = createServer(async (request, response) => {
    await opened
    const feed = Number(request.url!.slice(1))
    const etag = `"${feed}"`
    answered += 1
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else response.writeHead(200, { etag, 'content-type': 'application/rss+xml' }).end(documents[feed])
  }).listen(0, '0.0.0.0')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    urls: documents.map(
      (_, feed) => `http://127.1.${Math.floor(feed / 250)}.${1 + (feed % 250)}:${port}/${feed}`,
    ),
    entries: feeds * items,
    answered: () => answered,
    open,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function documentOf(feed: number, items: number, feeds: number): string {
  const listed = Array.from({ length: items }, (_, n) => itemOf(feed, n, feeds))
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet ${feed}</title>
<link>http://outlet${feed}.test/</link><description>News</description>${listed.join('')}</channel></rss>`
}

function itemOf(feed: number, n: number, feeds: number): string {
  const carriers = Math.floor(feed / CARRIERS)
  const isCopy = (carriers * 7 + n) % 10 < COPIES_OF_TEN
  const text = textOf(isCopy ? 1_000_000 + n * feeds + carriers : feed * 1000 + n)
  const paragraphs = text.split('\n').map((each) => `&lt;p&gt;${each}&lt;/p&gt;`)
  const link = `http://outlet${feed}.test/news/${n}`
  const date = new Date(Date.now() - (n + 1) * 3_600_000).toUTCString()
  return `<item><title>${text.split(' ').slice(0, 9).join(' ')}</title><link>${link}</link><guid>${link}</guid>
<pubDate>${date}</pubDate><description>${paragraphs.join('')}</description></item>`
}
